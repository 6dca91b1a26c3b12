"""Linking an account with the identity provider of its owner's authority: once, by her address, and only if she was invited to it."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from districts.account_letters import AccountLetter, post_account_letter
from districts.identity_providers import IdentityProvider
from districts.invitations.actions import InvitationRefused, accept_without_password
from districts.models import Invitation, User
from districts.security_kinds import SecurityKind
from districts.security_log.actions import record
from mitwirkung.single_sign_on.claims import Claims
from mitwirkung.single_sign_on.errors import Refusal, SignOnRefused


@transaction.atomic
def link_account(
    provider: IdentityProvider, claims: Claims, *, invitation: int | None, at: datetime
) -> SocialAccount:
    """Return the link of the account with the address that the provider has verified; from then on the subject alone counts.

    With an invitation, it is accepted by this. Raises SignOnRefused.
    """
    address = _own_address(provider, claims)
    person = _verified(address) if invitation is None else _invited(invitation, address, at)
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not person.is_active:
        raise SignOnRefused(Refusal.LOCKED, person.pk)
    links = SocialAccount.objects.filter(provider=provider.key)
    of_person, of_subject = links.filter(user=person).first(), links.filter(uid=claims.subject).first()
    if of_person != of_subject:
        raise SignOnRefused(Refusal.OTHER_SUBJECT, person.pk)
    if of_person is not None:
        return of_person
    made = SocialAccount.objects.create(user=person, provider=provider.key, uid=claims.subject)
    record(SecurityKind.SIGN_ON_LINKED, at=at, by=person, about=f"account={person.pk} {provider.key}")
    post_account_letter(person, AccountLetter.SIGN_ON_LINKED, at=at)
    return made


def _own_address(provider: IdentityProvider, claims: Claims) -> str:
    """Return the address of the claims, which the provider may speak for. No letter of it was folded."""
    address = claims.address
    domain = address.rpartition("@")[2].lower()
    if domain not in provider.domains:
        raise SignOnRefused(Refusal.FOREIGN_DOMAIN)
    if not claims.address_is_verified:
        raise SignOnRefused(Refusal.UNVERIFIED)
    return address.lower()


def _verified(address: str) -> User:
    known = EmailAddress.objects.filter(email__iexact=address, verified=True, user__email__iexact=address)
    found = known.select_related("user").first()
    if found is None:
        raise SignOnRefused(Refusal.NO_ACCOUNT)
    person: User = found.user
    return person


def _invited(number: int, address: str, at: datetime) -> User:
    invitation = Invitation.objects.filter(pk=number).first()
    if invitation is None:
        raise SignOnRefused(Refusal.INVITATION_ENDED)
    if invitation.address.lower() != address:
        raise SignOnRefused(Refusal.OTHER_ADDRESS)
    try:
        return accept_without_password(invitation, at=at)
    except InvitationRefused as refused:
        raise SignOnRefused(Refusal.INVITATION_ENDED) from refused
