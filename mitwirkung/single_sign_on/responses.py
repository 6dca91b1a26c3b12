"""The page on which somebody reads why she did not get in by an identity provider."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from districts.identity_providers import IdentityProvider
from districts.security_kinds import SecurityKind
from districts.security_log.actions import note
from mitwirkung.single_sign_on.errors import Refusal


def refused_page(
    request: HttpRequest, provider: IdentityProvider, reason: Refusal, person: int | None = None
) -> HttpResponse:
    """Say why, and note it with the account that it was about, if there is one."""
    about = f"{provider.key} {reason.name.lower()}"
    note(request, SecurityKind.SIGN_IN_FAILED, person=person, about=about)
    words = reason.value
    context = {
        "happened": words.happened.format(name=provider.name),
        "to_do": words.to_do.format(name=provider.name),
    }
    return render(request, "single_sign_on/refused.html", context, status=words.status)
