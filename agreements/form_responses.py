"""How a page with a form is answered: shown, done, or shown again with the reason and everything that was typed."""

from collections.abc import Callable
from typing import Protocol

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from agreements.errors import ActionRefused


class SubmittedForm(Protocol):
    """A form, or several that are judged together."""

    def is_valid(self) -> bool:
        """Check what was sent, so that each part shows its faults."""

    def add_error(self, field: None, error: str) -> None:
        """Say beside the form why it was not done."""


def answer_form(
    request: HttpRequest,
    form: SubmittedForm,
    act: Callable[[], HttpResponse],
    show: Callable[[int], HttpResponse],
) -> HttpResponse:
    """Show a form, or do what it says.

    `act` does it and returns where that leads; if it raises Refused, the form says why. `show` makes the page, with
    the status it is sent with.
    """
    if request.method != "POST":
        return show(200)
    if form.is_valid():
        try:
            return act()
        except ActionRefused as refused:
            form.add_error(None, str(refused))
    return show(422)


def done(request: HttpRequest, words: str, to: str, *args: object) -> HttpResponse:
    """Say on the next page what has been done, and lead there: to a named page, or to an address."""
    messages.success(request, words)
    return redirect(to, *args)
