"""The agreements of one district on a line of time, with the gaps between them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from agreements.calendar_months import DAY
from agreements.dossier.agreement_list import AgreementRow, agreement_rows, agreements_for_list
from agreements.dossier.time_line import TimeLine, TimeMark, TimeSpan, time_line
from agreements.state import AgreementState
from agreements.texts.wording import date_words
from districts.models import District, User


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictTimeRow:
    """An agreement, or a gap between two, where `agreement` is None."""

    agreement: AgreementRow | None
    words: str
    mark: TimeMark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictTime:
    line: TimeLine | None
    rows: tuple[DistrictTimeRow, ...]


def district_time(user: User, district: District, today: date) -> DistrictTime:
    """Return the visible agreements of a district, those in force first as they follow each other."""
    rows = agreement_rows(user, agreements_for_list(user).filter(district=district), today)
    placed = sorted(
        ((row, span) for row in rows if (span := _span(row))), key=lambda pair: pair[1].first or date.min
    )
    told: list[tuple[AgreementRow | None, TimeSpan | None]] = [
        *_with_gaps(placed, today),
        *((row, None) for row in rows if not _span(row)),
    ]
    line = time_line([span for _, span in told], today)
    marks = line.marks if line else (None,) * len(told)
    return DistrictTime(
        line=line,
        rows=tuple(
            DistrictTimeRow(agreement=row, words=_words(row, span), mark=mark)
            for (row, span), mark in zip(told, marks, strict=True)
        ),
    )


def _span(row: AgreementRow) -> TimeSpan | None:
    if row.in_force_on:
        last = None if row.state == AgreementState.UNCLEAR else row.ends_on
        return TimeSpan(first=row.in_force_on, last=last, shape="span")
    known = row.signed and (row.signed.latest or row.signed.earliest)
    return TimeSpan(first=known, last=None, shape="about") if known else None


def _with_gaps(
    placed: Iterable[tuple[AgreementRow, TimeSpan]], today: date
) -> Iterator[tuple[AgreementRow | None, TimeSpan]]:
    """Put a gap where no agreement is in force; behind one that extends, or whose end nobody knows, there is none."""
    covered: date | None = None
    for row, span in placed:
        if covered and span.first and span.first > covered + DAY:
            yield None, TimeSpan(first=covered + DAY, last=span.first - DAY, shape="gap")
        yield row, span
        last = span.last if span.last and not row.extends else date.max - DAY
        covered = max(covered or date.min, last)
    if covered and covered < today:
        yield None, TimeSpan(first=covered + DAY, last=today, shape="gap")


def _words(row: AgreementRow | None, span: TimeSpan | None) -> str:
    if span is None or span.first is None:
        return row.signed.words if row and row.signed else ""
    if row is None:
        return f"{date_words(span.first)} bis {date_words(span.last or span.first)}"
    if span.shape == "about":
        return f"unterzeichnet: {row.signed.words if row.signed else ''}; Ende nicht hinterlegt"
    end = f"bis {date_words(span.last)}" if span.last else row.outlook.partition(",")[0] or "unbefristet"
    return f"ab {date_words(span.first)}, {end}"
