"""The transaction of every change of a draft: instrument locked, permission and revision checked, event recorded."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import DataError, IntegrityError, models, transaction

from agreements import history, policy
from agreements.drafting.text_cleaning import deceptive_characters, tidy
from agreements.errors import ActionRefused, Outdated
from agreements.events import EventKind
from agreements.models import (
    Amendment,
    Clause,
    Instrument,
    ObligationTerms,
    Party,
    PlaceholderField,
    Section,
    Signatory,
)
from agreements.transitions import lock_instrument
from districts.models import User

Row = TypeVar(
    "Row", Section, Clause, ObligationTerms, Party, Signatory, PlaceholderField, Instrument, Amendment
)


@dataclass(frozen=True, slots=True)
class EditTransaction:
    """A change in progress on a locked instrument."""

    instrument: Instrument
    by: User
    at: datetime

    def record(self, kind: EventKind, data: Mapping[str, Any]) -> None:
        """Record an event with the number of the instrument."""
        data = {"instrument": self.instrument.number, **data}
        history.record(self.instrument.agreement, kind, by=self.by, at=self.at, data=data)


@contextmanager
def edit_transaction(
    instrument: Instrument, *, action: str = "draft.edit", by: User, at: datetime
) -> Iterator[EditTransaction]:
    """Open a transaction with the instrument locked.

    Raises ActionRefused if `by` lacks the permission, or if the database rejects the change.
    """
    with atomic_action():
        locked = lock_instrument(instrument)
        policy.require(by, action, locked)
        yield EditTransaction(locked, by, at)


@contextmanager
def atomic_action() -> Iterator[None]:
    """Open a transaction and translate errors of the database to ActionRefused.

    NFC normalisation can make a text longer than its column although the form accepted it.
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
    """Return the row with its revision incremented; the instrument must be locked.

    Raises Outdated with the current row (None if it was deleted) unless the row is at `revision`.
    """
    row = rows.filter(**found_by).first()
    if row is None or row.revision != revision:
        raise Outdated(row)
    row.revision += 1
    return row


def clean_text(text: str) -> str:
    """Return text as it is stored (see `tidy`). Raises ActionRefused for deceptive characters, with their position."""
    plain = tidy(text)
    if complaint := deceptive_characters(plain):
        raise ActionRefused(complaint)
    return plain


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return {field: [before, after]} for the fields that differ."""
    return {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}


def values(row: models.Model, names: Iterator[str] | list[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
