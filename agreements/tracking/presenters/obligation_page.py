"""The page of one obligation: its terms, and every occurrence with its reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils.safestring import SafeString

from agreements.choices import DueShape
from agreements.content import Obligation, Post
from agreements.models import Evidence, Instrument, ObligationTerms, Report, ReportAnswer
from agreements.parties import ReportingSide
from agreements.policy import Verdict
from agreements.schedule.facts import OCCASION
from agreements.texts.wording import post_words, start_words
from agreements.tracking.evidence.presenters import PieceLine, evidence_of, newest_versions, piece_line
from agreements.tracking.permissions import may_add_evidence, may_report
from agreements.tracking.presenters.obligation_list import list_title
from agreements.tracking.presenters.occurrences import (
    OccurrenceRow,
    ReportEntry,
    report_entry_with_answers,
    view_row,
)
from agreements.tracking.queries.obligations import TrackedObligation, all_occurrences, districts_with_several
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
    """One occurrence with all reports and answers, the newest first.

    `add_to` is the report that the user may add evidence to.
    """

    row: OccurrenceRow
    words: str
    note: str
    entries: tuple[ReportEntry, ...]
    evidence: tuple[PieceLine, ...]
    add_to: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationPage:
    """The page of one obligation. `obligation` is its most urgent occurrence."""

    obligation: OccurrenceRow
    list_title: str
    kicker: str
    agreement_id: int
    instrument: str
    notice: str
    clause_title: str
    clause: SafeString
    needs_resolution: bool
    posts: tuple[PostView, ...]
    particulars: tuple[tuple[str, str], ...]
    occurrences: tuple[OccurrenceView, ...]
    choices: tuple[tuple[str, int, str], ...]
    verdict: Verdict
    on_event: bool


def obligation_page(user: User, terms: ObligationTerms, as_of: date) -> ObligationPage:
    """Return the page of an obligation on a day; `terms` are those in force then."""
    occurrences = all_occurrences(ObligationTerms.objects.filter(pk=terms.pk), as_of)
    instruments = Instrument.objects.filter(
        pk__in={tracked.instrument_id for tracked in occurrences}
    ).select_related("agreement__district", "frozen_version", "amendment")
    texts = {instrument.pk: SignedText.of(instrument) for instrument in instruments}
    text = SignedText.in_force(terms.instrument, as_of)
    reports = _reports(terms)
    pieces = newest_versions(evidence_of([one for of_key in reports.values() for one in of_key]))
    notes = dict(terms.obligation.occasions.values_list("pk", "note"))
    several = districts_with_several([terms.instrument.agreement.district_id])
    views = [
        _occurrence(user, tracked, texts[tracked.instrument_id], reports, notes, pieces, several, as_of)
        for tracked in occurrences
    ]
    content = text.obligations[terms.obligation.code]
    rows = [view.row for view in views]
    first = min(rows, key=lambda row: list(TrackedState).index(row.state))
    verdict = may_report(user, content.owing, text.instrument)
    return ObligationPage(
        obligation=first,
        list_title=list_title(user),
        kicker=" · ".join(
            word for word in (str(first.district), first.contract, first.code, first.place) if word
        ),
        agreement_id=terms.instrument.agreement_id,
        instrument=terms.instrument.name,
        notice=text.notice,
        clause_title=f"Wortlaut {first.place}",
        clause=text.clause_html(content.clause_key),
        needs_resolution=content.needs_resolution,
        posts=tuple(_post(post) for post in content.posts),
        particulars=_particulars(content),
        occurrences=tuple(view for view in reversed(views) if view.row.key),
        choices=tuple(
            (view.row.key, view.row.seen, view.words) for view in views if view.row.can_be_reported
        ),
        verdict=verdict,
        on_event=content.due.shape == DueShape.EVENT,
    )


def _reports(terms: ObligationTerms) -> dict[str, list[Report]]:
    answers = ReportAnswer.objects.order_by("number").select_related("answered_by")
    by_key: dict[str, list[Report]] = {}
    rows = terms.obligation.reports.select_related("reported_by", "obligation").prefetch_related(
        Prefetch("answers", answers)
    )
    for report in rows.order_by("-number"):
        by_key.setdefault(report.key, []).append(report)
    return by_key


def _occurrence(
    user: User,
    tracked: TrackedObligation,
    text: SignedText,
    reports: dict[str, list[Report]],
    notes: dict[int, str],
    pieces: Sequence[Evidence],
    several: frozenset[int],
    as_of: date,
) -> OccurrenceView:
    of_key: Sequence[Report] = reports.get(tracked.key, []) if tracked.key else []
    row = view_row(user, tracked, text, of_key[0] if of_key else None, several, as_of)
    _, is_occasion, pk = tracked.key.partition(OCCASION)
    return OccurrenceView(
        row=row,
        words=occurrence_words(tracked.terms, tracked.status),
        note=notes.get(int(pk), "") if is_occasion else "",
        entries=tuple(line for report in of_key for line in report_entry_with_answers(report, row.unit)),
        evidence=tuple(piece_line(one, as_of) for one in pieces if one.report.key == tracked.key),
        add_to=_add_to(user, of_key[0], tracked, text) if of_key else None,
    )


def _add_to(user: User, last: Report, tracked: TrackedObligation, text: SignedText) -> int | None:
    """Return the last report on an occurrence if the user may add evidence to it."""
    side = ReportingSide(last.side)
    return last.pk if may_add_evidence(user, tracked.owed_now, side, text.instrument).allowed else None


def _post(post: Post) -> PostView:
    return PostView(
        unit=post.unit,
        function=post.function,
        share=post_words(post),
        start=start_words(post),
        needs_resolution=post.needs_resolution,
    )


def _particulars(content: Obligation) -> tuple[tuple[str, str], ...]:
    particulars = []
    if content.ibs:
        particulars += [
            ("Handlungsfeld", content.ibs.field_of_action.label),
            ("Phase", content.ibs.phase.label),
        ]
        if content.ibs.social_spaces:
            particulars.append(("Sozialräume", ", ".join(content.ibs.social_spaces)))
    if content.sensitivity:
        particulars += [
            ("Schritt", content.sensitivity.step.label),
            ("Gegenstand", content.sensitivity.subject),
        ]
    return tuple(particulars)
