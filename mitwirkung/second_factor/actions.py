"""Switching off all second factors of somebody who has lost them; switching off one's own is a matter of the pages."""

from allauth.mfa.models import Authenticator

from districts.models import User
from mitwirkung.privacy.disclosure.queries import sessions_of


def switch_off_factors(person: User) -> None:
    """Remove app, passkeys and recovery codes, and end all sessions; must run while a request for it is being done."""
    Authenticator.objects.filter(user=person).delete()
    for session in sessions_of(person.pk):
        session.delete()
