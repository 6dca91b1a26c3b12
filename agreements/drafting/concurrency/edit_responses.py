"""How a form that changes a row is answered: saved, merged with what others wrote meanwhile, or given back as a choice."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.html import format_html

from agreements.drafting.concurrency.autosave import answer_autosave, is_autosave
from agreements.drafting.concurrency.conflict_page import three_ways
from agreements.drafting.concurrency.form_bundle import (
    FormBundle,
    data_of,
    packed,
    shape_of,
    unpacked,
    values_of,
)
from agreements.drafting.concurrency.last_change import LastChange
from agreements.drafting.concurrency.merge import Values
from agreements.drafting.concurrency.save_with_merge import Outcome, Saved, Unfit, save_with_merge
from agreements.drafting.form_pages import FormPage, home_address, name_of, show_form, way_back
from agreements.errors import ActionRefused
from agreements.models import Instrument


@dataclass(frozen=True, slots=True, kw_only=True)
class Anew:
    """Where what was typed for a row can be added anew once the row is gone; without address it can only be copied."""

    address: str = ""
    button: str = ""
    removed_by: Callable[[], LastChange | None] = lambda: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """How one row is edited.

    `make` returns its sheet from what was sent (or None) and a row; `write` does what a valid sheet says.
    """

    row: Any
    make: Callable[[QueryDict | None, Any], FormBundle]
    write: Callable[[FormBundle], object]
    anew: Anew = Anew()
    together: Sequence[frozenset[str]] = ()


def answer_edit(request: HttpRequest, instrument: Instrument, page: FormPage, edit: Edit) -> HttpResponse:
    """Show the form of a row, or save what it says beside what others have saved meanwhile."""
    if request.method != "POST":
        sheet = edit.make(None, edit.row)
        return show_form(request, instrument, page, sheet, 200, base=packed(values_of(sheet)))
    sheet, base = edit.make(request.POST, edit.row), request.POST.get("base", "")
    if is_autosave(request):
        return answer_autosave(lambda row: edit.make(None, row), sheet, edit.write)
    if sheet.is_valid():
        try:
            saved = _save(instrument, edit, sheet, base)
        except ActionRefused as refused:
            sheet.form.add_error(None, str(refused))
        else:
            return _answer(request, instrument, page, edit, sheet, saved)
    return show_form(request, instrument, page, sheet, 422, base=base)


def _save(instrument: Instrument, edit: Edit, sheet: FormBundle, base: str) -> Saved:
    mine = values_of(sheet)

    def write(values: Values, revision: int) -> object:
        attempt = sheet
        if values is not mine:
            attempt = edit.make(data_of(sheet, values, revision), edit.row)
            if not attempt.is_valid():
                raise Unfit
        return edit.write(attempt)

    return save_with_merge(
        instrument,
        write,
        base=unpacked(base),
        mine=mine,
        revision=sheet.form.cleaned_data["revision"] or 0,
        read=lambda row: values_of(edit.make(None, row)),
        shape=shape_of(sheet, edit.together),
    )


def _answer(
    request: HttpRequest, instrument: Instrument, page: FormPage, edit: Edit, sheet: FormBundle, saved: Saved
) -> HttpResponse:
    if saved.outcome == Outcome.GONE:
        gone = {"anew": edit.anew, "who": name_of(request, edit.anew.removed_by())}
        return show_form(request, instrument, page, sheet, 409, **gone)
    if saved.fields and saved.theirs is not None and saved.outcome in {Outcome.CONFLICT, Outcome.UNFIT}:
        asked = edit.make(data_of(sheet, saved.fields.values, saved.row.revision), edit.row)
        asked.is_valid()
        shown: dict[str, Any] = {"base": packed(saved.theirs), "who": name_of(request, saved.other)}
        if saved.outcome == Outcome.CONFLICT:
            shown["ways"] = three_ways(sheet, saved, page.hidden)
        return show_form(request, instrument, page, asked, 409, outdated=True, **shown)
    _tell(request, instrument, page, saved)
    return redirect(way_back(instrument, page))


def _tell(request: HttpRequest, instrument: Instrument, page: FormPage, saved: Saved) -> None:
    who = name_of(request, saved.other)
    if saved.outcome == Outcome.ALREADY:
        words = (
            f"Hier war nichts mehr zu speichern: Was Sie wollten, steht schon da. Zuletzt geändert hat {who}."
        )
        messages.info(request, words)
    elif saved.outcome == Outcome.MERGED:
        history = home_address(instrument) + "#geschichte"
        sentence = (
            "{} Gleichzeitig hat {} etwas geändert; beide Änderungen wurden zusammengeführt. Bitte lesen Sie die "
            'Stelle noch einmal. Jede Fassung steht in der <a href="{}">Geschichte des Vertrags</a>.'
        )
        messages.success(request, format_html(sentence, page.saved, who, history))
    else:
        messages.success(request, page.saved)
