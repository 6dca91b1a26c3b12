"""The pages of obligations by role: visible rows, filters and forms."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from agreements import situation_cache
from agreements.choices import ObligationKind
from agreements.models import Occasion, Report
from agreements.parties import ReportingSide
from agreements.tracking.presenters import obligation_list
from agreements.tracking.presenters.occurrences import OccurrenceRow
from agreements.tracking.queries.obligations import ObligationFilter, terms_visible_to, tracked_obligations
from agreements.tracking.status import TrackedState
from districts.models import District, User
from tests import factories
from tests.page import Page, signed_in
from tests.tracking.report_factories import DONE, WORKING, answer_report, make_report, obligation_of

pytestmark = pytest.mark.django_db
AS_OF = date(2025, 10, 15)
AT = datetime(2025, 7, 1, 10, 0, tzinfo=UTC)
LIST = "/pflichten/"
IBS_WORK = {"art": "ibs_work"}  # few enough for one page, whatever day it is
# session, person, memberships, districts of the filter, agreements, instruments, districts with several contracts, and
# for the line „Für Sie“: mentions, requests. Of staff no choice of districts, but the Mitzeichnungen that wait.
QUERIES = 9
# the same and what this process does not know: summaries that nobody has cached, occurrences, texts, reports, answers
QUERIES_ANEW = 30
QUERIES_OF_PAGE = 20


def rows(client: Client, **chosen: str) -> list[OccurrenceRow]:
    found = client.get(LIST, chosen)
    assert found.status_code == 200
    return list(found.context["list"].rows)


def districts_on(client: Client, **chosen: str) -> set[District | None]:
    return {row.district for row in rows(client, **chosen)}


def states(user: User, as_of: date = AS_OF) -> dict[str, TrackedState]:
    """Return the most urgent state of each obligation."""
    found: dict[str, TrackedState] = {}
    for obligation in tracked_obligations(terms_visible_to(user), as_of):
        found.setdefault(obligation.code, obligation.status.state)
    return found


def sent_from(page: Page, **data: str) -> dict[str, str]:
    """Return the data of a form as a browser submits it, with changed fields."""
    return {**page.fields, **data}


def test_list_of_the_model_agreement_after_half_a_year() -> None:
    place = factories.district("03")
    amira = factories.coordinator()
    contract = factories.signed_contract(place, amira)
    bogdan = factories.staff(place)
    answer_report(make_report(obligation_of(contract, "O-01"), DONE, bogdan, AT), amira, AT)
    make_report(obligation_of(contract, "O-07"), WORKING, bogdan, AT)
    seen = states(bogdan)
    assert len(seen) == 30
    assert {
        code: seen[code] for code in ("O-01", "O-03", "O-04", "O-06", "O-07", "O-08", "O-17", "O-20", "O-23")
    } == {
        "O-01": TrackedState.DONE,
        "O-03": TrackedState.OVERDUE,
        "O-04": TrackedState.ON_EVENT,
        "O-06": TrackedState.OVERDUE,
        "O-07": TrackedState.IN_PROGRESS,
        "O-08": TrackedState.OVERDUE,
        "O-17": TrackedState.UNDATED,
        "O-20": TrackedState.AS_NEEDED,
        "O-23": TrackedState.UPCOMING,
    }
    page = signed_in(bogdan).get(LIST).content.decode()
    assert page.count("<h1>") == 1
    assert "Unsere Pflichten" in page
    assert "Sachstandsbericht" in page
    assert "§\N{NO-BREAK SPACE}10\N{NO-BREAK SPACE}(1)" in page


def test_report_date_is_in_berlin_time() -> None:
    place = factories.district("03")
    contract = factories.signed_contract(place, factories.coordinator())
    bogdan = factories.staff(place)
    shortly_after_midnight = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)
    obligation = obligation_of(contract, "O-23")
    made = make_report(obligation, DONE, bogdan, shortly_after_midnight)
    assert (made.key, made.done_on) == ("2026-01-31", date(2026, 2, 1))


def test_district_sees_only_its_own_obligations() -> None:
    amira = factories.coordinator()
    pankow, neukoelln = factories.district("03"), factories.district("08")
    ours, theirs = factories.signed_contract(pankow, amira), factories.signed_contract(neukoelln, amira)
    client = signed_in(factories.staff(pankow))
    for chosen in ({}, {"wer": "alle"}, {"bezirk": "neukoelln"}):
        assert districts_on(client, **chosen) == {pankow}
    assert client.get(reverse("obligation_detail", args=[obligation_of(ours, "O-23").pk])).status_code == 200
    strange = obligation_of(theirs, "O-23").pk
    for name in ("obligation_detail", "obligation_report"):
        assert client.get(reverse(name, args=[strange])).status_code == 404
        assert client.post(reverse(name, args=[strange]), {"progress": "fulfilled"}).status_code == 404
    assert not Report.objects.exists()
    assert districts_on(signed_in(amira)) == {pankow, neukoelln}
    assert districts_on(signed_in(amira), bezirk="neukoelln") == {neukoelln}


def test_what_is_equally_urgent_is_sorted_by_day_or_by_district() -> None:
    amira = factories.coordinator()
    for number in ("08", "03"):
        factories.signed_contract(factories.district(number), amira)
    for chosen in ({}, {"ordnung": "bezirk"}, {"ordnung": "x"}):
        listed = [
            [(row.due_on or date.max, row.district.number) for row in section.rows]
            for section in signed_in(amira)
            .get(reverse("obligation_list"), {"wer": "alle", **chosen})
            .context["list"]
            .sections
        ]
        of_first = [number for rows in listed[:1] for _, number in rows]
        assert len(set(of_first)) == 2
        if chosen.get("ordnung") == "bezirk":
            assert of_first == sorted(of_first)
        else:
            assert listed[0] == sorted(listed[0])
            assert of_first != sorted(of_first)


def test_more_districts_and_reports_cost_no_more_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    amira = factories.coordinator()
    place = factories.district("03")
    bogdan = factories.staff(place)
    coordinators, staff = signed_in(amira), signed_in(bogdan)
    first = factories.signed_contract(place, amira)
    # Django does not ask for the answers to reports where there are none
    make_report(obligation_of(first, "O-07"), WORKING, bogdan, AT)
    page = reverse("obligation_detail", args=[obligation_of(first, "O-12").pk])
    make_report(obligation_of(first, "O-12"), WORKING, bogdan, AT)
    with django_assert_num_queries(QUERIES_OF_PAGE):
        staff.get(page)
    for browser in (coordinators, staff):
        situation_cache.forget()
        for number in (QUERIES_ANEW, QUERIES):
            with django_assert_num_queries(number):
                browser.get(LIST, IBS_WORK)
    for number in ("08", "01"):
        factories.signed_contract(factories.district(number), amira)
    for obligation in first.agreement.obligations.filter(code__in=["O-01", "O-03", "O-06", "O-11"]):
        for progress in (WORKING, DONE):
            made = make_report(obligation, progress, bogdan, AT)
        answer_report(made, amira, AT)
    for progress in (WORKING, DONE):
        answer_report(
            make_report(obligation_of(first, "O-12"), progress, bogdan, AT), amira, AT, question="Wann?"
        )
    with django_assert_num_queries(QUERIES_OF_PAGE):
        staff.get(page)
    for day in (1, 2):
        Occasion.objects.create(
            obligation=obligation_of(first, "O-27"),
            happened_on=date(2025, 6, day),
            note="Plakat",
            reported_at=AT,
            reported_by=bogdan,
        )
    for browser in (coordinators, staff):
        situation_cache.forget()
        for number in (QUERIES_ANEW, QUERIES):
            with django_assert_num_queries(number):
                browser.get(LIST, IBS_WORK)


def test_filters_ignore_unknown_values(monkeypatch: pytest.MonkeyPatch) -> None:
    amira = factories.coordinator()
    place = factories.district("03")
    factories.signed_contract(place, amira)
    bogdan = factories.staff(place)

    def codes(user: User, **chosen: str) -> set[str]:
        return {row.code for row in rows(signed_in(user), **chosen)}

    monkeypatch.setattr(obligation_list, "ROWS_ON_A_PAGE", 60)
    everything = codes(amira)
    assert len(everything) == 30
    assert codes(bogdan) == everything - {"O-19", "O-20", "O-21", "O-22", "O-24"}
    assert codes(bogdan, wer="alle") == everything
    assert codes(bogdan, art="resolution") == {"O-16", "O-17"}
    assert codes(amira, bezirk="mitte") == set()
    assert codes(amira, bezirk="pankow", wer="association", art="report") == {"O-24", "O-25", "O-26"}
    assert codes(bogdan, stand="undated") == {"O-17"}
    for nonsense in ("", "x", "\0", "%27", "9" * 400):
        assert (
            codes(amira, wer=nonsense, art=nonsense, bezirk=nonsense, stand=nonsense, page=nonsense)
            == everything
        )


OURS, THEIRS = frozenset({ReportingSide.DISTRICT}), frozenset({ReportingSide.COORDINATION})


@pytest.mark.parametrize(
    ("choice", "admitted"),
    [
        (ObligationFilter(), {OURS, THEIRS, OURS | THEIRS}),
        (ObligationFilter(owed_by=ReportingSide.DISTRICT), {OURS, OURS | THEIRS}),
        (ObligationFilter(owed_by=ReportingSide.COORDINATION, kind="report"), {THEIRS, OURS | THEIRS}),
        (ObligationFilter(kind="ibs_work"), set()),
    ],
)
def test_filter_by_side_and_kind(choice: ObligationFilter, admitted: set[frozenset[ReportingSide]]) -> None:
    sides = (OURS, THEIRS, OURS | THEIRS)
    assert {whose for whose in sides if choice.admits(whose, ObligationKind.REPORT)} == admitted


def test_empty_state_without_a_signed_contract() -> None:
    place = factories.district("03")
    factories.frozen_contract(place, factories.coordinator())
    page = signed_in(factories.staff(place)).get(LIST).content.decode()
    assert "Noch kein unterzeichneter Vertrag" in page


def test_missing_permission_is_explained() -> None:
    place = factories.district("03")
    amira = factories.coordinator()
    contract = factories.signed_contract(place, amira)
    obligation = obligation_of(contract, "O-06")
    page, send = (
        reverse("obligation_detail", args=[obligation.pk]),
        reverse("obligation_report", args=[obligation.pk]),
    )
    sent = {"occurrence": "2025-10-01:0", "progress": "fulfilled", "done_on": "01.07.2025"}
    coordinators = signed_in(amira)
    assert "Diese Pflicht trägt der Bezirk." in coordinators.get(page).content.decode()
    refused = coordinators.post(send, sent)
    assert refused.status_code == 422
    assert "Diese Pflicht trägt der Bezirk." in refused.content.decode()
    observer = signed_in(factories.observer())
    assert observer.get(page).status_code == 200
    assert f'action="{send}"' not in observer.get(page).content.decode()
    assert observer.post(send, {"progress": "fulfilled"}).status_code == 403
    assert not Report.objects.exists()


def test_unsigned_obligation_is_not_found() -> None:
    place = factories.district("03")
    amira = factories.coordinator()
    contract = factories.frozen_contract(place, amira)
    assert (
        signed_in(amira)
        .get(reverse("obligation_detail", args=[obligation_of(contract, "O-06").pk]))
        .status_code
        == 404
    )


def test_resolution_sets_the_due_date() -> None:
    place = factories.district("03")
    amira = factories.coordinator()
    contract = factories.signed_contract(place, amira)
    assert states(amira)["O-17"] == TrackedState.UNDATED
    for dated in (date(2025, 9, 2), date(2025, 8, 29)):
        contract.agreement.resolutions.create(kind="ba_resolution", dated=dated, source="Drucksache")
    contract.agreement.resolutions.create(kind="bvv_decision", dated=date(2025, 4, 1), source="Drucksache")
    [found] = [
        obligation
        for obligation in tracked_obligations(terms_visible_to(amira), AS_OF)
        if obligation.code == "O-17"
    ]
    assert found.status.due_on == date(2025, 11, 29)
