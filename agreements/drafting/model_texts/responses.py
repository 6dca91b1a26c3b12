"""Response shared by the buttons of model texts."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from agreements.access import current_user
from agreements.drafting.form_pages import button_response, incomplete_response
from agreements.models import Instrument


def action_response(
    request: HttpRequest,
    instrument: Instrument,
    form: forms.Form,
    action: Callable[..., object],
    *,
    saved: str,
    back: str,
    anchor: str = "",
    **arguments: Any,
) -> HttpResponse:
    """Run an action with the cleaned data of its form and `arguments`, if the form is valid."""
    if not form.is_valid():
        return incomplete_response(request, instrument)
    return button_response(
        request,
        instrument,
        lambda: action(
            instrument, **form.cleaned_data, **arguments, by=current_user(request), at=timezone.now()
        ),
        saved=saved,
        back=back,
        anchor=anchor,
    )
