"""Responses of form views: the form, a redirect after success, or the form again with the errors."""

from collections.abc import Callable
from typing import Protocol

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from districts.errors import Refused

INCOMPLETE = (
    "Ihr Browser hat nicht alles gesendet. Es wurde nichts geändert; versuchen Sie es bitte noch einmal."
)


class SubmittedForm(Protocol):
    """A form, or several that are validated together."""

    def is_valid(self) -> bool:
        """Validate, so that each part shows its errors."""

    def add_error(self, field: None, error: str) -> None:
        """Add an error of the form as a whole."""


def form_response(
    request: HttpRequest,
    form: SubmittedForm,
    act: Callable[[], HttpResponse],
    show: Callable[[int], HttpResponse],
) -> HttpResponse:
    """Return `show(200)` for GET; for POST `act()`, or `show(422)` if the form is invalid or `act` raises Refused."""
    if request.method != "POST":
        return show(200)
    if form.is_valid():
        try:
            return act()
        except Refused as refused:
            form.add_error(None, str(refused))
    return show(422)


def redirect_with_message(request: HttpRequest, message: str, to: str, *args: object) -> HttpResponse:
    """Redirect with a success message; `to` is a URL name or a path."""
    messages.success(request, message)
    return redirect(to, *args)
