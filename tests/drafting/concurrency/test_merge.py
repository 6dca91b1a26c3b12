"""Three-way merge: nothing is lost, and nothing appears that neither side wrote."""

from collections.abc import Sequence
from itertools import pairwise
from time import process_time

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from agreements.drafting.concurrency.merge import merge_fields
from agreements.text_merge import Conflict, Merged, merge_texts, undecided
from agreements.word_diff import TOKEN

BASE = (
    "Der Bezirk benennt zwei Personen aus dem Jugendamt, die bis zum 1. März die Steuerung übernehmen. "
    "Er berichtet der Bezirksverordnetenversammlung einmal im Jahr."
)
WORDS = [
    "der",
    "Bezirk",
    "und",
    "§ 6",
    "3,5",
    "a",
    "👩‍👩‍👧",
    "🇩🇪",
    "e\u0301",
    "שלום",
    "‹sechs›",
    "\u200b",
    "-",
    ".",
    ",",
    "\n",
    "1. ",
    "a) ",
    "\n   b) ",
    "❤️",
]
word = st.sampled_from(WORDS) | st.text(max_size=3)
texts = st.lists(word, max_size=12).map(" ".join) | st.text(max_size=30)


def pairs(text: str) -> set[tuple[str, ...]]:
    found = ["<", *TOKEN.findall(text), ">"]
    return set(pairwise(found))


def decided(merged: Merged, side: str) -> str:
    return "".join(part if isinstance(part, str) else getattr(part, side) for part in merged.parts)


@given(texts, texts)
def test_who_changed_nothing_takes_what_the_other_wrote(base: str, changed: str) -> None:
    assert merge_texts(base, base, changed).text == changed
    assert merge_texts(base, changed, base).text == changed
    assert merge_texts(base, changed, changed).text == changed


@given(texts, texts, texts, texts)
def test_changes_at_different_places_both_survive(head: str, tail: str, new_head: str, new_tail: str) -> None:
    middle = " und zwischen beiden Stellen steht einiges "
    merged = merge_texts(head + middle + tail, new_head + middle + tail, head + middle + new_tail)
    assert merged.text == new_head + middle + new_tail
    assert not merged.conflicts


@given(texts, texts, texts)
def test_a_clear_merge_holds_nothing_that_neither_side_wrote(base: str, theirs: str, mine: str) -> None:
    merged = merge_texts(base, theirs, mine)
    if not merged.conflicts:
        assert pairs(merged.text) <= pairs(theirs) | pairs(mine)


@given(texts, texts, texts)
def test_a_conflict_names_what_each_side_wrote(base: str, theirs: str, mine: str) -> None:
    merged = merge_texts(base, theirs, mine)
    assert undecided(merged.text) == bool(merged.conflicts)
    for conflict in merged.conflicts:
        assert conflict.base in base
        assert conflict.theirs in theirs
        assert conflict.mine in mine
        assert len({conflict.base, conflict.theirs, conflict.mine}) == 3
        for variant in (conflict.theirs.strip(), conflict.mine.strip()):
            assert variant in merged.text


@given(texts, texts, texts)
def test_the_merge_is_the_same_from_both_sides_and_every_time(base: str, theirs: str, mine: str) -> None:
    merged, turned = merge_texts(base, theirs, mine), merge_texts(base, mine, theirs)
    assert merged == merge_texts(base, theirs, mine)
    assert decided(merged, "theirs") == decided(turned, "mine")
    assert decided(merged, "mine") == decided(turned, "theirs")


@given(texts, texts, texts)
def test_what_is_seen_as_one_character_is_never_split(base: str, theirs: str, mine: str) -> None:
    for conflict in merge_texts(base, theirs, mine).conflicts:
        for piece, whole in ((conflict.theirs, theirs), (conflict.mine, mine), (conflict.base, base)):
            borders = {found.start() for found in regex.finditer(r"\X", whole)} | {len(whole)}
            starts = [found.start() for found in regex.finditer(regex.escape(piece), whole, overlapped=True)]
            assert any(start in borders and start + len(piece) in borders for start in starts)


@pytest.mark.parametrize(
    ("theirs", "mine", "expected"),
    [
        # different places of one sentence and of two
        (("zwei", "drei"), ("1. März", "1. Mai"), "drei Personen aus dem Jugendamt, die bis zum 1. Mai"),
        (("zwei", "drei"), ("einmal im Jahr", "zweimal im Jahr"), "zweimal im Jahr"),
        # both made the same correction, one of them another one besides
        (
            ("zwei", "drei"),
            ("zwei Personen aus dem Jugendamt", "drei Personen aus dem Jugendamt und"),
            "Jugendamt und",
        ),
        # one removed a sentence that the other did not touch
        (
            (" Er berichtet der Bezirksverordnetenversammlung einmal im Jahr.", ""),
            ("zwei", "drei"),
            "drei Personen",
        ),
    ],
)
def test_these_merge_by_themselves(theirs: tuple[str, str], mine: tuple[str, str], expected: str) -> None:
    merged = merge_texts(BASE, BASE.replace(*theirs), BASE.replace(*mine))
    assert not merged.conflicts
    assert expected in merged.text


@pytest.mark.parametrize(
    ("theirs", "mine", "conflict"),
    [
        (("zwei", "drei"), ("zwei", "vier"), Conflict("zwei", "drei", "vier")),
        # neighbouring words are asked about: „drei Fachkräfte“ is what neither of them meant
        (
            ("zwei", "drei"),
            ("Personen", "Fachkräfte"),
            Conflict("zwei Personen", "drei Personen", "zwei Fachkräfte"),
        ),
        # both added something at the end
        (("Jahr.", "Jahr. A."), ("Jahr.", "Jahr. B."), Conflict("", " A.", " B.")),
    ],
)
def test_these_are_asked_about(theirs: tuple[str, str], mine: tuple[str, str], conflict: Conflict) -> None:
    merged = merge_texts(BASE, BASE.replace(*theirs), BASE.replace(*mine))
    assert [(c.theirs.strip(), c.mine.strip()) for c in merged.conflicts] == [
        (conflict.theirs.strip(), conflict.mine.strip())
    ]
    assert f"⟦gespeichert: {conflict.theirs.strip()}⟧ ⟦Ihr Text: {conflict.mine.strip()}⟧" in merged.text


@pytest.mark.parametrize("end", ["", " e\u0301"])  # with letters that need graphemes, too
def test_a_field_is_kept_or_changed_as_a_whole(end: str) -> None:
    base, theirs, mine = (
        f"Es sind {{{field}}}{end}." for field in ("O-19 Menge", "O-19 Menge: Wort", "O-20 Menge")
    )
    assert merge_texts(base, theirs, mine).conflicts == (
        Conflict("{O-19 Menge}", "{O-19 Menge: Wort}", "{O-20 Menge}"),
    )


def test_a_passage_that_one_removed_and_the_other_changed_says_so() -> None:
    merged = merge_texts(
        BASE, BASE.replace("zwei Personen aus dem Jugendamt, ", ""), BASE.replace("zwei", "drei")
    )
    assert "(gestrichen)" in merged.text
    assert "⟦Ihr Text: drei" in merged.text


def test_items_of_an_enumeration_are_apart_however_short_they_are() -> None:
    base = "Dazu gehören\n1. Kita\n2. Hort\n3. Amt"
    merged = merge_texts(base, base.replace("Kita", "Kitas"), base.replace("Hort", "Horte"))
    assert merged.text == "Dazu gehören\n1. Kitas\n2. Horte\n3. Amt"


@pytest.mark.parametrize(
    ("base", "theirs", "mine"),
    [
        ("a " * 100_000, "b a " * 50_000, "a b b " * 33_000),
        ("." * 200_000, "," * 200_000, ".," * 100_000),
        ("a\u0301" * 100_000, "👩‍👩‍👧" * 40_000, "a" * 200_000),
    ],
    ids=["words", "signs", "clusters"],
)
def test_the_longest_texts_take_seconds_at_most(base: str, theirs: str, mine: str) -> None:
    began = process_time()
    merged = merge_texts(base, theirs, mine)
    assert process_time() - began < 20
    assert merged.conflicts


def test_a_long_text_with_one_change_on_each_side_is_still_read_word_by_word() -> None:
    base = " ".join(f"Wort{number}" for number in range(20_000))
    merged = merge_texts(base, base.replace("Wort5 ", "Neu "), base.replace("Wort900 ", "Anders "))
    assert not merged.conflicts
    assert "Neu " in merged.text
    assert "Anders " in merged.text


Row = dict[str, tuple[str, ...]]
rows = st.dictionaries(
    st.sampled_from("abcd"), st.lists(st.sampled_from(["", "x", "y"]), max_size=2).map(tuple)
)


@given(rows, rows)
def test_fields_that_one_side_changed_merge_by_themselves(base: Row, changed: Row) -> None:
    for merged in (
        merge_fields(base, base, changed),
        merge_fields(base, changed, base),
        merge_fields(base, changed, changed),
    ):
        assert not merged.conflicts
        assert {name: value for name, value in merged.values.items() if value} == {
            name: value for name, value in changed.items() if value
        }


@given(rows, rows, rows)
def test_every_field_is_somebodys_and_every_clash_is_named(base: Row, theirs: Row, mine: Row) -> None:
    merged = merge_fields(base, theirs, mine)
    for name, value in merged.values.items():
        old, left, right = (row.get(name, ()) for row in (base, theirs, mine))
        assert value in (left, right)
        assert (name in merged.conflicts) == (left not in (old, right) and right != old)
    assert merged.choose("theirs").keys() == merged.values.keys()


@given(rows, rows)
def test_without_a_base_nothing_merges_by_itself(theirs: Row, mine: Row) -> None:
    merged = merge_fields(None, theirs, mine)
    differing = {name for name in {*theirs, *mine} if theirs.get(name, ()) != mine.get(name, ())}
    assert merged.conflicts.keys() == differing


def fields(**said: str | Sequence[str]) -> Row:
    return {name: (value,) if isinstance(value, str) else tuple(value) for name, value in said.items()}


def test_a_text_among_fields_merges_word_by_word() -> None:
    base = fields(text=BASE, order="1")
    theirs = fields(text=BASE.replace("zwei", "drei"), order="1")
    mine = fields(text=BASE.replace("einmal", "zweimal"), order="2")
    merged = merge_fields(base, theirs, mine, prose=frozenset({"text"}))
    assert not merged.conflicts
    assert "drei" in merged.values["text"][0]
    assert "zweimal" in merged.values["text"][0]
    assert merged.values["order"] == ("2",)


def test_fields_that_say_one_thing_together_clash_together() -> None:
    base = fields(shape="fixed", day="1", title="A")
    theirs, mine = fields(shape="event", day="1", title="A"), fields(shape="fixed", day="2", title="B")
    assert not merge_fields(base, theirs, mine).conflicts
    merged = merge_fields(base, theirs, mine, field_groups=[frozenset({"shape", "day"})])
    assert merged.conflicts.keys() == {"shape", "day"}
    assert merged.values["title"] == ("B",)
    assert merged.choose("theirs")["shape"] == ("event",)


def test_fields_that_clash_together_are_asked_about_in_the_order_of_the_form() -> None:
    names = [f"field_{number}" for number in range(8)]
    base = dict.fromkeys(names, ("old",))
    theirs, mine = base | dict.fromkeys(names[::2], ("a",)), base | dict.fromkeys(names[1::2], ("b",))
    assert list(merge_fields(base, theirs, mine, field_groups=[frozenset(names)]).conflicts) == names


def test_rows_of_a_table_merge_while_nobody_adds_or_removes_one() -> None:
    base, theirs, mine = fields(t=["a", "b"]), fields(t=["A", "b"]), fields(t=["a", "B"])
    assert merge_fields(base, theirs, mine, tables=frozenset("t")).values == {"t": ("A", "B")}
    added = fields(t=["a", "b", "c"])
    assert merge_fields(base, theirs, added, tables=frozenset("t")).conflicts.keys() == {"t"}
