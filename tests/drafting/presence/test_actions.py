"""Who is there at a moment: a minute long, for each window, and without a trace."""

from datetime import datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.drafting.actions.text import Direction, edit_clause, move_clause, remove_clause
from agreements.drafting.presence.actions import leave, others, report
from agreements.drafting.presence.presenters import Around, around
from agreements.models import Clause, Event, Instrument, Presence
from districts.models import User
from districts.roles import Role
from tests import factories
from tests.scenario import Scenario

NOON = factories.SIGNED_AT
WINDOW, OTHER = "fenster1-a", "fenster2-a"


def later(seconds: int) -> datetime:
    return NOON + timedelta(seconds=seconds)


def gerda() -> User:
    return factories.person(Role.COORDINATOR, name="Gerda")


def seen_by(scenario: Scenario, *, seconds: int = 0, since: int | None = None) -> Around:
    """Return what Amira's page is told."""
    draft, at = Instrument.objects.get(pk=scenario.draft.pk), later(seconds)
    present = report(draft, window=WINDOW, place="", by=scenario.amira, at=at)
    told = draft.agreement.history_length if since is None else since
    return around(draft, present, since=told, reader=scenario.amira)


def words(told: Around) -> list[str]:
    return [one.words for one in told.people]


def test_two_people_see_each_other_and_where_they_write(scenario: Scenario) -> None:
    other = gerda()
    assert words(seen_by(scenario)) == []
    present = report(scenario.draft, window=OTHER, place="p06-2", by=other, at=later(5))
    seen = around(scenario.draft, present, since=0, reader=other)
    assert words(seen) == [f"{scenario.amira} hat diesen Vertrag auch geöffnet."]
    told = seen_by(scenario, seconds=6)
    assert words(told) == [f"{other} bearbeitet § 6 (2)."]
    assert told.people[0].place == "p06-2"


def test_an_obligation_is_a_place_too_and_a_place_that_is_gone_is_none(scenario: Scenario) -> None:
    other = gerda()
    report(scenario.draft, window=OTHER, place="O-06", by=other, at=NOON)
    assert words(seen_by(scenario)) == [f"{other} bearbeitet Pflicht O-06."]
    report(scenario.draft, window=OTHER, place="gibtsnicht", by=other, at=NOON)
    assert words(seen_by(scenario)) == [f"{other} hat diesen Vertrag auch geöffnet."]
    assert seen_by(scenario).people[0].place == ""


def test_a_minute_without_a_word_counts_as_gone(scenario: Scenario) -> None:
    report(scenario.draft, window=OTHER, place="", by=gerda(), at=NOON)
    assert len(words(seen_by(scenario, seconds=59))) == 1
    assert words(seen_by(scenario, seconds=60)) == []


def test_who_leaves_is_gone_at_once_and_only_from_that_window(scenario: Scenario) -> None:
    other = gerda()
    for window, place in ((OTHER, "p03-1"), ("fenster3-a", "p03-2")):
        report(scenario.draft, window=window, place=place, by=other, at=NOON)
    leave(scenario.draft, window=OTHER, by=other)
    assert words(seen_by(scenario)) == [f"{other} bearbeitet § 3 (2)."]
    leave(scenario.draft, window="fenster3-a", by=scenario.amira)  # somebody else's window
    assert len(words(seen_by(scenario))) == 1


def test_the_next_page_of_a_tab_takes_the_place_of_the_one_before(scenario: Scenario) -> None:
    other = gerda()
    report(scenario.draft, window="fenster2-a", place="", by=other, at=NOON)
    report(scenario.draft, window="fenster2-b", place="p06-2", by=other, at=later(5))
    leave(scenario.draft, window="fenster2-a", by=other)  # the farewell that comes too late
    assert words(seen_by(scenario, seconds=6)) == [f"{other} bearbeitet § 6 (2)."]


def test_the_same_person_in_two_windows_is_told_so(scenario: Scenario) -> None:
    report(scenario.draft, window=OTHER, place="", by=scenario.amira, at=NOON)
    assert words(seen_by(scenario)) == ["Sie haben diesen Vertrag noch in einem anderen Fenster offen."]
    report(scenario.draft, window=OTHER, place="p06-2", by=scenario.amira, at=NOON)
    assert words(seen_by(scenario)) == [
        "Sie haben diesen Vertrag noch in einem anderen Fenster offen (§ 6 (2))."
    ]


def test_another_draft_is_another_room(scenario: Scenario) -> None:
    report(scenario.contracts["review"], window=OTHER, place="", by=gerda(), at=NOON)
    assert words(seen_by(scenario)) == []


def test_old_rows_are_removed_and_nothing_is_told_in_the_history(scenario: Scenario) -> None:
    told, other = Event.objects.count(), gerda()
    report(
        scenario.contracts["review"], window=OTHER, place="", by=other, at=NOON - timedelta(days=1, seconds=1)
    )
    report(scenario.draft, window=OTHER, place="", by=other, at=NOON - timedelta(hours=23))
    report(
        scenario.draft, window="altes-fenster", place="", by=scenario.amira, at=NOON - timedelta(seconds=61)
    )
    for _ in range(2):
        seen_by(scenario)
    assert set(Presence.objects.values_list("person", "window")) == {
        (scenario.amira.pk, WINDOW),
        (other.pk, OTHER),
    }
    assert Event.objects.count() == told


def test_a_report_that_finds_nobody_and_nothing_new_is_four_small_questions(scenario: Scenario) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        seen_by(scenario)
    kinds = [query["sql"].split()[0] for query in asked.captured_queries]
    # the first is the test's own look at the draft; the collector of a delete asks which rows they are
    assert kinds.count("INSERT") == 1
    assert len(kinds) <= 7, kinds
    assert not any(
        "FOR UPDATE" in query["sql"] or "FOR NO KEY" in query["sql"] for query in asked.captured_queries
    )


def test_many_people_cost_no_more_questions(scenario: Scenario) -> None:
    counts = []
    for number in (1, 4):
        for place in range(number):
            report(scenario.draft, window=OTHER, place=f"p06-{place + 1}", by=gerda(), at=NOON)
        with CaptureQueriesContext(connection) as asked:
            seen_by(scenario)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_changes_since_the_page_was_opened_are_told_once_for_each_clause(scenario: Scenario) -> None:
    draft, other = scenario.draft, gerda()
    since = Instrument.objects.get(pk=draft.pk).agreement.history_length
    assert seen_by(scenario, since=since).changes == ()
    for text in ("Eins.", "Zwei."):
        clause = Clause.objects.get(section__instrument=draft, key="p06-2")
        edit_clause(draft, key="p06-2", text=text, revision=clause.revision, by=other, at=NOON)
    clause.refresh_from_db()
    told = seen_by(scenario, since=since)
    assert [(one.place, one.revision) for one in told.changes] == [("p06-2", clause.revision)]
    assert told.changes[0].words == f"§ 6 (2) wurde um 16:30 Uhr von {other} geändert."
    assert seen_by(scenario, since=told.since).changes == ()


def test_moving_and_removing_are_told_and_own_changes_come_from_another_window(scenario: Scenario) -> None:
    draft = scenario.draft
    since = Instrument.objects.get(pk=draft.pk).agreement.history_length
    row = Clause.objects.get(section__instrument=draft, key="p03-1")
    move_clause(
        draft, key="p03-1", direction=Direction.DOWN, revision=row.revision, by=scenario.amira, at=NOON
    )
    free = Clause.objects.filter(section__instrument=draft, terms=None, locked=False).exclude(key="p03-1")[4]
    remove_clause(draft, key=free.key, revision=free.revision, by=scenario.amira, at=NOON)
    told = {one.place: one for one in seen_by(scenario, since=since).changes}
    assert told["p03-1"].words == "§ 3 (2) wurde um 16:30 Uhr von Ihnen in einem anderen Fenster verschoben."
    assert told[free.key].revision == 0
    assert told[free.key].words.endswith("entfernt.")


def test_others_are_asked_for_at_a_moment(scenario: Scenario) -> None:
    report(scenario.draft, window=OTHER, place="", by=gerda(), at=NOON)
    asked = {"window": WINDOW, "by": scenario.amira}
    assert others(scenario.draft, **asked, as_of=later(59)).count() == 1
    assert others(scenario.draft, **asked, as_of=later(61)).count() == 0
