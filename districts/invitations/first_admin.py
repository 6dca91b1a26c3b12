"""The first account, made on the command line: its owner administrates and is invited like everybody else.

There is nobody yet to confirm it; the requests and the security log say that it was done on the server.
"""

from datetime import datetime

from django.core.validators import validate_email
from django.db import transaction

from districts.four_eyes import give_admin_role_on_server, tell_of_server
from districts.identity_providers import has_password
from districts.invitations.actions import InvitationRefused, invite
from districts.models import Invitation, User
from districts.people.actions.accounts import free_username
from districts.policy import is_admin


@transaction.atomic
def invite_admin(*, email: str, name: str, at: datetime) -> Invitation:
    """Invite an administrator; the account is made where there is none.

    Raises ValidationError for an invalid address, InvitationRefused for an account that is in use; its words are English.
    """
    email = email.strip()
    validate_email(email)
    person = User.objects.select_for_update(no_key=True).filter(email__iexact=email).first()
    if person is None:
        first, _, last = name.strip().rpartition(" ")
        person = User.objects.create_user(free_username(email), email, first_name=first, last_name=last)
    if has_password(person) or not person.is_active:
        state = "has a password" if person.is_active else "is locked"
        raise InvitationRefused(f"The account {person.username} {state} already; nothing was changed.")
    if not is_admin(person):
        tell_of_server(at)
        give_admin_role_on_server(person, reason="invite_admin", at=at)
    return invite(person, by=None, at=at)
