"""Other contracts of the same district whose term overlaps. A district may have two, but not by accident."""

from dataclasses import dataclass
from datetime import date

from agreements.choices import Status
from agreements.models import Instrument
from agreements.state import last_day
from agreements.texts.in_force import contract_facts, with_term_facts
from agreements.texts.wording import date_words
from districts.models import District


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last day of a term; None is not agreed (yet)."""

    begins_on: date | None
    ends_on: date | None


def overlapping_contracts(
    district: District, term: Span, as_of: date, *, apart_from: int | None = None
) -> list[str]:
    """Return the other contracts of a district in words: „MW-03-01 (unterzeichnet), 01.04.2025 bis 31.03.2028“.

    An unknown begin is today, an unknown end never comes; a withdrawn contract does not count.
    """
    rows = (
        with_term_facts(Instrument.objects.filter(number=0, agreement__district=district))
        .exclude(status=Status.WITHDRAWN)
        .exclude(agreement=apart_from)
        .select_related("agreement")
        .order_by("agreement__reference")
    )
    ends = [(row, last_day(contract_facts(row), as_of)) for row in rows]
    return [_words(row, end) for row, end in ends if _overlap(term, row, end, as_of)]


def overlap_words(instrument: Instrument, as_of: date) -> list[str]:
    """Return what is to be asked about a contract before it is frozen, one sentence for each other contract."""
    district = instrument.agreement.district
    if district is None or instrument.number:
        return []
    term = Span(instrument.begins_on, instrument.ends_on)
    found = overlapping_contracts(district, term, as_of, apart_from=instrument.agreement_id)
    return [f"In diesem Bezirk gibt es für dieselbe Zeit auch {words}." for words in found]


def _overlap(term: Span, row: Instrument, end: date | None, as_of: date) -> bool:
    first, last = term.begins_on or as_of, term.ends_on or date.max
    return first <= (end or date.max) and (row.begins_on or as_of) <= last


def _words(row: Instrument, end: date | None) -> str:
    begin = "Beginn mit Unterzeichnung" if row.begins_with_signing else "Beginn offen"
    if row.begins_on:
        begin = date_words(row.begins_on)
    until = f"bis {date_words(end)}" if end else "ohne Ende"
    return f"{row.agreement.reference} ({row.get_status_display()}), {begin} {until}"
