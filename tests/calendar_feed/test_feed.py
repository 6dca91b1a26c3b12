"""The calendar as programs read it: what stands in it, what changes and disappears, and when it leads nowhere."""

import logging
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from agreements.choices import Side, Status
from agreements.models import CalendarFeed, Obligation
from mitwirkung.logs import TextLines
from tests.calendar_feed.feeds import address_of, events, fetch, today_is
from tests.dossier.termination_notices import noticed, retracted
from tests.page import read
from tests.scenario import Scenario
from tests.signing.corrections import corrected
from tests.tracking.report_factories import DONE, answer_report, make_report, obligation_of

SPRING = date(2025, 5, 5)
LATER = datetime(2025, 5, 6, 9, 0, tzinfo=UTC)
NOTICE = date(2027, 12, 31)
# what is still owed for the last year
SURVIVING = (("O-23", "2029-01-31"), ("O-24", "2029-02-28"))


@pytest.fixture(autouse=True)
def spring(monkeypatch: pytest.MonkeyPatch) -> None:
    today_is(monkeypatch, SPRING)


def uid(duty: Obligation, key: str = "einmal") -> str:
    return f"pflicht-{duty.pk}-{key}"


def test_a_program_reads_all_day_events_of_the_own_district(scenario: Scenario) -> None:
    address = address_of(scenario.people["staff"])
    response = fetch(address)
    calendar = Calendar.from_ical(response.content)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "UID" not in calendar, "programs would take all events for one"
    assert (calendar["METHOD"], str(calendar["X-PUBLISHED-TTL"].to_ical(), "ascii")) == ("PUBLISH", "PT6H")
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in response.content
    duty = obligation_of(scenario.signed, "O-16")
    event = events(address)[uid(duty)]
    assert str(event["SUMMARY"]) == f"BA-Beschluss herbeiführen · {scenario.place}"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2025, 9, 10), date(2025, 9, 11))
    assert event["DTSTART"].params["VALUE"] == event["DTEND"].params["VALUE"] == "DATE"
    assert event["SEQUENCE"] == scenario.signed.agreement.history_length
    last = scenario.signed.agreement.events.latest("sequence").at
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == last
    assert event["URL"].endswith(reverse("obligation_detail", args=[duty.pk]))
    assert (event["TRANSP"], event["X-MICROSOFT-CDO-BUSYSTATUS"]) == ("TRANSPARENT", "FREE")
    assert "VALARM" not in str(response.content)
    days = [one["DTSTART"].dt for one in events(address).values()]
    assert SPRING - timedelta(days=90) <= min(days)
    assert date(2026, 10, 1) <= max(days) <= date(2026, 11, 5), "eighteen months ahead, and not further"


def test_lines_are_short_and_the_bytes_the_same_twice(scenario: Scenario) -> None:
    address = address_of(scenario.amira)
    first, second = fetch(address).content, fetch(address).content
    assert first == second
    lines = first.split(b"\r\n")
    assert len(lines) > 100
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line for line in lines)


def test_names_and_drafts_are_not_in_it(scenario: Scenario) -> None:
    told = fetch(address_of(scenario.amira)).content.replace(b"\r\n ", b"").decode()
    assert not [name for person in scenario.people.values() if (name := person.last_name) in told]
    assert "Rosa" not in told
    for status in (Status.DRAFT, Status.SIGNING):
        assert scenario.contracts[status].agreement.reference not in told


@pytest.mark.parametrize(
    ("who", "sees"), [("neighbour", False), ("nobody", False), ("observer", True), ("lead", True)]
)
def test_everybody_has_what_she_may_see_today(who: str, sees: bool, scenario: Scenario) -> None:
    person = scenario.people[who]
    address = address_of(person)
    assert bool(events(address)) == sees
    person.memberships.all().delete()
    assert events(address) == {}


def test_who_coordinates_contracts_has_only_these(scenario: Scenario) -> None:
    jonas = scenario.people["admin"]
    assert events(address_of(jonas))
    other = scenario.draft.agreement
    scenario.signed.agreement.coordinator = jonas
    scenario.signed.agreement.save(update_fields=["coordinator"])
    assert other.coordinator == scenario.amira
    assert events(address_of(scenario.amira)) == events(address_of(jonas)), "who has none signed sees all"


def test_a_date_that_moves_is_the_same_event_with_a_higher_number(scenario: Scenario) -> None:
    address, duty = address_of(scenario.people["staff"]), obligation_of(scenario.signed, "O-16")
    before = events(address)[uid(duty)]
    for side in (Side.DISTRICT, Side.ASSOCIATION):
        corrected(scenario.signed, scenario.amira, side=side, at=LATER, signed_on=date(2025, 3, 7))
    after = events(address)[uid(duty)]
    assert (before["DTSTART"].dt, after["DTSTART"].dt) == (date(2025, 9, 10), date(2025, 9, 7))
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["DTSTAMP"].dt == LATER


def test_what_is_reported_as_done_disappears_and_comes_back_if_it_is_asked_about(scenario: Scenario) -> None:
    address, duty = address_of(scenario.people["staff"]), obligation_of(scenario.signed, "O-16")
    made = make_report(duty, DONE, scenario.people["staff"], LATER)
    assert uid(duty) not in events(address)
    answer_report(made, scenario.amira, LATER, question="Seit wann?")
    assert uid(duty) in events(address)
    answer_report(made, scenario.amira, LATER)
    assert uid(duty) not in events(address)


def test_a_notice_turns_the_last_day_for_it_into_the_end(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    today_is(monkeypatch, date(2027, 9, 1))
    address, pk = address_of(scenario.people["staff"]), scenario.signed.agreement_id
    running = events(address)
    assert running[f"kuendigung-{pk}"]["DTSTART"].dt == NOTICE
    notice = noticed(
        scenario.signed.agreement, scenario.amira, date(2027, 8, 30), written_on=date(2027, 8, 30)
    )
    ended = events(address)
    assert f"kuendigung-{pk}" not in ended
    assert ended[f"ende-{pk}"]["DTSTART"].dt == notice.ends_on
    beyond = {name for name, one in ended.items() if one["DTSTART"].dt > notice.ends_on}
    assert beyond == {uid(obligation_of(scenario.signed, code), key) for code, key in SURVIVING}
    retracted(notice, scenario.amira)
    assert {*events(address)} == {*running}


def test_an_unchanged_calendar_is_not_sent_again(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    address = address_of(scenario.people["staff"])
    first = fetch(address)
    tag = first.headers["ETag"]
    again = fetch(address, **{"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    head = Client().head(address)
    assert (head.status_code, head.content, head.headers["ETag"]) == (200, b"", tag)
    assert {one.headers["Cache-Control"] for one in (first, again, head)} == {"private, no-cache"}
    assert not first.cookies
    make_report(obligation_of(scenario.signed, "O-16"), DONE, scenario.people["staff"], LATER)
    assert fetch(address, **{"If-None-Match": tag}).status_code == 200
    today_is(monkeypatch, SPRING + timedelta(days=1))
    assert fetch(address, **{"If-None-Match": tag}).status_code == 200


def test_a_revoked_renewed_or_guessed_address_leads_nowhere(scenario: Scenario) -> None:
    bogdan, browser = scenario.people["staff"], scenario.browser("staff")
    address = address_of(bogdan)
    browser.post(reverse("calendar_renew"))
    assert fetch(address).status_code == 404, "renewed"
    address = address_of(bogdan)
    browser.post(reverse("calendar_revoke"))
    assert fetch(address).status_code == 404, "revoked"
    address = address_of(bogdan)
    assert fetch(address).status_code == 200
    type(bogdan).objects.filter(pk=bogdan.pk).update(is_active=False)
    assert fetch(address).status_code == 404, "account disabled"
    guessed = [fetch(reverse("calendar_feed", args=[f"geraten-{n}"])).status_code for n in range(31)]
    assert guessed == [404] * 27 + [429] * 4, "a network that guesses is slowed down, and three were before"


def test_a_program_that_asks_all_the_time_has_to_wait(scenario: Scenario) -> None:
    address = address_of(scenario.people["nobody"])
    answers = [fetch(address) for _ in range(31)]
    assert [one.status_code for one in answers] == [200] * 30 + [429]
    assert answers[-1].headers["Retry-After"] == "60"


def test_the_address_is_shown_once_and_kept_as_a_hash(scenario: Scenario) -> None:
    browser = scenario.browser("staff")
    page = read(browser.post(reverse("calendar_renew")))
    [secret] = [word for word in page.text.split() if word.endswith(".ics")]
    path = f"/kalender/{secret.rpartition('/kalender/')[2]}"
    assert fetch(path).status_code == 200
    feed = CalendarFeed.objects.get(person=scenario.people["staff"])
    assert feed.token_sha256 not in path
    shown = read(browser.get(reverse("calendar_account"))).text
    assert ".ics" not in shown
    assert "Zuletzt abgerufen 05.05.2025" in " ".join(shown.split())


def test_the_secret_is_not_in_the_logs(scenario: Scenario, caplog: pytest.LogCaptureFixture) -> None:
    caplog.handler.setFormatter(TextLines())
    with caplog.at_level(logging.DEBUG):
        fetch(reverse("calendar_feed", args=["streng-geheim"]))
    assert "/kalender/…" in caplog.text
    assert "streng-geheim" not in caplog.text
