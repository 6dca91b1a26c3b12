"""A draft is brought onto the text that another amendment has made meanwhile."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.amendments.application import without_repealed
from agreements.amendments.derivation import derive
from agreements.amendments.rebase import RebaseConflict, rebase
from agreements.content import Clause, Content
from tests.amendments.contracts import contract, labels, put, rewrite, section
from tests.amendments.strategies import bases, edits
from tests.amendments.test_changes import unlabelled

BASE = contract()
NEW, OTHER = Clause(key="n1", text="Neu."), Clause(key="n2", text="Auch neu.")


def onto(theirs: Content, mine: Content) -> tuple[Content, tuple[RebaseConflict, ...]]:
    """Bring what is `mine` onto the text that `theirs` made."""
    return rebase(BASE, derive(BASE, theirs).result, mine)


def result(theirs: Content, mine: Content) -> str:
    """Return the labels of the text after both."""
    merged, conflicts = onto(theirs, mine)
    assert not conflicts
    return labels(derive(derive(BASE, theirs).result, merged).result)


def test_changes_of_different_places_come_together() -> None:
    merged, conflicts = onto(
        rewrite(BASE, {"p1-1": "Der Bezirk stellt 1,0 Stellen.", "p2": "Neue Überschrift"}),
        rewrite(BASE, {"p1-2": "Er berichtet nie."}),
    )
    assert not conflicts
    assert [c.text for c in merged.sections[1].clauses] == [
        "Der Bezirk stellt 1,0 Stellen.",
        "Er berichtet nie.",
        "Drittens.",
    ]
    assert merged.sections[2].heading == "Neue Überschrift"


def test_both_append_and_insert_and_the_later_one_gets_the_next_number() -> None:
    assert result(put(BASE, "p1", NEW), put(BASE, "p1", OTHER)) == (
        "preamble preamble § 1 (1) (2) (3) (4) (5) § 2 (1) § 3 (1) (2) Anlage 1 annex"
    )
    assert result(put(BASE, "p1", section("q", "A.")), put(BASE, "p1", section("r", "B."))) == (
        "preamble preamble § 1 (1) (2) (3) § 1a (1) § 1b (1) § 2 (1) § 3 (1) (2) Anlage 1 annex"
    )


def test_what_they_removed_stays_removed() -> None:
    assert result(put(BASE, "p1", gone=["p1-2"]), rewrite(BASE, {"p1-1": "Neu."})).startswith(
        "preamble preamble § 1 (1) [(2)] (3)"
    )


def test_one_word_changed_by_both_is_a_conflict_with_both_variants() -> None:
    theirs = rewrite(BASE, {"p1-1": "Der Bezirk stellt 1,0 Stellen."})
    merged, [conflict] = onto(theirs, rewrite(BASE, {"p1-1": "Der Bezirk stellt 0,9 Stellen."}))
    assert (conflict.key, conflict.theirs, conflict.mine) == (
        "p1-1",
        "Der Bezirk stellt 1,0 Stellen.",
        "Der Bezirk stellt 0,9 Stellen.",
    )
    assert "1,0" in conflict.text
    assert "0,9" in conflict.text
    assert merged.sections[1].clauses[0].text == "Der Bezirk stellt 0,9 Stellen."


@pytest.mark.parametrize(
    ("theirs", "mine", "expected"),
    [
        (  # removed there, rewritten here
            put(BASE, "p1", gone=["p1-1"]),
            rewrite(BASE, {"p1-1": "Neu."}),
            RebaseConflict(key="p1-1", base="Der Bezirk stellt 0,75 Stellen.", theirs=None, mine="Neu."),
        ),
        (  # rewritten there, removed here
            rewrite(BASE, {"p3-1": "Neu."}),
            put(BASE, "p3", gone=["p3-1"]),
            RebaseConflict(key="p3-1", base="Eins.", theirs="Neu.", mine=None),
        ),
        (  # the part behind which it was inserted is gone
            put(BASE, "p1", gone=["p1-3"]),
            put(BASE, "p1", NEW),
            RebaseConflict(key="n1", base=None, theirs=None, mine="Neu."),
        ),
        (  # the § in which it was written is gone
            put(BASE, "p1", gone=["p3"]),
            put(BASE, "p3", NEW),
            RebaseConflict(key="n1", base=None, theirs=None, mine="Neu."),
        ),
    ],
)
def test_what_one_removed_and_the_other_needs_is_a_conflict(
    theirs: Content, mine: Content, expected: RebaseConflict
) -> None:
    assert expected in onto(theirs, mine)[1]


def test_the_term_is_merged_field_by_field() -> None:
    longer = replace(BASE, term=replace(BASE.term, ends_on=date(2028, 2, 29)))
    notice = replace(BASE, term=replace(BASE.term, notice_months=6))
    merged, conflicts = onto(longer, notice)
    assert not conflicts
    assert (merged.term.ends_on, merged.term.notice_months) == (date(2028, 2, 29), 6)
    shorter = replace(BASE, term=replace(BASE.term, ends_on=date(2027, 12, 31)))
    merged, [conflict] = onto(longer, shorter)
    assert (conflict.key, merged.term) == ("term", shorter.term)


@given(st.data())
@settings(deadline=None)
def test_who_changed_nothing_gets_the_new_text_and_nobody_loses_theirs(data: st.DataObject) -> None:
    base = data.draw(bases())
    edited = data.draw(edits(base, "a"))
    new = derive(base, edited).result
    merged, conflicts = rebase(base, new, without_repealed(base))
    assert not conflicts
    assert unlabelled(merged) == unlabelled(edited)
    merged, conflicts = rebase(base, base, edited)
    assert not conflicts
    assert unlabelled(merged) == unlabelled(edited)


@given(st.data())
@settings(deadline=None)
def test_every_word_of_the_edited_text_is_in_the_merged_one_or_in_a_conflict(data: st.DataObject) -> None:
    base = data.draw(bases())
    new = derive(base, data.draw(edits(base, "a"))).result
    mine = data.draw(edits(base, "b"))
    merged, conflicts = rebase(base, new, mine)
    kept = {c.key for s in merged.sections for c in s.clauses}
    named = {conflict.key for conflict in conflicts}
    before = {c.key: c.text for s in base.sections for c in s.clauses}
    gone = {s.key for s in mine.sections} - {s.key for s in merged.sections}
    for one in mine.sections:
        for clause in one.clauses:
            changed = before.get(clause.key) != clause.text
            assert not changed or clause.key in kept | named or (one.key in gone and one.key in named)
    assert derive(new, merged).result
