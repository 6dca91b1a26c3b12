"""The drafts that rows belong to: which ones a user may download, and the one that a cell names."""

from collections.abc import Iterator

from django.db.models import QuerySet

from agreements import policy
from agreements.choices import Origin
from agreements.lifecycle import EDITABLE
from agreements.models import Agreement, Instrument
from agreements.recording.actions import ACTION
from agreements.spreadsheets.columns import Column
from agreements.spreadsheets.table import RowRefused
from districts.models import User

CONTRACT = Column(
    name="contract",
    heading="Vertrag",
    note="Die Vertragsnummer, bei einem Nachtrag mit seinem Namen: MW-03-04, 1. Nachtrag.",
)
UNKNOWN_CONTRACT = "Diesen Vertrag gibt es nicht, oder Sie sehen ihn nicht."


def contract_name(instrument: Instrument) -> str:
    """Return what a cell calls an instrument."""
    reference = instrument.agreement.reference
    return f"{reference}, {instrument.name}" if instrument.number else reference


def editable_drafts(user: User, agreement: Agreement | None) -> Iterator[Instrument]:
    """Yield the drafts that the user may change, those of one contract if one is named."""
    yield from _allowed(user, "draft.edit", _visible(user).filter(status__in=EDITABLE), agreement)


def correctable_records(user: User, agreement: Agreement | None) -> Iterator[Instrument]:
    """Yield the contracts signed elsewhere whose record the user may correct, or one of them if it is named."""
    records = _visible(user).filter(made_elsewhere=True, frozen_version__isnull=False)
    yield from _allowed(user, ACTION, records, agreement)


def _allowed(
    user: User, action: str, rows: QuerySet[Instrument], agreement: Agreement | None
) -> Iterator[Instrument]:
    rows = rows.filter(agreement=agreement) if agreement else rows
    for row in rows.order_by("agreement__reference", "number"):
        if policy.verdict(user, action, row).allowed:
            yield row


class NamedDrafts:
    """Finds the instruments that cells name, each once."""

    def __init__(self, user: User) -> None:
        self._user = user
        self._found: dict[str, Instrument | None] = {}

    def find(self, name: str) -> Instrument:
        """Return the visible instrument of that name. Raises RowRefused."""
        if name not in self._found:
            reference = name.partition(",")[0].strip()
            rows = _visible(self._user).filter(agreement__reference=reference)
            self._found[name] = next((row for row in rows if contract_name(row) == name), None)
        instrument = self._found[name]
        if instrument is None:
            raise RowRefused(
                (CONTRACT.name, UNKNOWN_CONTRACT if name else "Bitte die Vertragsnummer angeben.")
            )
        return instrument


def _visible(user: User) -> QuerySet[Instrument]:
    return (
        policy.visible_instruments(user)
        .exclude(agreement__origin=Origin.MODEL)
        .select_related("agreement__district")
    )
