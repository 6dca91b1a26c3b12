"""Buttons, keys and dragging that change how the text of a draft is built."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from agreements.access import instrument_action, reader
from agreements.drafting.actions import parting, placing, restoring
from agreements.drafting.forms.text import ClausePlaceForm, JoinForm, SectionPlaceForm, SplitForm
from agreements.drafting.fragments import answer_change, answer_incomplete
from agreements.models import Instrument

TOO_LONG = "Ein Teil ist leer oder zu lang. Es wurde nichts geändert; Ihr Text steht noch hier."


@instrument_action("draft.edit")
@require_POST
def clause_split(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    """Part an Absatz in two."""
    form = SplitForm(request.POST)
    if not form.is_valid():
        return answer_incomplete(request, instrument, TOO_LONG)
    return answer_change(
        request,
        instrument,
        lambda: parting.split_clause(
            instrument, key=key, **form.cleaned_data, by=reader(request), at=timezone.now()
        ),
        saved="Absatz geteilt.",
        anchor=f"absatz-{key}",
    )


@instrument_action("draft.edit")
@require_POST
def clause_join(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    """Join an Absatz to the one before it."""
    form = JoinForm(request.POST)
    if not form.is_valid():
        return answer_incomplete(request, instrument, TOO_LONG if "text" in form.errors else "")
    return answer_change(
        request,
        instrument,
        lambda: parting.join_clauses(
            instrument, key=key, **form.cleaned_data, by=reader(request), at=timezone.now()
        ),
        saved="Absätze verbunden.",
        anchor=f"absatz-{form.cleaned_data['previous']}",
    )


@instrument_action("draft.edit")
@require_POST
def clause_place(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    """Put an Absatz at another place."""
    form = ClausePlaceForm(request.POST)
    if not form.is_valid():
        return answer_incomplete(request, instrument)
    return answer_change(
        request,
        instrument,
        lambda: placing.place_clause(
            instrument, key=key, **form.cleaned_data, by=reader(request), at=timezone.now()
        ),
        saved="Verschoben.",
        anchor=f"absatz-{key}",
    )


@instrument_action("draft.edit")
@require_POST
def section_place(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
    """Put a § or an annex at another place among those of its kind."""
    form = SectionPlaceForm(request.POST)
    if not form.is_valid():
        return answer_incomplete(request, instrument)
    return answer_change(
        request,
        instrument,
        lambda: placing.place_section(
            instrument, key=key, **form.cleaned_data, by=reader(request), at=timezone.now()
        ),
        saved="Verschoben.",
        anchor=f"abschnitt-{key}",
    )


@instrument_action("draft.edit")
@require_POST
def removal_restore(request: HttpRequest, instrument: Instrument, sequence: int) -> HttpResponse:
    """Put back what was removed."""
    return answer_change(
        request,
        instrument,
        lambda: restoring.restore(instrument, sequence=sequence, by=reader(request), at=timezone.now()),
        saved="Wieder eingefügt.",
        anchor="text",
    )
