"""Views of buttons, shortcuts and drag and drop that restructure a draft."""

from collections.abc import Callable
from functools import partial

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
from agreements.drafting.references.queries import naming_words
from agreements.models import Clause, Instrument, Section
from districts.access import View

MOVED = "Verschoben."
SECTION_ANCHOR, CLAUSE_ANCHOR = "abschnitt-{key}", "absatz-{key}"


def _view(
    act: Callable[..., Section | Clause | None],
    form_class: type[RevisionForm],
    saved: str,
    anchor: str = "",
    *,
    removes: bool = False,
) -> View:
    """Return a view that calls `act` with the key, the form's fields, `by` and `at`; they also fill the anchor.

    One that `removes` the place of the key says who refers to it.
    """

    @instrument_action("draft.edit")
    @require_POST
    def view(request: HttpRequest, instrument: Instrument, key: str) -> HttpResponse:
        form = form_class(request.POST)
        if not form.is_valid():
            return invalid_response(request, instrument, form)
        fields = {"key": key, **form.cleaned_data}
        change = partial(act, instrument, **fields, by=current_user(request), at=timezone.now())
        named = naming_words(instrument, key) if removes else ""
        words = f"{saved} {named}".rstrip()
        return change_response(request, instrument, change, saved=words, anchor=anchor.format(**fields))

    return view


section_move = _view(write.move_section, MoveForm, MOVED, SECTION_ANCHOR)
section_place = _view(reordering.place_section, SectionPlaceForm, MOVED, SECTION_ANCHOR)
section_remove = _view(
    write.remove_section,
    RemovalForm,
    "Entfernt. Der Text steht weiter in der Geschichte des Vertrags.",
    removes=True,
)
clause_move = _view(write.move_clause, MoveForm, MOVED, CLAUSE_ANCHOR)
clause_place = _view(reordering.place_clause, ClausePlaceForm, MOVED, CLAUSE_ANCHOR)
clause_split = _view(split_join.split_clause, SplitForm, "Absatz geteilt.", CLAUSE_ANCHOR)
clause_join = _view(
    split_join.join_clauses, JoinForm, "Absätze verbunden.", "absatz-{previous}", removes=True
)
clause_remove = _view(
    write.remove_clause,
    RevisionForm,
    "Absatz entfernt. Sein Text steht weiter in der Geschichte des Vertrags.",
    removes=True,
)


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
