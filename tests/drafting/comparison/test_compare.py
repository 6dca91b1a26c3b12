"""Two contents: nothing is left out, nothing is made up, and what moved is known to have moved."""

from dataclasses import replace
from time import perf_counter

import pytest
from hypothesis import given, settings

from agreements.content import Clause, Content
from agreements.drafting.comparison.compare import compare
from agreements.drafting.comparison.deviations import deviations
from agreements.drafting.comparison.reconstruction import after_of, apply, before_of
from agreements.drafting.comparison.summary import counts, summary
from agreements.drafting.comparison.word_diff import Grain
from tests.drafting.comparison.contents import (
    in_section,
    long_content,
    two_texts_of_40_sections,
    with_clause,
    with_text,
    without_clause,
)
from tests.drafting.comparison.strategies import contents, edited, lawful
from tests.rendering.sample import full_content

MODEL = full_content()


@given(contents, contents)
@settings(deadline=None)
def test_applying_the_comparison_to_one_gives_the_other(before: Content, after: Content) -> None:
    found = compare(before, after)
    assert apply(found, before) == after
    assert before_of(found) == before
    assert found.is_empty == (not deviations(found)) == (summary(found) == "Keine Unterschiede")


@given(edited())
@settings(deadline=None)
def test_what_was_only_moved_about_can_be_read_back_too(pair: tuple[Content, Content]) -> None:
    before, after = pair
    found = compare(before, after)
    assert (before_of(found), after_of(found)) == (before, after)


@given(contents)
@settings(deadline=None)
def test_a_content_does_not_differ_from_itself(content: Content) -> None:
    found = compare(content, content)
    assert found.is_empty
    assert not deviations(found)


@given(contents.map(lawful), contents.map(lawful))
@settings(deadline=None)
def test_the_other_way_round_the_same_is_found(before: Content, after: Content) -> None:
    there, back = counts(compare(before, after)), counts(compare(after, before))
    for one, other in zip(there, back, strict=True):
        assert (one.added, one.removed) == (other.removed, other.added)
        assert (one.changed, one.moved) == (other.changed, other.moved)


def test_a_comparison_is_applied_to_nothing_else() -> None:
    found = compare(MODEL, replace(MODEL, title="Vertrag"))
    with pytest.raises(ValueError, match="another content"):
        apply(found, replace(MODEL, title="Nachtrag"))


def test_a_clause_moved_into_another_section_is_moved_and_not_new() -> None:
    rest, clause = without_clause(MODEL, "p06-2")
    longer = with_text(clause, lambda text: text.replace("10", "20"))
    found = compare(MODEL, with_clause(rest, "p07", 0, longer))
    (moved,) = [diff for diff in found.clauses if diff.touched]
    assert moved.moved
    assert moved.changed
    assert moved.before
    assert moved.after
    assert (moved.before.label, moved.after.label) == ("§\u00a06\u00a0(2)", "§\u00a07\u00a0(1)")
    assert summary(found) == "1 Absatz geändert, 1 verschoben"


def test_the_neighbours_of_a_new_clause_have_not_moved() -> None:
    found = compare(MODEL, with_clause(MODEL, "p06", 0, Clause(key="neu", text="Der Bezirk stellt Räume.")))
    assert summary(found) == "1 Absatz neu"


def test_a_clause_that_was_written_anew_under_another_key_is_found_by_its_words() -> None:
    rest, clause = without_clause(MODEL, "p06-2")
    again = Clause(key="wieder-da", text=clause.text.replace("Kernteam", "Kernkreis"))
    found = compare(MODEL, with_clause(rest, "p06", 1, again))
    assert summary(found).startswith("1 Absatz geändert")
    assert "neu" not in summary(found)


def test_keys_that_slipped_by_one_do_not_deceive() -> None:
    """A later version of the model text numbers its keys anew."""
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
    found = compare(replace(MODEL, obligations=()), replace(shifted, obligations=()))
    assert summary(found) == "1 Absatz neu"


def test_an_obligation_is_told_field_by_field() -> None:
    (duty, *others) = MODEL.obligations
    changed = replace(duty, title="Räume stellen", unit="Räume", due=replace(duty.due, trigger="bei Bedarf"))
    found = compare(MODEL, replace(MODEL, obligations=(changed, *others)))
    (row,) = [row for row in found.obligations if row.touched]
    assert [field.label for field in row.fields] == ["Pflicht", "Umfang", "Fälligkeit"]
    assert summary(found) == "1 Pflicht geändert"


def test_an_obligation_whose_clause_only_got_another_number_has_not_changed() -> None:
    found = compare(MODEL, with_clause(MODEL, "p06", 0, Clause(key="neu", text="Der Bezirk stellt Räume.")))
    assert not any(row.touched for row in found.obligations)


def test_an_obligation_at_another_clause_of_the_same_number_is_told() -> None:
    place = next(duty for duty in MODEL.obligations if duty.clause_key == "p06-1")
    rest, _ = without_clause(MODEL, "p06-1")
    hung_on = tuple(
        replace(duty, clause_key="p06-2") if duty.code == place.code else duty for duty in rest.obligations
    )
    found = compare(MODEL, replace(rest, obligations=hung_on))
    (row,) = [row for row in found.obligations if row.name == place.code]
    (field,) = row.fields
    assert field.label == "Stelle im Text"
    assert field.text.before != field.text.after
    assert all(text.startswith("§\u00a06\u00a0(1) „") for text in (field.text.before, field.text.after))


def test_term_people_and_head_are_compared() -> None:
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


def test_a_version_number_alone_is_no_difference() -> None:
    assert compare(MODEL, replace(MODEL, version=MODEL.version + 1)).is_empty


def test_two_texts_of_40_sections_are_compared_at_once() -> None:
    before, after = two_texts_of_40_sections()
    begin = perf_counter()
    found = compare(before, after)
    assert perf_counter() - begin < 2
    assert apply(found, before) == after
    assert summary(found) == "2 Abschnitte verschoben, 80 Absätze geändert, 4 verschoben, 4 neu"


def test_many_clauses_without_a_common_key_stay_bounded() -> None:
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
    begin = perf_counter()
    found = compare(before, after)
    assert perf_counter() - begin < 5
    assert apply(found, before) == after


def test_a_clause_too_long_for_words_says_so() -> None:
    clause = Clause(key="lang", text="".join(f"Wort {n} von {n % 7}. " for n in range(12_000)))
    before = with_clause(MODEL, "p06", 0, clause)
    after = with_clause(MODEL, "p06", 0, with_text(clause, lambda text: text.replace("5", "6")))
    found = compare(before, after)
    assert found.is_coarse
    assert [diff.text.grain for diff in found.clauses if diff.changed] == [Grain.SENTENCES]
