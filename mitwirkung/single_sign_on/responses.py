"""The page on which somebody reads why she did not get in by an identity provider."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from districts.identity_providers import IdentityProvider
from districts.security_kinds import SecurityKind
from districts.security_log.actions import note
from mitwirkung.single_sign_on.errors import Refusal


def refused_page(request: HttpRequest, provider: IdentityProvider, reason: Refusal) -> HttpResponse:
    """Say why, and note it; who it was is not noted, for nobody was signed in by it."""
    about = f"{provider.key} {reason.name.lower()}"
    note(request, SecurityKind.SIGN_IN_FAILED, about=about)
    words = reason.value
    context = {
        "happened": words.happened.format(name=provider.name),
        "to_do": words.to_do.format(name=provider.name),
    }
    return render(request, "single_sign_on/refused.html", context, status=words.status)
