"""The columns of a table: what each is called, how its cells are read and how they are written. Pure.

A cell is read as text in one normal form, whatever program wrote it: days as 30.06.2027, numbers as 12,5. What is stored is
written in the same form, so an untouched cell equals what is stored. What the text means is read by the form of the page.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from openpyxl.utils.datetime import WINDOWS_EPOCH, from_excel

from districts.fields import SPACES, counted_text, excerpt, number_text, read_day, read_number

RawCell = str | int | float | Decimal | date | time | timedelta | None
SLASHES = re.compile(r"\d{1,4}/\d{1,2}/\d{1,4}")
DIGITS = 15  # what a spreadsheet program keeps of a number
YES, NO = "ja", "nein"
DURATION = "In der Zelle steht eine Zeitdauer. Bitte schreiben Sie den Wert als Text hinein."
ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})


class CellUnreadable(Exception):  # noqa: N818  an expected outcome, not a program error
    """The cell is not what its column expects; the message is German and says why."""


def normal_text(text: str) -> str:
    """Return a text as it is compared: composed, one sign for each line break, nothing around it."""
    return counted_text(text).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of text. `name` is that of the form's field, `note` explains it, `shown`: it says what a row is about.

    `hidden`: it is for the application, and may be missing in a file of somebody else.
    `said_along`: it says how a change is meant, is not stored, and alone changes nothing.
    """

    name: str
    heading: str
    note: str = ""
    hidden: bool = False
    shown: bool = False
    said_along: bool = False
    width: int = 22

    @property
    def expects(self) -> str:
        """What a cell should be, in German."""
        return "Text"

    @property
    def is_guarded(self) -> bool:
        """Whether a text in it could be taken for a formula."""
        return True

    def read(self, raw: RawCell, epoch: datetime = WINDOWS_EPOCH) -> str:
        """Return a cell in its normal form. Raises CellUnreadable."""
        if raw is None:
            return ""
        if isinstance(raw, str):
            text = normal_text(raw)
            if text in ERRORS:
                raise CellUnreadable(f"In der Zelle steht der Fehler {text} statt eines Werts.")
            return self.read_text(text) if text else ""
        if isinstance(raw, timedelta):
            raise CellUnreadable(DURATION)
        return self.read_value(raw, epoch)

    def read_text(self, text: str) -> str:
        return text

    def read_value(self, raw: int | float | Decimal | date | time, epoch: datetime) -> str:
        """Return what is no text, as a program shows it."""
        if isinstance(raw, bool):
            return YES if raw else NO
        if isinstance(raw, date):
            return day_text(_whole_day(raw))
        if isinstance(raw, time):
            return raw.isoformat("minutes")
        return plain_number(raw)

    def sent(self, text: str) -> str:
        """Return a cell as the form's field expects it."""
        return text


@dataclass(frozen=True, slots=True, kw_only=True)
class DayColumn(Column):
    """A column of days."""

    width: int = 13

    @property
    def expects(self) -> str:
        return "ein Tag wie 30.06.2027"

    @property
    def is_guarded(self) -> bool:
        return False

    def read_text(self, text: str) -> str:
        text = text.translate(SPACES)
        if SLASHES.fullmatch(text):
            raise CellUnreadable(
                f"„{text}“ lässt sich auf zwei Arten lesen. Bitte als Tag.Monat.Jahr schreiben."
            )
        try:
            return day_text(read_day(text))
        except ValidationError as error:
            raise CellUnreadable(error.messages[0]) from error

    def read_value(self, raw: int | float | Decimal | date | time, epoch: datetime) -> str:
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            try:
                found = from_excel(raw, epoch)
            except (OverflowError, ValueError) as error:
                raise CellUnreadable("Die Zahl steht für keinen Tag.") from error
            raw = found if isinstance(found, date | time) else time()
        if not isinstance(raw, date):
            raise CellUnreadable("Das ist kein Tag.")
        return self.read_text(day_text(_whole_day(raw)))


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberColumn(Column):
    """A column of numbers with at most `places` decimals."""

    places: int = 2
    width: int = 11

    @property
    def expects(self) -> str:
        return "eine Zahl wie 12,5" if self.places else "eine ganze Zahl"

    @property
    def is_guarded(self) -> bool:
        return False

    def read_text(self, text: str) -> str:
        number = read_number(text)
        if number is None:
            raise CellUnreadable(f"„{excerpt(text)}“ ist keine Zahl, oder nicht eindeutig.")
        return number_form(number)

    def read_value(self, raw: int | float | Decimal | date | time, epoch: datetime) -> str:
        if isinstance(raw, bool | date | time):
            raise CellUnreadable("Das ist keine Zahl.")
        return plain_number(raw)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceColumn(Column):
    """A column of one of several words; `choices` maps what is stored to the word.

    An empty cell is read as the word `empty`; if that is none, `default` is stored for it.
    """

    default: str = ""
    empty: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(word for word in self.choices.values() if word)

    @property
    def expects(self) -> str:
        return "eines von: " + "; ".join(self.words)

    def read(self, raw: RawCell, epoch: datetime = WINDOWS_EPOCH) -> str:
        return Column.read(self, raw, epoch) or self.empty

    def read_text(self, text: str) -> str:
        known = {normal_text(word).casefold(): word for word in self.words}
        word = known.get(" ".join(text.split()).casefold())
        if word is None:
            raise CellUnreadable(f"„{excerpt(text)}“ gibt es hier nicht.")
        return word

    def read_value(self, raw: int | float | Decimal | date | time, epoch: datetime) -> str:
        return self.read_text(Column.read_value(self, raw, epoch))

    def sent(self, text: str) -> str:
        return next((stored for stored, word in self.choices.items() if word == text), self.default)

    def word(self, stored: object) -> str:
        """Return the word for what is stored."""
        return self.choices.get(str(stored), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class YesNoColumn(ChoiceColumn):
    """A column of „ja“ and „nein“."""

    empty: str = NO
    choices: Mapping[str, str] = field(default_factory=lambda: {"on": YES, "": NO})
    width: int = 11

    def word(self, stored: object) -> str:
        return YES if stored else NO


def day_text(day: date | None) -> str:
    """Return a day in its normal form."""
    return f"{day:%d.%m.}{day.year:04}" if day else ""


def number_form(number: Decimal | int | None) -> str:
    """Return a number in its normal form: „1200,5“, without zeros at its end."""
    if number is None:
        return ""
    return str(number_text(Decimal(number) if number else Decimal(0)))


def plain_number(raw: int | float | Decimal) -> str:
    """Return a number as it was typed: 0.30000000000000004 is a program's way to keep 0,3."""
    try:
        number = Decimal(f"{raw:.{DIGITS}g}" if isinstance(raw, float) else raw)
    except InvalidOperation as error:
        raise CellUnreadable("Das ist keine Zahl.") from error
    if not number.is_finite():
        raise CellUnreadable("Das ist keine Zahl.")
    return number_form(number)


def _whole_day(moment: date) -> date:
    if isinstance(moment, datetime):
        if moment.time() != time():
            raise CellUnreadable("Hier steht außer dem Tag eine Uhrzeit. Bitte nur den Tag angeben.")
        return moment.date()
    return moment
