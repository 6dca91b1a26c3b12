"""What the page „Neuer Mustertext“ shows of each change, and the page where two wordings are brought together."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from agreements.drafting.comparison.html import pieces_html
from agreements.drafting.comparison.word_diff import compare_text
from agreements.drafting.form_pages import FormPage
from agreements.drafting.model_texts.updates import ModelChange, State, model_changes
from agreements.models import AgreementTemplate, Instrument

STATES = {
    State.OPEN: "noch zu entscheiden",
    State.CLASH: "im Entwurf anders",
    State.TAKEN: "steht im Entwurf",
    State.DECLINED: "nicht übernommen",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """One change: what the model text changes, and what the draft changed itself."""

    change: ModelChange
    what: str
    state: str
    html: SafeString | None
    facts: tuple[tuple[str, SafeString], ...]
    draft: SafeString | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewerPage:
    """The whole page; `waiting` are still to be decided, `easy` of them can be taken over at once."""

    last: AgreementTemplate
    waiting: tuple[ChangeView, ...]
    decided: tuple[ChangeView, ...]
    easy: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePage(FormPage):
    """The form in which both wordings are brought together, below both of them."""

    model: SafeString | None = None
    draft: SafeString | None = None


def newer_page(instrument: Instrument, last: AgreementTemplate) -> NewerPage:
    """Return the page."""
    changes = model_changes(instrument, last)
    return NewerPage(
        last=last,
        waiting=tuple(_view(one) for one in changes if one.is_undecided),
        decided=tuple(_view(one) for one in changes if not one.is_undecided),
        easy=sum(one.state == State.OPEN for one in changes),
    )


def merge_page(change: ModelChange | None, last: AgreementTemplate | None, *, back: str) -> MergePage:
    """Return the page that brings both wordings of a clause together; without a change there is only the form."""
    return MergePage(
        title="Beide Fassungen zusammenführen",
        lead=f"{change.place}, {last}" if change and last else "",
        saved="Zusammengeführt und gespeichert.",
        back=back,
        hidden={"version": str(last.version)} if last else {},
        template="drafting/model_texts/merge.html",
        model=_marked(change.before, change.after) if change else None,
        draft=_marked(change.before, change.draft) if change else None,
    )


def _view(change: ModelChange) -> ChangeView:
    return ChangeView(
        change=change,
        what=_what(change),
        state=STATES[change.state],
        html=None if change.facts else _marked(change.before, change.after),
        facts=tuple((label, pieces_html(text.pieces)) for label, text in change.facts),
        draft=_draft(change),
    )


def _what(change: ModelChange) -> str:
    if change.before is None:
        return "neu"
    if change.after is None:
        return "entfallen"
    if change.before == change.after and not change.facts:
        return "jetzt gesperrt" if change.locks else "nicht mehr gesperrt"
    return "geändert und gesperrt" if change.locks else "geändert"


def _draft(change: ModelChange) -> SafeString | None:
    """Return what the draft says where it says something of its own."""
    if change.state != State.CLASH:
        return None
    if change.facts:
        return pieces_html(compare_text(change.draft or "", change.draft or "").pieces)
    return _marked(change.before, change.draft)


def _marked(before: str | None, after: str | None) -> SafeString:
    return pieces_html(compare_text(before or "", after or "").pieces)
