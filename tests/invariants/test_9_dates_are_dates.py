"""Invariant 9: dates are dates, moments are moments in Berlin; only views and commands read the clock."""

import ast
import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import DateField, DateTimeField
from django.urls import reverse
from django.utils import timezone

from agreements.choices import DateSource, DueShape, Progress, Side, Status
from agreements.drafting.clearance.actions import open_round
from agreements.errors import ActionRefused
from agreements.models import Obligation, Report, Resolution
from agreements.signing.actions import InkSignature, record_ink_signature, require_possible_day
from agreements.state import AgreementState, ContractFacts, agreement_state
from tests.page import read
from tests.scenario import Scenario, version_of
from tests.tracking.report_factories import make_report

# a moment, and the day that it is in Berlin: midnights in winter and summer, both clock changes, the turn of the year
MOMENTS = {
    "winter, last second": (datetime(2026, 1, 15, 22, 59, 59, tzinfo=UTC), date(2026, 1, 15)),
    "winter, midnight": (datetime(2026, 1, 15, 23, 0, 0, tzinfo=UTC), date(2026, 1, 16)),
    "summer, last second": (datetime(2025, 7, 15, 21, 59, 59, tzinfo=UTC), date(2025, 7, 15)),
    "summer, midnight": (datetime(2025, 7, 15, 22, 0, 0, tzinfo=UTC), date(2025, 7, 16)),
    "before the clocks go forward": (datetime(2025, 3, 29, 23, 0, 0, tzinfo=UTC), date(2025, 3, 30)),
    "after the clocks went forward": (datetime(2025, 3, 30, 21, 59, 59, tzinfo=UTC), date(2025, 3, 30)),
    "the midnight after that": (datetime(2025, 3, 30, 22, 0, 0, tzinfo=UTC), date(2025, 3, 31)),
    "before the clocks go back": (datetime(2025, 10, 25, 22, 0, 0, tzinfo=UTC), date(2025, 10, 26)),
    "the hour that comes twice": (datetime(2025, 10, 26, 1, 30, 0, tzinfo=UTC), date(2025, 10, 26)),
    "after the clocks went back": (datetime(2025, 10, 26, 22, 59, 59, tzinfo=UTC), date(2025, 10, 26)),
    "the next midnight": (datetime(2025, 10, 26, 23, 0, 0, tzinfo=UTC), date(2025, 10, 27)),
    "31 December": (datetime(2025, 12, 31, 22, 59, 59, tzinfo=UTC), date(2025, 12, 31)),
    "1 January, still December in UTC": (datetime(2025, 12, 31, 23, 0, 0, tzinfo=UTC), date(2026, 1, 1)),
}
ZONES = ["Pacific/Kiritimati", "America/Los_Angeles", "UTC"]


@pytest.fixture(params=["", *ZONES], ids=["as it is", *ZONES])
def zone(request: pytest.FixtureRequest, scenario: Scenario) -> Iterator[str]:
    """Set the machine's time zone, which nothing of ours may depend on."""
    before = os.environ.get("TZ")
    if request.param:
        os.environ["TZ"] = request.param
        time.tzset()
    yield request.param
    os.environ.pop("TZ", None)
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


def test_a_signature_may_be_dated_today_in_berlin_and_not_tomorrow(zone: str, scenario: Scenario) -> None:
    version = version_of(scenario.signing)
    for moment, day in MOMENTS.values():
        require_possible_day(day, version, moment)
        with pytest.raises(ActionRefused, match="liegt in der Zukunft"):
            require_possible_day(day + timedelta(days=1), version, moment)


def test_a_text_cannot_be_signed_before_the_berlin_day_of_its_freezing(zone: str, scenario: Scenario) -> None:
    version = version_of(scenario.signing)
    for moment, day in MOMENTS.values():
        version.made_at = moment
        later = moment + timedelta(days=3)
        require_possible_day(day, version, later)
        with pytest.raises(ActionRefused, match=f"erst seit dem {day:%d.%m.%Y}"):
            require_possible_day(day - timedelta(days=1), version, later)


def test_a_deadline_may_be_today_in_berlin_and_not_yesterday(zone: str, scenario: Scenario) -> None:
    contract = scenario.contracts[Status.REVIEW]
    for moment, day in MOMENTS.values():
        asked: dict[str, Any] = {"offices": [], "names": ["Haushalt"], "by": scenario.amira, "at": moment}
        with pytest.raises(ActionRefused, match="liegt in der Vergangenheit"):
            open_round(contract, due_on=day - timedelta(days=1), **asked)
        with transaction.atomic():
            round_ = open_round(contract, due_on=day, **asked)
            round_.refresh_from_db()
            assert (round_.due_on, round_.opened_at) == (day, moment)
            transaction.set_rollback(True)


def owed_by_new_year(scenario: Scenario) -> Obligation:
    """Return an obligation of the district due on 31 December each year."""
    terms = scenario.signed.terms.filter(
        shape=DueShape.PERIOD, due_month=12, due_day=31, period_months=12, owed_by="district"
    )
    return terms.select_related("obligation")[0].obligation


def page_at(scenario: Scenario, duty: Obligation, moment: datetime, patch: pytest.MonkeyPatch) -> str:
    """Return the district's page of the obligation at a moment."""
    with patch.context() as clock:
        clock.setattr(timezone, "now", lambda: moment)
        return read(scenario.browser("staff").get(reverse("obligation_detail", args=[duty.pk]))).text


def test_on_the_31st_of_december_nothing_is_late_and_a_second_later_it_is(
    scenario: Scenario, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    duty = owed_by_new_year(scenario)
    last_second, midnight = (MOMENTS[name][0] for name in ("31 December", "1 January, still December in UTC"))
    assert "überfällig" not in page_at(scenario, duty, last_second, monkeypatch)
    assert "überfällig" in page_at(scenario, duty, midnight, monkeypatch)


def test_a_report_in_the_last_second_is_in_time_and_one_at_midnight_is_for_what_was_late(
    scenario: Scenario, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    duty, bogdan = owed_by_new_year(scenario), scenario.people["staff"]
    last_second = MOMENTS["31 December"][0]
    make_report(duty, Progress.FULFILLED, bogdan, last_second)
    assert Report.objects.get(obligation=duty).reported_at == last_second
    assert "überfällig" not in page_at(scenario, duty, last_second + timedelta(seconds=1), monkeypatch)
    # settled for 2025 alone: the year after, the same second turns it overdue again
    next_year = datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC)
    assert "überfällig" not in page_at(scenario, duty, next_year, monkeypatch)
    assert "überfällig" in page_at(scenario, duty, next_year + timedelta(seconds=1), monkeypatch)


def test_a_date_that_was_typed_is_stored_and_shown_as_typed(zone: str, scenario: Scenario) -> None:
    """Browsers send dates as text; no time zone moves them by a day."""
    browser = scenario.browser("coordinator")
    with timezone.override(zone or settings.TIME_ZONE):  # what a middleware for „the reader's zone“ would do
        for day in ("31.12.2024", "01.01.2025", "30.03.2025", "26.10.2025"):
            sent = {
                "kind": "ba_resolution",
                "state": "taken",
                "dated": day,
                "source": "Protokoll",
                "number": day,
            }
            address = reverse("resolution_new", args=[scenario.draft.agreement_id])
            assert browser.post(address, sent).status_code == 302
            stored = Resolution.objects.get(number=day).dated
            assert f"{stored:%d.%m.%Y}" == day
            page = read(browser.get(reverse("agreement_history", args=[scenario.draft.agreement_id])))
            assert day in page.text


def test_a_contract_ends_with_its_last_day_and_not_during_it() -> None:
    facts = ContractFacts(
        status=Status.SIGNED,
        begins_on=date(2025, 1, 1),
        ends_on=date(2025, 12, 31),
        extension_months=0,
        notice_months=3,
        signed_on=date(2024, 12, 31),
    )
    states = {
        day: agreement_state(facts, day)
        for day in map(date.fromisoformat, ("2024-12-31", "2025-01-01", "2025-12-31", "2026-01-01"))
    }
    assert list(states.values()) == [
        AgreementState.SIGNED,
        AgreementState.IN_FORCE,
        AgreementState.EXPIRING,
        AgreementState.ENDED,
    ]


def test_a_signature_just_after_midnight_is_recorded_with_the_day_of_the_signing(scenario: Scenario) -> None:
    """Recorded at 00:30 in Berlin, when it is still the day before in UTC."""
    person = scenario.signing.signatories.get(side=Side.DISTRICT)
    signed_on = date(2025, 7, 16)
    made = record_ink_signature(
        scenario.signing,
        signatory_key=person.key,
        fingerprint=version_of(scenario.signing).fingerprint,
        signed=InkSignature(signed_on=signed_on, date_source=DateSource.DOCUMENT, place="Berlin"),
        by=scenario.amira,
        at=datetime(2025, 7, 15, 22, 30, tzinfo=UTC),
    )
    made.refresh_from_db()
    assert made.signed_on == signed_on
    page = read(
        scenario.browser("coordinator").get(
            reverse("agreement_signing", args=[scenario.signing.agreement_id])
        )
    )
    assert "16.07.2025" in page.text
    assert "15.07.2025" not in page.text


# --- what the machine can read ------------------------------------------------------------------------------------


def test_a_field_is_a_day_or_a_moment_as_its_name_says() -> None:
    for app in ("districts", "agreements", "mitwirkung"):
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.get_fields():
                if isinstance(field, DateTimeField):
                    assert field.name.endswith("_at") or field.name in {"at", "last_login", "date_joined"}, (
                        field
                    )
                elif isinstance(field, DateField):
                    assert field.name.endswith("_on") or field.name == "dated", field
                if isinstance(field, DateField):  # moments included
                    assert not field.auto_now, f"{field}: the action says when"
                    assert not field.auto_now_add, f"{field}: the action says when"


# who may look at the clock: views and commands, and what answers them at once
AT_THE_CLOCK = {
    "agreements/drafting/concurrency/edit.py",  # the words of an answer: „gespeichert 14:03“
    "agreements/drafting/comments/suggestion_views.py",  # answers forms for its views
    "agreements/drafting/comments/responses.py",  # answers forms for its views
    "agreements/link_access.py",  # the door of visitors, whose visits end by the clock
    "agreements/drafting/form_pages.py",  # answers forms for its views
    "agreements/tracking/responses.py",  # answers forms for its views
    "agreements/admin/association.py",  # the admin's write, which has no view of ours
    "agreements/admin/audited.py",  # the admin's write, which has no view of ours
    "agreements/jobs.py",  # the background jobs, which pass it on as `at`
    "districts/admin/users.py",  # the admin's pages
    "districts/security_log/actions.py",  # notes of requests, at their time
    "districts/security_log/signals.py",  # what Django says, without a time
    "agreements/worker.py",  # a process that signs on
    "agreements/sealing/service_check.py",  # asks services, whose answers are of now
    "mitwirkung/admin_site.py",  # the admin's pages
    "mitwirkung/operations/backup/actions.py",  # when a backup has ended
    "mitwirkung/operations/health/clock.py",  # whether the clock is right
    "mitwirkung/accounts/known_devices.py",  # a sign-in, judged by allauth
    "mitwirkung/accounts/adapter.py",  # a sign-in, judged by allauth
    "mitwirkung/accounts/forms.py",  # limits of attempts, judged by forms of allauth
    "mitwirkung/single_sign_on/adapter.py",  # a sign-in, judged by allauth
    "mitwirkung/second_factor/forms.py",  # limits of attempts, judged by forms of allauth
}
NEVER = {
    ("date", "today"),
    ("datetime", "today"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("time", "localtime"),
}
NOW = {("timezone", "now"), ("timezone", "localdate"), ("timezone", "localtime")}


def calls() -> Iterator[tuple[str, str, str, int]]:
    """Yield all method calls in our packages: file, object, method, number of arguments."""
    root = Path(settings.BASE_DIR)
    for package in ("agreements", "districts", "mitwirkung"):
        for path in sorted((root / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    on = node.func.value
                    owner = on.id if isinstance(on, ast.Name) else ""
                    given = len(node.args) + len(node.keywords)
                    yield path.relative_to(root).as_posix(), owner, node.func.attr, given


def test_only_views_and_commands_look_at_the_clock() -> None:
    looks = {
        path
        for path, owner, name, given in calls()
        if (owner, name) in NEVER or ((owner, name) in NOW and not given)
    }
    may = {
        path
        for path in looks
        if "views" in path or "/management/" in path or path.startswith("mitwirkung/demo/")
    }
    assert looks - may <= AT_THE_CLOCK, looks - may - AT_THE_CLOCK


def test_nobody_asks_the_machine_for_its_own_day() -> None:
    """`date.today()` and `datetime.now()` use the machine's time zone."""
    assert {(path, name) for path, owner, name, _ in calls() if (owner, name) in NEVER} == set()


def test_a_moment_becomes_a_day_only_in_berlin() -> None:
    """`moment.date()` uses the moment's own time zone, mostly UTC."""
    cut = {path for path, _, name, given in calls() if name == "date" and not given}
    assert cut <= {
        "agreements/signing/certificates/signature_facts.py",  # brings what a signature claims to Berlin first
        "agreements/spreadsheets/columns.py",  # a day in a workbook is midnight without a time zone
    }
    assert settings.TIME_ZONE == "Europe/Berlin"
    assert settings.USE_TZ
