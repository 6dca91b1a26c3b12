"""Resolutions and milestones of an agreement in one list by date."""

from dataclasses import dataclass
from datetime import date

from agreements.models import Agreement


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedFact:
    """`at` is None for an unknown day; `when` then says what is known, such as a year."""

    at: date | None
    when: str
    text: str
    note: str
    source: str
    source_url: str


def dated_facts(agreement: Agreement) -> tuple[DatedFact, ...]:
    """Return them oldest first, those without a day last."""
    resolutions = [
        DatedFact(
            at=row.dated,
            when="",
            text=" · ".join(filter(None, [row.get_kind_display(), row.number])),
            note=row.remark,
            source=row.source,
            source_url=row.source_url,
        )
        for row in agreement.resolutions.all()
    ]
    milestones = [
        DatedFact(
            at=row.dated,
            when=row.date_words,
            text=row.title,
            note=row.get_kind_display(),
            source=row.source,
            source_url=row.source_url,
        )
        for row in agreement.milestones.all()
    ]
    return tuple(
        sorted([*resolutions, *milestones], key=lambda record: (record.at is None, record.at or date.max))
    )
