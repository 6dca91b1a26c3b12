"""Invariant 6: the history is append-only, and manipulation without triggers is detected."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from pytest_django import DjangoAssertNumQueries

from agreements import history, transitions
from agreements.events import EventKind
from agreements.history import Job, digest, record, verify
from agreements.models import Agreement, Event
from agreements.models.agreement import FIRST_HASH
from tests import factories
from tests.invariants.attempts import DISGUISES, disguised, refused, sql, without_triggers
from tests.scenario import Scenario

TAMPERED = {
    "the words": 'data = \'{"reason": "anders"}\'',
    "the person": "actor = 'Niemand'",
    "the person as if erased": "actor = 'gelöschte Person ' || coalesce(actor_id, 0), actor_salt = ''",
    "the person before all": "actor = 'Niemand', actor_salt = '', actor_digest = ''",
    "the number of the person": "actor_id = 0",
    "the salt": "actor_salt = 'anders'",
    "the moment": "at = at + interval '1 microsecond'",
    "the kind": "kind = 'withdrawn'",
    "the hash": f"hash = '{'f' * 64}'",
    "the chain": f"previous_hash = '{'f' * 64}'",
}


def story(scenario: Scenario) -> tuple[Agreement, list[Event]]:
    agreement = scenario.signed.agreement
    assert verify(agreement) == []
    return agreement, list(agreement.events.order_by("sequence"))


def test_every_story_of_the_stage_holds(scenario: Scenario) -> None:
    for contract in scenario.contracts.values():
        assert verify(contract.agreement) == []
    assert verify(scenario.reported) == []


@pytest.mark.parametrize("what", TAMPERED)
@pytest.mark.parametrize("place", [0, 2, -1])
def test_an_altered_entry_is_found(what: str, place: int, scenario: Scenario) -> None:
    agreement, events = story(scenario)
    with without_triggers():
        sql(f"UPDATE agreements_event SET {TAMPERED[what]} WHERE id = %s", events[place].pk)
    assert events[place].sequence in {fault.sequence for fault in verify(agreement)}


@pytest.mark.parametrize("count", [1, 2, 4])
@pytest.mark.parametrize("from_end", [False, True])
def test_removed_entries_are_found(count: int, from_end: bool, scenario: Scenario) -> None:
    """At the end, too, where the chain has no gap: the rows show which events must exist."""
    agreement, events = story(scenario)
    removed = events[-count:] if from_end else events[1 : 1 + count]
    with without_triggers():
        sql("DELETE FROM agreements_event WHERE id = ANY(%s)", [event.pk for event in removed])
    assert verify(agreement)


def test_a_story_without_any_entry_is_found(scenario: Scenario) -> None:
    agreement, _ = story(scenario)
    with without_triggers():
        sql("DELETE FROM agreements_event WHERE agreement_id = %s", agreement.pk)
    assert verify(agreement)


def test_an_inserted_entry_is_found(scenario: Scenario) -> None:
    agreement, events = story(scenario)
    before = events[2]
    forged = Event(
        agreement=agreement,
        sequence=before.sequence + 1,
        at=before.at,
        actor="Niemand",
        kind="withdrawn",
        previous_hash=before.hash,
    )
    forged.hash = digest(forged)
    with without_triggers():
        sql(
            "UPDATE agreements_event SET sequence = sequence + 1000 WHERE agreement_id = %s AND sequence > %s",
            agreement.pk,
            before.sequence,
        )
        sql(
            "UPDATE agreements_event SET sequence = sequence - 999 WHERE agreement_id = %s AND sequence > 1000",
            agreement.pk,
        )
        forged.save(force_insert=True)
    assert verify(agreement)


def test_swapped_entries_are_found(scenario: Scenario) -> None:
    agreement, events = story(scenario)
    one, two = events[1], events[2]
    with without_triggers():
        sql("UPDATE agreements_event SET sequence = 9999 WHERE id = %s", one.pk)
        sql("UPDATE agreements_event SET sequence = %s WHERE id = %s", one.sequence, two.pk)
        sql("UPDATE agreements_event SET sequence = %s WHERE id = %s", two.sequence, one.pk)
    assert {one.sequence, two.sequence} <= {fault.sequence for fault in verify(agreement)}


def test_an_entry_of_another_agreement_is_found(scenario: Scenario) -> None:
    """The same event with its hash, but of another agreement."""
    agreement, events = story(scenario)
    other = scenario.draft.agreement
    with without_triggers():
        sql("DELETE FROM agreements_event WHERE agreement_id = %s", other.pk)
        sql("UPDATE agreements_event SET agreement_id = %s WHERE id = %s", other.pk, events[0].pk)
    assert verify(other)
    assert verify(agreement)


def test_a_status_that_no_entry_tells_of_is_found(scenario: Scenario) -> None:
    agreement = scenario.draft.agreement
    with without_triggers():
        sql("UPDATE agreements_instrument SET status = 'withdrawn' WHERE id = %s", scenario.draft.pk)
    [fault] = verify(agreement)
    assert "zurückgezogen" in fault.problem


@disguised
def test_an_entry_joins_the_chain_or_is_refused(disguise: str, scenario: Scenario) -> None:
    agreement, events = story(scenario)
    last = events[-1]
    insert = (
        "INSERT INTO public.agreements_event (agreement_id, sequence, at, actor, actor_salt, actor_digest, kind, data, previous_hash, hash) "
        "VALUES (%s, %s, now(), 'x', '', '', 'head_edited', '{}', %s, %s)"
    )
    wrong = {
        (last.sequence + 2, last.hash),
        (last.sequence, last.previous_hash),
        (last.sequence + 1, FIRST_HASH),
        (last.sequence + 1, last.previous_hash),
        (0, last.hash),
    }
    with DISGUISES[disguise]():
        for sequence, previous in wrong:
            with refused("schließt an den vorigen an"):
                sql(insert, agreement.pk, sequence, previous, "e" * 64)


def test_an_entry_with_a_made_up_hash_is_found(scenario: Scenario) -> None:
    agreement, events = story(scenario)
    sql(
        "INSERT INTO agreements_event (agreement_id, sequence, at, actor, actor_salt, actor_digest, kind, data, previous_hash, hash) "
        "VALUES (%s, %s, now(), 'x', '', '', 'head_edited', '{}', %s, %s)",
        agreement.pk,
        events[-1].sequence + 1,
        events[-1].hash,
        "e" * 64,
    )
    assert [fault.sequence for fault in verify(agreement)] == [events[-1].sequence + 1]


def test_no_entry_without_an_actor(scenario: Scenario) -> None:
    event = record(scenario.reported, EventKind.HEAD_EDITED, by=Job("Nachtlauf"), at=factories.SIGNED_AT)
    assert (event.actor, event.actor_id) == ("Nachtlauf", None)
    with pytest.raises(Exception, match="event_has_actor"):
        record(scenario.reported, EventKind.HEAD_EDITED, by=Job(""), at=factories.SIGNED_AT)


def test_no_entry_of_a_kind_without_a_sentence(scenario: Scenario) -> None:
    _, events = story(scenario)
    forged = Event(
        agreement=scenario.signed.agreement,
        sequence=events[-1].sequence + 1,
        at=factories.SIGNED_AT,
        actor="x",
        kind="of_a_later_release",
        previous_hash=events[-1].hash,
    )
    forged.hash = digest(forged)
    with pytest.raises(IntegrityError, match="event_kind_known"):
        forged.save(force_insert=True)


def test_the_name_stays_as_it_was(scenario: Scenario) -> None:
    transitions.apply_transition(scenario.draft, "open_review", by=scenario.amira, at=factories.FROZEN_AT)
    name = str(scenario.amira)
    scenario.amira.last_name = "Anders"
    scenario.amira.save()
    assert scenario.draft.agreement.events.order_by("-sequence")[0].actor == name
    assert verify(scenario.draft.agreement) == []


@pytest.mark.parametrize(
    "said",
    ["Ümlaut „…“ 🦄", "a\u0001b", "\u202eumgekehrt", "Zeile\nzwei", "x" * 10_000, '{"a": [1]}', "\\u0041"],
)
def test_whatever_is_told_reads_back_the_same(said: str, scenario: Scenario) -> None:
    event = record(
        scenario.reported,
        EventKind.HEAD_EDITED,
        by=scenario.amira,
        at=factories.SIGNED_AT,
        data={"said": said},
    )
    assert Event.objects.get(pk=event.pk).data == {"said": said}
    assert verify(scenario.reported) == []


def test_the_command_says_which_story_is_broken(scenario: Scenario) -> None:
    said = StringIO()
    call_command("verify_history", stdout=said)
    assert (
        f"{scenario.signed.agreement}: {scenario.signed.agreement.events.count()} Einträge, unversehrt."
        in said.getvalue()
    )
    _, events = story(scenario)
    with without_triggers():
        sql("UPDATE agreements_event SET actor = 'Niemand' WHERE id = %s", events[1].pk)
    said = StringIO()
    with pytest.raises(CommandError, match="Beschädigte Geschichten: 1"):
        call_command("verify_history", stdout=said)
    assert f"{scenario.signed.agreement}: Nr. 2: Der Eintrag wurde verändert." in said.getvalue()


def test_the_check_of_a_long_story_takes_few_queries(
    scenario: Scenario, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(20):
        record(scenario.reported, EventKind.HEAD_EDITED, by=scenario.amira, at=factories.SIGNED_AT)
    with django_assert_max_num_queries(8):
        assert history.verify(scenario.reported) == []
