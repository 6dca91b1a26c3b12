"""The Kurzbericht: what a district's leadership should know of a contract, on two printed pages."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import Truncator

from agreements.models import Agreement, ObligationTerms
from agreements.rendering.glyphs import printable_characters
from agreements.rendering.pdf import write_pdf
from agreements.texts.wording import date_words
from agreements.tracking.presenters.occurrences import DutyView, view_rows
from agreements.tracking.queries.obligations import Duty, duties, terms_in_force
from agreements.tracking.queries.schedule_facts import contracts_of
from agreements.tracking.staff_release.summaries import release_troubles
from agreements.tracking.start.office_promises import Promise, promises
from agreements.tracking.status import TrackedState
from districts.models import User

PRESSING = (TrackedState.OVERDUE, TrackedState.ASKED_BACK, TrackedState.DUE, TrackedState.WAITING)
# what fits on the first page, and what on the second
PRESSING_ROWS, OFFICE_ROWS, ALL_ROWS = 8, 6, 40
PRESSING_LETTERS, OFFICE_LETTERS, ALL_LETTERS, RELEASE_LETTERS = 80, 40, 44, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefRow:
    """One obligation in a line."""

    code: str
    title: str
    place: str
    owed_by: str
    due_on: date | None
    words: str
    state: TrackedState


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """Two pages: what presses and what the offices have promised; then every obligation in a line."""

    name: str
    facts: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, int], ...]
    pressing: tuple[BriefRow, ...]
    more_pressing: int
    offices: tuple[tuple[str, str, str], ...]
    more_offices: int
    release: str
    rows: tuple[BriefRow, ...]
    more_rows: int


def brief_of(user: User, agreement: Agreement, as_of: date) -> Brief | None:
    """Return the Kurzbericht of an agreement that the reader may see; None while nothing of it is signed."""
    terms = terms_in_force().filter(instrument__agreement=agreement)
    found = duties(terms, as_of)
    if not found:
        return None
    first: dict[int, Duty] = {}
    for duty in found:
        first.setdefault(duty.obligation_id, duty)
    pressing = [duty for duty in found if duty.tracked.state in PRESSING]
    everything = sorted(first.values(), key=lambda duty: duty.position)
    numbers = Counter(duty.tracked.state for duty in found)
    offices = promises(found, as_of)
    troubles = release_troubles([agreement.pk], as_of)
    shown = [*pressing[:PRESSING_ROWS], *everything[:ALL_ROWS]]
    rows = view_rows(user, shown, as_of)
    cut = len(pressing[:PRESSING_ROWS])
    return Brief(
        name=f"{agreement.district} ({agreement.reference})",
        facts=_facts(agreement, terms, as_of),
        figures=tuple((state.label, numbers[state]) for state in PRESSING),
        pressing=tuple(_row(row, PRESSING_LETTERS) for row in rows[:cut]),
        more_pressing=len(pressing) - cut,
        offices=tuple(_office(one) for one in offices[:OFFICE_ROWS]),
        more_offices=max(len(offices) - OFFICE_ROWS, 0),
        release=printed(
            "; ".join(words for one in troubles.values() for words in one.words), RELEASE_LETTERS
        ),
        rows=tuple(_row(row, ALL_LETTERS) for row in rows[cut:]),
        more_rows=max(len(everything) - ALL_ROWS, 0),
    )


def brief_pdf(brief: Brief, *, moment: datetime) -> bytes:
    """Return the Kurzbericht as a tagged PDF of two pages."""
    context = {"brief": brief, "moment": timezone.localtime(moment)}
    return write_pdf(render_to_string("tracking/start/brief.html", context))


def _facts(
    agreement: Agreement, terms: QuerySet[ObligationTerms], as_of: date
) -> tuple[tuple[str, str], ...]:
    events = contracts_of(terms, as_of)[agreement.pk].events
    days = (
        ("Unterzeichnet am", events.signed_on),
        ("In Kraft seit", events.in_force_on),
        ("Läuft bis", events.last_day),
        ("BA-Beschluss vom", events.ba_resolution_on),
    )
    told = [(label, date_words(day)) for label, day in days if day]
    return (*told, ("Ansprechperson bei MitWirkung", printed(str(agreement.coordinator), OFFICE_LETTERS)))


def _row(row: DutyView, letters: int) -> BriefRow:
    return BriefRow(
        code=row.code,
        title=printed(row.title, letters),
        place=row.place,
        owed_by=row.owed_by,
        due_on=row.due_on,
        words=row.state_words,
        state=row.state,
    )


def _office(promise: Promise) -> tuple[str, str, str]:
    said = f"{promise.function}, {promise.share}"
    return (
        printed(promise.office, OFFICE_LETTERS),
        printed(said, PRESSING_LETTERS),
        f"{promise.code}: {promise.words}",
    )


def printed(text: str, letters: int) -> str:
    """Return a text cut to some letters; one that no font has is printed as its code."""
    shown = "".join(one if one in printable_characters() else f"[U+{ord(one):04X}]" for one in text)
    return Truncator(shown).chars(letters)
