"""How every change of a draft is made: instrument locked, right judged, revision compared, history told."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import DataError, IntegrityError, models, transaction

from agreements import history, policy
from agreements.drafting.text_cleaning import deceptive, tidy
from agreements.errors import ActionRefused, Outdated
from agreements.events import EventKind
from agreements.models import Clause, Instrument, ObligationTerms, Party, PlaceholderField, Section, Signatory
from agreements.transitions import lock_instrument
from districts.models import User

Row = TypeVar("Row", Section, Clause, ObligationTerms, Party, Signatory, PlaceholderField, Instrument)


@dataclass(frozen=True, slots=True)
class EditTransaction:
    """One change under way: the locked instrument, and who makes it when."""

    instrument: Instrument
    by: User
    at: datetime

    def record(self, kind: EventKind, data: Mapping[str, Any]) -> None:
        """Record what was changed, with its number of the instrument."""
        told = {"instrument": self.instrument.number, **data}
        history.record(self.instrument.agreement, kind, by=self.by, at=self.at, data=told)


@contextmanager
def edit_transaction(
    instrument: Instrument, *, action: str = "draft.edit", by: User, at: datetime
) -> Iterator[EditTransaction]:
    """Open a transaction with the instrument locked, for a person who may do the action.

    Raises Refused with the reason if she may not, or if the database refuses what she wrote.
    """
    with atomic_action():
        locked = lock_instrument(instrument)
        policy.require(by, action, locked)
        yield EditTransaction(locked, by, at)


@contextmanager
def atomic_action() -> Iterator[None]:
    """Open a transaction; what the database refuses becomes a sentence.

    Composing text (NFC) can make it longer than its column although the form found it short enough.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise ActionRefused(
            "Die Datenbank hat die Änderung nicht angenommen, weil sie einer Regel widerspricht. Es wurde nichts geändert."
        ) from error
    except DataError as error:
        raise ActionRefused(
            "Eine Angabe ist zu lang oder enthält Zeichen, die nicht gespeichert werden können. Es wurde nichts geändert."
        ) from error


def claim(rows: models.QuerySet[Row], revision: int, **found_by: Any) -> Row:
    """Return the row if it still is at the revision that the change is based on, counted up for the change.

    Raises Outdated with the row as it is now, or with None if it is gone. The instrument is locked already, so
    nobody can come between.
    """
    row = rows.filter(**found_by).first()
    if row is None or row.revision != revision:
        raise Outdated(row)
    row.revision += 1
    return row


def clean_text(text: str) -> str:
    """Return text as it is stored (see `tidy`). Raises Refused for letters that could deceive, naming their place."""
    plain = tidy(text)
    if complaint := deceptive(plain):
        raise ActionRefused(complaint)
    return plain


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return for each field that differs its value before and after."""
    return {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}


def values(row: models.Model, names: Iterator[str] | list[str]) -> dict[str, Any]:
    """Return the named fields of a row, in a form that history can keep."""
    return {name: getattr(row, name) for name in names}
