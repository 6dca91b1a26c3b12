"""Resolutions and milestones of an agreement in one list by date."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from agreements.fact_states import MilestoneState, ResolutionState
from agreements.models import Agreement


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedFact:
    """`at` is None for an unknown day; `when` then says what is known, such as a year. `url` leads to its correction."""

    at: date | None
    when: str
    text: str
    note: str
    source: str
    source_url: str
    document_url: str = ""
    url: str = ""
    is_resolution: bool = False


def dated_facts(agreement: Agreement, *, editable: bool) -> tuple[DatedFact, ...]:
    """Return them oldest first, those without a day last."""
    facts = [*_resolutions(agreement, editable), *_milestones(agreement, editable)]
    return tuple(sorted(facts, key=lambda fact: (fact.at is None, fact.at or date.max)))


def _resolutions(agreement: Agreement, editable: bool) -> list[DatedFact]:
    return [
        DatedFact(
            at=row.dated,
            when=row.get_state_display(),
            text=_joined(
                row.get_kind_display(),
                row.number,
                row.get_state_display() if row.state != ResolutionState.TAKEN else "",
            ),
            note=row.remark,
            source=row.source,
            source_url=row.source_url,
            document_url=reverse("resolution_document", args=[agreement.pk, row.pk])
            if row.document_id
            else "",
            url=reverse("resolution_edit", args=[agreement.pk, row.pk]) if editable else "",
            is_resolution=True,
        )
        for row in agreement.resolutions.all()
    ]


def _milestones(agreement: Agreement, editable: bool) -> list[DatedFact]:
    return [
        DatedFact(
            at=row.dated,
            when=row.date_words,
            text=row.title,
            note=_joined(
                row.get_kind_display(),
                row.get_state_display() if row.state != MilestoneState.DONE else "",
                f"zuständig: {row.office}" if row.office else "",
            ),
            source=row.source,
            source_url=row.source_url,
            url=reverse("milestone_edit", args=[agreement.pk, row.pk]) if editable else "",
        )
        for row in agreement.milestones.all()
    ]


def _joined(*words: str) -> str:
    return " · ".join(filter(None, words))
