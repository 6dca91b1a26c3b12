"""The overview by district and by colleague."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from agreements.choices import ObligationKind, OwedBy
from agreements.models import Agreement
from agreements.parties import ReportingSide
from agreements.tracking.counts import count_states
from agreements.tracking.list_entries import ListEntry
from agreements.tracking.overview.bar import WIDTH, bar
from agreements.tracking.overview.presenters import (
    DistrictSummaryRow,
    Overview,
    has_ended,
    is_stale,
    overview,
)
from agreements.tracking.queries.obligations import ObligationFilter, terms_visible_to, tracked_obligations
from agreements.tracking.status import TrackedState
from districts.models import User
from tests import factories
from tests.page import read
from tests.tracking.report_factories import DONE, answer_report, make_report, obligation_of

AS_OF = date(2025, 10, 15)
AT = datetime(2025, 10, 1, 10, 0, tzinfo=UTC)
PATIENCE = timedelta(days=90)
LATE, ASKED, DUE, WAITING = (
    TrackedState.OVERDUE,
    TrackedState.ASKED_BACK,
    TrackedState.DUE,
    TrackedState.WAITING,
)


@pytest.mark.parametrize(
    ("last", "signed_on", "stale"),
    [
        (None, None, False),
        (None, date(2025, 7, 17), False),
        (None, date(2025, 7, 16), True),
        (date(2025, 7, 17), date(2024, 1, 1), False),
        (date(2025, 7, 16), date(2025, 10, 1), True),
        (date(2025, 10, 15), None, False),
    ],
)
def test_district_is_stale_after_ninety_days(last: date | None, signed_on: date | None, stale: bool) -> None:
    assert is_stale(last, signed_on, AS_OF, PATIENCE) == stale


OURS, THEIRS = frozenset({ReportingSide.DISTRICT}), frozenset({ReportingSide.COORDINATION})


def entry(
    state: TrackedState, due_on: date | None = None, whose: frozenset[ReportingSide] = OURS
) -> ListEntry:
    return ListEntry(1, "", state, due_on, False, 1, whose, ObligationKind.REPORT)


def test_counts_by_state_and_side_with_the_oldest_overdue_date() -> None:
    found = [
        entry(LATE, date(2025, 3, 1)),
        entry(LATE, date(2024, 3, 1), OURS | THEIRS),
        entry(LATE, date(2023, 3, 1), THEIRS),
        entry(ASKED),
    ]
    counted = count_states(found, ObligationFilter(owed_by=ReportingSide.DISTRICT))
    assert (counted.of(LATE), counted.of(DUE), counted.oldest) == (2, 0, date(2024, 3, 1))
    assert counted.urgency == (2, 0, 1, 0, 0)
    assert count_states(found, ObligationFilter(owed_by=ReportingSide.COORDINATION)).of(LATE) == 2
    assert count_states([], ObligationFilter()).oldest is None


def test_bar_shows_every_number_within_its_width() -> None:
    for numbers in ([1, 1, 1, 1], [100, 0, 1, 1], [0, 0, 0, 0], [1000, 1, 1, 1]):
        drawn = bar(zip((LATE, ASKED, DUE, WAITING), numbers, strict=True), sum(numbers))
        assert len(drawn.parts) == sum(number > 0 for number in numbers)
        assert all(part.width >= 3 for part in drawn.parts)
        assert all(part.x + part.width <= WIDTH + 3 * len(drawn.parts) for part in drawn.parts)
    assert bar([], 0).words == "nichts offen"
    assert bar([(LATE, 2)], 4).words == "2 überfällig"


@pytest.fixture
def two(db: None) -> tuple[User, User]:
    amira, jonas = factories.coordinator(), factories.coordinator()
    pankow, neukoelln = factories.district("03"), factories.district("08")
    bogdan = factories.staff(pankow)
    first = factories.signed_contract(pankow, amira)
    factories.signed_contract(neukoelln, jonas)
    answer_report(
        make_report(obligation_of(first, "O-03"), DONE, bogdan, AT), amira, AT, question="Wer genau?"
    )
    return amira, jonas


def row_of(page: Overview, name: str) -> DistrictSummaryRow:
    return next(row for row in page.rows if row.district.name == name)


def test_coordinator_sees_late_districts_with_reasons(two: tuple[User, User]) -> None:
    amira, jonas = two
    page = overview(amira, "", AS_OF)
    pankow, neukoelln = row_of(page, "Pankow"), row_of(page, "Neukölln")
    assert [row.district.name for row in page.rows] == ["Neukölln", "Pankow"], "the most pressing first"
    assert (pankow.last, pankow.stale, pankow.count.of(ASKED)) == (date(2025, 10, 1), False, 1)
    assert "1 Rückfrage offen" in pankow.why
    assert (neukoelln.last, neukoelln.stale) == (None, True)
    assert "überfällig, die älteste seit" in neukoelln.why
    assert neukoelln.why.endswith("noch nichts gemeldet; Freistellung nicht gemeldet: 3. Quartal 2025")
    assert [(row.person, row.districts, row.stale) for row in page.colleagues] == [
        (person, 1, int(person == jonas)) for person in sorted(two, key=str)
    ]


def test_filter_by_colleague_and_links_to_the_list(two: tuple[User, User], client: Client) -> None:
    amira, jonas = two
    client.force_login(amira)
    own = read(client.get(reverse("overview"), {"zustaendig": jonas.pk}))
    assert "Bezirke von" in own.text
    for nonsense in ("x", "0", "99999999999999999999"):
        assert "Bezirke von" not in read(client.get(reverse("overview"), {"zustaendig": nonsense})).text
    links = [tag["href"] for name, tag in own.tags if name == "a" and "stand=overdue" in tag.get("href", "")]
    assert links == [f"{reverse('obligation_list')}?wer=district&bezirk=neukoelln&stand=overdue"]
    page = client.get(links[0])
    late = next(section for section in page.context["list"].sections if section.state == LATE)
    asked = client.get(reverse("overview")).context["overview"]
    assert late.total == row_of(asked, "Neukölln").count.of(LATE)


def test_only_visible_districts_are_listed(two: tuple[User, User]) -> None:
    staff = factories.staff(factories.district("03"))
    assert [row.district.name for row in overview(staff, "", AS_OF).rows] == ["Pankow"]
    assert overview(factories.staff(factories.district("11")), "", AS_OF).rows == ()


def test_obligations_of_the_association_are_not_counted(two: tuple[User, User]) -> None:
    amira, _ = two
    page = row_of(overview(amira, "", AS_OF), "Neukölln").count
    terms = terms_visible_to(amira).filter(instrument__agreement__district__slug="neukoelln")
    late = [
        tracked.obligation_id for tracked in tracked_obligations(terms, AS_OF) if tracked.status.state == LATE
    ]
    alone = set(terms.filter(owed_by=OwedBy.ASSOCIATION).values_list("obligation_id", flat=True))
    assert alone & set(late), "both sides are late here"
    assert page.of(LATE) == sum(one not in alone for one in late)


@pytest.mark.parametrize(
    ("last_day", "ended"),
    [(None, False), (date(2025, 10, 15), False), (date(2025, 10, 16), False), (date(2025, 10, 14), True)],
)
def test_contract_has_ended_after_its_last_day(last_day: date | None, ended: bool) -> None:
    assert has_ended(last_day, AS_OF) == ended


@override_settings(STALE_AFTER_DAYS=10)
def test_stale_after_days_is_a_setting(two: tuple[User, User]) -> None:
    assert row_of(overview(two[0], "", AS_OF), "Pankow").stale


def test_more_districts_cost_no_more_queries(
    two: tuple[User, User], django_assert_num_queries: Callable[..., object]
) -> None:
    with django_assert_num_queries(18):
        overview(User.objects.get(pk=two[0].pk), "", AS_OF)
    for number in ("01", "02"):
        factories.signed_contract(factories.district(number), two[0])
    with django_assert_num_queries(18):
        overview(User.objects.get(pk=two[0].pk), "", AS_OF)
    assert Agreement.objects.count() == 4
