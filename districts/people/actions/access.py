"""Helping somebody into her account: an invitation, a link to a new password, back after leaving. Nobody chooses it for her."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from districts.account_letters import AccountLetter, post_account_letter
from districts.errors import Refused
from districts.identity_providers import has_password
from districts.invitations.actions import invite, revoke_invitation
from districts.models import ErasedKind, Erasure, User
from districts.people.permissions import refusal_of_care
from districts.roles import Role
from districts.sign_on_links import unlink_account


@transaction.atomic
def help_in(person: User, step: str, *, by: User, at: datetime) -> str:
    """Do one of „invite“, „revoke“, „unlink“, „reset“ and „reopen“; return what was done, in German. Raises Refused."""
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
        case "reopen" if not person.is_active:
            require_reopenable(person)
            person.is_active = True
            if not has_way_in(person):
                person.last_login = None  # she begins anew, as somebody who is invited
            person.save(update_fields=["is_active", "last_login"])
            return f"Das Konto von {person} ist wieder offen. Was endete, kommt nicht zurück: Rollen geben und einladen müssen Sie neu."
    raise Refused("Das geht bei diesem Konto nicht. Es wurde nichts geändert.")


def has_way_in(person: User) -> bool:
    """Whether anything is left by which a person could sign in: after leaving nothing is."""
    passkeys = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN)
    return (
        person.has_usable_password()
        or passkeys.exists()
        or SocialAccount.objects.filter(user=person).exists()
    )


def require_reopenable(person: User) -> None:
    """Refuse to open the account of an admin again: that would give the role, which is for two people. Or an erased one."""
    if person.memberships.filter(role=Role.ADMIN).exists():
        raise Refused(
            f"{person} hat die Rolle „Administration“: Das Konto wieder zu öffnen, gibt sie zurück. Beantragen Sie unter "
            "„Vier-Augen-Prinzip“, dass die Rolle gegeben wird. Es wurde nichts geändert."
        )
    if Erasure.objects.filter(kind=ErasedKind.ACCOUNT, number=person.pk).exists():
        raise Refused("Dieses Konto ist gelöscht. Bitte laden Sie die Person neu ein.")


def can_reset(person: User) -> bool:
    """Whether a link to a new password would be of use."""
    return person.is_active and bool(person.email) and has_password(person)
