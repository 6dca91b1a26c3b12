"""Actions that split, join, move, remove and restore."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements.choices import SectionKind, Status
from agreements.drafting.actions import reordering, text
from agreements.drafting.actions.removals import open_removals, restore
from agreements.errors import ActionRefused
from agreements.models import Clause, Instrument
from tests.drafting.texts import AT, clause_of, clauses, join, last_event, order, place, remove, split, texts
from tests.drafting.texts import restore as put_back
from tests.scenario import Scenario

LOCKED = "p16-2"


# --- parting ----------------------------------------------------------------------------------------------------------


def test_a_clause_is_parted_where_the_caret_stands(scenario: Scenario) -> None:
    draft, before = scenario.draft, clauses(scenario.draft, "p03")
    rest = split(draft, "p03-1", "Der erste Teil.", "Der zweite Teil.", scenario.amira)
    assert clauses(draft, "p03") == [before[0], rest.key, *before[1:]]
    assert texts(draft, "p03")[:2] == ["Der erste Teil.", "Der zweite Teil."]
    assert clause_of(draft, "p03-1").revision == 2
    kinds = list(draft.agreement.events.order_by("-sequence").values_list("kind", flat=True)[:2])
    assert kinds == ["clause_added", "clause_edited"]


def test_obligations_stay_with_the_first_part(scenario: Scenario) -> None:
    owed = scenario.draft.terms.exclude(clause=None).filter(clause__locked=False)[0]
    assert owed.clause is not None
    split(scenario.draft, owed.clause.key, "Anfang.", "Ende.", scenario.amira)
    owed.refresh_from_db()
    assert owed.clause is not None
    assert owed.clause.text == "Anfang."


@pytest.mark.parametrize(
    ("before", "after"), [("", "x"), ("x", " "), ("⟦gespeichert: a⟧ ⟦Ihr Text: b⟧", "x")]
)
def test_a_part_that_is_no_text_is_refused(before: str, after: str, scenario: Scenario) -> None:
    whole = clause_of(scenario.draft, "p03-1").text
    with pytest.raises(ActionRefused):
        split(scenario.draft, "p03-1", before, after, scenario.amira)
    assert clause_of(scenario.draft, "p03-1").text == whole


def test_what_was_joined_comes_back_with_its_key_its_rules_and_its_obligations(scenario: Scenario) -> None:
    draft = scenario.draft
    owed = draft.terms.filter(clause__key="p03-3").get()
    join(draft, "p03-3", "p03-2", scenario.amira)
    rest = split(draft, "p03-2", "Davor.", "Wieder da.", scenario.amira, again="p03-3")
    owed.refresh_from_db()
    assert (rest.key, owed.clause) == ("p03-3", rest)
    assert clauses(draft, "p03") == ["p03-1", "p03-2", "p03-3"]
    assert texts(draft, "p03")[1:] == ["Davor.", "Wieder da."]
    assert rest.revision > 1
    assert last_event(draft).kind == "clause_restored"


@pytest.mark.parametrize("again", ["p03-3", "p03-1", "nie-gehabt"])
def test_only_what_was_joined_to_this_clause_comes_back(again: str, scenario: Scenario) -> None:
    draft = scenario.draft
    remove(draft, "p03-1", scenario.amira)
    rest = split(draft, "p03-2", "Davor.", "Danach.", scenario.amira, again=again)
    assert rest.key != again
    assert last_event(draft).kind == "clause_added"


# --- joining ----------------------------------------------------------------------------------------------------------


def test_a_clause_is_joined_to_the_one_before_it(scenario: Scenario) -> None:
    draft, (one, two, three) = scenario.draft, texts(scenario.draft, "p03")
    kept = join(draft, "p03-2", "p03-1", scenario.amira)
    assert (kept.key, texts(draft, "p03")) == ("p03-1", [f"{one}\n{two}", three])
    event = last_event(draft)
    assert (event.kind, event.data["before"], event.data["into"]) == ("clause_removed", two, "p03-1")


def test_what_was_typed_meanwhile_is_joined_too(scenario: Scenario) -> None:
    join(scenario.draft, "p03-2", "p03-1", scenario.amira, together="Beides, neu geschrieben.")
    assert texts(scenario.draft, "p03")[0] == "Beides, neu geschrieben."


def test_obligations_move_along(scenario: Scenario) -> None:
    draft = scenario.draft
    owed = draft.terms.select_related("clause__section").exclude(clause=None).filter(clause__locked=False)[0]
    gone = owed.clause
    assert gone is not None
    kept = text.add_clause(draft, section_key=gone.section.key, text="Davor.", by=scenario.amira, at=AT)
    place(draft, gone.key, gone.section.key, kept.key, scenario.amira)
    revision = owed.revision
    Clause.objects.filter(pk=kept.pk).update(optional=gone.optional, choice=gone.choice)
    join(draft, gone.key, kept.key, scenario.amira)
    owed.refresh_from_db()
    assert (owed.clause_id, owed.revision) == (kept.pk, revision + 1)


def test_only_neighbours_are_joined(scenario: Scenario) -> None:
    for key, previous in (("p03-3", "p03-1"), ("p03-1", "p03-2"), ("p04-1", "p03-3"), ("p03-1", "p03-1")):
        with pytest.raises(ActionRefused):
            join(scenario.draft, key, previous, scenario.amira)
    assert len(clauses(scenario.draft, "p03")) == 3


def test_clauses_that_the_model_text_treats_differently_are_not_joined(scenario: Scenario) -> None:
    Clause.objects.filter(section__instrument=scenario.draft, key="p03-2").update(optional=True)
    with pytest.raises(ActionRefused, match="verschiedenen Regeln"):
        join(scenario.draft, "p03-2", "p03-1", scenario.amira)


def test_together_they_must_not_be_too_long(scenario: Scenario) -> None:
    Clause.objects.filter(section__instrument=scenario.draft, key__in=["p03-1", "p03-2"]).update(
        text="x" * 15_000
    )
    with pytest.raises(ActionRefused, match=r"zu lang, erlaubt sind 20\.000"):
        join(scenario.draft, "p03-2", "p03-1", scenario.amira)


# --- locked -----------------------------------------------------------------------------------------------------------


def test_a_locked_clause_is_neither_parted_nor_joined_but_moves(scenario: Scenario) -> None:
    draft, before = scenario.draft, texts(scenario.draft, "p16")
    with pytest.raises(ActionRefused, match="gesperrt"):
        split(draft, LOCKED, "Mündliche", "Nebenabreden.", scenario.amira)
    for key, previous in ((LOCKED, "p16-1"), ("p16-3", LOCKED)):
        with pytest.raises(ActionRefused, match="gesperrt"):
            join(draft, key, previous, scenario.amira)
    assert texts(draft, "p16") == before
    place(draft, LOCKED, "p03", "p03-1", scenario.amira)
    assert clauses(draft, "p03")[:2] == ["p03-1", LOCKED]


# --- placing ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "section", "after", "expected"),
    [
        ("p03-3", "p03", "", {"p03": ["p03-3", "p03-1", "p03-2"]}),
        ("p03-1", "p03", "p03-3", {"p03": ["p03-2", "p03-3", "p03-1"]}),
        ("p03-2", "p04", "", {"p03": ["p03-1", "p03-3"]}),
        ("p03-2", "p03", "p03-1", {"p03": ["p03-1", "p03-2", "p03-3"]}),
        ("p03-2", "p03", "p03-2", {"p03": ["p03-1", "p03-2", "p03-3"]}),
    ],
)
def test_a_clause_is_placed(
    key: str, section: str, after: str, expected: dict[str, list[str]], scenario: Scenario
) -> None:
    before = clauses(scenario.draft, section)
    place(scenario.draft, key, section, after, scenario.amira)
    assert {name: clauses(scenario.draft, name) for name in expected} == expected
    assert clause_of(scenario.draft, key).section.key == section
    if section != "p03":
        assert clauses(scenario.draft, section) == [key, *before]


def test_placing_where_it_stands_tells_nothing(scenario: Scenario) -> None:
    count = scenario.draft.agreement.events.count()
    place(scenario.draft, "p03-2", "p03", "p03-1", scenario.amira)
    reordering.place_section(scenario.draft, key="p03", before="p04", revision=1, by=scenario.amira, at=AT)
    assert scenario.draft.agreement.events.count() == count
    assert clause_of(scenario.draft, "p03-2").revision == 1


@pytest.mark.parametrize(("section", "after"), [("weg", ""), ("p03", "weg"), ("p04", "p03-1")])
def test_a_place_that_is_gone_is_refused(section: str, after: str, scenario: Scenario) -> None:
    with pytest.raises(ActionRefused, match="gibt es nicht mehr"):
        place(scenario.draft, "p03-2", section, after, scenario.amira)


@pytest.mark.parametrize("before", ["p01", "p02", "p06", "p16", ""])
def test_a_section_is_placed_among_its_kind(before: str, scenario: Scenario) -> None:
    draft, stood = scenario.draft, order(scenario.draft)
    kinds = list(draft.sections.order_by("position").values_list("kind", flat=True))
    reordering.place_section(draft, key="p03", before=before, revision=1, by=scenario.amira, at=AT)
    rest = [key for key in stood if key != "p03"]
    index = rest.index(before) if before else rest.index("p16") + 1
    assert order(draft) == [*rest[:index], "p03", *rest[index:]]
    assert list(draft.sections.order_by("position").values_list("kind", flat=True)) == kinds


def test_a_section_does_not_go_among_the_annexes(scenario: Scenario) -> None:
    annex = scenario.draft.sections.filter(kind="annex")[0].key
    for before in (annex, "weg"):
        with pytest.raises(ActionRefused):
            reordering.place_section(
                scenario.draft, key="p03", before=before, revision=1, by=scenario.amira, at=AT
            )


# --- putting back -----------------------------------------------------------------------------------------------------


def test_a_removed_clause_comes_back_as_it_was(scenario: Scenario) -> None:
    draft, before = scenario.draft, (clauses(scenario.draft, "p03"), texts(scenario.draft, "p03"))
    Clause.objects.filter(section__instrument=draft, key="p03-2").update(optional=True)
    sequence = remove(draft, "p03-2", scenario.amira)
    put_back(draft, sequence, scenario.amira)
    assert (clauses(draft, "p03"), texts(draft, "p03")) == before
    back = clause_of(draft, "p03-2")
    assert (back.optional, back.choice, back.locked) == (True, "", False)
    assert back.revision > 2, "a form from before the removal is outdated"
    with pytest.raises(ActionRefused, match="schon wieder"):
        put_back(draft, sequence, scenario.amira)


def test_a_removed_section_comes_back_with_its_clauses(scenario: Scenario) -> None:
    draft, stood = scenario.draft, order(scenario.draft)
    free = next(
        key for key in stood if key.startswith("p") and not draft.terms.filter(clause__section__key=key)
    )
    section = draft.sections.get(key=free)
    before = (clauses(draft, free), texts(draft, free), section.heading)
    text.remove_section(draft, key=free, revision=1, by=scenario.amira, at=AT)
    assert free not in order(draft)
    put_back(draft, last_event(draft).sequence, scenario.amira)
    back = draft.sections.get(key=free)
    assert (clauses(draft, free), texts(draft, free), back.heading) == before
    assert order(draft) == stood


def test_a_clause_waits_for_its_section(scenario: Scenario) -> None:
    draft = scenario.draft
    section = text.add_section(draft, heading="Neu", kind=SectionKind.SECTION, by=scenario.amira, at=AT)
    row = text.add_clause(draft, section_key=section.key, text="Text.", by=scenario.amira, at=AT)
    clause_gone = remove(draft, row.key, scenario.amira)
    text.remove_section(draft, key=section.key, revision=1, by=scenario.amira, at=AT)
    section_gone = last_event(draft).sequence
    with pytest.raises(ActionRefused, match="zuerst"):
        put_back(draft, clause_gone, scenario.amira)
    put_back(draft, section_gone, scenario.amira)
    put_back(draft, clause_gone, scenario.amira)
    assert texts(draft, section.key) == ["Text."]


@pytest.mark.parametrize("sequence", [1, 0, 10**9])
def test_what_is_no_removal_is_not_put_back(sequence: int, scenario: Scenario) -> None:
    with pytest.raises(ActionRefused):
        restore(scenario.draft, sequence=sequence, by=scenario.amira, at=AT)


def test_removals_of_another_draft_are_not_put_back(scenario: Scenario) -> None:
    sequence = remove(scenario.draft, "p03-2", scenario.amira)
    review = scenario.contracts[Status.REVIEW]
    with pytest.raises(ActionRefused):
        put_back(review, sequence, scenario.amira)


def test_what_was_joined_is_not_offered_and_what_is_back_neither(scenario: Scenario) -> None:
    draft = scenario.draft
    join(draft, "p03-2", "p03-1", scenario.amira)
    sequence = remove(draft, "p16-4", scenario.amira)
    assert [event.sequence for event in open_removals(draft, present(draft))] == [sequence]
    put_back(draft, sequence, scenario.amira)
    assert list(open_removals(draft, present(draft))) == []


def present(draft: Instrument) -> set[str]:
    rows = Clause.objects.filter(section__instrument=draft)
    return {*order(draft), *rows.values_list("key", flat=True)}


# --- whatever is done, no letter is lost ------------------------------------------------------------------------------

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["split", "join", "move", "remove", "restore"]),
        st.integers(0, 50),
        st.integers(0, 50),
    ),
    min_size=1,
    max_size=12,
)


def letters(draft: Instrument) -> list[str]:
    rows = Clause.objects.filter(section__instrument=draft)
    return sorted(letter for row in rows for letter in row.text if not letter.isspace())


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_sequence_of_steps_loses_a_letter(steps: list[tuple[str, int, int]], scenario: Scenario) -> None:
    draft, amira = scenario.draft, scenario.amira
    before = letters(draft)
    for step, one, two in steps:
        keys = [key for section in order(draft) for key in clauses(draft, section)]
        key = keys[one % len(keys)]
        try:
            if step == "split":
                whole = clause_of(draft, key).text
                split(draft, key, whole[: two % len(whole)], whole[two % len(whole) :], amira)
            elif step == "join":
                join(draft, key, keys[keys.index(key) - 1], amira)
            elif step == "move":
                place(draft, key, order(draft)[two % len(order(draft))], "", amira)
            elif step == "remove":
                remove(draft, key, amira)
            else:
                put_back(draft, next(iter(open_removals(draft, keys))).sequence, amira)
        except (ActionRefused, StopIteration):
            continue
    for event in reversed(list(open_removals(draft, present(draft)))):
        put_back(draft, event.sequence, amira)
    assert letters(draft) == before
