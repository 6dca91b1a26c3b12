"""„BA-Beschluss empfohlen“: derived from portfolios, said only where they are known, beside what is set by hand."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.choices import ResolutionKind, Side
from agreements.drafting.actions.dated_facts import record_resolution
from agreements.models import Instrument, ObligationTerms, Signatory, StaffRelease
from agreements.texts.portfolio import (
    NamedOffice,
    Reach,
    assess,
    findings,
    flag_view,
    flag_words,
    resolution_words,
)
from districts.models import District, Office, User
from tests import factories
from tests.drafting.clearance.conftest import OPENED_AT
from tests.page import read

YOUTH, SOCIAL = "Jugend und Familie", "Soziales und Gesundheit"
JUG, SOZ, SPK = NamedOffice("Jugendamt", YOUTH), NamedOffice("Sozialamt", SOCIAL), NamedOffice("SPK")


@pytest.mark.parametrize(
    ("departments", "offices", "reach", "said"),
    [
        ([YOUTH], [JUG], Reach.INSIDE, ""),
        ([YOUTH], [JUG, SOZ], Reach.OUTSIDE, f"gebunden ist auch: {SOCIAL} (Sozialamt)."),
        ([YOUTH], [JUG, SPK], Reach.UNKNOWN, "Nicht hinterlegt ist der Geschäftsbereich von: SPK."),
        ([YOUTH], [SOZ, SPK], Reach.OUTSIDE, "Nicht hinterlegt ist der Geschäftsbereich von: SPK."),
        ([YOUTH, SOCIAL], [JUG, SOZ], Reach.INSIDE, ""),
        (["  Abteilung  jugend und familie "], [JUG], Reach.INSIDE, ""),
        ([YOUTH], [NamedOffice("Jugendamt", "Geschäftsbereich für Jugend und Familie")], Reach.INSIDE, ""),
        # a department is missing: the office might belong to just that one
        ([""], [JUG], Reach.UNKNOWN, "Für welche Abteilung unterzeichnet wird"),
        ([YOUTH, " "], [SOZ], Reach.UNKNOWN, "Für welche Abteilung unterzeichnet wird"),
        ([YOUTH, ""], [JUG], Reach.INSIDE, ""),
        ([], [SOZ], Reach.UNKNOWN, "Für welche Abteilung unterzeichnet wird"),
        ([""], [SPK], Reach.UNKNOWN, "Nicht hinterlegt"),
    ],
)
def test_what_can_be_said_with_what_is_known(
    departments: list[str], offices: list[NamedOffice], reach: Reach, said: str
) -> None:
    found = assess(departments, offices)
    assert found.reach == reach
    assert said in found.words
    assert bool(found.words) == (reach != Reach.INSIDE)
    labels = {Reach.OUTSIDE: "BA-Beschluss empfohlen", Reach.UNKNOWN: "Geschäftsbereich nicht hinterlegt"}
    assert found.label == labels.get(reach, "")


@pytest.fixture
def known(contract: Instrument, place: District) -> Instrument:
    """The contract with a department for its councillor and portfolios for some offices."""
    contract.signatories.filter(side=Side.DISTRICT).update(department=f"Abteilung {YOUTH}")
    portfolios = {"abt_jug": YOUTH, "jug": YOUTH, "ges": SOCIAL, "soz": SOCIAL, "qpk": SOCIAL}
    for code, portfolio in portfolios.items():
        place.offices.filter(code=code).update(portfolio=portfolio)
    return contract


def test_without_portfolios_nothing_is_claimed(contract: Instrument) -> None:
    found = findings(contract)
    assert set(found) == {"O-01", "O-02"}
    assert {one.reach for one in found.values()} == {Reach.UNKNOWN}
    assert not any(one.outside for one in found.values())


def test_offices_are_found_by_the_words_of_the_contract(known: Instrument) -> None:
    found = findings(known)
    assert found["O-01"].reach == Reach.INSIDE
    assert [office.name for office in found["O-02"].outside] == ["Gesundheitsamt", "Amt für Soziales", "QPK"]
    assert [office.name for office in found["O-02"].unknown] == ["SPK"]
    assert flag_words(known, "O-02").startswith("BA-Beschluss empfohlen. Unterzeichnet wird für Abteilung")
    assert flag_words(known, "O-01") == flag_words(known, "O-99") == ""


def test_the_office_that_was_chosen_counts_before_the_words(known: Instrument, place: District) -> None:
    post = StaffRelease.objects.get(terms__instrument=known, terms__obligation__code="O-01")
    StaffRelease.objects.filter(pk=post.pk).update(office=place.offices.get(code="soz"))
    assert findings(known)["O-01"].reach == Reach.OUTSIDE


def test_a_second_signatory_brings_her_portfolio_unless_she_need_not_sign(known: Instrument) -> None:
    second = Signatory.objects.create(
        instrument=known, side=Side.DISTRICT, order=2, name="S", function="Stadtrat", department=SOCIAL
    )
    assert findings(known)["O-02"].reach == Reach.UNKNOWN
    Signatory.objects.filter(pk=second.pk).update(required=False)
    assert findings(known)["O-02"].reach == Reach.OUTSIDE


def test_what_the_association_owes_binds_no_office(known: Instrument) -> None:
    ObligationTerms.objects.filter(instrument=known, obligation__code="O-02").update(owed_by="association")
    assert set(findings(known)) == {"O-01"}


def test_the_mark_of_the_author_stays_beside_what_is_derived(known: Instrument) -> None:
    ObligationTerms.objects.filter(instrument=known, obligation__code="O-02").update(needs_resolution=False)
    rows = {row.code: (row.finding is not None, row.by_hand) for row in flag_view(known).rows}
    assert rows["O-02"] == (True, False)
    assert rows["O-16"] == (False, True)
    assert "O-01" not in rows
    assert not ObligationTerms.objects.get(instrument=known, obligation__code="O-02").needs_resolution


def test_whether_a_resolution_is_recorded(known: Instrument, amira: User) -> None:
    assert resolution_words(known) == "Ein BA-Beschluss ist nicht festgehalten."
    for kind, dated, number in (
        (ResolutionKind.BVV_NOTED, date(2025, 2, 1), "IX-1"),
        (ResolutionKind.BA_RESOLUTION, date(2025, 1, 7), "IX-2"),
    ):
        record_resolution(
            known.agreement, kind=kind, dated=dated, number=number, source="Brief", by=amira, at=OPENED_AT
        )
    assert resolution_words(known) == "Ein BA-Beschluss vom 07.01.2025, IX-2, ist festgehalten."


def test_many_posts_cost_as_many_queries_as_one(known: Instrument) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            flag_view(known)
        return len(caught)

    terms = ObligationTerms.objects.get(instrument=known, obligation__code="O-02")
    few = asked()
    office = Office.objects.filter(district=known.agreement.district)[0]
    StaffRelease.objects.bulk_create(
        StaffRelease(
            terms=terms, position=9 + i, office=office, unit=f"Amt {i}", function="F", share=Decimal("0.1")
        )
        for i in range(6)
    )
    assert few == asked() == 5


def test_pages_tell_the_flag_and_the_mark_apart(known: Instrument, client: Client, amira: User) -> None:
    client.force_login(amira)
    derived = (
        "Unterzeichnet wird für Abteilung Jugend und Familie; gebunden ist auch: Soziales und Gesundheit"
    )
    for name, *parts in (
        ("agreement_detail", known.agreement_id),
        ("take_step", known.pk, "freeze"),
        ("draft_edit", known.pk),
        ("obligation_edit", known.pk, "O-02"),
    ):
        text = read(client.get(reverse(str(name), args=parts))).text
        assert derived in text, name
        if name in {"agreement_detail", "take_step"}:
            assert "Von Hand vermerkt" in text
            assert "Ein BA-Beschluss ist nicht festgehalten." in text
        if name == "draft_edit":
            assert "Von Hand vermerkt: BA-Beschluss empfohlen" in text
    text = read(client.get(reverse("obligation_edit", args=[known.pk, "O-01"]))).text
    assert "Unterzeichnet wird" not in text


def test_the_district_reads_no_advice_to_the_coordinator(
    known: Instrument, client: Client, place: District
) -> None:
    client.force_login(factories.staff(place))
    text = read(client.get(reverse("agreement_detail", args=[known.agreement_id]))).text
    assert "in Frage kommt" not in text


def test_an_admin_writes_portfolios(place: District, client: Client) -> None:
    client.force_login(factories.admin())
    office = place.offices.get(code="spk")
    address = reverse("admin:districts_office_change", args=[office.pk])
    fields = read(client.get(address)).fields
    fields = {name: value for name, value in fields.items() if not name.startswith("_")}
    reply = client.post(address, {**fields, "portfolio": "Stadtentwicklung"})
    assert reply.status_code == 302
    office.refresh_from_db()
    assert office.portfolio == "Stadtentwicklung"
