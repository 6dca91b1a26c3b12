"""Views of buttons, shortcuts and drag and drop that restructure a draft."""

from collections.abc import Callable
from functools import partial

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from agreements.access import current_user, instrument_action
from agreements.drafting.actions import removals, reordering, split_join
from agreements.drafting.actions import text as write
from agreements.drafting.forms.fields import RevisionForm
from agreements.drafting.forms.text import (
    ClausePlaceForm,
    JoinForm,
    MoveForm,
    RemovalForm,
    SectionPlaceForm,
    SplitForm,
)
from agreements.drafting.htmx_responses import change_response, invalid_response
from agreements.models import Clause, Instrument, Section


@instrument_action("draft.edit")
@require_POST
def section_move(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    act = partial(write.move_section, instrument, key=key)
    return _answer(
        request, instrument, MoveForm(request.POST), act, saved="Verschoben.", anchor=f"abschnitt-{key}"
    )


@instrument_action("draft.edit")
@require_POST
def section_place(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    act = partial(reordering.place_section, instrument, key=key)
    return _answer(
        request,
        instrument,
        SectionPlaceForm(request.POST),
        act,
        saved="Verschoben.",
        anchor=f"abschnitt-{key}",
    )


@instrument_action("draft.edit")
@require_POST
def section_remove(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    saved = "Entfernt. Der Text steht weiter in der Geschichte des Vertrags."
    act = partial(write.remove_section, instrument, key=key)
    return _answer(request, instrument, RemovalForm(request.POST), act, saved=saved)


@instrument_action("draft.edit")
@require_POST
def clause_move(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    act = partial(write.move_clause, instrument, key=key)
    return _answer(
        request, instrument, MoveForm(request.POST), act, saved="Verschoben.", anchor=f"absatz-{key}"
    )


@instrument_action("draft.edit")
@require_POST
def clause_place(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    act = partial(reordering.place_clause, instrument, key=key)
    return _answer(
        request, instrument, ClausePlaceForm(request.POST), act, saved="Verschoben.", anchor=f"absatz-{key}"
    )


@instrument_action("draft.edit")
@require_POST
def clause_split(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    act = partial(split_join.split_clause, instrument, key=key)
    return _answer(
        request, instrument, SplitForm(request.POST), act, saved="Absatz geteilt.", anchor=f"absatz-{key}"
    )


@instrument_action("draft.edit")
@require_POST
def clause_join(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    act = partial(split_join.join_clauses, instrument, key=key)
    form = JoinForm(request.POST)
    anchor = f"absatz-{form.data.get('previous', '')}"
    return _answer(request, instrument, form, act, saved="Absätze verbunden.", anchor=anchor)


@instrument_action("draft.edit")
@require_POST
def clause_remove(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    saved = "Absatz entfernt. Sein Text steht weiter in der Geschichte des Vertrags."
    act = partial(write.remove_clause, instrument, key=key)
    return _answer(request, instrument, RevisionForm(request.POST), act, saved=saved)


@instrument_action("draft.edit")
@require_POST
def removal_restore(request: HttpRequest, instrument: Instrument, sequence: int) -> HttpResponse:
    return change_response(
        request,
        instrument,
        lambda: removals.restore(instrument, sequence=sequence, by=current_user(request), at=timezone.now()),
        saved="Wieder eingefügt.",
        anchor="text",
    )


def _answer(
    request: HttpRequest,
    instrument: Instrument,
    form: Form,
    act: Callable[..., Section | Clause | None],
    *,
    saved: str,
    anchor: str = "",
) -> HttpResponse:
    """Run an action with the fields of a valid form, `by` and `at`."""
    if not form.is_valid():
        return invalid_response(request, instrument, form)
    change = partial(act, **form.cleaned_data, by=current_user(request), at=timezone.now())
    return change_response(request, instrument, change, saved=saved, anchor=anchor)
