"""Helping somebody into her account: an invitation, taking it back, a link to a new password. Nobody chooses it for her."""

from datetime import datetime

from django.db import transaction

from districts.account_letters import AccountLetter, post_account_letter
from districts.errors import Refused
from districts.identity_providers import has_password
from districts.invitations.actions import invite, revoke_invitation
from districts.models import User
from districts.people.permissions import refusal_of_care
from districts.sign_on_links import unlink_account


@transaction.atomic
def help_in(person: User, step: str, *, by: User, at: datetime) -> str:
    """Do one of „invite“, „revoke“, „unlink“ and „reset“; return what was done, in German. Raises Refused."""
    if reason := refusal_of_care(by, person):
        raise Refused(f"{reason} Es wurde nichts geändert.")
    match step:
        case "invite":
            return f"Eine Einladung geht an {invite(person, by=by, at=at).address}. Frühere Links gelten nicht mehr."
        case "revoke":
            revoke_invitation(person, by=by, at=at)
            return "Die Einladung ist zurückgezogen: Ihr Link gilt nicht mehr."
        case "unlink" if count := unlink_account(person, by=by, at=at):
            return (
                ("Die Verknüpfung ist gelöst" if count == 1 else "Die Verknüpfungen sind gelöst")
                + ", und die Person ist überall abgemeldet. Ihre nächste Anmeldung bei ihrer Stelle verknüpft das Konto neu."
            )
        case "reset" if can_reset(person):
            post_account_letter(person, AccountLetter.RESET, at=at)
            return f"Ein Link für ein neues Passwort geht an {person.email}. Bis dahin gilt das bisherige."
    raise Refused("Das geht bei diesem Konto nicht. Es wurde nichts geändert.")


def can_reset(person: User) -> bool:
    """Whether a link to a new password would be of use."""
    return person.is_active and bool(person.email) and has_password(person)
