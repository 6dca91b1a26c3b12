"""Presence of windows: expiry, replacement, recent changes, number of queries."""

from datetime import datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.drafting.actions.fields import change_value
from agreements.drafting.actions.obligations import remove_obligation
from agreements.drafting.actions.text import Direction, edit_clause, move_clause, remove_clause
from agreements.drafting.presence.actions import other_windows, remove_presence, report_presence
from agreements.drafting.presence.presenters import PresenceView, presence_view
from agreements.models import Clause, Event, Instrument, Presence
from agreements.tokens import FieldName, FieldToken
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


def amiras_view(scenario: Scenario, *, seconds: int = 0, since: int | None = None) -> PresenceView:
    """Report Amira's window and return the response."""
    draft, at = Instrument.objects.get(pk=scenario.draft.pk), later(seconds)
    present = report_presence(draft, window=WINDOW, place="", by=scenario.amira, at=at)
    last = draft.agreement.history_length if since is None else since
    return presence_view(draft, present, since=last, reader=scenario.amira)


def words(view: PresenceView) -> list[str]:
    return [window.words for window in view.people]


def test_two_users_see_each_other_and_the_edited_place(scenario: Scenario) -> None:
    other = gerda()
    assert words(amiras_view(scenario)) == []
    present = report_presence(scenario.draft, window=OTHER, place="p06-2", by=other, at=later(5))
    seen = presence_view(scenario.draft, present, since=0, reader=other)
    assert words(seen) == [f"{scenario.amira} hat diesen Vertrag auch geöffnet."]
    view = amiras_view(scenario, seconds=6)
    assert words(view) == [f"{other} bearbeitet § 6 (2)."]
    assert view.people[0].place == "p06-2"


def test_an_obligation_is_a_place_and_an_unknown_place_is_none(scenario: Scenario) -> None:
    other = gerda()
    report_presence(scenario.draft, window=OTHER, place="O-06", by=other, at=NOON)
    assert words(amiras_view(scenario)) == [f"{other} bearbeitet Pflicht O-06."]
    report_presence(scenario.draft, window=OTHER, place="gibtsnicht", by=other, at=NOON)
    assert words(amiras_view(scenario)) == [f"{other} hat diesen Vertrag auch geöffnet."]
    assert amiras_view(scenario).people[0].place == ""


def test_a_window_expires_after_a_minute(scenario: Scenario) -> None:
    report_presence(scenario.draft, window=OTHER, place="", by=gerda(), at=NOON)
    assert len(words(amiras_view(scenario, seconds=59))) == 1
    assert words(amiras_view(scenario, seconds=60)) == []


def test_leaving_removes_one_window_of_the_user(scenario: Scenario) -> None:
    other = gerda()
    for window, place in ((OTHER, "p03-1"), ("fenster3-a", "p03-2")):
        report_presence(scenario.draft, window=window, place=place, by=other, at=NOON)
    remove_presence(scenario.draft, window=OTHER, by=other)
    assert words(amiras_view(scenario)) == [f"{other} bearbeitet § 3 (2)."]
    remove_presence(scenario.draft, window="fenster3-a", by=scenario.amira)  # of another user
    assert len(words(amiras_view(scenario))) == 1


def test_the_next_page_of_a_tab_replaces_the_previous_one(scenario: Scenario) -> None:
    other = gerda()
    report_presence(scenario.draft, window="fenster2-a", place="", by=other, at=NOON)
    report_presence(scenario.draft, window="fenster2-b", place="p06-2", by=other, at=later(5))
    remove_presence(scenario.draft, window="fenster2-a", by=other)  # arrives late
    assert words(amiras_view(scenario, seconds=6)) == [f"{other} bearbeitet § 6 (2)."]


def test_a_second_window_of_the_same_user_is_reported(scenario: Scenario) -> None:
    report_presence(scenario.draft, window=OTHER, place="", by=scenario.amira, at=NOON)
    assert words(amiras_view(scenario)) == ["Sie haben diesen Vertrag noch in einem anderen Fenster offen."]
    report_presence(scenario.draft, window=OTHER, place="p06-2", by=scenario.amira, at=NOON)
    assert words(amiras_view(scenario)) == [
        "Sie haben diesen Vertrag noch in einem anderen Fenster offen (§ 6 (2))."
    ]


def test_presence_is_per_draft(scenario: Scenario) -> None:
    report_presence(scenario.contracts["review"], window=OTHER, place="", by=gerda(), at=NOON)
    assert words(amiras_view(scenario)) == []


def test_old_rows_are_removed_without_an_event(scenario: Scenario) -> None:
    events, other = Event.objects.count(), gerda()
    report_presence(
        scenario.contracts["review"], window=OTHER, place="", by=other, at=NOON - timedelta(days=1, seconds=1)
    )
    report_presence(scenario.draft, window=OTHER, place="", by=other, at=NOON - timedelta(hours=23))
    report_presence(
        scenario.draft, window="altes-fenster", place="", by=scenario.amira, at=NOON - timedelta(seconds=61)
    )
    for _ in range(2):
        amiras_view(scenario)
    assert set(Presence.objects.values_list("person", "window")) == {
        (scenario.amira.pk, WINDOW),
        (other.pk, OTHER),
    }
    assert Event.objects.count() == events


def test_a_report_takes_few_queries_and_no_row_lock(scenario: Scenario) -> None:
    with CaptureQueriesContext(connection) as queries:
        amiras_view(scenario)
    kinds = [query["sql"].split()[0] for query in queries.captured_queries]
    # the test reads the draft first; a delete selects its rows first
    assert kinds.count("INSERT") == 1
    assert len(kinds) <= 7, kinds
    assert not any(
        "FOR UPDATE" in query["sql"] or "FOR NO KEY" in query["sql"] for query in queries.captured_queries
    )


def test_the_number_of_queries_is_constant(scenario: Scenario) -> None:
    counts = []
    for number in (1, 4):
        for place in range(number):
            report_presence(scenario.draft, window=OTHER, place=f"p06-{place + 1}", by=gerda(), at=NOON)
        with CaptureQueriesContext(connection) as queries:
            amiras_view(scenario)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_changes_since_the_page_was_loaded_are_reported_once_per_clause(scenario: Scenario) -> None:
    draft, other = scenario.draft, gerda()
    since = Instrument.objects.get(pk=draft.pk).agreement.history_length
    assert amiras_view(scenario, since=since).changes == ()
    for text in ("Eins.", "Zwei."):
        clause = Clause.objects.get(section__instrument=draft, key="p06-2")
        edit_clause(draft, key="p06-2", text=text, revision=clause.revision, by=other, at=NOON)
    clause.refresh_from_db()
    view = amiras_view(scenario, since=since)
    assert [(change.place, change.revision) for change in view.changes] == [("p06-2", clause.revision)]
    assert view.changes[0].words == f"§ 6 (2) wurde um 16:30 Uhr von {other} geändert."
    assert amiras_view(scenario, since=view.since).changes == ()


def test_an_obligation_that_changed_is_reported_where_the_text_shows_it(scenario: Scenario) -> None:
    draft, other = scenario.draft, gerda()
    clause = Clause.objects.get(section__instrument=draft, key="p06-2")
    text = "Es gilt {O-19 Menge}, {O-19 Menge: Wort} und {→ p06-1}."
    edit_clause(draft, key="p06-2", text=text, revision=clause.revision, by=other, at=NOON)
    since = Instrument.objects.get(pk=draft.pk).agreement.history_length
    for code in ("O-19", "O-20"):
        terms = draft.terms.get(obligation__code=code)
        given = {"quantity": 3, "unit": terms.unit, "sense": terms.sense}
        token = FieldToken(code=code, name=FieldName.AMOUNT)
        change_value(draft, token=token, given=given, revision=terms.revision, by=other, at=NOON)

    [change] = amiras_view(scenario, since=since).changes
    assert (change.place, change.duty, change.revision) == ("p06-2", "O-19", 2)
    assert change.words == f"Pflicht O-19 wurde um 16:30 Uhr von {other} geändert."
    remove_obligation(draft, code="O-19", revision=2, by=other, at=NOON)
    [change] = amiras_view(scenario, since=since).changes
    assert (change.revision, change.words.rpartition(" ")[2]) == (0, "entfernt.")


def test_moves_removals_and_own_changes_are_reported(scenario: Scenario) -> None:
    draft = scenario.draft
    since = Instrument.objects.get(pk=draft.pk).agreement.history_length
    row = Clause.objects.get(section__instrument=draft, key="p03-1")
    move_clause(
        draft, key="p03-1", direction=Direction.DOWN, revision=row.revision, by=scenario.amira, at=NOON
    )
    free = Clause.objects.filter(section__instrument=draft, terms=None, locked=False).exclude(key="p03-1")[4]
    remove_clause(draft, key=free.key, revision=free.revision, by=scenario.amira, at=NOON)
    changes = {change.place: change for change in amiras_view(scenario, since=since).changes}
    assert (
        changes["p03-1"].words == "§ 3 (2) wurde um 16:30 Uhr von Ihnen in einem anderen Fenster verschoben."
    )
    assert changes[free.key].revision == 0
    assert changes[free.key].words.endswith("entfernt.")


def test_other_windows_depend_on_the_moment(scenario: Scenario) -> None:
    report_presence(scenario.draft, window=OTHER, place="", by=gerda(), at=NOON)
    own = {"window": WINDOW, "by": scenario.amira}
    assert other_windows(scenario.draft, **own, as_of=later(59)).count() == 1
    assert other_windows(scenario.draft, **own, as_of=later(61)).count() == 0
