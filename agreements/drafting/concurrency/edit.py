"""How a form that changes a row is answered: saved, merged with what others saved meanwhile, or given back as a choice.

`base` is what the person saw when she began to write. Her form carries it, because only her form knows: between two
tabs, reloads and restored drafts no revision in the database stands for it reliably. It is unsigned; whoever forges it
spoils nothing but her own merge. Without it nothing merges by itself.
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
from agreements.drafting.form_pages import FormPage, author_phrase, done_url, home_url, render_form
from agreements.errors import ActionRefused, Outdated
from agreements.events import EventKey
from agreements.models import Instrument

ATTEMPTS = 5  # each one lost to somebody who saved in between
AUTOSAVE = "X-Autosave"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddInstead:
    """Where what was typed for a row can be added anew once the row is gone; without address it can only be copied.

    `name` and `key` are how the history names the row (see `who_removed`).
    """

    address: str = ""
    button: str = ""
    name: EventKey | None = None
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """How one row is edited.

    `make` returns its form from what was sent (or None) and a row; `write` does what a valid form says and raises
    Outdated. Fields that say one thing `together` are merged as one.
    """

    row: Any
    make: Callable[[QueryDict | None, Any], FormBundle]
    write: Callable[[FormBundle], Any]
    add_instead: AddInstead = AddInstead()
    field_groups: Sequence[frozenset[str]] = ()


class Outcome(StrEnum):
    """What became of a change."""

    SAVED = "saved"
    MERGED = "merged"
    ALREADY = "already"
    UNFIT = "unfit"
    CONFLICT = "conflict"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveResult:
    """What became of a change: the form that was written or is to be shown, and the row as it is now (None if it is gone).

    If the row had moved on: both changes, merged into the form, and whose change it was. In a conflict nothing was
    saved. The same if two changes that fit by themselves do not fit together, such as a beginning after the new end;
    then `fields` has no conflict, and the form says what does not fit.
    """

    outcome: Outcome
    bundle: FormBundle
    row: Any = None
    fields: MergedFields = field(default_factory=MergedFields)
    other: LastChange | None = None


def edit_response(request: HttpRequest, instrument: Instrument, page: FormPage, edit: Edit) -> HttpResponse:
    """Show the form of a row, or save what it says beside what others have saved meanwhile."""
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
    """Write what a valid form says; if the row has moved on, merge and write that. Raises Refused."""
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
    """Merge what the form says with the row as it is stored now, and check the result by the rules of the form."""
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
            shown = {"outdated": True, "base": encode_values(saved.fields.theirs), "who": who}
            if saved.outcome == Outcome.CONFLICT:
                shown["conflict"] = conflict_page(
                    saved.bundle, saved.fields, saved.row.revision, page.hidden, saved.other
                )
            return render_form(request, instrument, page, saved.bundle, 409, **shown)
        case Outcome.ALREADY:
            words = f"Hier war nichts mehr zu speichern: Was Sie wollten, steht schon da. Zuletzt geändert hat {who}."
            messages.info(request, words)
        case Outcome.MERGED:
            sentence = (
                "{} Gleichzeitig hat {} etwas geändert; beide Änderungen wurden zusammengeführt. Bitte lesen Sie die "
                'Stelle noch einmal. Jede Fassung steht in der <a href="{}">Geschichte des Vertrags</a>.'
            )
            history = home_url(instrument) + "#geschichte"
            messages.success(request, format_html(sentence, page.saved, who, history))
        case Outcome.SAVED:
            messages.success(request, page.saved)
    return redirect(done_url(instrument, page))


def _answer_autosave(edit: Edit, bundle: FormBundle) -> JsonResponse:
    """Save while somebody writes: quietly, and only where nobody else has written meanwhile.

    Whoever is outdated is told so and goes on writing; merging is for the button, when she looks at the result. The
    answer has the revision and the base that the next change stands on; 409 if somebody else was faster or the text may
    not be written any more, 422 if it cannot be saved as it is.
    """
    if not bundle.is_valid():
        said = [str(error) for errors in bundle.form.errors.values() for error in errors]
        reason = " ".join(["Noch nicht gespeichert; Ihr Text steht hier.", *said])
        return JsonResponse({"outcome": "unfit", "reason": reason}, status=422)
    try:
        row = edit.write(bundle)
    except Outdated as outdated:
        row = outdated.current
        if row is None or values_of(edit.make(None, row)) != values_of(bundle):
            return JsonResponse({"outcome": "outdated"}, status=409)
        # an answer that got lost: the text itself had arrived
    except ActionRefused as refused:
        return JsonResponse({"outcome": "refused", "reason": str(refused)}, status=409)
    row.refresh_from_db()
    answer = {
        "outcome": "saved",
        "revision": row.revision,
        "base": encode_values(values_of(edit.make(None, row))),
    }
    return JsonResponse({**answer, "at": f"{timezone.localtime():%H:%M}"})
