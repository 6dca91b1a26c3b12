"""The admin role, and what a command on the server does where otherwise two people of the administration act.

Everything else of the four-eyes principle stands in `mitwirkung/four_eyes/`. Triggers refuse the role to whoever does not
act on a request.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from districts.account_letters import AccountLetter, post_account_letter
from districts.contacts import administrators
from districts.four_eyes_choices import Deed, RequestOutcome
from districts.models import FourEyesRequest, Membership, User
from districts.roles import Role
from districts.security_kinds import SecurityKind
from districts.security_log.actions import record


@contextmanager
def done_on_server(
    deed: Deed, *, person: User | None = None, signatory: int | None = None, reason: str, at: datetime
) -> Iterator[None]:
    """Let a command do inside what a second person would confirm; the request and the security log say so."""
    with transaction.atomic():
        made = FourEyesRequest.objects.create(
            deed=deed,
            person=person,
            signatory=signatory,
            reason=reason,
            asked_at=at,
            expires_at=at,
            outcome=RequestOutcome.ON_SERVER,
            decided_at=at,
        )
        record(SecurityKind.DONE_ON_SERVER, at=at, about=request_words(made))
        yield
        FourEyesRequest.objects.filter(pk=made.pk).update(done_at=at)


def request_words(request: FourEyesRequest) -> str:
    """Return what the security log says of a request: numbers only."""
    about = f"account={request.person_id}" if request.person_id else f"signatory={request.signatory}"
    return f"{request.deed} {about} request={request.pk}"


def tell_of_server(at: datetime) -> None:
    """Queue an e-mail to the administration about what a command has done."""
    for admin in administrators():
        if admin.email:
            post_account_letter(admin, AccountLetter.DONE_ON_SERVER, at=at)


def give_admin_role(person: User) -> None:
    """Give the role, and open an account that was locked; must run while a request for it is being done."""
    Membership.objects.get_or_create(user=person, role=Role.ADMIN, district=None)
    if not person.is_active:
        person.is_active = True
        person.save(update_fields=["is_active"])


def give_admin_role_on_server(person: User, *, reason: str, at: datetime) -> None:
    """Give the role where nobody is there yet who could ask for it and confirm it."""
    with done_on_server(Deed.GIVE_ADMIN, person=person, reason=reason, at=at):
        give_admin_role(person)


def take_admin_role(person: User) -> None:
    """Take the role; must run while a request for it is being done."""
    Membership.objects.filter(user=person, role=Role.ADMIN).delete()


def hold_admins() -> None:
    """Let nobody else give or take the admin role until the transaction ends."""
    list(Membership.objects.select_for_update(no_key=True).filter(role=Role.ADMIN).order_by("pk"))


def is_last_admin(person: User) -> bool:
    """Whether nobody else could come into the administration."""
    others = Membership.objects.filter(role=Role.ADMIN, user__is_active=True).exclude(user=person)
    return not others.exists()
