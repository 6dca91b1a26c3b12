"""Response of a form that changes a row: saved, merged with concurrent changes, or returned as a conflict.

`base` holds the values that the user saw when she opened the form. The form carries it: with several tabs, reloads and
restored drafts no stored revision is reliable. It is unsigned, since forging it spoils only one's own merge. Without it
nothing is merged automatically.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html

from agreements.drafting.concurrency.conflict_page import conflict_page
from agreements.drafting.concurrency.form_bundle import (
    FormBundle,
    data_of,
    decode_values,
    encode_values,
    values_of,
)
from agreements.drafting.concurrency.last_change import LastChange, last_change, who_removed
from agreements.drafting.concurrency.merge import MergedFields, Values, merge_fields
from agreements.drafting.form_pages import FormPage, author_phrase, done_url, render_form
from agreements.errors import ActionRefused, Outdated
from agreements.event_row import EventKey
from agreements.models import Instrument

ATTEMPTS = 5  # each lost to another user's change
AUTOSAVE = "X-Autosave"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddInstead:
    """Where the input can be added as a new row if the row was removed; without address it can only be copied.

    `name` and `key` identify the row in the history (see `who_removed`).
    """

    address: str = ""
    button: str = ""
    name: EventKey | None = None
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """How one row is edited.

    `make` builds the form from POST data (or None) and a row; `write` runs the action for a valid form and raises Outdated.
    The fields of each of `field_groups` are merged as one.
    """

    row: Any
    make: Callable[[QueryDict | None, Any], FormBundle]
    write: Callable[[FormBundle], Any]
    add_instead: AddInstead = AddInstead()
    field_groups: Sequence[frozenset[str]] = ()


class Outcome(StrEnum):
    SAVED = "saved"
    MERGED = "merged"
    ALREADY = "already"
    UNFIT = "unfit"
    CONFLICT = "conflict"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveResult:
    """Outcome, the form that was written or is to be shown, and the current row (None if it was removed).

    After a concurrent change also the merged fields and the other change. CONFLICT: nothing was saved. UNFIT: the same,
    without conflicts in `fields`, because the merged form is invalid (such as a beginning after the new end).
    """

    outcome: Outcome
    bundle: FormBundle
    row: Any = None
    fields: MergedFields = field(default_factory=MergedFields)
    other: LastChange | None = None


def edit_response(request: HttpRequest, instrument: Instrument, page: FormPage, edit: Edit) -> HttpResponse:
    """Show the form of a row, or save it together with concurrent changes."""
    if request.method != "POST":
        bundle = edit.make(None, edit.row)
        return render_form(request, instrument, page, bundle, 200, base=encode_values(values_of(bundle)))
    bundle, base = edit.make(request.POST, edit.row), request.POST.get("base", "")
    if AUTOSAVE in request.headers:
        return _answer_autosave(edit, bundle)
    if bundle.is_valid():
        try:
            saved = save(instrument, edit, bundle, decode_values(base))
        except ActionRefused as refused:
            bundle.add_error(None, str(refused))
        else:
            return _answer(request, instrument, page, edit.add_instead, saved)
    return render_form(request, instrument, page, bundle, 422, base=base)


def save(instrument: Instrument, edit: Edit, bundle: FormBundle, base: Values | None) -> SaveResult:
    """Run the action; if the row has changed, merge and run it again. Raises ActionRefused."""
    saved = SaveResult(outcome=Outcome.SAVED, bundle=bundle)
    for _ in range(ATTEMPTS):
        try:
            return replace(saved, row=edit.write(saved.bundle))
        except Outdated as outdated:
            row = outdated.current
        if row is None:
            return SaveResult(outcome=Outcome.GONE, bundle=bundle)
        saved = _merged(instrument, edit, bundle, base, row)
        if saved.outcome != Outcome.MERGED:
            return saved
    return replace(saved, outcome=Outcome.CONFLICT)


def _merged(
    instrument: Instrument, edit: Edit, bundle: FormBundle, base: Values | None, row: Any
) -> SaveResult:
    """Merge the form with the stored row and validate the result with the form."""
    mine, theirs = values_of(bundle), values_of(edit.make(None, row))
    fields = merge_fields(
        base, theirs, mine, prose=bundle.prose, tables=bundle.tables, field_groups=edit.field_groups
    )
    merged = edit.make(data_of(bundle, fields.values, row.revision), edit.row)
    outcome = Outcome.MERGED if merged.is_valid() else Outcome.UNFIT
    if fields.conflicts:
        outcome = Outcome.CONFLICT
    elif fields.values == theirs:
        outcome = Outcome.ALREADY
    return SaveResult(
        outcome=outcome, bundle=merged, row=row, fields=fields, other=last_change(instrument, row)
    )


def _answer(
    request: HttpRequest, instrument: Instrument, page: FormPage, add_instead: AddInstead, saved: SaveResult
) -> HttpResponse:
    who = author_phrase(request, saved.other)
    match saved.outcome:
        case Outcome.GONE:
            who = author_phrase(
                request,
                who_removed(instrument, add_instead.name, add_instead.key) if add_instead.name else None,
            )
            return render_form(request, instrument, page, saved.bundle, 409, add_instead=add_instead, who=who)
        case Outcome.CONFLICT | Outcome.UNFIT:
            context = {"outdated": True, "base": encode_values(saved.fields.theirs), "who": who}
            if saved.outcome == Outcome.CONFLICT:
                context["conflict"] = conflict_page(
                    saved.bundle, saved.fields, saved.row.revision, page.hidden, saved.other
                )
            return render_form(request, instrument, page, saved.bundle, 409, **context)
        case Outcome.ALREADY:
            words = f"Hier war nichts mehr zu speichern: Was Sie wollten, steht schon da. Zuletzt geändert hat {who}."
            messages.info(request, words)
        case Outcome.MERGED:
            sentence = (
                "{} Gleichzeitig hat {} etwas geändert; beide Änderungen wurden zusammengeführt. Bitte lesen Sie die "
                'Stelle noch einmal. Jede Fassung steht in der <a href="{}">Geschichte des Vertrags</a>.'
            )
            history = f"{instrument.page_url('history')}#geschichte"
            messages.success(request, format_html(sentence, page.saved, who, history))
        case Outcome.SAVED:
            messages.success(request, page.saved)
    return redirect(done_url(instrument, page))


def _answer_autosave(edit: Edit, bundle: FormBundle) -> JsonResponse:
    """Save in the background if nobody else has changed the row; merging needs the button.

    Returns JSON with the new revision and base; 409 if the row has changed or is refused, 422 if the form is invalid.
    """
    if not bundle.is_valid():
        form_errors = [str(error) for errors in bundle.form.errors.values() for error in errors]
        reason = " ".join(["Noch nicht gespeichert; Ihr Text steht hier.", *form_errors])
        return JsonResponse({"outcome": "unfit", "reason": reason}, status=422)
    try:
        row = edit.write(bundle)
    except Outdated as outdated:
        row = outdated.current
        if row is None or values_of(edit.make(None, row)) != values_of(bundle):
            return JsonResponse({"outcome": "outdated"}, status=409)
        # saved before, but the response was lost
    except ActionRefused as refused:
        return JsonResponse({"outcome": "refused", "reason": str(refused)}, status=409)
    row.refresh_from_db()
    answer = {
        "outcome": "saved",
        "revision": row.revision,
        "base": encode_values(values_of(edit.make(None, row))),
    }
    return JsonResponse({**answer, "at": f"{timezone.localtime():%H:%M}"})
