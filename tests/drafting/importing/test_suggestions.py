"""Obligations guessed from the words of a text."""

from datetime import date
from decimal import Decimal

import pytest

from agreements.choices import Anchor, DueShape, ObligationKind, OwedBy, Sense, Side
from agreements.drafting.importing.suggestions import SuggestedObligation, suggested_obligations
from agreements.due_rule import DueRule, OffsetUnit, PeriodYear
from agreements.parties import owing_sides
from tests.drafting.importing.reading import TEXTS, recognise

YEARLY = DueRule(shape=DueShape.PERIOD, period_months=12, due_month=1, due_day=31)


def suggested(sentence: str) -> list[SuggestedObligation]:
    return list(suggested_obligations(recognise(f"§ 1 Eins\n(1) {sentence}\n§ 2 Zwei\nText.")))


@pytest.mark.parametrize(
    ("sentence", "owed_by", "due"),
    [
        ("Der Bezirk berichtet jährlich bis zum 31. Januar.", OwedBy.DISTRICT, YEARLY),
        (
            "Der Träger legt bis zum 30. September 2027 einen Plan vor.",
            OwedBy.ASSOCIATION,
            DueRule(shape=DueShape.FIXED, due_on=date(2027, 9, 30)),
        ),
        (
            "Das Jugendamt antwortet binnen fünf Arbeitstagen nach der Anfrage.",
            OwedBy.DISTRICT,
            DueRule(
                shape=DueShape.EVENT,
                trigger="der Anfrage",
                reaction_amount=5,
                reaction_unit=OffsetUnit.WORKING_DAYS,
            ),
        ),
        (
            "Der Bezirk benennt innerhalb von drei Monaten nach Vertragsbeginn eine Stelle.",
            OwedBy.DISTRICT,
            DueRule(shape=DueShape.OFFSET, anchor=Anchor.BEGIN, offset_months=3),
        ),
        (
            "Die Vertragsparteien treffen sich vierteljährlich.",
            OwedBy.BOTH,
            DueRule(shape=DueShape.PERIOD, period_months=3),
        ),
        (
            "Der Verein schult mindestens 30 Ehrenamtliche je Schuljahr.",
            OwedBy.ASSOCIATION,
            DueRule(shape=DueShape.COUNT, period_months=12, year=PeriodYear.SCHOOL),
        ),
        ("Der Verein legt bis zum 31. Juni 2027 etwas vor.", None, None),
        ("Der Bezirk handelt partnerschaftlich.", None, None),
        ("Bis zum 31. Januar wird berichtet.", None, None),
    ],
)
def test_who_and_by_when(sentence: str, owed_by: OwedBy | None, due: DueRule | None) -> None:
    assert [(found.owing, found.due) for found in suggested(sentence)] == (
        [(owing_sides(owed_by), due)] if owed_by else []
    )


@pytest.mark.parametrize(
    ("words", "quantity", "unit", "sense"),
    [
        ("mindestens drei Werkstätten je Jahr", Decimal(3), "Werkstätten", Sense.AT_LEAST),
        ("höchstens 1.200 Euro im Jahr", Decimal(1200), "Euro", Sense.UP_TO),
        ("bis zu ‹12› Tage je Kalenderjahr", Decimal(12), "Tage", Sense.UP_TO),
        ("genau 0,5 Stellen je Halbjahr", Decimal("0.5"), "Stellen", Sense.EXACTLY),
        ("mindestens zweimal je Kalenderjahr", Decimal(2), "Mal", Sense.AT_LEAST),
    ],
)
def test_amounts(words: str, quantity: Decimal, unit: str, sense: Sense) -> None:
    [found] = suggested(f"Der Träger leistet {words}.")
    assert (found.quantity, found.unit, found.sense) == (quantity, unit, sense)
    assert found.due is not None
    assert found.due.shape == DueShape.COUNT


def test_a_pronoun_means_who_was_named_before() -> None:
    found = suggested("Das Jugendamt berichtet jährlich. Es lädt den Verein vierteljährlich ein.")
    assert [one.owing for one in found] == [{Side.DISTRICT}, {Side.DISTRICT}]


def test_kinds_and_clauses_of_a_real_text() -> None:
    found = {one.title[:24]: one for one in suggested_obligations(recognise(TEXTS["artikel"]))}
    report = found["Der Träger berichtet dem"]
    assert report.kind == ObligationKind.REPORT
    assert report.due == DueRule(shape=DueShape.PERIOD, period_months=12, due_month=3, due_day=31)
    source = TEXTS["artikel"].split("\n")
    assert source[int(report.clause.split("-")[0]) - 1].startswith("(2) Der Träger berichtet")


def test_each_of_three_parties_owes_what_it_promises() -> None:
    owing = [one.owing for one in suggested_obligations(recognise(TEXTS["drei"]))]
    assert owing == [{Side.THIRD}, {Side.ASSOCIATION}]


def test_a_long_sentence_becomes_a_title_that_fits() -> None:
    [found] = suggested(f"Der Träger berichtet jährlich über {'die Arbeit im Quartier und ' * 20} mehr.")
    assert len(found.title) <= 120
    assert found.title.endswith(" …")
