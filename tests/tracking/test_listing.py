"""The paginated list has the same rows in the same order with and without cache."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements import situation_cache
from agreements.models import Instrument, ScheduleCache
from agreements.tracking.listing import listing
from agreements.tracking.overview.cached_summary import store_summaries
from agreements.tracking.presenters import obligation_list
from agreements.tracking.queries.obligations import newest_terms, tracked_obligations
from districts.models import User
from tests import factories
from tests.page import read
from tests.tracking.report_factories import DONE, PARTLY, answer_report, make_report, obligation_of

pytestmark = pytest.mark.django_db
AT = datetime(2025, 7, 1, 10, 0, tzinfo=UTC)
DAYS = (date(2025, 7, 1), date(2025, 7, 20), date(2026, 4, 1))
LIST = "/pflichten/"


def two_contracts() -> tuple[User, User, Instrument]:
    amira, place = factories.coordinator(), factories.district("03")
    bogdan, first = factories.staff(place), factories.signed_contract(place, amira)
    factories.signed_contract(factories.district("08"), amira)
    make_report(obligation_of(first, "O-01"), DONE, bogdan, AT)
    answer_report(make_report(obligation_of(first, "O-25"), DONE, bogdan, AT), amira, AT)
    make_report(obligation_of(first, "O-06"), PARTLY, bogdan, AT, remark="Es fehlt ein Amt.")
    return amira, bogdan, first


@pytest.mark.parametrize("day", DAYS)
def test_list_is_the_same_with_and_without_cache(
    day: date, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _, bogdan, first = two_contracts()
    expected = tracked_obligations(newest_terms(), day)
    for state, of_entries, of_duties in (
        ("nothing cached", 14, 10),
        ("all", 2, 10),
        ("one of two", 14, 10),
        ("known here", 1, 0),
    ):
        if state == "all":
            list(store_summaries(datetime(day.year, day.month, day.day, 8, tzinfo=UTC)))
        if state == "one of two":
            make_report(obligation_of(first, "O-03"), DONE, bogdan, AT)
            expected = tracked_obligations(newest_terms(), day)
        if state != "known here":
            situation_cache.forget()
        with django_assert_num_queries(of_entries):
            found = listing(newest_terms(), day)
        with django_assert_num_queries(of_duties):
            assert found.obligations(list(found.entries())) == expected, state


def test_page_reads_only_its_own_rows(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    two_contracts()
    ScheduleCache.objects.all().delete()
    list(store_summaries(AT))
    found = listing(newest_terms(), AT.date())
    entries = list(found.entries())[10:13]
    with django_assert_num_queries(5):
        rows = found.obligations(entries)
    assert [(row.obligation_id, row.key) for row in rows] == [(one.obligation_id, one.key) for one in entries]
    assert rows == tracked_obligations(newest_terms(), AT.date())[10:13]


def test_pagination_keeps_the_filter(monkeypatch: pytest.MonkeyPatch) -> None:
    amira, _, _ = two_contracts()
    monkeypatch.setattr(obligation_list, "ROWS_ON_A_PAGE", 7)
    browser = Client()
    browser.force_login(amira)
    chosen = {"wer": "association", "art": "report"}
    seen: list[str] = []
    for number in ("1", "2"):
        reply_ = browser.get(LIST, {**chosen, "page": number})
        listed = reply_.context["list"]
        seen += [row.row_id for row in listed.rows]
        ways = [said for tag, said in read(reply_).tags if tag == "a" and said.get("rel") in {"next", "prev"}]
        for way in ways:
            assert "wer=association" in way["href"]
            assert "art=report" in way["href"]
    whole = browser.get(LIST, {**chosen, "page": "1"}).context["list"].page.paginator.count
    assert len(seen) == len(set(seen)) == whole > 7
