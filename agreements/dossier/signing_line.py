"""All agreements by the day on which they were signed, on one line of time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from agreements.dossier.agreement_list import AgreementRow
from agreements.dossier.time_line import TimeLine, TimeMark, TimeSpan, time_line


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningRow:
    agreement: AgreementRow
    mark: TimeMark | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningLine:
    line: TimeLine
    rows: tuple[SigningRow, ...]


def signing_line(agreements: Iterable[AgreementRow], today: date) -> SigningLine | None:
    """Return the signed ones of a page of the list, the first one first; None if no day is known."""
    signed = [(row, row.signed) for row in agreements if row.signed]
    signed.sort(key=lambda pair: pair[1].order)
    spans = [
        TimeSpan(first=day.earliest, last=day.latest, shape="day" if day.is_exact else "about")
        for _, day in signed
    ]
    line = time_line(spans, today)
    if line is None:
        return None
    rows = (SigningRow(agreement=row, mark=mark) for (row, _), mark in zip(signed, line.marks, strict=True))
    return SigningLine(line=line, rows=tuple(rows))
