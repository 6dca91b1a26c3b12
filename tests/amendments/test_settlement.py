"""Conflicts between a draft and the text that another amendment has made are decided one by one."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.amendments.derivation import derive
from agreements.amendments.rebase import rebase
from agreements.amendments.settlement import RebaseDecision, can_hold, distinct, settle
from agreements.content import Clause, Content
from tests.amendments.contracts import contract, put, rewrite
from tests.amendments.strategies import bases, edits

BASE = contract()
NEW = Clause(key="n1", text="Neu.")
SHARE, NINE = (rewrite(BASE, {"p1-1": f"Der Bezirk stellt {share} Stellen."}) for share in ("1,0", "0,9"))


def words(content: Content) -> str:
    return "\n".join(clause.text for section in content.sections for clause in section.clauses)


def settled(theirs: Content, mine: Content, **decisions: RebaseDecision) -> tuple[Content, list[str]]:
    keyed = {key.replace("_", "-"): one for key, one in decisions.items()}
    merged, left = settle(BASE, derive(BASE, theirs).result, mine, keyed)
    return merged, [one.key for one in left]


def test_an_undecided_conflict_stays_open() -> None:
    assert settled(SHARE, NINE)[1] == ["p1-1"]


@pytest.mark.parametrize(
    ("decision", "text"), [(RebaseDecision.MINE, "0,9 Stellen"), (RebaseDecision.THEIRS, "1,0 Stellen")]
)
def test_words_that_both_changed_are_those_that_were_chosen(decision: RebaseDecision, text: str) -> None:
    merged, left = settled(SHARE, NINE, p1_1=decision)
    assert left == []
    assert text in words(merged)


def test_one_decision_leaves_the_rest_of_the_draft_as_it_is() -> None:
    mine = rewrite(NINE, {"p1-2": "Er berichtet nie.", "p3": "Anders"})
    merged, left = settled(SHARE, mine, p1_1=RebaseDecision.THEIRS)
    assert left == []
    assert "Er berichtet nie." in words(merged)
    assert "Anders" in [section.heading for section in merged.sections]


@pytest.mark.parametrize("decision", RebaseDecision)
def test_a_clause_that_they_rewrote_and_i_removed(decision: RebaseDecision) -> None:
    merged, left = settled(
        rewrite(BASE, {"p3-1": "Umgeschrieben."}), put(BASE, "p3", gone=["p3-1"]), p3_1=decision
    )
    assert left == []
    assert ("Umgeschrieben." in words(merged)) == (decision == RebaseDecision.THEIRS)


def test_a_clause_that_they_removed_can_only_stay_away() -> None:
    theirs, mine = put(BASE, "p3", gone=["p3-1"]), rewrite(BASE, {"p3-1": "Umgeschrieben."})
    assert settled(theirs, mine, p3_1=RebaseDecision.MINE)[1] == ["p3-1"]
    merged, left = settled(theirs, mine, p3_1=RebaseDecision.THEIRS)
    assert left == []
    assert "Umgeschrieben." not in words(merged)


def test_a_section_that_they_removed_is_one_decision() -> None:
    theirs = put(BASE, "p1", gone=["p3"])
    mine = put(rewrite(BASE, {"p3": "Anders", "p3-1": "Umgeschrieben."}), "p3", NEW)
    assert settled(theirs, mine)[1] == ["p3"]
    merged, left = settled(theirs, mine, p3=RebaseDecision.THEIRS)
    assert left == []
    assert [section.key for section in merged.sections] == ["pre", "p1", "p2", "a1"]


@pytest.mark.parametrize("decision", RebaseDecision)
def test_the_end_of_the_term(decision: RebaseDecision) -> None:
    theirs, mine = (
        replace(BASE, term=replace(BASE.term, ends_on=date(year, 12, 31))) for year in (2028, 2030)
    )
    merged, left = settled(theirs, mine, term=decision)
    assert left == []
    assert merged.term.ends_on == date(2028 if decision == RebaseDecision.THEIRS else 2030, 12, 31)


@given(st.data())
@settings(max_examples=60)
def test_who_always_gives_way_has_no_conflict_left(data: st.DataObject) -> None:
    base = data.draw(bases())
    theirs, mine = data.draw(edits(base, "t")), data.draw(edits(base, "m"))
    new = derive(base, theirs).result
    _, conflicts = rebase(base, new, mine)
    decisions = {one.key: RebaseDecision.THEIRS for one in conflicts}
    merged, left = settle(base, new, mine, decisions)
    for _ in range(5):  # what was uncovered is asked, too
        decisions |= {one.key: RebaseDecision.THEIRS for one in left}
        merged, left = settle(base, new, mine, decisions)
    assert left == ()
    assert not rebase(new, new, merged)[1]


@given(st.data())
@settings(max_examples=60)
def test_what_can_hold_and_was_chosen_is_in_the_text(data: st.DataObject) -> None:
    base = data.draw(bases())
    theirs, mine = data.draw(edits(base, "t")), data.draw(edits(base, "m"))
    new = derive(base, theirs).result
    merged, conflicts = rebase(base, new, mine)
    shown = distinct(conflicts, base, mine)
    decided, left = settle(base, new, mine, {one.key: RebaseDecision.MINE for one in shown})
    assert decided == merged
    assert {one.key for one in left} == {one.key for one in shown if not can_hold(one, merged)}
