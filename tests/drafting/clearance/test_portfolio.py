"""The finding „BA-Beschluss empfohlen“, derived from the portfolios of offices."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from agreements.choices import ResolutionKind, Side
from agreements.drafting.actions.dated_facts import record_fact
from agreements.models import Instrument, ObligationTerms, Resolution, Signatory, StaffRelease
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
from tests.page import query_count, read

YOUTH, SOCIAL = "Jugend und Familie", "Soziales und Gesundheit"
JUG, SOZ, SPK = NamedOffice("Jugendamt", YOUTH), NamedOffice("Sozialamt", SOCIAL), NamedOffice("SPK")


@pytest.mark.parametrize(
    ("departments", "offices", "reach", "words"),
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
def test_reach_from_departments_and_portfolios(
    departments: list[str], offices: list[NamedOffice], reach: Reach, words: str
) -> None:
    found = assess(departments, offices)
    assert found.reach == reach
    assert words in found.words
    assert bool(found.words) == (reach != Reach.INSIDE)
    labels = {Reach.OUTSIDE: "BA-Beschluss empfohlen", Reach.UNKNOWN: "Geschäftsbereich nicht hinterlegt"}
    assert found.label == labels.get(reach, "")


@pytest.fixture
def with_portfolios(contract: Instrument, place: District) -> Instrument:
    """The contract with a department for its councillor and portfolios for some offices."""
    contract.signatories.filter(side=Side.DISTRICT).update(department=f"Abteilung {YOUTH}")
    portfolios = {"abt_jug": YOUTH, "jug": YOUTH, "ges": SOCIAL, "soz": SOCIAL, "qpk": SOCIAL}
    for code, portfolio in portfolios.items():
        place.offices.filter(code=code).update(portfolio=portfolio)
    return contract


def test_without_portfolios_there_is_no_finding(contract: Instrument) -> None:
    found = findings(contract)
    assert set(found) == {"O-01", "O-02"}
    assert {one.reach for one in found.values()} == {Reach.UNKNOWN}
    assert not any(one.outside for one in found.values())


def test_offices_are_matched_by_name(with_portfolios: Instrument) -> None:
    found = findings(with_portfolios)
    assert found["O-01"].reach == Reach.INSIDE
    assert [office.name for office in found["O-02"].outside] == ["Gesundheitsamt", "Amt für Soziales", "QPK"]
    assert [office.name for office in found["O-02"].unknown] == ["SPK"]
    assert flag_words(with_portfolios, "O-02").startswith(
        "BA-Beschluss empfohlen. Unterzeichnet wird für Abteilung"
    )
    assert flag_words(with_portfolios, "O-01") == flag_words(with_portfolios, "O-99") == ""


def test_a_selected_office_takes_precedence_over_its_name(
    with_portfolios: Instrument, place: District
) -> None:
    post = StaffRelease.objects.get(terms__instrument=with_portfolios, terms__obligation__code="O-01")
    StaffRelease.objects.filter(pk=post.pk).update(office=place.offices.get(code="soz"))
    assert findings(with_portfolios)["O-01"].reach == Reach.OUTSIDE


def test_only_required_signatories_count_with_their_department(with_portfolios: Instrument) -> None:
    second = Signatory.objects.create(
        instrument=with_portfolios,
        side=Side.DISTRICT,
        order=2,
        name="S",
        function="Stadtrat",
        department=SOCIAL,
    )
    assert findings(with_portfolios)["O-02"].reach == Reach.UNKNOWN
    Signatory.objects.filter(pk=second.pk).update(required=False)
    assert findings(with_portfolios)["O-02"].reach == Reach.OUTSIDE


def test_obligations_of_the_association_bind_no_office(with_portfolios: Instrument) -> None:
    ObligationTerms.objects.filter(instrument=with_portfolios, obligation__code="O-02").update(
        owed_by="association"
    )
    assert set(findings(with_portfolios)) == {"O-01"}


def test_the_manual_mark_is_independent_of_the_finding(with_portfolios: Instrument) -> None:
    ObligationTerms.objects.filter(instrument=with_portfolios, obligation__code="O-02").update(
        needs_resolution=False
    )
    rows = {row.code: (row.finding is not None, row.by_hand) for row in flag_view(with_portfolios).rows}
    assert rows["O-02"] == (True, False)
    assert rows["O-16"] == (False, True)
    assert "O-01" not in rows
    assert not ObligationTerms.objects.get(
        instrument=with_portfolios, obligation__code="O-02"
    ).needs_resolution


def test_whether_a_resolution_is_recorded(with_portfolios: Instrument, amira: User) -> None:
    assert resolution_words(with_portfolios) == "Ein BA-Beschluss ist nicht festgehalten."
    for kind, dated, number in (
        (ResolutionKind.BVV_NOTED, date(2025, 2, 1), "IX-1"),
        (ResolutionKind.BA_RESOLUTION, date(2025, 1, 7), "IX-2"),
    ):
        record_fact(
            Resolution,
            with_portfolios.agreement,
            kind=kind,
            dated=dated,
            number=number,
            source="Brief",
            by=amira,
            at=OPENED_AT,
        )
    assert resolution_words(with_portfolios) == "BA-Beschluss: gefasst am 07.01.2025, IX-2."


def test_the_number_of_queries_is_constant_for_posts(with_portfolios: Instrument) -> None:
    terms = ObligationTerms.objects.get(instrument=with_portfolios, obligation__code="O-02")
    before = query_count(lambda: flag_view(with_portfolios))
    office = Office.objects.filter(district=with_portfolios.agreement.district)[0]
    StaffRelease.objects.bulk_create(
        StaffRelease(
            terms=terms, position=9 + i, office=office, unit=f"Amt {i}", function="F", share=Decimal("0.1")
        )
        for i in range(6)
    )
    assert before == query_count(lambda: flag_view(with_portfolios)) == 5


def test_pages_show_finding_and_manual_mark_separately(
    with_portfolios: Instrument, client: Client, amira: User
) -> None:
    client.force_login(amira)
    derived = (
        "Unterzeichnet wird für Abteilung Jugend und Familie; gebunden ist auch: Soziales und Gesundheit"
    )
    for name, *parts in (
        ("agreement_history", with_portfolios.agreement_id),
        ("take_step", with_portfolios.pk, "freeze"),
        ("draft_edit", with_portfolios.pk),
        ("obligation_edit", with_portfolios.pk, "O-02"),
    ):
        text = read(client.get(reverse(str(name), args=parts))).text
        assert derived in text, name
        if name in {"agreement_history", "take_step"}:
            assert "Von Hand vermerkt" in text
            assert "Ein BA-Beschluss ist nicht festgehalten." in text
        if name == "draft_edit":
            assert "Von Hand vermerkt: BA-Beschluss empfohlen" in text
    text = read(client.get(reverse("obligation_edit", args=[with_portfolios.pk, "O-01"]))).text
    assert "Unterzeichnet wird" not in text


def test_the_district_sees_no_finding(with_portfolios: Instrument, client: Client, place: District) -> None:
    client.force_login(factories.staff(place))
    text = read(client.get(reverse("agreement_history", args=[with_portfolios.agreement_id]))).text
    assert "in Frage kommt" not in text


def test_an_admin_edits_portfolios(place: District, client: Client) -> None:
    client.force_login(factories.admin())
    office = place.offices.get(code="spk")
    address = reverse("admin:districts_office_change", args=[office.pk])
    fields = read(client.get(address)).fields
    fields = {name: value for name, value in fields.items() if not name.startswith("_")}
    reply = client.post(address, {**fields, "portfolio": "Stadtentwicklung"})
    assert reply.status_code == 302
    office.refresh_from_db()
    assert office.portfolio == "Stadtentwicklung"
