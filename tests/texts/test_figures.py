"""Amounts, time spans, days and rhythms in German contracts, and where they stand."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.choices import Anchor, Sense
from agreements.due_rule import Offset, OffsetUnit, PeriodYear
from agreements.texts.figures import Measure, read_figures

P, F, E, T, M, X = Measure.PERCENT, Measure.FTE, Measure.MONEY, Measure.TIME, Measure.TIMES, Measure.THINGS


@pytest.mark.parametrize(
    ("text", "words", "value", "measure", "unit", "sense"),
    [
        ("jeweils mindestens ‹10› Prozent der Zeit", "mindestens 10 Prozent", "10", P, "%", Sense.AT_LEAST),
        ("im Umfang von 25 v. H. frei", "25 v. H.", "25", P, "%", None),
        ("höchstens zwölf vom Hundert", "höchstens zwölf vom Hundert", "12", P, "%", Sense.UP_TO),
        ("wenigstens 12,5\N{NO-BREAK SPACE}%", "wenigstens 12,5 %", "12.5", P, "%", Sense.AT_LEAST),
        ("mit 0,75 Vollzeitäquivalenten", "0,75 Vollzeitäquivalenten", "0.75", F, "VZÄ", None),
        ("bis zu 1.200 Euro im Jahr", "bis zu 1.200 Euro", "1200", E, "Euro", Sense.UP_TO),
        ("maximal 2000 €", "maximal 2000 €", "2000", E, "Euro", Sense.UP_TO),
        ("an bis zu ‹12› Tagen je Jahr", "bis zu 12 Tagen", "12", T, "Tage", Sense.UP_TO),
        ("zwei Fortbildungen im Jahr", "zwei Fortbildungen", "2", X, "Fortbildungen", None),
        ("mindestens je eine Vertretung", "mindestens je eine Vertretung", "1", X, "Vertretung", Sense.AT_LEAST),
        ("Nicht weniger als drei feste Stellen", "Nicht weniger als drei feste Stellen", "3", X, "Stellen", Sense.AT_LEAST),
        ("eine halbe Stelle", "eine halbe Stelle", "0.5", X, "Stelle", None),
        ("mindestens ‹zweimal› im Jahr", "mindestens zweimal", "2", M, "Mal", Sense.AT_LEAST),
        ("3-mal jährlich", "3-mal", "3", M, "Mal", None),
        ("**genau** *10* Sitzungen", "genau 10 Sitzungen", "10", X, "Sitzungen", Sense.EXACTLY),
    ],
)  # fmt: skip
def test_figures(text: str, words: str, value: str, measure: Measure, unit: str, sense: Sense | None) -> None:
    [found] = read_figures(text).figures
    assert (found.words, found.value, found.measure, found.unit, found.sense) == (
        words, Decimal(value), measure, unit, sense
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "amount", "unit", "before", "limit", "anchor"),
    [
        (
            "innerhalb von ‹sechs› Monaten nach Vertragsbeginn",
            6,
            OffsetUnit.MONTHS,
            False,
            True,
            Anchor.BEGIN,
        ),
        ("binnen fünf Arbeitstagen", 5, OffsetUnit.WORKING_DAYS, False, True, None),
        ("spätestens vier Wochen vor Ablauf der Laufzeit", 4, OffsetUnit.WEEKS, True, True, Anchor.END),
        ("innerhalb eines Jahres nach Unterzeichnung", 12, OffsetUnit.MONTHS, False, True, Anchor.SIGNING),
        ("innerhalb der ersten 90 Tage", 90, OffsetUnit.DAYS, False, True, None),
        ("länger als drei Monate unbesetzt", 3, OffsetUnit.MONTHS, False, False, None),
    ],
)
def test_time_spans(
    text: str, amount: int, unit: OffsetUnit, before: bool, limit: bool, anchor: Anchor | None
) -> None:
    [found] = read_figures(text).figures
    assert found.span == Offset(amount=amount, unit=unit, before=before)
    assert (found.limit, found.anchor) == (limit, anchor)


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("jährlich bis zum ‹31. Januar›.", "bis zum 31. Januar", (31, 1, None, True)),
        ("spätestens am 30.06.2027", "spätestens am 30.06.2027", (30, 6, 2027, True)),
        ("bis 31.01. eines Jahres", "bis 31.01.", (31, 1, None, True)),
        ("bis Ende Februar 2028", "bis Ende Februar 2028", (28, 2, 2028, True)),
        ("bis zum 15. Sept. 2027", "bis zum 15. Sept. 2027", (15, 9, 2027, True)),
        ("bis zum Ende des Kalenderjahres", "bis zum Ende des Kalenderjahres", (31, 12, None, True)),
        ("am 3. Mai 2027 unterzeichnet", "3. Mai 2027", (3, 5, 2027, False)),
    ],
)
def test_days(text: str, words: str, day: tuple[int, int, int | None, bool]) -> None:
    [found] = read_figures(text).days
    assert (found.words, (found.day, found.month, found.year, found.deadline)) == (words, day)


@pytest.mark.parametrize(
    ("text", "months", "year"),
    [
        ("Das Kernteam tagt monatlich.", 1, None),
        ("vierteljährlich", 3, None),
        ("in jedem Halbjahr", 6, None),
        ("Der Bezirk berichtet jährlich.", 12, None),
        ("je Kalenderjahr", 12, PeriodYear.CALENDAR),
        ("zweimal im Schuljahr", 12, PeriodYear.SCHOOL),
        ("je Vertragsjahr", 12, PeriodYear.CONTRACT),
        ("alle zwei Jahre", 24, None),
        ("alle 18 Monate", 18, None),
    ],
)
def test_rhythms(text: str, months: int, year: PeriodYear | None) -> None:
    assert [(one.months, one.year) for one in read_figures(text).rhythms] == [(months, year)]


@pytest.mark.parametrize(
    "text",
    [
        "nach § 6 Absatz 2 Satz 1 und Anlage 2",
        "§§ 5 bis 7, Art. 26 DSGVO, Nr. 3",
        "im Haushaltsjahr 2027 und im Schuljahr 2027/28",
        "um 10.30 Uhr",
        "Der Bezirk handelt außer Haus und gemeinsam.",
        "Drucksache 19/1234",
        "0 Prozent",
    ],
)
def test_no_figures(text: str) -> None:
    found = read_figures(text)
    assert (found.figures, found.days) == ((), ())


WORDS = (
    "mindestens|bis zu|innerhalb von|‹|›|**|10|1.200|0,75|zwei|eine|halbe|Prozent|%|v. H.|vom Hundert|Monaten|nach|Vertragsbeginn|31.|"
    "Januar|31.01.|99.99.|Ende|jährlich|im Jahr|§ 6|Absatz 2|2027|{O-01 Menge}|\n|\N{NO-BREAK SPACE}|mal|alle|Jahre|\\|(|)|."
)
PIECES = st.sampled_from(WORDS.split("|"))


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=25).map(" ".join)))
def test_offsets_are_right_and_nothing_crashes(text: str) -> None:
    found = read_figures(text)
    marks = [*found.figures, *found.days, *found.rhythms]
    for one in marks:
        shown = text[one.start : one.end].translate({ord(mark): None for mark in "‹›*\\"})
        assert one.words == " ".join(shown.split())
        assert one.words
    ends = [one.end for one in found.figures]
    assert ends == sorted(ends)
