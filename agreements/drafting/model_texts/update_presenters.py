"""View models of the changes of a newer model text, and of the page that merges two texts of a clause."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from agreements.drafting.comparison.html import pieces_html
from agreements.drafting.form_pages import FormPage
from agreements.drafting.model_texts.updates import ModelChange, UpdateState, model_changes
from agreements.models import AgreementTemplate, Instrument
from agreements.word_diff import compare_text

STATES = {
    UpdateState.OPEN: "noch zu entscheiden",
    UpdateState.CLASH: "im Entwurf anders",
    UpdateState.TAKEN: "steht im Entwurf",
    UpdateState.DECLINED: "nicht übernommen",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelChangeView:
    """One change as HTML; `draft` is the text of the draft if it conflicts."""

    change: ModelChange
    what: str
    state: str
    html: SafeString | None
    facts: tuple[tuple[str, SafeString], ...]
    draft: SafeString | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelUpdatePage:
    """The page of all changes; `open_count` of the undecided ones do not conflict with the draft."""

    last: AgreementTemplate
    undecided: tuple[ModelChangeView, ...]
    decided: tuple[ModelChangeView, ...]
    open_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePage(FormPage):
    """A form page with the texts of the model text and of the draft above the form."""

    model: SafeString | None = None
    draft: SafeString | None = None


def model_update_page(instrument: Instrument, last: AgreementTemplate) -> ModelUpdatePage:
    changes = model_changes(instrument, last)
    return ModelUpdatePage(
        last=last,
        undecided=tuple(_view(change) for change in changes if change.is_undecided),
        decided=tuple(_view(change) for change in changes if not change.is_undecided),
        open_count=sum(change.state == UpdateState.OPEN for change in changes),
    )


def merge_page(change: ModelChange | None, last: AgreementTemplate | None, *, back: str) -> MergePage:
    """Return the page that merges both texts of a clause; without a change only the form."""
    return MergePage(
        title="Beide Fassungen zusammenführen",
        lead=f"{change.place}, {last}" if change and last else "",
        saved="Zusammengeführt und gespeichert.",
        back=back,
        hidden={"version": str(last.version)} if last else {},
        template="drafting/model_texts/merge.html",
        model=_diff_html(change.before, change.after) if change else None,
        draft=_diff_html(change.before, change.draft) if change else None,
    )


def _view(change: ModelChange) -> ModelChangeView:
    return ModelChangeView(
        change=change,
        what=_label(change),
        state=STATES[change.state],
        html=None if change.facts else _diff_html(change.before, change.after),
        facts=tuple((label, pieces_html(text.pieces)) for label, text in change.facts),
        draft=_draft(change),
    )


def _label(change: ModelChange) -> str:
    if change.before is None:
        return "neu"
    if change.after is None:
        return "entfallen"
    if change.before == change.after and not change.facts:
        return "jetzt gesperrt" if change.locks else "nicht mehr gesperrt"
    return "geändert und gesperrt" if change.locks else "geändert"


def _draft(change: ModelChange) -> SafeString | None:
    """Return the text of the draft if it conflicts with the change."""
    if change.state != UpdateState.CLASH:
        return None
    return _diff_html(change.draft if change.facts else change.before, change.draft)


def _diff_html(before: str | None, after: str | None) -> SafeString:
    return pieces_html(compare_text(before or "", after or "").pieces)
