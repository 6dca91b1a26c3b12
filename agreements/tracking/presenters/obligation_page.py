"""What the page of one obligation shows: what was agreed, every occurrence, and what was said about each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils.safestring import SafeString

from agreements.choices import DueShape, Side
from agreements.content import Obligation, Post
from agreements.models import Evidence, Instrument, ObligationTerms, Report, ReportAnswer
from agreements.policy import Verdict
from agreements.texts.wording import post_words, start_words
from agreements.tracking.evidence.presenters import PieceLine, evidence_of, newest_versions, piece_line
from agreements.tracking.permissions import may_add_evidence, may_report
from agreements.tracking.presenters.obligation_list import list_title
from agreements.tracking.presenters.occurrences import (
    DutyView,
    ReportEntry,
    report_entry_with_answers,
    view_row,
)
from agreements.tracking.queries.obligations import Duty, all_occurrences
from agreements.tracking.signed_text import SignedText
from agreements.tracking.status import TrackedState
from agreements.tracking.wording import occurrence_words
from districts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class PostView:
    """A released share of a post."""

    unit: str
    function: str
    share: str
    start: str
    needs_resolution: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OccurrenceView:
    """One occurrence on the page of its obligation, with all that was said about it, the newest first.

    `add_to` is the report that the reader may add evidence to.
    """

    row: DutyView
    words: str
    note: str
    told: tuple[ReportEntry, ...]
    evidence: tuple[PieceLine, ...]
    add_to: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyPage:
    """Everything about one obligation. `duty` is its most urgent occurrence."""

    duty: DutyView
    list_title: str
    kicker: str
    agreement_id: int
    instrument: str
    clause_title: str
    clause: SafeString
    needs_resolution: bool
    posts: tuple[PostView, ...]
    particulars: tuple[tuple[str, str], ...]
    occurrences: tuple[OccurrenceView, ...]
    choices: tuple[tuple[str, int, str], ...]
    verdict: Verdict
    on_event: bool


def duty_page(user: User, terms: ObligationTerms, as_of: date) -> DutyPage:
    """Return everything about one obligation of a signed instrument that the reader may see."""
    found = all_occurrences(ObligationTerms.objects.filter(pk=terms.pk), as_of)
    instruments = Instrument.objects.filter(pk__in={duty.instrument_id for duty in found}).select_related(
        "agreement__district", "frozen_version"
    )
    texts = {instrument.pk: SignedText.of(instrument) for instrument in instruments}
    texts[terms.instrument_id] = text = texts.get(terms.instrument_id) or SignedText.of(terms.instrument)
    reports = _reports(terms)
    pieces = newest_versions(evidence_of([one for told in reports.values() for one in told]))
    notes = dict(terms.obligation.occasions.values_list("pk", "note"))
    views = [
        _occurrence(user, duty, texts[duty.instrument_id], reports, notes, pieces, as_of) for duty in found
    ]
    said = text.duties[terms.obligation.code]
    rows = [view.row for view in views]
    first = min(rows, key=lambda row: list(TrackedState).index(row.state))
    verdict = may_report(user, said.owed_by, text.instrument)
    return DutyPage(
        duty=first,
        list_title=list_title(user),
        kicker=" · ".join(word for word in (str(first.district), first.code, first.place) if word),
        agreement_id=terms.instrument.agreement_id,
        instrument=terms.instrument.name,
        clause_title=f"Wortlaut {first.place}",
        clause=text.clause_html(said.clause_key),
        needs_resolution=said.needs_resolution,
        posts=tuple(_post(post) for post in said.posts),
        particulars=_particulars(said),
        occurrences=tuple(view for view in reversed(views) if view.row.key),
        choices=tuple(
            (view.row.key, view.row.seen, view.words) for view in views if view.row.can_be_reported
        ),
        verdict=verdict,
        on_event=said.due.shape == DueShape.EVENT,
    )


def _reports(terms: ObligationTerms) -> dict[str, list[Report]]:
    answers = ReportAnswer.objects.order_by("number").select_related("answered_by")
    found: dict[str, list[Report]] = {}
    rows = terms.obligation.reports.select_related("reported_by", "obligation").prefetch_related(
        Prefetch("answers", answers)
    )
    for report in rows.order_by("-number"):
        found.setdefault(report.key, []).append(report)
    return found


def _occurrence(
    user: User,
    duty: Duty,
    text: SignedText,
    reports: dict[str, list[Report]],
    notes: dict[int, str],
    pieces: Sequence[Evidence],
    as_of: date,
) -> OccurrenceView:
    told: Sequence[Report] = reports.get(duty.key, []) if duty.key else []
    row = view_row(user, duty, text, told[0] if told else None, as_of)
    _, is_occasion, pk = duty.key.partition("anlass-")
    return OccurrenceView(
        row=row,
        words=occurrence_words(duty.terms, duty.tracked),
        note=notes.get(int(pk), "") if is_occasion else "",
        told=tuple(line for report in told for line in report_entry_with_answers(report, row.unit)),
        evidence=tuple(piece_line(one, as_of) for one in pieces if one.report.key == duty.key),
        add_to=_add_to(user, told[0], text) if told else None,
    )


def _add_to(user: User, last: Report, text: SignedText) -> int | None:
    """Return the last report on an occurrence if the reader may add evidence to it."""
    owed_by = text.duties[last.obligation.code].owed_by
    return last.pk if may_add_evidence(user, owed_by, Side(last.side), text.instrument).allowed else None


def _post(post: Post) -> PostView:
    return PostView(
        unit=post.unit,
        function=post.function,
        share=post_words(post),
        start=start_words(post),
        needs_resolution=post.needs_resolution,
    )


def _particulars(said: Obligation) -> tuple[tuple[str, str], ...]:
    found = []
    if said.ibs:
        found += [("Handlungsfeld", said.ibs.field_of_action.label), ("Phase", said.ibs.phase.label)]
        if said.ibs.social_spaces:
            found.append(("Sozialräume", ", ".join(said.ibs.social_spaces)))
    if said.sensitivity:
        found += [("Schritt", said.sensitivity.step.label), ("Gegenstand", said.sensitivity.subject)]
    return tuple(found)
