"""The text on a day: contract and amendments, by effective day, then as they were concluded."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.amendment_choices import EffectKind
from agreements.amendments.application import without_repealed
from agreements.amendments.composition import InEffect, UncomposableTextError, compose, misfits
from agreements.amendments.labels import with_labels
from agreements.amendments.reservation import touched
from agreements.changes import Amendment, Effect
from agreements.content import Clause, Content
from tests.amendments.contracts import SIGNED, amended, contract, put, rewrite, section
from tests.amendments.strategies import bases, edits

BASE = contract()
MAY, JULY = date(2026, 5, 1), date(2026, 7, 1)
STAFF = {"p1-1": "Der Bezirk stellt 1,0 Stellen."}
REPORT = {"p1-2": "Er berichtet zweimal im Jahr."}


def text_of(content: Content, key: str) -> str:
    return next(c.text for s in content.sections for c in s.clauses if c.key == key)


def changes_of(one: InEffect) -> frozenset[str]:
    amendment = one.content.amendment
    assert isinstance(amendment, Amendment)
    return touched(amendment.changes)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 6, 30), "Der Bezirk stellt 0,75 Stellen."),
        (JULY, STAFF["p1-1"]),
        (date(2026, 7, 2), STAFF["p1-1"]),
    ],
)
def test_an_amendment_applies_from_its_day_on(day: date, text: str) -> None:
    first = amended(BASE, rewrite(BASE, STAFF), begins=JULY, concluded=MAY)
    assert text_of(compose(BASE, [first], day).content, "p1-1") == text


def test_without_amendments_it_is_the_contract_with_its_numbers() -> None:
    assert compose(BASE, [], JULY).content == with_labels(BASE)


def test_two_that_touch_different_places_give_one_text_in_either_order() -> None:
    """Given the 1st from July on, and the 2nd, signed later, from May on."""
    first = amended(BASE, rewrite(BASE, STAFF), 1, begins=JULY, concluded=date(2026, 2, 1))
    second = amended(BASE, rewrite(BASE, REPORT), 2, begins=MAY, concluded=date(2026, 4, 1))
    texts = [
        [text_of(compose(BASE, both, day).content, key) for key in ("p1-1", "p1-2")]
        for both in ([first, second], [second, first])
        for day in (MAY, JULY)
    ]
    between = ["Der Bezirk stellt 0,75 Stellen.", REPORT["p1-2"]]
    assert texts == [between, [STAFF["p1-1"], REPORT["p1-2"]]] * 2
    assert misfits(BASE, [first, second]) == ()


def test_one_that_builds_on_a_later_one_does_not_fit_and_is_named() -> None:
    """Given the 1st from July on, when the 2nd changes its new words from May on: there is no text in June."""
    first = amended(BASE, rewrite(BASE, STAFF), 1, begins=JULY)
    base = compose(BASE, [first], JULY).content
    second = amended(base, rewrite(base, {"p1-1": "Anders."}), 2, begins=MAY)
    with pytest.raises(UncomposableTextError) as error:
        compose(BASE, [first, second], date(2026, 6, 1))
    assert (error.value.number, error.value.target) == (2, "p1-1")
    assert [one.number for one in misfits(BASE, [first, second])] == [2, 2]


def test_on_one_day_the_one_concluded_first_comes_first() -> None:
    first = amended(BASE, rewrite(BASE, STAFF), 2, begins=JULY, concluded=MAY)
    base = compose(BASE, [first], JULY).content
    second = amended(base, rewrite(base, {"p1-1": "Anders."}), 1, begins=JULY, concluded=date(2026, 6, 1))
    assert text_of(compose(BASE, [second, first], JULY).content, "p1-1") == "Anders."


def test_it_knows_where_each_changed_place_comes_from_and_what_stood_there() -> None:
    first = amended(BASE, rewrite(BASE, STAFF), 1, begins=MAY)
    base = compose(BASE, [first], MAY).content
    new = Clause(key="n1", text="Neu.")
    second = amended(base, put(rewrite(base, {"p1-1": "Anders."}), "p3", new, gone=["p3-1"]), 2, begins=JULY)
    origins = compose(BASE, [first, second], JULY).origins
    assert {
        key: [(one.number, one.effective_on, one.before) for one in found] for key, found in origins.items()
    } == {
        "p1-1": [(1, MAY, "Der Bezirk stellt 0,75 Stellen."), (2, JULY, STAFF["p1-1"])],
        "p3-1": [(2, JULY, "Eins.")],
        "n1": [(2, JULY, None)],
    }


def test_an_amendment_that_says_not_what_it_changes_makes_no_text() -> None:
    loose = InEffect(number=1, effective_on=MAY, concluded_on=MAY, content=replace(BASE, number=1))
    with pytest.raises(UncomposableTextError):
        compose(BASE, [loose], JULY)


def test_a_contract_altered_behind_our_backs_makes_no_text() -> None:
    first = amended(BASE, rewrite(BASE, STAFF), begins=MAY)
    with pytest.raises(UncomposableTextError):
        compose(rewrite(BASE, {"p1-1": "Der Bezirk stellt 2 Stellen."}), [first], JULY)


@pytest.mark.parametrize(
    ("effect", "first_day"),
    [
        (Effect(), SIGNED),
        (Effect(EffectKind.NOT_BEFORE, date(2023, 7, 1)), SIGNED),
        (Effect(EffectKind.NOT_BEFORE, date(2023, 8, 1)), date(2023, 8, 1)),
        (Effect(EffectKind.AS_OF, date(2023, 1, 1)), date(2023, 1, 1)),
        (Effect(EffectKind.AS_OF, date(2024, 2, 29)), date(2024, 2, 29)),
    ],
)
def test_the_first_day_of_an_amendment(effect: Effect, first_day: date) -> None:
    assert effect.first_day(SIGNED) == first_day


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (rewrite(BASE, STAFF), rewrite(BASE, REPORT), frozenset()),
        (rewrite(BASE, STAFF), rewrite(BASE, {"p1-1": "Anders."}), {"p1-1"}),
        (rewrite(BASE, STAFF), put(BASE, "p2", gone=["p1"]), {"p1-1"}),
        (
            put(BASE, "p1", section("q", "A.")),
            put(BASE, "p1", section("r", "B.")),
            {"p1", "§\u00a01a"},
        ),
        (
            put(BASE, "p1", Clause(key="n1", text="A.")),
            put(BASE, "p1", Clause(key="n2", text="B.")),
            {"p1-3", "p1 (4)"},
        ),
        (
            put(BASE, "p1", Clause(key="n1", text="A."), at=1),
            put(BASE, "p1", Clause(key="n2", text="B.")),
            frozenset(),
        ),
        (put(BASE, "p1", Clause(key="n1", text="A.")), put(BASE, "p2", gone=["p1"]), {"p1-3"}),
        (replace(BASE, title="A"), replace(BASE, title="B"), {"title"}),
    ],
)
def test_two_amendments_meet_where_they_touch_one_place(
    one: Content, other: Content, meet: frozenset[str]
) -> None:
    assert changes_of(amended(BASE, one)) & changes_of(amended(BASE, other)) == meet


@given(st.data())
@settings(deadline=None)
def test_two_that_do_not_meet_can_be_applied_in_either_order(data: st.DataObject) -> None:
    base = data.draw(bases())
    one = amended(base, data.draw(edits(base, "a")), 1, begins=MAY)
    other = amended(base, data.draw(edits(base, "b")), 2, begins=JULY)
    if changes_of(one) & changes_of(other):
        return
    both = compose(base, [one, other], JULY).content
    turned = compose(base, [replace(one, effective_on=JULY), replace(other, effective_on=MAY)], JULY).content
    assert without_repealed(both).sections == without_repealed(turned).sections
    assert both.term == turned.term
