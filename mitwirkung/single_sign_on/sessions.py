"""What a session remembers of the identity provider that its owner came by: how she ends that, and what its list says."""

from urllib.parse import urlencode

from allauth.socialaccount.models import SocialLogin
from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from districts.identity_providers import IdentityProvider

ENDING = "sign_on_ending"


def remember_provider(request: HttpRequest, login: SocialLogin | None) -> None:
    """Note by which provider the person of a session that has just begun came in, if by any."""
    if login is None:
        return
    provider: IdentityProvider = login.provider.configured
    if address := login.state.get("end"):
        query = urlencode({"client_id": provider.client_id})
        url = f"{address}{'&' if '?' in address else '?'}{query}"
        request.session[ENDING] = {"url": url, "title": f"Bei „{provider.name}“ sind Sie noch angemeldet"}
    here = UserSession.objects.filter(session_key=request.session.session_key)
    here.update(data={"provider": provider.key})
