"""How a cell is read, whatever program wrote it."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from agreements.spreadsheets.columns import (
    CellUnreadable,
    ChoiceColumn,
    Column,
    DayColumn,
    NumberColumn,
    YesNoColumn,
)
from tests.spreadsheets.workbooks import LAST_OF_NOVEMBER

TEXT = Column(name="x", heading="X")
DAY = DayColumn(name="x", heading="X")
NUMBER = NumberColumn(name="x", heading="X")
CHOICE = ChoiceColumn(name="x", heading="X", choices={"least": "mindestens", "most": "bis zu"})
YES_NO = YesNoColumn(name="x", heading="X")
USUALLY = YesNoColumn(name="x", heading="X", empty="ja")


@pytest.mark.parametrize(
    ("column", "raw", "text"),
    [
        (TEXT, None, ""),
        (TEXT, "  Mu\u0308ller\r\n„Nord“ – ß ", "Müller\n„Nord“ – ß"),
        (TEXT, "0123", "0123"),
        (TEXT, 123, "123"),
        (TEXT, 12.0, "12"),
        (TEXT, 0.1 + 0.2, "0,3"),
        (TEXT, True, "ja"),
        (TEXT, "=1+1", "=1+1"),
        (TEXT, LAST_OF_NOVEMBER, "30.11.2026"),
        (TEXT, time(14, 30), "14:30"),
        (DAY, "30.11.2026", "30.11.2026"),
        (DAY, "30.11.26", "30.11.2026"),
        (DAY, "2026-11-30", "30.11.2026"),
        (DAY, " 1.\u00a02.\u00a02026", "01.02.2026"),
        (DAY, LAST_OF_NOVEMBER, "30.11.2026"),
        (DAY, date(2026, 11, 30), "30.11.2026"),
        (DAY, 46356, "30.11.2026"),
        (DAY, 46356.0, "30.11.2026"),
        (NUMBER, "1.200,50", "1200,5"),
        (NUMBER, "0,75", "0,75"),
        (NUMBER, "12", "12"),
        (NUMBER, 0.1 + 0.2, "0,3"),
        (NUMBER, 1e2, "100"),
        (NUMBER, 0, "0"),
        (NUMBER, Decimal("0.750"), "0,75"),
        (CHOICE, " BIS  ZU ", "bis zu"),
        (CHOICE, "", ""),
        (YES_NO, None, "nein"),
        (YES_NO, True, "ja"),
        (YES_NO, "Ja", "ja"),
        (USUALLY, None, "ja"),
        (USUALLY, "nein", "nein"),
    ],
)
def test_a_cell_is_read_in_its_normal_form(column: Column, raw: Any, text: str) -> None:
    assert column.read(raw) == text


@pytest.mark.parametrize(
    ("column", "raw", "words"),
    [
        (DAY, "03/04/2026", "auf zwei Arten"),
        (DAY, "31.11.2026", "gibt es nicht"),
        (DAY, "29.02.2027", "gibt es nicht"),
        (DAY, "bald", "wie 30.06.2027"),
        (DAY, True, "kein Tag"),
        (DAY, 0.5, "kein Tag"),
        (DAY, 9e9, "keinen Tag"),
        (DAY, LAST_OF_NOVEMBER.replace(hour=14), "Uhrzeit"),
        (DAY, date(1700, 1, 1), "zwischen 1900"),
        (NUMBER, "1.5", "nicht eindeutig"),
        (NUMBER, "zwölf", "keine Zahl"),
        (NUMBER, float("nan"), "keine Zahl"),
        (NUMBER, float("inf"), "keine Zahl"),
        (NUMBER, date(2026, 1, 1), "keine Zahl"),
        (CHOICE, "etwa", "„etwa“ gibt es hier nicht"),
        (YES_NO, "vielleicht", "gibt es hier nicht"),
        (TEXT, "#REF!", "#REF!"),
        (TEXT, timedelta(hours=30), "Zeitdauer"),
        (NUMBER, timedelta(hours=30), "Zeitdauer"),
    ],
)
def test_what_cannot_be_read_is_said(column: Column, raw: Any, words: str) -> None:
    with pytest.raises(CellUnreadable, match=words):
        column.read(raw)


def test_a_number_is_a_day_of_the_workbooks_own_epoch() -> None:
    """Old Excel for Macintosh counts from 1904."""
    assert DAY.read(46356, WINDOWS_EPOCH) == DAY.read(46356 - 1462, MAC_EPOCH) == "30.11.2026"


def test_a_moment_with_a_time_zone_is_no_day() -> None:
    with pytest.raises(CellUnreadable):
        DAY.read(datetime(2026, 11, 30, 23, tzinfo=UTC))


def test_a_word_is_sent_as_what_it_stands_for() -> None:
    assert CHOICE.sent(CHOICE.read("Bis zu")) == "most"
    assert YES_NO.sent("ja") == "on"
    assert YES_NO.sent("nein") == ""
