"""Which required signatures are missing of what is out for signing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from agreements.choices import Status
from agreements.models import Instrument, Signatory


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingSignatures:
    """An instrument out for signing since `since`, and who must still sign; `held_on` is the day of the last ceremony."""

    instrument: Instrument
    since: date
    people: tuple[Signatory, ...]
    declined: bool
    held_on: date | None

    @property
    def names(self) -> str:
        return ", ".join(person.name for person in self.people)


def missing_signatures(instruments: QuerySet[Instrument]) -> Iterator[MissingSignatures]:
    """Yield those of the instruments that lack a required signature. Five queries."""
    rows = (
        instruments.filter(status=Status.SIGNING)
        .select_related("agreement__district", "frozen_version")
        .defer("frozen_version__content", "frozen_version__source")
        .prefetch_related(
            "frozen_version__signatures", "frozen_version__declinings", "signatories", "ceremonies"
        )
        .order_by("agreement__district__number", "pk")
    )
    for instrument in rows:
        version = instrument.frozen_version
        assert version is not None  # noqa: S101  the constraint says so
        signed = {row.signatory_id for row in version.signatures.all()}
        people = tuple(one for one in instrument.signatories.all() if one.required and one.pk not in signed)
        declined = {row.signatory_id for row in version.declinings.all()}
        if people:
            yield MissingSignatures(
                instrument=instrument,
                since=timezone.localdate(version.made_at),
                people=people,
                declined=any(person.pk in declined for person in people),
                held_on=max((one.held_on for one in instrument.ceremonies.all()), default=None),
            )
