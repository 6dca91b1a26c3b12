"""What waits for a coordinator: each kind of work appears when it is due, and goes when it is done."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db.models import Value
from django.db.models.functions import Concat
from django.urls import reverse

from agreements.choices import Addressee, Side, Status
from agreements.dossier.handover.actions import hand_over
from agreements.drafting.comments.actions import CommentTarget, open_thread
from agreements.models import Bounce, Instrument, Mail
from agreements.tracking.overview.presenters import overview
from agreements.tracking.staff_release.queries import releases_visible_to
from agreements.tracking.staff_release.shortfall import Filling
from agreements.tracking.staff_release.summaries import release_summaries
from agreements.tracking.status import TrackedState
from agreements.worklist import summaries
from agreements.worklist.districts import TILES
from agreements.worklist.items import Urgency, WorkItem
from agreements.worklist.presenters import Worklist, worklist
from districts.models import District, User
from tests import factories
from tests.dossier.termination_notices import ENDS_ON, LAST_NOTICE_ON, decided
from tests.drafting.clearance.conftest import DUE_ON, answer, start_round
from tests.page import page_queries
from tests.scenario import Scenario
from tests.signing.delegates import declined
from tests.tracking.report_factories import DONE, answer_report, make_report, obligation_of
from tests.tracking.staff_release.quarter_reports import COORDINATION, Q3, make_quarter_report

TODAY = date(2025, 3, 20)
AT = datetime(2025, 10, 2, 10, 0, tzinfo=UTC)


def work_of(user: User, day: date = TODAY, *, everyone: bool = False) -> Worklist:
    return worklist(user, everyone=everyone, page_number=None, as_of=day)


def items(user: User, day: date = TODAY) -> list[WorkItem]:
    return [item for group in work_of(user, day).groups for item in group.items]


def titled(user: User, start: str, day: date = TODAY) -> list[WorkItem]:
    return [item for item in items(user, day) if item.title.startswith(start)]


def test_missing_signature_leads_to_where_it_is_recorded(scenario: Scenario) -> None:
    [item] = titled(scenario.amira, "Unterschrift fehlt")
    missing = scenario.signing.signatories.get(side=Side.DISTRICT)
    assert missing.name in item.detail
    assert item.urgency == Urgency.WEEK
    assert item.button_url == reverse("signature_new", args=[scenario.signing.pk, missing.key])
    factories.sign(scenario.signing, Side.DISTRICT, scenario.amira)
    assert titled(scenario.amira, "Unterschrift fehlt") == []


def test_passed_ceremony_makes_a_missing_signature_urgent(scenario: Scenario) -> None:
    scenario.signing.ceremonies.create(held_on=TODAY - timedelta(days=3), place="Rathaus")
    [item] = titled(scenario.amira, "Unterschrift fehlt")
    assert (item.urgency, item.when) == (Urgency.NOW, "seit 3\N{NO-BREAK SPACE}Tagen")
    assert "Der Termin war am 17.03.2025." in item.detail


def test_declined_signature_is_urgent(scenario: Scenario) -> None:
    declined(scenario.signing, scenario.amira)
    [item] = titled(scenario.amira, "Ablehnung klären")
    assert item.urgency == Urgency.NOW


def test_coming_ceremony_says_when(scenario: Scenario) -> None:
    scenario.signing.ceremonies.create(held_on=TODAY + timedelta(days=30), place="Rathaus")
    [item] = titled(scenario.amira, "Unterschrift fehlt")
    assert (item.urgency, item.when) == (Urgency.LATER, "in 30\N{NO-BREAK SPACE}Tagen")


@pytest.mark.parametrize(
    ("day", "urgency", "word"),
    [
        (DUE_ON - timedelta(days=8), Urgency.LATER, "läuft ab"),
        (DUE_ON - timedelta(days=1), Urgency.WEEK, "läuft ab"),
        (DUE_ON + timedelta(days=1), Urgency.NOW, "ist abgelaufen"),
    ],
)
def test_mitzeichnung_that_runs_out(scenario: Scenario, day: date, urgency: Urgency, word: str) -> None:
    review = scenario.contracts[Status.REVIEW]
    round_ = start_round(review, scenario.amira)
    asked = len(round_.requests.all())
    [item] = titled(scenario.amira, "Mitzeichnung", day)
    assert (item.urgency, item.title) == (urgency, f"Mitzeichnung {word}: {asked} von {asked} Stellen fehlen")
    for request in round_.requests.all():
        answer(review, request, scenario.amira)
    [item] = titled(scenario.amira, "Mitzeichnung", day)
    assert item.title == "Mitzeichnung abschließen: Alle haben geantwortet"


def test_remark_of_the_district_waits_for_who_coordinates(scenario: Scenario) -> None:
    open_thread(
        scenario.contracts[Status.REVIEW],
        target=CommentTarget(clause="p03-1"),
        text="Reicht <b>eine</b> Person?",
        addressee=Addressee.DISTRICT,
        by=scenario.people["staff"],
        at=factories.FROZEN_AT,
    )
    [item] = titled(scenario.amira, "Sie sind am Zug")
    assert "Reicht" in item.detail
    assert "<b>eine</b>" not in scenario.browser("coordinator").get(reverse("work")).content.decode()


def test_draft_says_what_it_lacks(scenario: Scenario) -> None:
    assert titled(scenario.amira, "Entwurf abstimmen: Es fehlt nichts mehr")
    signatory = scenario.draft.signatories.get(side=Side.DISTRICT)
    Instrument.objects.filter(pk=scenario.draft.pk).update(file_reference="")
    Instrument.objects.filter(pk=scenario.draft.pk).update(revision=scenario.draft.revision + 1)
    [item] = titled(scenario.amira, "Entwurf weiterschreiben: 1\N{NO-BREAK SPACE}Angabe fehlt")
    assert "Geschäftszeichen" in item.detail
    assert item.button_url == reverse("draft_edit", args=[scenario.draft.pk])
    assert signatory.name


def test_reports_are_counted_as_the_list_behind_counts_them(scenario: Scenario) -> None:
    bogdan = scenario.people["staff"]
    make_report(obligation_of(scenario.signed, "O-03"), DONE, bogdan, AT)
    answer_report(
        make_report(obligation_of(scenario.signed, "O-06"), DONE, bogdan, AT),
        scenario.amira,
        AT,
        question="Für welches Jahr?",
    )
    make_quarter_report(
        scenario.signed.agreement, Q3, bogdan, AT, but={COORDINATION: Filling(filled=Decimal("0.25"))}
    )
    day = date(2025, 10, 15)
    [row] = overview(scenario.amira, "", day).rows
    [item] = titled(scenario.amira, "1\N{NO-BREAK SPACE}Meldung bestätigen", day)
    assert row.count.of(TrackedState.WAITING) == 1
    listed = scenario.browser("coordinator").get(item.button_url)
    assert listed.status_code == 200
    assert titled(scenario.amira, "1\N{NO-BREAK SPACE}Rückfrage ohne Antwort", day)
    assert titled(scenario.amira, "Freistellung bestätigen: 3. Quartal 2025", day)


def test_own_obligations_show_with_their_titles(scenario: Scenario) -> None:
    day = date(2026, 3, 10)
    ours = [item for item in items(scenario.amira, day) if "O-" in item.detail]
    duties = [row for row in ours if row.urgency == Urgency.NOW]
    assert duties
    assert all(row.button == "Melden" for row in duties)
    assert [row.on for row in duties] == sorted(row.on for row in duties)


@pytest.mark.parametrize(
    ("day", "urgency"), [(date(2025, 4, 26), Urgency.WEEK), (date(2025, 5, 1), Urgency.NOW)]
)
def test_own_obligations_that_are_only_counted_are_as_urgent_as_the_first_of_them(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch, day: date, urgency: Urgency
) -> None:
    monkeypatch.setattr(summaries, "OWN_ROWS", 0)
    [item] = titled(scenario.amira, "1\N{NO-BREAK SPACE}weitere Pflicht von MitWirkung", day)
    assert item.urgency == urgency


@pytest.mark.parametrize(
    ("day", "urgency"),
    [
        (LAST_NOTICE_ON - timedelta(days=30), Urgency.LATER),
        (LAST_NOTICE_ON - timedelta(days=5), Urgency.WEEK),
        (LAST_NOTICE_ON, Urgency.NOW),
    ],
)
def test_extension_to_decide(scenario: Scenario, day: date, urgency: Urgency) -> None:
    [item] = titled(scenario.amira, "Verlängern lassen oder kündigen?", day)
    assert (item.urgency, item.on) == (urgency, LAST_NOTICE_ON)
    decided(scenario.signed.agreement, scenario.amira)
    assert titled(scenario.amira, "Verlängern lassen oder kündigen?", day) == []


def test_failed_mail_is_one_row_however_many(scenario: Scenario) -> None:
    assert titled(scenario.amira, "1\N{NO-BREAK SPACE}E-Mail") == []
    User.objects.update(email=Concat("username", Value("@example.org")))
    declined(scenario.signing, scenario.amira)
    mails = Mail.objects.filter(sent_at=None)
    mails.update(tries=1, problem="Der Server antwortet nicht.")
    [item] = [one for one in items(scenario.amira) if "hinaus" in one.title]
    assert str(mails.count()) in item.title
    assert item.button_url == reverse("mail_list")


def test_who_gets_no_e_mails_is_named_until_her_address_is_another(scenario: Scenario) -> None:
    lead = scenario.people["lead"]
    User.objects.filter(pk=lead.pk).update(email="weg@example.org")
    declined(scenario.signing, scenario.amira)
    mail = Mail.objects.get(person=lead)
    at = datetime.combine(TODAY, time(9), tzinfo=UTC)
    Bounce.objects.create(mail=mail, address="weg@example.org", status="5.1.1", received_at=at)
    [item] = titled(scenario.amira, "1\N{NO-BREAK SPACE}Person erhält keine E-Mails")
    assert str(lead) in item.detail
    assert item.button_url == f"{reverse('reminder_ledger')}?stand=zurueck"
    assert titled(scenario.amira, "1\N{NO-BREAK SPACE}Person", TODAY + timedelta(days=31)) == []
    User.objects.filter(pk=lead.pk).update(email="da@example.org")
    assert titled(scenario.amira, "1\N{NO-BREAK SPACE}Person") == []


def test_everybody_sees_her_own_work_or_that_of_all(scenario: Scenario) -> None:
    other = factories.coordinator()
    assert work_of(other).groups == ()
    assert work_of(other, everyone=True).groups
    hand_over(scenario.amira, to=other, by=scenario.amira, at=AT)
    assert work_of(other).groups


# --- the districts -------------------------------------------------------------------------------------------------


def test_every_district_has_a_row_also_without_an_agreement(scenario: Scenario) -> None:
    rows = {row.district.number: row for row in work_of(scenario.amira).districts}
    assert rows["09"].state == "kein Vertrag"
    assert rows["09"].url == reverse("district_detail", args=["treptow-koepenick"])
    pankow = rows["03"]
    assert pankow.agreement is not None
    assert pankow.agreement.agreement == scenario.signed.agreement
    assert pankow.others == 5


def test_district_row_agrees_with_the_overview_and_the_release(scenario: Scenario) -> None:
    day = date(2026, 3, 10)
    make_quarter_report(
        scenario.signed.agreement,
        Q3,
        scenario.people["staff"],
        AT,
        but={COORDINATION: Filling(filled=Decimal("0.25"))},
    )
    [row] = [row for row in work_of(scenario.amira, day).districts if row.district.number == "03"]
    [summary] = overview(scenario.amira, "", day).rows
    assert row.overdue == summary.count.of(TrackedState.OVERDUE) > 0
    assert row.agreement is not None
    assert row.agreement.ends_on == ENDS_ON
    [listed] = release_summaries(releases_visible_to(scenario.amira, day), day)
    assert row.release is not None
    assert (row.release.agreed, row.release.filled, row.release.short) == (
        listed.agreed,
        listed.filled,
        listed.short,
    )
    assert row.release.short in summary.why


def test_observer_sees_the_districts_and_no_work(scenario: Scenario) -> None:
    found = work_of(scenario.people["observer"])
    assert (found.title, found.groups, found.dates) == ("Stand der Bezirke", (), ())
    [pankow] = [row for row in found.districts if row.district.number == "03"]
    assert pankow.others == 1  # the reported one: drafts are not for her


def test_tiles_show_exactly_the_twelve(scenario: Scenario) -> None:
    assert {district.number for district in District.objects.all()} == TILES.keys()
    found = work_of(scenario.amira).tiles
    assert {tile.row.district.number for tile in found} == TILES.keys()
    assert len({(tile.x, tile.y) for tile in found}) == len(TILES)
    District.objects.create(
        number="13",
        key="11013000",
        slug="stadt",
        name="Stadt",
        authority="Amt",
        town_hall="Haus",
        postcode="10115",
    )
    assert work_of(scenario.amira).tiles == ()


QUERIES = 23


def test_the_page_asks_as_often_with_many_rows_as_with_few(scenario: Scenario) -> None:
    browser = scenario.browser("coordinator")
    page_queries(browser, reverse("work"))  # what the drafts lack is cached, and where agreements stand
    few = page_queries(browser, reverse("work"))
    for number in ("01", "02"):
        place = factories.district(number)
        factories.draft(place, scenario.amira)
        factories.frozen_contract(place, scenario.amira)
    page_queries(browser, reverse("work"))
    assert (few, page_queries(browser, reverse("work"))) == (QUERIES, QUERIES)
