"""Inviting a person to the account that was made for her, taking that back, and accepting it.

Only who is invited chooses the password: nobody else ever knows it.
"""

import secrets
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from districts.account_letters import AccountLetter, post_account_letter
from districts.errors import Refused
from districts.identity_providers import has_password, without_password_words
from districts.invitations.queries import still_holds
from districts.invitations.tokens import invitation_hash, invitation_token
from districts.models import Invitation, User
from districts.people.permissions import refusal_of_care
from districts.verified_addresses import keep_address, verify_address

VALID_FOR = timedelta(days=7)


class InvitationRefused(Refused):
    """An invitation that a rule forbids."""


@transaction.atomic
def invite(person: User, *, by: User | None, at: datetime) -> Invitation:
    """Invite a person by e-mail; an earlier invitation ends. `by` is None on the command line. Raises InvitationRefused."""
    _require_care(by, person)
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not person.is_active:
        raise InvitationRefused(f"Das Konto von {person} ist gesperrt. Es wurde niemand eingeladen.")
    if not person.email:
        raise InvitationRefused(f"{person} hat keine E-Mail-Adresse. Bitte tragen Sie sie zuerst ein.")
    if has_password(person):
        raise InvitationRefused(f"{person} hat schon ein Passwort. Ein neues lässt sich per E-Mail wählen.")
    _revoke_open(person, at)
    keep_address(person)
    nonce = secrets.token_hex(16)
    token = invitation_token(nonce, person=person.pk, address=person.email)
    made = Invitation.objects.create(
        person=person,
        address=person.email,
        nonce=nonce,
        token_sha256=invitation_hash(token),
        made_at=at,
        made_by=by,
        expires_at=at + VALID_FOR,
    )
    post_account_letter(person, AccountLetter.INVITATION, at=at)
    return made


@transaction.atomic
def revoke_invitation(person: User, *, by: User, at: datetime) -> None:
    """Make the link of a person's invitation useless. Raises InvitationRefused."""
    _require_care(by, person)
    if not _revoke_open(person, at):
        raise InvitationRefused(f"Für {person} ist keine Einladung offen. Es wurde nichts geändert.")


@transaction.atomic
def accept_invitation(invitation: Invitation, password: str, *, at: datetime) -> User:
    """Set the password that the invited person has chosen; her address is verified by it. Raises InvitationRefused."""
    person = _accept(invitation, at)
    if refused := without_password_words(person.email):
        raise InvitationRefused(f"{refused} Es wurde kein Passwort gesetzt.")
    person.set_password(password)
    person.save(update_fields=["password"])
    return person


@transaction.atomic
def accept_without_password(invitation: Invitation, *, at: datetime) -> User:
    """Let the invited person in whose address an identity provider has verified, too. Raises InvitationRefused."""
    return _accept(invitation, at)


def _accept(invitation: Invitation, at: datetime) -> User:
    """Use an invitation up; whoever has its link reads what is sent to its address."""
    person = User.objects.select_for_update(no_key=True).get(pk=invitation.person_id)
    invitation = Invitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
    invitation.person = person
    if not still_holds(invitation, at):
        raise InvitationRefused("Diese Einladung gilt nicht mehr. Es wurde nichts geändert.")
    verify_address(person)
    invitation.used_at = at
    invitation.save(update_fields=["used_at"])
    return person


def _revoke_open(person: User, at: datetime) -> int:
    return Invitation.objects.filter(person=person, used_at=None, revoked_at=None).update(revoked_at=at)


def _require_care(by: User | None, person: User) -> None:
    if by is not None and (reason := refusal_of_care(by, person)):
        raise PermissionDenied(reason)
