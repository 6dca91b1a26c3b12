"""How a value of an obligation reads in a clause, as a table; what cannot be said stays open."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.choices import Anchor, DueShape, ObligationKind, OwedBy, SectionKind, Sense
from agreements.content import NBSP, Clause, Content, Obligation, Post, Section
from agreements.due_rule import DueRule, Offset, OffsetUnit, PeriodYear
from agreements.rendering.completeness import gaps
from agreements.texts.field_words import fields_of
from agreements.texts.filling import fill_content
from agreements.texts.token_words import known_tokens, offered_fields, places_by_code, readings
from agreements.tokens import FieldToken, token_in

PLACE = "§ 1 (1)".replace(" ", NBSP)
COUNTED = DueRule(shape=DueShape.COUNT, period_months=12)
YEARLY = DueRule(shape=DueShape.PERIOD, period_months=12, due_month=1, due_day=31, first_year=2027)
POSTS = (
    Post(unit="Jugendamt", function="Planung", share=Decimal("0.150")),
    Post(unit="QPK", function="Planung", share=Decimal(1), sense=Sense.UP_TO),
)


def duty(quantity: str = "", unit: str = "", sense: Sense = Sense.AT_LEAST, **more: object) -> Obligation:
    return Obligation(
        code="O-01",
        kind=ObligationKind.REPORT,
        owed_by=OwedBy.BOTH,
        title="Bericht",
        quantity=Decimal(quantity) if quantity else None,
        unit=unit,
        sense=sense,
        **{"due": COUNTED, **more},  # type: ignore[arg-type]
    )


def within(amount: int, unit: OffsetUnit) -> Obligation:
    offset = Offset(amount=amount, unit=unit)
    return duty(due=DueRule(shape=DueShape.OFFSET, anchor=Anchor.BEGIN, offset=offset))


def content(text: str, *duties: Obligation) -> Content:
    clauses = (Clause(key="p01-1", text=text),)
    section = Section(key="p01", kind=SectionKind.SECTION, heading="Gegenstand", clauses=clauses)
    return Content(number=0, version=1, title="T", subject="G", sections=(section,), obligations=duties)


def filled(text: str, *duties: Obligation) -> str:
    return fill_content(content(text, *duties), {}).sections[0].clauses[0].text


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        (duty("10", "% der Arbeitszeit je Stelle"), "Menge", "10"),
        (duty("10", "% der Arbeitszeit je Stelle"), "Menge: Wort", "zehn"),
        (duty("10", "% der Arbeitszeit je Stelle"), "Menge: Einheit", "10 Prozent"),
        (duty("10", "% der Arbeitszeit je Stelle"), "Menge: Geltung Dativ", "mindestens 10 Prozent"),
        (duty("0.75", "VZÄ"), "Menge", "0,75"),
        (duty("0.75", "VZÄ"), "Menge: Wort", "0,75"),
        (duty("0.75", "VZÄ"), "Menge: Dativ", "0,75 Vollzeitäquivalenten"),
        (duty("0.50", "VZÄ"), "Menge: Geltung Einheit", "mindestens 0,50 Vollzeitäquivalente"),
        (duty("1", "VZÄ"), "Menge: Dativ", "1,00 Vollzeitäquivalent"),
        (duty("12", "Tage", Sense.UP_TO), "Menge: Geltung Dativ", "bis zu 12 Tagen"),
        (duty("12", "Tage", Sense.UP_TO), "Menge: Geltung Wort Einheit", "bis zu zwölf Tage"),
        (duty("13", "Tage", Sense.UP_TO), "Menge: Wort Dativ", "13 Tagen"),
        (duty("2", "Angebote oder Verfahren"), "Menge: Wort Dativ", "zwei Angebote oder Verfahren"),
        (duty("40", "Personen"), "Menge: Dativ", "40 Personen"),
        (duty("3", "Mitglieder"), "Menge: Dativ", "3 Mitgliedern"),
        (duty("12000", "Euro"), "Menge: Einheit", "12.000 Euro"),
        (duty("2.5", "Stunden"), "Menge: Wort", "2,5"),
        (duty("2"), "Menge: Geltung mal", "mindestens zweimal"),
        (duty("1"), "Menge: mal", "einmal"),
        (duty("13"), "Menge: mal", "13-mal"),
        (duty("1", "Bericht", Sense.EXACTLY), "Menge: Geltung Wort Einheit", "1 Bericht"),
        (duty("2", "Berichte", Sense.EXACTLY), "Menge: Geltung Wort Einheit", "genau zwei Berichte"),
        (duty("2"), "Menge: Einheit", "2"),
        (duty(), "Menge", ""),
        (duty(due=YEARLY), "Frist", "jährlich bis zum 31. Januar, erstmals 2027"),
        (duty(due=YEARLY), "Frist: Tag", "31. Januar"),
        (duty(due=YEARLY), "Frist: bis", "bis zum 31. Januar"),
        (duty(due=YEARLY), "Frist: Zahl", ""),
        (
            duty(due=replace(YEARLY, period_months=6)),
            "Frist: bis",
            "bis zum 31. Januar und 31. Juli",
        ),
        (duty(due=replace(YEARLY, due_day=None, year=PeriodYear.SCHOOL)), "Frist: Tag", ""),
        (
            duty(due=DueRule(shape=DueShape.FIXED, due_on=date(2027, 1, 31))),
            "Frist: bis",
            "bis zum 31. Januar 2027",
        ),
        (within(6, OffsetUnit.MONTHS), "Frist", "bis 6 Monate nach Vertragsbeginn"),
        (within(6, OffsetUnit.MONTHS), "Frist: Zahl", "6"),
        (within(6, OffsetUnit.MONTHS), "Frist: Wort", "sechs"),
        (within(6, OffsetUnit.MONTHS), "Frist: Wort Dativ", "sechs Monaten"),
        (within(24, OffsetUnit.MONTHS), "Frist: Einheit", "24 Monate"),
        (within(4, OffsetUnit.WEEKS), "Frist: Wort Dativ", "vier Wochen"),
        (within(1, OffsetUnit.WEEKS), "Frist: Wort Einheit", "eine Woche"),
        (within(1, OffsetUnit.MONTHS), "Frist: Wort Dativ", "einem Monat"),
        (within(1, OffsetUnit.MONTHS), "Frist: Dativ", "1 Monat"),
        (within(5, OffsetUnit.WORKING_DAYS), "Frist: Wort Dativ", "fünf Arbeitstagen"),
        (within(30, OffsetUnit.DAYS), "Frist: Dativ", "30 Tagen"),
        (within(30, OffsetUnit.DAYS), "Frist: Tag", ""),
        (duty(), "Frist: Wort", ""),
        (duty(posts=POSTS), "Stelle 1", "0,15"),
        (duty(posts=POSTS), "Stelle 1: Geltung Prozent", "mindestens 15 Prozent"),
        (duty(posts=POSTS), "Stelle 1: Dativ", "0,15 Vollzeitäquivalenten"),
        (duty(posts=POSTS), "Stelle 2: Geltung Einheit", "bis zu 1,00 Vollzeitäquivalent"),
        (duty(posts=POSTS), "Stelle 2: Prozent", "100 Prozent"),
        (duty(posts=POSTS), "Stelle 3", ""),
    ],
)
def test_a_value_reads(said: Obligation, field: str, words: str) -> None:
    token = f"{{O-01 {field}}}"

    assert filled(f"so **{token}** gilt", said) == f"so **{words or token}** gilt"
    assert known_tokens(content("", said)).get(token, "") == words


DUTIES = st.builds(
    duty,
    st.sampled_from(["", "1", "2", "0.75", "12", "12000"]),
    st.sampled_from(["", "Tage", "% der Stellen", "VZÄ", "Angebote oder Verfahren"]),
    st.sampled_from(Sense),
    due=st.sampled_from([COUNTED, YEARLY, within(3, OffsetUnit.WEEKS).due]),
    posts=st.sampled_from([(), POSTS]),
)


@given(DUTIES)
def test_every_field_that_is_known_can_be_written_and_leaves_no_gap(said: Obligation) -> None:
    known = known_tokens(content("", said))

    assert [str(token) for token, _ in fields_of(said)] == list(known)
    assert all(str(token_in(token)) == token for token in known)
    assert filled("|".join(known), said) == "|".join(known.values())
    assert {f"{{{field.token}}}" for field in offered_fields(content("", said))} <= known.keys()
    for token in map(token_in, known):
        assert isinstance(token, FieldToken)
        found = readings(content("", said), token)
        assert str(token) in found.values()
        assert all(known[other] == words for words, other in found.items())


def test_what_no_obligation_says_stays_and_is_named_with_its_place() -> None:
    text = "{O-01 Menge}, {O-77 Frist: Tag}, {O-77 Frist: Tag}, {O-01 Stelle 1}, {O-01 Frist}"
    raw = content(text, duty("2"))
    made = fill_content(raw, {})

    assert made.sections[0].clauses[0].text == text.replace("{O-01 Menge}", "2").replace(
        "{O-01 Frist}", "je Kalenderjahr"
    )
    found = [(gap.words, gap.clause) for gap in gaps(made, {}) if gap.clause]
    assert found == [
        (f"{PLACE}: Die Angabe {{O-77 Frist: Tag}} ist offen; die Pflicht O-77 gibt es nicht.", "p01-1"),
        (
            f"{PLACE}: Die Angabe {{O-01 Stelle 1}} ist offen; die Pflicht O-01 hat diese Angabe nicht.",
            "p01-1",
        ),
    ]
    assert places_by_code(raw) == {"O-01": (PLACE,), "O-77": (PLACE,)}


def test_words_of_an_obligation_are_no_tokens_again() -> None:
    said = duty("2", "{O-01 Menge}", due=DueRule(shape=DueShape.EVENT, trigger="bei {O-01 Menge}"))

    assert filled("{O-01 Frist}", said) == "unverzüglich bei {O-01 Menge}"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("{O-01 Frist}", "{O-01 Menge}"),
        ("Es gilt [WERT].", "{→ p01}"),
        ("Es gilt {‹O-01› Menge}.", "{O-01 Menge}"),
    ],
)
def test_a_token_that_other_words_bring_in_is_never_frozen(text: str, left: str) -> None:
    said = duty("2", due=DueRule(shape=DueShape.EVENT, trigger="bei {O-01 Menge}"))
    made = fill_content(content(text, said), {"WERT": "{→ p01}"})
    assert left in made.sections[0].clauses[0].text
    [gap] = [gap for gap in gaps(made, {}) if gap.clause]
    assert gap.words.startswith(f"{PLACE}: {left} stammt aus")
