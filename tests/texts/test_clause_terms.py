"""Whether a clause says the amount and the time of an obligation, in whichever words."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from agreements.choices import Anchor, DueShape, ObligationKind, OwedBy, Sense
from agreements.content import Obligation
from agreements.due_rule import DueRule, Offset, OffsetUnit, PeriodYear
from agreements.texts.clause_terms import says_amount, says_due, says_other_sense
from agreements.texts.figures import read_figures

CONTINUOUS = DueRule(shape=DueShape.CONTINUOUS)
YEARLY = DueRule(shape=DueShape.PERIOD, period_months=12, due_month=1, due_day=31)
END_OF_YEAR = DueRule(shape=DueShape.PERIOD, period_months=12, due_month=12, due_day=31)
HALF_YEAR = DueRule(shape=DueShape.PERIOD, period_months=6, due_month=6, due_day=30)
FIXED = DueRule(shape=DueShape.FIXED, due_on=date(2027, 6, 30))
AFTER_BEGIN = DueRule(shape=DueShape.OFFSET, anchor=Anchor.BEGIN, offset_months=3)
BEFORE_END = DueRule(
    shape=DueShape.OFFSET, anchor=Anchor.END, offset=Offset(amount=4, unit=OffsetUnit.WEEKS, before=True)
)
ON_CHANGE = DueRule(shape=DueShape.EVENT, trigger="Anlass", reaction_amount=4, reaction_unit=OffsetUnit.WEEKS)
COUNT = DueRule(shape=DueShape.COUNT, period_months=12)
SCHOOL = DueRule(shape=DueShape.COUNT, period_months=12, year=PeriodYear.SCHOOL)
FIRST = DueRule(shape=DueShape.PERIOD, period_months=12, due_month=1, due_day=31, first_year=2028)


def duty(due: DueRule = CONTINUOUS, **terms: Any) -> Obligation:
    given: Mapping[str, Any] = {"quantity": Decimal(10), "unit": "%", **terms}
    return Obligation(
        code="O-01", kind=ObligationKind.REPORT, owed_by=OwedBy.DISTRICT, title="Etwas", due=due, **given
    )


@pytest.mark.parametrize(
    ("quantity", "unit", "text", "says"),
    [
        ("10", "% der Zeit", "mindestens zehn Prozent", True),
        ("10", "%", "10 v. H.", True),
        ("10", "%", "25 Prozent", False),
        ("10", "%", "10 Sitzungen", False),
        ("0.75", "VZÄ", "0,75 Vollzeitäquivalente", True),
        ("0.75", "VZÄ", "75 Prozent einer Vollzeitstelle", True),
        ("0.5", "VZÄ", "eine halbe Stelle", True),
        ("0.5", "VZÄ", "0,75 Vollzeitäquivalente", False),
        ("2", "Sitzungen", "tagt zweimal im Jahr", True),
        ("2", "Personen", "zwei feste Ansprechpersonen", True),
        ("12", "Tage", "an 12 Tagen", True),
        ("12", "Tage", "an 12 Wochen", False),
        ("1200", "Euro", "1.200 €", True),
        ("1", "Bericht", "in einem Sachstandsbericht", True),
        ("1", "Bericht", "berichtet", True),
        ("100", "% der Maßnahmen", "Zu jeder Maßnahme", True),
        ("2", "Personen", "nach § 2 Absatz 2", False),
    ],
)
def test_amounts(quantity: str, unit: str, text: str, says: bool) -> None:
    assert says_amount(duty(quantity=Decimal(quantity), unit=unit), read_figures(text), text) is says


@pytest.mark.parametrize(
    ("sense", "text", "other"),
    [
        (Sense.AT_LEAST, "bis zu 10 Prozent", True),
        (Sense.AT_LEAST, "mindestens 10 Prozent", False),
        (Sense.AT_LEAST, "10 Prozent", False),
        (Sense.UP_TO, "mindestens 10 Prozent", True),
        (Sense.UP_TO, "bis zu 25 Prozent", False),
    ],
)
def test_another_sense(sense: Sense, text: str, other: bool) -> None:
    assert says_other_sense(duty(sense=sense), read_figures(text)) is other


@pytest.mark.parametrize(
    ("due", "text", "says"),
    [
        (YEARLY, "jährlich bis zum 31. Januar", True),
        (YEARLY, "bis 31.01.", True),
        (YEARLY, "jährlich bis Ende Januar", True),
        (YEARLY, "jährlich bis zum 30. Januar", False),
        (YEARLY, "jährlich", False),
        (YEARLY, "halbjährlich bis zum 31. Januar", False),
        (END_OF_YEAR, "je Kalenderjahr", True),
        (END_OF_YEAR, "zum Jahresende", True),
        (END_OF_YEAR, "monatlich", False),
        (HALF_YEAR, "halbjährlich", True),
        (HALF_YEAR, "zweimal im Jahr", True),
        (HALF_YEAR, "zum 31. Dezember", True),
        (FIXED, "bis zum 30.06.2027", True),
        (FIXED, "bis Ende Juni 2027", True),
        (FIXED, "bis zum 30. Juni", True),
        (FIXED, "bis zum 30. Juni 2028", False),
        (AFTER_BEGIN, "innerhalb von drei Monaten nach Vertragsbeginn", True),
        (AFTER_BEGIN, "innerhalb von drei Monaten", True),
        (AFTER_BEGIN, "innerhalb von drei Monaten nach Unterzeichnung", False),
        (AFTER_BEGIN, "innerhalb eines Monats", False),
        (BEFORE_END, "vier Wochen vor Vertragsende", True),
        (BEFORE_END, "28 Tage vor Vertragsende", True),
        (BEFORE_END, "vier Wochen nach Vertragsende", False),
        (ON_CHANGE, "binnen vier Wochen", True),
        (ON_CHANGE, "binnen eines Monats", False),
        (COUNT, "im Kalenderjahr", True),
        (COUNT, "im Schuljahr", False),
        (SCHOOL, "je Schuljahr", True),
        (SCHOOL, "je Kalenderjahr", False),
        (FIRST, "jährlich bis zum 31. Januar, erstmals 2028", True),
        (FIRST, "jährlich bis zum 31. Januar", False),
        (CONTINUOUS, "irgendwann", True),
    ],
)  # fmt: skip
def test_times(due: DueRule, text: str, says: bool) -> None:
    assert says_due(duty(due), read_figures(text), text) is says
