"""A new key for a session that gains rights: whoever knew the earlier one gains nothing by it."""

from allauth.usersessions.models import UserSession
from django.http import HttpRequest


def renew_session_key(request: HttpRequest) -> None:
    """Let the session go on under a new key, under which its owner finds it in her list, too."""
    former = request.session.session_key
    request.session.cycle_key()
    if former:
        UserSession.objects.filter(session_key=former).update(session_key=request.session.session_key)
