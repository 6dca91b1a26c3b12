"""Comparison of two contents: complete, minimal, with moved parts."""

from dataclasses import replace
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.amendments.labels import with_labels
from agreements.choices import SectionKind
from agreements.content import Clause, Content, Section
from agreements.drafting.clearance.changed_places import changed_places
from agreements.drafting.comparison.compare import compare
from agreements.drafting.comparison.deviations import deviations
from agreements.drafting.comparison.summary import counts, summary
from agreements.numbering import Numbering
from agreements.word_diff import Grain
from tests.drafting.comparison.contents import (
    in_section,
    long_content,
    two_texts_of_40_sections,
    with_clause,
    with_text,
    without_clause,
)
from tests.drafting.comparison.reconstruction import apply_comparison, read_before
from tests.drafting.comparison.strategies import contents, edited, lawful
from tests.rendering.sample import full_content

MODEL = full_content()


@given(st.tuples(contents, contents) | edited())
@settings(deadline=None, max_examples=60)
def test_applying_a_comparison_gives_the_second_content(pair: tuple[Content, Content]) -> None:
    before, after = pair
    comparison = compare(before, after)
    assert apply_comparison(comparison, before) == after
    assert read_before(comparison) == before
    assert (
        comparison.is_empty == (not deviations(comparison)) == (summary(comparison) == "Keine Unterschiede")
    )


@given(contents)
@settings(deadline=None, max_examples=30)
def test_a_content_equals_itself(content: Content) -> None:
    comparison = compare(content, content)
    assert comparison.is_empty
    assert not deviations(comparison)


@given(contents.map(lawful), contents.map(lawful))
@settings(deadline=None, max_examples=30)
def test_the_comparison_is_symmetric(before: Content, after: Content) -> None:
    forward, backward = counts(compare(before, after)), counts(compare(after, before))
    for one, other in zip(forward, backward, strict=True):
        assert (one.added, one.removed) == (other.removed, other.added)
        assert (one.changed, one.moved) == (other.changed, other.moved)


def test_another_numbering_is_one_change_of_the_head() -> None:
    comparison = compare(
        with_labels(MODEL),
        with_labels(replace(MODEL, numbering=Numbering.ROMAN, lone_clauses_numbered=False)),
    )
    assert summary(comparison) == "1 Angabe im Kopf geändert"
    (field,) = comparison.head
    assert (field.text.before, field.text.after) == (
        "§ 1 (1)",
        "I. / 1., ein einziger Absatz ohne Nummer",
    )
    places = [clause.after.label.split() for clause in comparison.clauses if clause.after]
    assert ["Ziffer", "VI", "Nummer", "2"] in places


def test_a_group_heading_is_compared_like_any_other() -> None:
    group = Section(key="t1", kind=SectionKind.GROUP, heading="Erster Teil")
    with_group = replace(MODEL, sections=(MODEL.sections[0], group, *MODEL.sections[1:]))
    renamed = in_section(with_group, "t1", lambda found: replace(found, heading="1. Teil"))
    assert summary(compare(MODEL, with_group)) == "1 Abschnitt neu"
    assert changed_places(compare(MODEL, with_group)) == ("Erster Teil (neu)",)
    assert [one.place for one in deviations(compare(with_group, renamed))] == ["Überschrift 1. Teil"]


def test_a_comparison_applies_only_to_its_own_content() -> None:
    comparison = compare(MODEL, replace(MODEL, title="Vertrag"))
    with pytest.raises(ValueError, match="another content"):
        apply_comparison(comparison, replace(MODEL, title="Nachtrag"))


def test_a_clause_in_another_section_is_moved() -> None:
    rest, clause = without_clause(MODEL, "p06-2")
    longer = with_text(clause, lambda text: text.replace("10", "20"))
    comparison = compare(MODEL, with_clause(rest, "p07", 0, longer))
    (moved,) = [diff for diff in comparison.clauses if diff.has_changes]
    assert moved.moved
    assert moved.changed
    assert moved.before
    assert moved.after
    assert (moved.before.label, moved.after.label) == ("§\u00a06\u00a0(2)", "§\u00a07\u00a0(1)")
    assert summary(comparison) == "1 Absatz geändert, 1 verschoben"


def test_the_neighbours_of_an_added_clause_are_unchanged() -> None:
    comparison = compare(
        MODEL, with_clause(MODEL, "p06", 0, Clause(key="neu", text="Der Bezirk stellt Räume."))
    )
    assert summary(comparison) == "1 Absatz neu"


def test_a_clause_with_another_key_is_matched_by_its_text() -> None:
    rest, clause = without_clause(MODEL, "p06-2")
    again = Clause(key="wieder-da", text=clause.text.replace("Kernteam", "Kernkreis"))
    comparison = compare(MODEL, with_clause(rest, "p06", 1, again))
    assert summary(comparison).startswith("1 Absatz geändert")
    assert "neu" not in summary(comparison)


def test_clauses_with_shifted_keys_are_matched_by_their_text() -> None:
    shifted = in_section(
        MODEL,
        "p05",
        lambda section: replace(
            section,
            clauses=(
                Clause(key="p05-1", text="Der Bezirk benennt eine verantwortliche Leitung."),
                *(replace(clause, key=f"p05-{n}") for n, clause in enumerate(section.clauses, start=2)),
            ),
        ),
    )
    comparison = compare(replace(MODEL, obligations=()), replace(shifted, obligations=()))
    assert summary(comparison) == "1 Absatz neu"


def test_an_obligation_is_compared_by_fields() -> None:
    (duty, *others) = MODEL.obligations
    changed = replace(duty, title="Räume stellen", unit="Räume", due=replace(duty.due, trigger="bei Bedarf"))
    comparison = compare(MODEL, replace(MODEL, obligations=(changed, *others)))
    (row,) = [row for row in comparison.obligations if row.has_changes]
    assert [field.label for field in row.fields] == ["Pflicht", "Umfang", "Fälligkeit"]
    assert summary(comparison) == "1 Pflicht geändert"


def test_an_obligation_of_a_renumbered_clause_is_unchanged() -> None:
    comparison = compare(
        MODEL, with_clause(MODEL, "p06", 0, Clause(key="neu", text="Der Bezirk stellt Räume."))
    )
    assert not any(row.has_changes for row in comparison.obligations)


def test_an_obligation_of_another_clause_with_the_same_number_is_changed() -> None:
    place = next(duty for duty in MODEL.obligations if duty.clause_key == "p06-1")
    rest, _ = without_clause(MODEL, "p06-1")
    reassigned = tuple(
        replace(duty, clause_key="p06-2") if duty.code == place.code else duty for duty in rest.obligations
    )
    comparison = compare(MODEL, replace(rest, obligations=reassigned))
    (row,) = [row for row in comparison.obligations if row.name == place.code]
    (field,) = row.fields
    assert field.label == "Stelle im Text"
    assert field.text.before != field.text.after
    assert all(text.startswith("§\u00a06\u00a0(1) „") for text in (field.text.before, field.text.after))


def test_head_term_parties_and_signatories_are_compared() -> None:
    (first, *others) = MODEL.signatories
    after = replace(
        MODEL,
        note="Neu.",
        term=replace(MODEL.term, notice_months=6),
        signatories=(replace(first, function="Bezirksbürgermeisterin"), *others),
        parties=tuple(replace(party, address=f"{party.address}, Haus B") for party in MODEL.parties),
    )
    assert summary(compare(MODEL, after)) == (
        "1 Angabe im Kopf geändert, 1 Angabe zur Laufzeit geändert, 2 Vertragsparteien geändert, "
        "1 unterzeichnende Person geändert"
    )


def test_the_version_number_is_ignored() -> None:
    assert compare(MODEL, replace(MODEL, version=MODEL.version + 1)).is_empty


def test_two_texts_of_40_sections_take_less_than_two_seconds() -> None:
    before, after = two_texts_of_40_sections()
    begin = process_time()
    comparison = compare(before, after)
    assert process_time() - begin < 2
    assert apply_comparison(comparison, before) == after
    assert summary(comparison) == "2 Abschnitte verschoben, 80 Absätze geändert, 4 verschoben, 4 neu"


def test_many_clauses_without_common_keys_take_bounded_time() -> None:
    before = long_content(60, clauses=10)
    after = replace(
        before,
        sections=tuple(
            replace(
                section,
                key=f"x{section.key}",
                clauses=tuple(Clause(key=f"x{c.key}", text=f"{c.text} Anders.") for c in section.clauses),
            )
            for section in before.sections
        ),
    )
    begin = process_time()
    comparison = compare(before, after)
    assert process_time() - begin < 5
    assert apply_comparison(comparison, before) == after


def test_a_very_long_clause_is_compared_by_sentences() -> None:
    clause = Clause(key="lang", text="".join(f"Wort {n} von {n % 7}. " for n in range(12_000)))
    before = with_clause(MODEL, "p06", 0, clause)
    after = with_clause(MODEL, "p06", 0, with_text(clause, lambda text: text.replace("5", "6")))
    comparison = compare(before, after)
    assert comparison.is_coarse
    assert [diff.text.grain for diff in comparison.clauses if diff.changed] == [Grain.SENTENCES]
