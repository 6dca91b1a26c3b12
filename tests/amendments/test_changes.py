"""What is derived from an edited text can be applied again, word for word, and to nothing else."""

from dataclasses import replace

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import UNSET

from agreements.amendments.application import ChangeMismatchError, apply, without_repealed
from agreements.amendments.derivation import Derivation, derive, pin_labels
from agreements.amendments.labels import with_labels
from agreements.changes import Change, ClauseTextSet
from agreements.content import Content, Section
from tests.amendments.strategies import bases, edits


def unlabelled(content: Content) -> tuple[Section, ...]:
    return tuple(
        replace(
            section, label=UNSET, clauses=tuple(replace(clause, label=UNSET) for clause in section.clauses)
        )
        for section in content.sections
    )


def holds(base: Content, edited: Content) -> Derivation:
    """Check every promise of `derive` for two texts."""
    derived = derive(base, edited)
    result = derived.result
    assert apply(base, derived.changes) == result
    assert unlabelled(without_repealed(result)) == unlabelled(edited)
    assert without_repealed(result).sections == pin_labels(base, edited).sections
    assert (result.title, result.subject, result.term) == (edited.title, edited.subject, edited.term)
    assert {party.side: party for party in result.parties} == {party.side: party for party in edited.parties}
    assert {duty.code: duty for duty in result.obligations} == {
        duty.code: duty for duty in edited.obligations
    }
    assert (
        msgspec.json.decode(msgspec.json.encode(derived.changes), type=tuple[Change, ...]) == derived.changes
    )
    keys = [part.key for section in result.sections for part in (section, *section.clauses)]
    assert len(keys) == len(set(keys))
    if not derived.problems:
        for parts in (result.sections, *(section.clauses for section in result.sections)):
            labels = [part.label for part in parts if part.label]
            assert len(labels) == len(set(labels))
    kept = {section.key: section.label for section in with_labels(base).sections}
    for section in result.sections:
        if section.repealed and section.key in kept:
            assert section.label == kept[section.key]
    return derived


@given(st.data())
@settings(deadline=None)
def test_applying_gives_the_edited_text_through_several_amendments(data: st.DataObject) -> None:
    text = data.draw(bases())
    for mark in ("a", "b", "d"):
        derived = holds(text, data.draw(edits(text, mark)))
        text = text if derived.problems else derived.result  # what has a problem is not frozen


@given(bases())
def test_an_unchanged_text_has_no_changes(base: Content) -> None:
    derived = derive(base, base)
    assert (derived.changes, derived.problems, derived.result) == ((), (), with_labels(base))
    assert derive(derived.result, without_repealed(derived.result)).changes == ()


@given(st.data())
@settings(deadline=None)
def test_a_change_does_not_fit_a_text_that_has_it_already(data: st.DataObject) -> None:
    base = data.draw(bases())
    for change in derive(base, data.draw(edits(base, "a"))).changes:
        if isinstance(change, ClauseTextSet):
            other = derive(base, base).result
            words = replace_text(other, change.key, "ganz andere Wörter")
            with pytest.raises(ChangeMismatchError):
                apply(words, [change])


def replace_text(content: Content, key: str, text: str) -> Content:
    return replace(
        content,
        sections=tuple(
            replace(
                section,
                clauses=tuple(replace(c, text=text) if c.key == key else c for c in section.clauses),
            )
            for section in content.sections
        ),
    )
