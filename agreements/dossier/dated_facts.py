"""Resolutions and milestones of an agreement in one list by date, each with its source."""

from dataclasses import dataclass
from datetime import date

from agreements.models import Agreement


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedFact:
    """A dated fact; `at` is None when nobody knows the day, and `when` says what is known instead."""

    at: date | None
    when: str
    text: str
    note: str
    source: str
    source_url: str


def dated_facts(agreement: Agreement) -> tuple[DatedFact, ...]:
    """Return what is recorded, oldest first; facts without a day come last."""
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
