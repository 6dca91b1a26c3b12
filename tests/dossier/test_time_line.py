"""Agreements on a line of time: of the city by the day of signing, of a district with its gaps."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from agreements.choices import MilestoneKind, Side
from agreements.dossier import signing_line, views
from agreements.dossier.district_time import district_time
from agreements.dossier.time_line import TimeLine, TimeMark, TimeSpan, time_line
from agreements.drafting.actions.contract import record_reported_agreement
from agreements.drafting.actions.dated_facts import record_fact
from agreements.models import Agreement, Instrument, Milestone
from districts.models import District, User
from tests import factories
from tests.page import read
from tests.recording.recorded import known, recorded
from tests.scenario import PNG, Scenario

TODAY, LATER = date(2026, 7, 2), date(2036, 7, 2)


def test_spans_share_whole_years() -> None:
    spans = [
        TimeSpan(first=date(2025, 1, 1), last=date(2025, 12, 31), shape="span"),
        None,
        TimeSpan(first=None, last=date(2026, 12, 31), shape="about"),
        TimeSpan(first=date(2026, 1, 1), last=None, shape="gap"),
        TimeSpan(first=date(2026, 12, 31), last=date(2026, 12, 31), shape="day"),
    ]
    assert time_line(spans, TODAY) == TimeLine(
        first_year=2025,
        last_year=2026,
        years=("500",),
        today="749.3",
        marks=(
            TimeMark(shape="span", x="0", width="500"),
            None,
            TimeMark(shape="about", x="0", width="1000"),
            TimeMark(shape="gap", x="500", width="500"),
            TimeMark(shape="day", x="996", width="4"),
        ),
    )


def test_no_line_without_a_day_and_no_today_beside_it() -> None:
    assert time_line([None, TimeSpan(first=None, last=None, shape="about")], TODAY) is None
    earlier = time_line([TimeSpan(first=date(2020, 1, 1), last=date(2020, 2, 1), shape="span")], TODAY)
    assert earlier is not None
    assert earlier.today == ""


@pytest.fixture
def place(db: None) -> District:
    return factories.district()


@pytest.fixture
def amira(place: District) -> User:
    return factories.coordinator()


def contract(place: District, amira: User, begins_on: date, extension_months: int = 0) -> Instrument:
    """Return a signed contract of three years."""
    draft = factories.draft(place, amira, begins_on=begins_on)
    Instrument.objects.filter(pk=draft.pk).update(extension_months=extension_months)
    draft.refresh_from_db()
    frozen = factories.freeze_draft(draft, amira)
    for side in (Side.DISTRICT, Side.ASSOCIATION):
        factories.sign(frozen, side, amira)
    return frozen


def reported(place: District, by: User, **facts: Any) -> Agreement:
    """Return an agreement known from a source; `facts` of the milestone that says when it was signed."""
    agreement = record_reported_agreement(district=place, coordinator=by, by=by, at=factories.FROZEN_AT)
    fact = {"kind": MilestoneKind.SIGNED, "title": "Vertrag unterzeichnet", "source": "Bezirk", **facts}
    record_fact(Milestone, agreement, by=by, at=factories.FROZEN_AT, **fact)
    return agreement


def test_a_district_shows_what_was_in_force_and_the_gaps_to_the_day(place: District, amira: User) -> None:
    later, earlier = (contract(place, amira, date(year, 4, 1)) for year in (2030, 2026))
    draft = factories.draft(place, amira)
    time = district_time(amira, place, LATER)
    assert [(row.agreement and row.agreement.agreement.pk, row.words) for row in time.rows] == [
        (earlier.agreement_id, "ab 01.04.2026, bis 31.03.2029"),
        (None, "01.04.2029 bis 31.03.2030"),
        (later.agreement_id, "ab 01.04.2030, bis 31.03.2033"),
        (None, "01.04.2033 bis 02.07.2036"),
        (draft.agreement_id, ""),
    ]
    assert [row.mark and row.mark.shape for row in time.rows] == ["span", "gap", "span", "gap", None]
    assert time.line
    assert (time.line.first_year, time.line.last_year) == (2026, 2036)


def test_no_gap_is_claimed_behind_an_agreement_whose_end_nobody_knows(place: District, amira: User) -> None:
    reported(place, amira, date_words="Tag nicht bekannt, vor dem 28.11.2019")
    contract(place, amira, date(2025, 4, 1))
    rows = district_time(amira, place, LATER).rows
    assert [(row.words, row.mark and row.mark.shape) for row in rows] == [
        ("unterzeichnet: Tag nicht bekannt, vor dem 28.11.2019; Ende nicht hinterlegt", "about"),
        ("ab 01.04.2025, bis 31.03.2028", "span"),
    ]


@pytest.mark.parametrize(("extension", "shapes"), [(0, ["span", "gap", "span"]), (12, ["span", "span"])])
def test_before_a_successor_there_is_a_gap_unless_the_former_one_extends(
    extension: int, shapes: list[str], place: District, amira: User
) -> None:
    contract(place, amira, date(2025, 4, 1), extension)
    contract(place, amira, date(2030, 4, 1))
    time = district_time(amira, place, date(2027, 7, 2))
    assert [row.mark and row.mark.shape for row in time.rows] == shapes


def test_contracts_without_a_day_between_them_leave_no_gap(place: District, amira: User) -> None:
    for year in (2025, 2028, 2031):
        contract(place, amira, date(year, 4, 1))
    shapes = [row.mark and row.mark.shape for row in district_time(amira, place, date(2034, 3, 31)).rows]
    assert shapes == ["span", "span", "span"]


def test_the_list_shows_the_city_by_the_day_of_signing(scenario: Scenario) -> None:
    jonas = scenario.amira
    shown = reported(factories.district("02"), jonas, date_words="Tag nicht bekannt")
    presented = {"kind": MilestoneKind.PRESENTED, "title": "Vorgestellt", "dated": date(2024, 5, 3)}
    record_fact(Milestone, shown, source="Bezirk", by=jonas, at=factories.FROZEN_AT, **presented)
    first = reported(factories.district("03"), jonas, dated=date(2023, 7, 3))
    unknown = reported(factories.district("04"), jonas, date_words="Tag nicht bekannt")
    reply = scenario.browser("coordinator").get(reverse("agreement_list"))
    rows = reply.context["signings"].rows
    signed = scenario.signed.agreement
    assert [row.agreement for row in rows] == [first, shown, signed, unknown]
    assert [row.mark and row.mark.shape for row in rows] == ["day", "about", "day", None]
    text = read(reply).text
    assert "03.07.2023 (laut Quelle)" in text
    assert "Tag nicht bekannt; spätestens 03.05.2024" in text


def test_the_line_of_the_city_has_more_than_the_page_of_the_list(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "PAGE", 2)
    browser, address = scenario.browser("coordinator"), reverse("agreement_list")
    places = [factories.district(number) for number in ("02", "03", "04")]
    days = [date(2024, 5, 3), date(2023, 7, 3), date(2025, 2, 1)]
    found = {day: reported(place, scenario.amira, dated=day) for place, day in zip(places, days, strict=True)}
    found[date(2025, 3, 10)] = scenario.signed.agreement
    reply = browser.get(address)
    assert len(reply.context["rows"]) == 2
    assert [row.agreement for row in reply.context["signings"].rows] == [found[day] for day in sorted(found)]
    assert browser.get(address, {"page": "2"}).context["signings"] is None
    one = browser.get(address, {"bezirk": places[0].slug}).context["signings"]
    assert [row.agreement for row in one.rows] == [found[date(2024, 5, 3)]]

    monkeypatch.setattr(signing_line, "MOST_ROWS", 3)
    reply = browser.get(address)
    assert [row.signed.earliest for row in reply.context["signings"].rows] == sorted(found)[:3]
    assert "gezeigt sind die ersten 3 von 4" in read(reply).text


def test_a_district_without_contracts_says_so(scenario: Scenario) -> None:
    factories.district("12")
    address = reverse("district_detail", args=[District.objects.get(number="12").slug])
    assert "Noch kein Vertrag." in read(scenario.browser("coordinator").get(address)).text


def test_of_a_contract_signed_elsewhere_no_gap_and_no_end_is_claimed_that_nobody_knows(
    scenario: Scenario,
) -> None:
    recorded(scenario.amira, ends=known(date(2026, 6, 30)), extension_months=None)
    recorded(scenario.amira, place="08", ends=None, file=PNG)
    for number, words in (
        ("09", "ab 01.12.2023, ob er sich verlängert"),
        ("08", "ab 01.12.2023, Ende nicht bekannt"),
    ):
        shown = district_time(scenario.amira, District.objects.get(number=number), date(2026, 11, 30))
        assert [row.words for row in shown.rows if "2023" in row.words] == [words]
        assert not [row for row in shown.rows if row.agreement is None]
