"""The computed due days are what the schedule says, after every kind of entry and on every day; and no outdated one is read."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from agreements.calendar_months import add_months
from agreements.choices import ResolutionKind, Side
from agreements.drafting.actions.dated_facts import record_fact
from agreements.mail_topics import Topic
from agreements.models import DueDay, Milestone, Resolution, ScheduleCache
from agreements.reminders.queries import still_due
from agreements.state import last_day, next_extension
from agreements.tracking.actions import report_occasion
from agreements.tracking.due_facts import TO_DO
from agreements.tracking.overview.cached_summary import (
    AHEAD,
    refresh_due_days,
    signed_lengths,
    store_summaries,
    valid_schedules,
)
from agreements.tracking.queries.obligations import newest_terms, occurrences_until
from agreements.tracking.queries.schedule_facts import contracts_in
from tests.dossier.termination_notices import noticed, retracted
from tests.recording.recorded import recorded
from tests.scenario import Scenario
from tests.signing.corrections import corrected
from tests.tracking.report_factories import DONE, answer_report, make_report, obligation_of

AT = datetime(2025, 7, 1, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def stored(as_of: date) -> set[tuple[object, ...]]:
    """Return the valid due days that a reader would ask for, of the next eighteen months."""
    rows = DueDay.objects.filter(
        agreement__in=valid_schedules(as_of).values("pk"), due_on__lte=add_months(as_of, AHEAD)
    )
    return set(rows.values_list("agreement", "topic", "obligation", "key", "due_on"))


def computed(as_of: date) -> set[tuple[object, ...]]:
    """Return the same from the schedule alone."""
    until = add_months(as_of, AHEAD)
    found: set[tuple[object, ...]] = {
        (one.agreement_id, Topic.OBLIGATION, one.obligation_id, one.key, one.status.due_on)
        for one in occurrences_until(newest_terms(), as_of, until)
        if one.status.due_on and one.status.due_on <= until and one.status.state in TO_DO
    }
    for pk, contract in contracts_in(signed_lengths().keys(), as_of).items():
        extension = next_extension(contract.facts, as_of)
        day = extension.last_notice_on if extension else last_day(contract.facts, as_of)
        if day and day <= until:
            topic = Topic.NOTICE if extension else Topic.END
            found.add((pk, topic, None, day.isoformat(), day))
    return found


def _milestone(scenario: Scenario) -> None:
    values = {"kind": "event", "title": "Fachtag", "dated": date(2025, 6, 1), "source": "Presse"}
    record_fact(Milestone, scenario.signed.agreement, **values, by=scenario.amira, at=AT)


def _resolution(scenario: Scenario) -> None:
    values = {"kind": ResolutionKind.BA_RESOLUTION, "dated": date(2025, 3, 20), "source": "Protokoll"}
    record_fact(Resolution, scenario.signed.agreement, **values, by=scenario.amira, at=AT)


def _asked_back(scenario: Scenario) -> None:
    made = make_report(obligation_of(scenario.signed, "O-06"), DONE, scenario.people["staff"], AT)
    answer_report(made, scenario.amira, AT, question="Seit wann?")


def _confirmed(scenario: Scenario) -> None:
    made = make_report(obligation_of(scenario.signed, "O-06"), DONE, scenario.people["staff"], AT)
    answer_report(made, scenario.amira, AT)


def _occasion(scenario: Scenario) -> None:
    duty = obligation_of(scenario.signed, "O-27")
    report_occasion(duty, happened_on=AT.date(), note="Film", by=scenario.people["staff"], at=AT)


ENTRIES: dict[str, Callable[[Scenario], object]] = {
    "report": lambda scenario: make_report(
        obligation_of(scenario.signed, "O-06"), DONE, scenario.people["staff"], AT
    ),
    "asked back": _asked_back,
    "confirmed": _confirmed,
    "occasion": _occasion,
    "resolution": _resolution,
    "milestone": _milestone,
    "day of a signature": lambda scenario: corrected(
        scenario.signed, scenario.amira, side=Side.DISTRICT, at=AT, signed_on=date(2025, 3, 7)
    ),
    "notice": lambda scenario: noticed(scenario.signed.agreement, scenario.amira),
    "notice taken back": lambda scenario: retracted(
        noticed(scenario.signed.agreement, scenario.amira), scenario.amira
    ),
    "contract made elsewhere": lambda scenario: recorded(scenario.amira, doubts_confirmed=True),
}


@pytest.mark.parametrize("entry", ENTRIES)
def test_after_an_entry_nothing_outdated_is_read(entry: str, scenario: Scenario) -> None:
    list(store_summaries(AT))
    before = stored(AT.date())
    assert before == computed(AT.date())
    ENTRIES[entry](scenario)
    agreement = scenario.signed.agreement_id
    scenario.signed.agreement.refresh_from_db()
    outdated = {row for row in stored(AT.date()) if row[0] == agreement}
    assert not outdated or outdated == {row for row in computed(AT.date()) if row[0] == agreement}
    refresh_due_days(signed_lengths(), AT.date())
    assert stored(AT.date()) == computed(AT.date())


def test_on_every_day_of_two_years_they_are_what_the_schedule_says(scenario: Scenario) -> None:
    """They are computed anew only when they do not hold any more."""
    day, rebuilds = date(2027, 6, 1), 0
    while day < date(2029, 6, 1):
        refresh_due_days(signed_lengths(), day)
        expires = ScheduleCache.objects.get(pk=scenario.signed.agreement_id).expires_on
        for as_of in {day, day + (expires - day) // 2, expires}:
            assert stored(as_of) == computed(as_of), (day, as_of)
        day, rebuilds = expires + DAY, rebuilds + 1
    assert rebuilds > 24


def test_they_may_be_emptied_at_any_time(scenario: Scenario) -> None:
    list(store_summaries(AT))
    before = stored(AT.date())
    DueDay.objects.all().delete()
    ScheduleCache.objects.all().delete()
    asked = {(row[1], row[0], *row[2:5]) for row in still_due([scenario.signed.agreement_id], AT.date())}
    assert asked >= {row for row in before if row[0] == scenario.signed.agreement_id}
    assert stored(AT.date()) == before


def test_a_contract_without_obligations_has_its_last_days_too(scenario: Scenario) -> None:
    contract = recorded(scenario.amira, doubts_confirmed=True)
    assert not contract.terms.exists()
    list(store_summaries(AT))
    topics = set(DueDay.objects.filter(agreement=contract.agreement_id).values_list("topic", flat=True))
    assert topics <= {Topic.NOTICE, Topic.END}
    assert topics
