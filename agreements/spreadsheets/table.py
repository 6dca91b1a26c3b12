"""What a table is: its columns, the rows that a reader may download, and what writes a row that was sent back."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django import forms
from django.db.models import TextChoices

from agreements.errors import ActionRefused, Outdated
from agreements.models import Agreement
from agreements.spreadsheet_choices import TableKind
from agreements.spreadsheets.columns import Column
from agreements.spreadsheets.sheet import SheetRow
from districts.models import User

Values = Mapping[str, str]
Home = TypeVar("Home")

KEY = Column(
    name="key",
    heading="Kennung",
    note="Woran die Anwendung die Zeile wiedererkennt. Bitte nicht ändern; in neuen Zeilen leer.",
    hidden=True,
)
STAND = Column(
    name="stand",
    heading="Stand",
    note="Wie oft die Zeile geändert war, als sie heruntergeladen wurde. Bitte nicht ändern; in neuen Zeilen leer.",
    hidden=True,
)
CONFLICT = "Inzwischen hat jemand diese Zeile geändert. Laden Sie die Tabelle noch einmal herunter und tragen Sie Ihre Änderung dort ein."
UNKNOWN = (
    "Diese Zeile gibt es nicht oder nicht mehr. Soll sie neu angelegt werden, leeren Sie Kennung und Stand."
)
TWICE = "Diese Zeile steht schon in Zeile {row}."


class RowChange(TextChoices):
    """What a row does."""

    NEW = "new", "neu"
    CHANGED = "changed", "geändert"
    SAME = "same", "unverändert"


class RowRefused(ActionRefused):
    """A row cannot be written; `faults` are (name of the column or empty, German message)."""

    def __init__(self, *faults: tuple[str, str]) -> None:
        self.faults = faults
        super().__init__(" ".join(message for _, message in faults))


@dataclass(frozen=True, slots=True)
class CellChange:
    """What a cell was and what it becomes."""

    heading: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What became of a row."""

    change: RowChange
    cells: tuple[CellChange, ...] = ()


class RowWriter(ABC, Generic[Home]):
    """Writes rows by the actions of the pages. A row belongs to a contract or a draft, its `Home`."""

    def __init__(self, columns: Sequence[Column], by: User, at: datetime) -> None:
        self.columns = columns
        self.by = by
        self.at = at
        self._rows: dict[Home, Mapping[str, Values]] = {}
        self._seen: dict[tuple[str, ...], int] = {}
        self._found: set[str] = set()

    def write(self, row: SheetRow) -> RowOutcome:
        """Add or change what the row says, unless it says what is stored. Raises ActionRefused."""
        home = self.home(row.values)
        if home not in self._rows:
            self._rows[home] = self.stored(home)
        rows = self._rows[home]
        key = row.values[KEY.name] or self.key_of(row.values, rows)
        mark = (key,) if key else tuple(row.values.values())
        if mark in self._seen:
            raise RowRefused((KEY.name, TWICE.format(row=self._seen[mark])))
        self._seen[mark] = row.number
        if key and key not in rows:
            raise RowRefused((KEY.name, UNKNOWN))
        sent = self.completed(home, rows.get(key, {}), row.values)
        if not key:
            self.add(home, sent)
            return RowOutcome(RowChange.NEW, self._cells({}, sent))
        self._found.add(key)
        return self._change(home, key, rows[key], sent)

    def _change(self, home: Home, key: str, stored: Values, sent: Values) -> RowOutcome:
        left_out = {column.name for column in self.columns if column.shown and not sent[column.name]}
        sent = {**sent, **{name: stored[name] for name in left_out}}
        cells = self._cells(stored, sent)
        if not cells:
            return RowOutcome(RowChange.SAME)
        if sent[KEY.name] and sent[STAND.name] != stored[STAND.name]:
            raise RowRefused((STAND.name, CONFLICT))
        if fixed := [
            (column.name, f"Das lässt sich hier nicht ändern; es bleibt „{stored[column.name]}“.")
            for column in self.columns
            if column.shown and sent[column.name] != stored[column.name]
        ]:
            raise RowRefused(*fixed)
        try:
            self.edit(home, key, stored, sent)
        except Outdated as outdated:
            raise RowRefused((STAND.name, CONFLICT)) from outdated
        return RowOutcome(RowChange.CHANGED, cells)

    def _cells(self, stored: Values, sent: Values) -> tuple[CellChange, ...]:
        before = stored or {column.name: column.read(None) for column in self.columns}
        return tuple(
            CellChange(column.heading, before[column.name], sent[column.name])
            for column in self.columns
            if not (column.hidden or column.said_along) and sent[column.name] != before[column.name]
        )

    def completed(self, home: Home, stored: Values, sent: Values) -> Values:
        """Return a row with what its empty cells mean; `stored` is empty for a new one. Raises RowRefused."""
        return sent

    def left_files(self) -> Iterable[tuple[str, str]]:
        """Return name and German reason of each file sent along that no row has taken."""
        return ()

    def missing(self) -> int:
        """Return how many rows of the same contracts are stored and not in the file; nothing happens to them."""
        return sum(len(set(rows) - self._found) for rows in self._rows.values())

    def key_of(self, sent: Values, rows: Mapping[str, Values]) -> str:
        """Return the key of a row that was sent without one, empty if it is new."""
        return ""

    @abstractmethod
    def home(self, sent: Values) -> Home:
        """Return what the row belongs to. Raises RowRefused if the user does not see it."""

    @abstractmethod
    def stored(self, home: Home) -> Mapping[str, Values]:
        """Return the stored rows by key."""

    @abstractmethod
    def add(self, home: Home, sent: Values) -> None:
        """Add a row. Raises ActionRefused."""

    @abstractmethod
    def edit(self, home: Home, key: str, stored: Values, sent: Values) -> None:
        """Change a row. Raises ActionRefused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataTable:
    """A table. `action` is the permission that it needs; `rows` are those of one contract if one is named.

    `takes_scans`: a ZIP may be sent along; `writer` then takes it as its third argument. `weight`: how many ordinary rows
    take as long as one of it.
    """

    kind: TableKind
    action: str
    lead: str
    columns: tuple[Column, ...]
    rows: Callable[[User, date, Agreement | None], Iterable[Values]]
    writer: Callable[..., RowWriter[Any]]
    takes_scans: bool = False
    weight: int = 1

    @property
    def notes(self) -> tuple[str, ...]:
        """What the second sheet says above the columns."""
        return (
            self.lead,
            "Eine Zeile ohne Kennung ist neu. Eine gelöschte Zeile löscht nichts. Geprüft wird vor dem Übernehmen; "
            "übernommen wird alles oder nichts.",
        )


def sent_data(columns: Sequence[Column], sent: Values) -> dict[str, object]:
    """Return a row as the form of the page takes it."""
    return {column.name: column.sent(sent[column.name]) for column in columns}


def require_valid(form: forms.BaseForm, renamed: Mapping[str, str] | None = None) -> None:
    """Raise RowRefused with the errors of a form; `renamed` maps a field to its column."""
    if not form.is_valid():
        names = renamed or {}
        raise RowRefused(
            *(
                (names.get(name, name), str(message))
                for name, messages in form.errors.items()
                for message in messages
            )
        )
