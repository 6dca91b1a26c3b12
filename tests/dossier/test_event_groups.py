"""The timeline shows successive saves of one clause as one entry; the history keeps every save."""

from datetime import datetime, timedelta

from agreements import history
from agreements.dossier.timeline import TimelineEntry, timeline
from agreements.drafting.actions.text import Direction, edit_clause, move_clause
from agreements.models import Agreement, Clause
from districts.models import User
from districts.roles import Role
from tests import factories
from tests.scenario import Scenario

START = factories.SIGNED_AT  # 16:30 in Berlin
PLACE = "§\N{NO-BREAK SPACE}6\N{NO-BREAK SPACE}(2)"


def minutes(number: float) -> datetime:
    return START + timedelta(minutes=number)


def save(scenario: Scenario, text: str, after: float, *, by: User | None = None, key: str = "p06-2") -> None:
    row = Clause.objects.get(section__instrument=scenario.draft, key=key)
    edit_clause(
        scenario.draft, key=key, text=text, revision=row.revision, by=by or scenario.amira, at=minutes(after)
    )


def entries(scenario: Scenario, who: str = "coordinator") -> list[TimelineEntry]:
    """Return the entries since the scenario was built, newest first."""
    agreement = Agreement.objects.get(pk=scenario.draft.agreement_id)
    return [entry for entry in timeline(scenario.people[who], agreement) if entry.at >= START]


def test_five_saves_are_one_entry_and_five_events(scenario: Scenario) -> None:
    before = Clause.objects.get(section__instrument=scenario.draft, key="p06-2").text
    for number, after in enumerate((0, 2, 3.5, 5, 8), 1):
        save(scenario, f"Text {number}.", after)
    shown_entries = entries(scenario)
    assert [entry.text for entry in shown_entries] == [
        f"Absatz {PLACE} geändert, 16:30 bis 16:38 Uhr, 5-mal gespeichert"
    ]
    assert shown_entries[0].note == f"„{before}“ → „Text 5.“"
    assert (shown_entries[0].who, shown_entries[0].at) == (str(scenario.amira), minutes(8))
    assert scenario.draft.agreement.events.filter(kind="clause_edited").count() == 5
    assert history.verify(Agreement.objects.get(pk=scenario.draft.agreement_id)) == []


def test_one_save_is_shown_with_its_location(scenario: Scenario) -> None:
    save(scenario, "Text.", 0)
    assert [entry.text for entry in entries(scenario)] == [f"Absatz {PLACE} geändert"]


def test_within_one_minute_the_time_is_shown_once(scenario: Scenario) -> None:
    save(scenario, "Eins.", 0)
    save(scenario, "Zwei.", 0.5)
    assert [entry.text for entry in entries(scenario)] == [
        f"Absatz {PLACE} geändert, 16:30 Uhr, 2-mal gespeichert"
    ]


def test_after_fifteen_minutes_a_new_entry_begins(scenario: Scenario) -> None:
    for number, after in enumerate((0, 15, 15.1), 1):
        save(scenario, f"Text {number}.", after)
    assert [entry.text for entry in entries(scenario)] == [
        f"Absatz {PLACE} geändert, 16:45 Uhr, 2-mal gespeichert",
        f"Absatz {PLACE} geändert",
    ]


def test_another_user_in_the_same_clause_ends_the_group(scenario: Scenario) -> None:
    gerda = factories.person(Role.COORDINATOR, name="Gerda")
    for number, by in enumerate((scenario.amira, gerda, scenario.amira)):
        save(scenario, f"Text {number}.", number, by=by)
    assert [entry.who for entry in entries(scenario)] == [
        str(scenario.amira),
        str(gerda),
        str(scenario.amira),
    ]


def test_concurrent_edits_of_different_clauses_are_one_entry_each(scenario: Scenario) -> None:
    gerda = factories.person(Role.COORDINATOR, name="Gerda")
    for number in range(3):
        save(scenario, f"Amira {number}.", number)
        save(scenario, f"Gerda {number}.", number + 0.5, by=gerda, key="p03-1")
    shown_entries = entries(scenario)
    assert [entry.who for entry in shown_entries] == [str(gerda), str(scenario.amira)]
    assert all("3-mal gespeichert" in entry.text for entry in shown_entries)


def test_another_event_in_between_ends_every_group(scenario: Scenario) -> None:
    save(scenario, "Eins.", 0)
    row = Clause.objects.get(section__instrument=scenario.draft, key="p03-1")
    move_clause(
        scenario.draft,
        key="p03-1",
        direction=Direction.DOWN,
        revision=row.revision,
        by=scenario.amira,
        at=minutes(1),
    )
    save(scenario, "Zwei.", 2)
    assert len(entries(scenario)) == 3


def test_a_restored_text_is_marked(scenario: Scenario) -> None:
    before = Clause.objects.get(section__instrument=scenario.draft, key="p06-2").text
    save(scenario, "Anders.", 0)
    save(scenario, before, 1)
    assert entries(scenario)[0].note == "am Ende wie zuvor"


def test_a_group_across_midnight_keeps_its_times(scenario: Scenario) -> None:
    late = 7 * 60 + 25  # 23:55 in Berlin
    save(scenario, "Eins.", late)
    save(scenario, "Zwei.", late + 8)
    assert "23:55 bis 00:03 Uhr" in entries(scenario)[0].text


def test_edits_of_the_draft_are_hidden_from_other_users(scenario: Scenario) -> None:
    save(scenario, "Eins.", 0)
    assert entries(scenario, "staff") == []
