"""The Kurzbericht: a printed summary of a contract on two pages."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import Truncator

from agreements.choices import Side
from agreements.fact_states import MilestoneState
from agreements.models import Agreement, Milestone, ObligationTerms, Party
from agreements.parties import ReportingSide, bare_name
from agreements.rendering.glyphs import printable_characters
from agreements.rendering.pdf import write_pdf
from agreements.texts.portfolio import ba_resolution, resolution_state_words
from agreements.texts.term import force_label, outlook_words
from agreements.texts.wording import date_words, enumerated
from agreements.tracking.list_entries import ListEntry
from agreements.tracking.listing import listing
from agreements.tracking.presenters.listed_rows import listed_rows
from agreements.tracking.presenters.occurrences import OccurrenceRow
from agreements.tracking.queries.obligations import (
    ObligationFilter,
    newest_terms,
)
from agreements.tracking.queries.schedule_facts import contracts_of
from agreements.tracking.start.office_promises import Promise, promises
from agreements.tracking.status import PRESSING
from districts.models import User

# what fits on the two pages
PRESSING_ROWS, OFFICE_ROWS, ALL_ROWS, PLAN_ROWS = 5, 6, 40, 3
PRESSING_LENGTH, OFFICE_LENGTH, ALL_LENGTH, RELEASE_LENGTH, PLAN_LENGTH = 80, 40, 44, 200, 28
OWING_LENGTH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """Page one: pressing obligations and promises of the offices; page two: all obligations."""

    name: str
    facts: tuple[tuple[str, str], ...]
    states: tuple[str, ...]
    figures: tuple[tuple[str, tuple[int, ...]], ...]
    pressing: tuple[OccurrenceRow, ...]
    more_pressing: int
    offices: tuple[tuple[str, str, str], ...]
    more_offices: int
    release: str
    rows: tuple[OccurrenceRow, ...]
    more_rows: int
    plans: tuple[tuple[str, str, str, str], ...]
    more_plans: int


def brief_of(user: User, agreement: Agreement, as_of: date) -> Brief | None:
    """Return the Kurzbericht of an agreement visible to the user; None while nothing is signed."""
    terms = newest_terms().filter(instrument__agreement=agreement)
    listed = listing(terms, as_of)
    entries = list(listed.entries())
    if not entries:
        return None
    first: dict[int, ListEntry] = {}
    for entry in entries:
        first.setdefault(entry.obligation_id, entry)
    pressing = [entry for entry in entries if entry.state in PRESSING]
    everything = sorted(first.values(), key=lambda entry: entry.position)
    counted = {side: listed.count(ObligationFilter(owed_by=side)) for side in ReportingSide}
    offices = promises(listed, {agreement.pk: agreement})
    release = listed.agreements[0].summary.summary.release
    plans = agreement.milestones.exclude(state=MilestoneState.DONE).order_by("dated", "pk")
    selected = [*pressing[:PRESSING_ROWS], *everything[:ALL_ROWS]]
    rows = listed_rows(user, listed, selected)
    cut = len(pressing[:PRESSING_ROWS])
    return Brief(
        name=f"{agreement.district} ({agreement.reference})",
        facts=_facts(agreement, terms, as_of),
        states=tuple(state.label for state in PRESSING),
        figures=tuple(
            (label, tuple(number for _, number in counted[side].figures))
            for side, label in zip(ReportingSide, _side_labels(agreement), strict=True)
        ),
        pressing=tuple(_shortened(row, PRESSING_LENGTH) for row in rows[:cut]),
        more_pressing=len(pressing) - cut,
        offices=tuple(_office(one) for one in offices[:OFFICE_ROWS]),
        more_offices=max(len(offices) - OFFICE_ROWS, 0),
        release=printable("; ".join(release.words if release else ()), RELEASE_LENGTH),
        rows=tuple(_shortened(row, ALL_LENGTH) for row in rows[cut:]),
        more_rows=max(len(everything) - ALL_ROWS, 0),
        plans=tuple(map(_plan, plans[:PLAN_ROWS])),
        more_plans=max(len(plans) - PLAN_ROWS, 0),
    )


def brief_pdf(brief: Brief, *, moment: datetime) -> bytes:
    """Return the Kurzbericht as a tagged PDF of two pages."""
    context = {"brief": brief, "moment": timezone.localtime(moment)}
    return write_pdf(render_to_string("tracking/start/brief.html", context))


def _facts(
    agreement: Agreement, terms: QuerySet[ObligationTerms], as_of: date
) -> tuple[tuple[str, str], ...]:
    contract = contracts_of(terms, as_of)[agreement.pk]
    events = contract.events
    days = (
        (
            "Unterzeichnet spätestens am" if contract.facts.signed_latest else "Unterzeichnet am",
            events.signed_on,
        ),
        (force_label(contract.facts, as_of), events.in_force_on),
        ("Läuft bis", events.last_day),
    )
    facts = [(label, date_words(day)) for label, day in days if day]
    if contract.tracked_from:
        day = date_words(contract.tracked_from)
        facts.append(
            ("Grundlage", f"nacherfasst am {day}; unterzeichnet ist das Original, nicht diese Angaben")
        )
    if outlook := outlook_words(contract.facts, as_of):
        facts.append(("Ende und Verlängerung", outlook))
    if resolution := ba_resolution(agreement.pk):
        facts.append(("BA-Beschluss", printable(resolution_state_words(resolution), PRESSING_LENGTH)))
    return (*facts, ("Ansprechperson bei MitWirkung", printable(str(agreement.coordinator), OFFICE_LENGTH)))


def _side_labels(agreement: Agreement) -> tuple[str, str]:
    """Return what the contract calls its district, and its other parties together."""
    rows = Party.objects.filter(instrument__agreement=agreement, instrument__number=0)
    names = {side: bare_name(short) for side, short in rows.values_list("side", "short")}
    own = names.pop(Side.DISTRICT, Side.DISTRICT.label)
    return printable(own, OFFICE_LENGTH), printable(enumerated(names.values()), OFFICE_LENGTH)


def _shortened(row: OccurrenceRow, length: int) -> OccurrenceRow:
    return replace(row, title=printable(row.title, length), owed_by=printable(row.owed_by, OWING_LENGTH))


def _plan(row: Milestone) -> tuple[str, str, str, str]:
    when = row.date_words or (date_words(row.dated) if row.dated else "")
    cells = (when, row.title, row.office, row.get_state_display())
    lengths = (PLAN_LENGTH, ALL_LENGTH, PLAN_LENGTH, PLAN_LENGTH)
    when, title, office, state = (printable(*cell) for cell in zip(cells, lengths, strict=True))
    return when, title, office, state


def _office(promise: Promise) -> tuple[str, str, str]:
    words = f"{promise.function}, {promise.share}"
    return (
        printable(promise.office, OFFICE_LENGTH),
        printable(words, PRESSING_LENGTH),
        f"{promise.code}: {promise.words}",
    )


def printable(text: str, length: int) -> str:
    """Return a text shortened to a number of characters; characters without a glyph become their code points."""
    printable_text = "".join(one if one in printable_characters() else f"[U+{ord(one):04X}]" for one in text)
    return Truncator(printable_text).chars(length)
