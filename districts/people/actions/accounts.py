"""Making an account for somebody, and changing name, telephone and e-mail address.

No action here takes a password: its owner alone knows it.
"""

from datetime import datetime
from itertools import count

from django.db import transaction

from districts.account_letters import AccountLetter, post_account_letter
from districts.errors import Refused
from districts.invitations.actions import invite
from districts.models import District, Invitation, User
from districts.people.actions.roles import grant_role
from districts.people.addresses import await_address, confirmed_by_link, forget_awaited
from districts.people.permissions import refusal_of_care
from districts.policy import is_admin
from districts.roles import Role
from districts.security_kinds import SecurityKind
from districts.security_log.actions import record
from districts.verified_addresses import keep_address, verify_address

TAKEN = "Zu dieser E-Mail-Adresse gibt es schon ein Konto. Es wurde nichts geändert. Eine Rolle geben Sie auf der Seite der Person; steht sie nicht in Ihrer Liste, kann es die Administration."


@transaction.atomic
def register_person(
    *,
    first_name: str,
    last_name: str,
    email: str,
    office_phone: str,
    role: Role,
    district: District | None,
    by: User,
    at: datetime,
) -> Invitation:
    """Make an account with a role and invite its owner. Raises Refused."""
    if User.objects.filter(email__iexact=email).exists():
        raise Refused(TAKEN)
    person = User(
        username=free_username(email),
        first_name=first_name,
        last_name=last_name,
        email=email,
        office_phone=office_phone,
    )
    person.set_unusable_password()
    person.save()
    grant_role(person, role=role, district=district, by=by, at=at)
    return invite(person, by=by, at=at)


def free_username(email: str) -> str:
    """Return what stands before the @, with a number if somebody else has it."""
    wanted = email.partition("@")[0].casefold()[:100]
    names = (f"{wanted}{number or ''}" for number in count())
    return next(name for name in names if not User.objects.filter(username=name).exists())


@transaction.atomic
def change_person(
    person: User, *, first_name: str, last_name: str, office_phone: str, email: str, by: User, at: datetime
) -> bool:
    """Change what a person is called and where she is reached; return whether the address counts already. Raises Refused."""
    counts = change_address(person, email, by=by, at=at)
    person = _held(person, by)
    person.first_name, person.last_name, person.office_phone = first_name, last_name, office_phone
    person.save(update_fields=["first_name", "last_name", "office_phone"])
    return counts


@transaction.atomic
def change_address(person: User, email: str, *, by: User, at: datetime) -> bool:
    """Change an e-mail address; return whether it counts already. Raises Refused.

    Whoever has come into the account confirms the new address by a link, signed in: until then the old one counts, and nobody
    who looks after an account gets into it. Others are invited again, at the new address.
    """
    person = _held(person, by)
    if email.lower() == person.email.lower():
        forget_awaited(person)
        return True
    if person != by and person.memberships.filter(role=Role.ADMIN).exists():
        raise Refused(
            f"{person} hat die Rolle „Administration“: Die E-Mail-Adresse ändert dann nur die Person selbst, denn wer sie liest, "
            "kommt in das Konto. Es wurde nichts geändert."
        )
    if email and User.objects.filter(email__iexact=email).exclude(pk=person.pk).exists():
        raise Refused(TAKEN)
    is_new = person.last_login is None and not person.has_usable_password()
    if is_new or (is_admin(by) and not (email and person.email)):
        person.email = email
        person.save(update_fields=["email"])
        forget_awaited(person)
        keep_address(person)
        if email and person.is_active and is_new:
            invite(person, by=by, at=at)
        return True
    await_address(person, email)
    record(SecurityKind.ADDRESS_ASKED, at=at, by=by, about=f"account={person.pk}")
    post_account_letter(person, AccountLetter.ADDRESS_NEW, at=at)
    post_account_letter(person, AccountLetter.ADDRESS_OLD, at=at)
    return False


@transaction.atomic
def confirm_address(person: User, token: str) -> str:
    """Make the new address that the person has confirmed hers, and return it. Raises Refused."""
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    email = confirmed_by_link(person, token)
    if email is None:
        raise Refused("Dieser Link gilt nicht mehr. Ihre Adresse ist geblieben, wie sie war.")
    if User.objects.filter(email__iexact=email).exclude(pk=person.pk).exists():
        raise Refused("Diese Adresse gehört inzwischen zu einem anderen Konto. Ihre ist geblieben.")
    person.email = email
    person.save(update_fields=["email"])
    forget_awaited(person)
    verify_address(person)
    return email


def _held(person: User, by: User) -> User:
    if reason := refusal_of_care(by, person):
        raise Refused(f"{reason} Es wurde nichts geändert.")
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)
