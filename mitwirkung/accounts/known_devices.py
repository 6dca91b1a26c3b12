"""Tells a person by e-mail that somebody signed in to her account with a browser that did not do so before."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from districts.account_letters import AccountLetter, post_account_letter
from districts.models import User

A_YEAR = 365 * 24 * 60 * 60  # seconds


def note_device(request: HttpRequest, response: HttpResponse, person: User) -> None:
    """Let the browser be known from now on; the very first sign-in to an account is no news to its owner."""
    name, salt = f"{settings.COOKIE_PREFIX}device_{person.pk}", "mitwirkung.accounts.device"
    is_known = request.get_signed_cookie(name, default="", salt=salt, max_age=A_YEAR) == str(person.pk)
    if not is_known and person.email and request.session.pop("signed_in_before", False):
        post_account_letter(person, AccountLetter.NEW_DEVICE, at=timezone.now())
    response.set_signed_cookie(
        name,
        str(person.pk),
        salt=salt,
        max_age=A_YEAR,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
