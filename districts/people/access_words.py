"""How a person comes into her account, in a sentence."""

from datetime import datetime

from django.utils import timezone

from districts.identity_providers import has_password, may_have_password, without_password_words
from districts.invitations.queries import open_invitation
from districts.models import User
from districts.sign_on_links import linked_names


def access_words(person: User, at: datetime) -> str:
    """Return in one sentence how a person comes into her account."""
    if not person.is_active:
        return "Das Konto ist gesperrt."
    if names := linked_names(person):
        return f"Meldet sich über „{'“ und „'.join(names)}“ an."
    if has_password(person):
        return "Meldet sich mit einem eigenen Passwort an."
    if invitation := open_invitation(person, at):
        return f"Ist eingeladen, der Link gilt bis {timezone.localtime(invitation.expires_at):%d.%m.%Y, %H:%M} Uhr."
    if person.last_login is not None:
        return "Meldet sich ohne Passwort an."
    if not may_have_password(person):
        return f"War noch nicht da. {without_password_words(person.email)}"
    return "Hat noch kein Passwort, und keine Einladung gilt."
