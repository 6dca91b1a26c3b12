"""Responses of the editor's forms and buttons. For rows that others may have changed: `concurrency/edit.py`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib import messages
from django.forms import BaseFormSet, Form, ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from agreements import form_responses
from agreements.access import current_user
from agreements.drafting.concurrency.form_bundle import FormBundle
from agreements.drafting.concurrency.last_change import LastChange, last_change
from agreements.errors import ActionRefused, Outdated
from agreements.form_responses import INCOMPLETE
from agreements.models import Instrument

ADDED = "{key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """The fixed parts of a form page.

    `anchor` is a place in the editor, where ADDED stands for the key of the row that was added. `hidden` holds hidden inputs,
    `back` the URL to return to (default: the editor), `place` the key of the clause or the code of the obligation for the
    presence of other users, `beside` what the template shows beside the form.
    """

    title: str
    saved: str
    anchor: str = ""
    lead: str = ""
    button: str = "Speichern"
    autosave: bool = False
    hidden: dict[str, str] = field(default_factory=dict)
    template: str = "drafting/form.html"
    back: str = ""
    place: str = ""
    beside: Sequence[object] = ()


def editor_url(instrument: Instrument, anchor: str = "") -> str:
    return reverse("draft_edit", args=[instrument.pk]) + (f"#{anchor}" if anchor else "")


def done_url(instrument: Instrument, page: FormPage) -> str:
    """Return the URL to redirect to after success."""
    if page.back:
        return f"{page.back}#{page.anchor}" if page.anchor else page.back
    return editor_url(instrument, page.anchor)


def render_form(
    request: HttpRequest, instrument: Instrument, page: FormPage, bundle: FormBundle, status: int, **more: Any
) -> HttpResponse:
    context = {
        "instrument": instrument,
        "form": bundle.form,
        "formsets": bundle.formsets,
        "faulty": bool(bundle.form.errors or any(formset.total_error_count() for formset in bundle.formsets)),
        "page": page,
        "back": page.back or editor_url(instrument),
        **more,
    }
    return render(request, page.template, context, status=status)


def add_row_response(
    request: HttpRequest,
    instrument: Instrument,
    form: Form | ModelForm[Any],
    page: FormPage,
    act: Callable[[], object],
    formsets: Sequence[BaseFormSet[Any]] = (),
    **more: Any,
) -> HttpResponse:
    """Show the form of a new row, or run the action; a refused action shows the form again. `more` goes to the template."""
    bundle = FormBundle(form, formsets)

    def acted() -> HttpResponse:
        key = getattr(act(), "key", "")
        done = replace(page, anchor=page.anchor.replace(ADDED, key))
        return form_responses.redirect_with_message(request, page.saved, done_url(instrument, done))

    return form_responses.form_response(
        request, bundle, acted, lambda status: render_form(request, instrument, page, bundle, status, **more)
    )


def button_response(
    request: HttpRequest,
    instrument: Instrument,
    act: Callable[[], object],
    *,
    saved: str,
    anchor: str = "",
    back: str = "",
) -> HttpResponse:
    """Run the action of a button and redirect to the editor or to `back`; an outdated one changes nothing."""
    try:
        act()
    except Outdated as outdated:
        words = outdated_message(request, instrument, outdated)
        messages.warning(request, f"{words} Sie sehen jetzt den heutigen Stand.")
    except ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, saved)
    return redirect(back or editor_url(instrument, anchor))


def action_response(
    request: HttpRequest,
    instrument: Instrument,
    form: Form,
    action: Callable[..., object],
    *,
    saved: str,
    anchor: str = "",
    back: str = "",
    **arguments: Any,
) -> HttpResponse:
    """Run an action with `arguments`, the cleaned data of its form, `by` and `at`, if the form is valid."""
    if not form.is_valid():
        return incomplete_response(request, instrument, back)
    arguments |= {**form.cleaned_data, "by": current_user(request), "at": timezone.now()}
    return button_response(
        request, instrument, lambda: action(instrument, **arguments), saved=saved, anchor=anchor, back=back
    )


def incomplete_response(request: HttpRequest, instrument: Instrument, back: str = "") -> HttpResponse:
    """Reject a button with missing fields."""
    messages.error(request, INCOMPLETE)
    return redirect(back or editor_url(instrument))


def outdated_message(request: HttpRequest, instrument: Instrument, outdated: Outdated) -> str:
    other = last_change(instrument, outdated.current) if outdated.current else None
    happened = "geändert oder verschoben" if outdated.current else "entfernt"
    return (
        f"Es wurde nichts geändert: {author_phrase(request, other)} hat diese Stelle inzwischen {happened}."
    )


def author_phrase(request: HttpRequest, other: LastChange | None) -> str:
    """Return the author of a change as the subject of a German sentence."""
    if other is None:
        return "jemand anderes"
    when = f"{timezone.localtime(other.at):%d.%m.%Y, %H:%M} Uhr"
    if other.is_by(current_user(request)):
        return f"jemand unter Ihrem Namen (in einem anderen Fenster, {when})"
    return f"{other.who} ({when})"
