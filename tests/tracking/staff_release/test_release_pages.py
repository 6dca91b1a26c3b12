"""The pages of staff release: form, answers, list and chart; input is never lost."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.models import Agreement, ReleaseReport
from agreements.tracking.staff_release.forms import ShareField, prefix_of
from agreements.tracking.staff_release.queries import releases_visible_to
from agreements.tracking.staff_release.shortfall import Filling
from agreements.tracking.staff_release.summaries import release_summaries
from tests import factories
from tests.page import page_queries, read
from tests.scenario import Scenario
from tests.tracking.staff_release.quarter_reports import (
    COORDINATION,
    PLANNING,
    Q3,
    Q4,
    answer_quarter_report,
    make_quarter_report,
    place_of,
    signed_amendment,
)

NOW = datetime(2026, 1, 15, 10, 0, tzinfo=UTC)
GONE = Filling(filled=Decimal("0.75"), vacated_on=date(2025, 9, 1), remark="Ausgeschrieben")


@pytest.fixture(autouse=True)
def winter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def contract(scenario: Scenario) -> Agreement:
    return scenario.signed.agreement


@pytest.fixture
def bogdan(scenario: Scenario) -> Client:
    return scenario.browser("staff")


def form(contract: Agreement, year: int = 2025, quarter: int = 4) -> str:
    return reverse("release_report", args=[contract.pk, year, quarter])


def field(contract: Agreement, function: str, name: str = "filled") -> str:
    return f"{prefix_of(place_of(contract, function))}-{name}"


def fill(client: Client, contract: Agreement, address: str, **data: str) -> HttpResponse:
    """Open a form and submit it with changed fields of the coordination."""
    fields = read(client.get(address)).fields
    typed = {field(contract, COORDINATION, name): value for name, value in data.items()}
    reply: Any = client.post(address, {**fields, **typed})
    return reply


def test_unchanged_quarter_is_reported_with_one_click(
    bogdan: Client, scenario: Scenario, contract: Agreement
) -> None:
    detail = reverse("release_detail", args=[contract.pk])
    assert "vorausgefüllt" not in read(bogdan.get(detail)).text
    make_quarter_report(contract, Q3, scenario.people["lead"], NOW, but={COORDINATION: GONE})
    offered = read(bogdan.get(detail)).text
    assert "Mit den Angaben des Quartals davor vorausgefüllt: 4. Quartal 2025." in offered
    page = read(bogdan.get(form(contract)))
    assert page.fields[field(contract, PLANNING)] == "0,15"
    assert page.fields[field(contract, COORDINATION, "vacated_on")] == "2025-09-01"
    assert page.fields[field(contract, COORDINATION, "remark")] == ""
    told = bogdan.post(form(contract), page.fields)
    assert (told.status_code, told.headers["Location"]) == (
        302,
        reverse("release_detail", args=[contract.pk]),
    )
    made = ReleaseReport.objects.get(quarter_on=Q4.first_day)
    assert made.lines.get(post__function=COORDINATION).vacated_on == date(2025, 9, 1)
    assert made.lines.get(post__function=PLANNING).filled == Decimal("0.15")
    shown = read(bogdan.get(reverse("release_detail", args=[contract.pk]))).text
    assert "Die Freistellung für das 4. Quartal 2025 ist gemeldet." in shown
    assert "ab 01.12.2025 länger als vereinbart" in shown
    assert "Vertretung ist zu klären" in shown


def test_first_form_is_empty(bogdan: Client, contract: Agreement) -> None:
    page = read(bogdan.get(form(contract, quarter=3)))
    assert {page.fields[field(contract, name)] for name in (COORDINATION, PLANNING)} == {""}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        *(("0,75", "0.75"), (" 75 % ", "0.75"), ("75%", "0.75"), ("0,75 VZÄ", "0.75")),
        *(("7,5 %", "0.075"), ("1", "1"), ("1,0", "1"), ("100 %", "1"), ("0,125", "0.125"), ("1,000", "1")),
    ],
)
def test_accepted_notations_of_a_share(typed: str, kept: str) -> None:
    assert ShareField().clean(typed) == Decimal(kept)


BAD = {
    "75": "75 ist mehr als eine volle Stelle (1,00 oder 100 %). Meinten Sie 75 %?",
    "38,5": "Meinten Sie 38,5 %?",
    "1,01": "1,01 ist mehr als eine volle Stelle",
    "101 %": "101 % ist mehr als eine volle Stelle",
    "-0,1": "Der Anteil darf nicht kleiner als null sein.",
    "0,7555": "Höchstens drei Stellen nach dem Komma",
    "drei Viertel": "Bitte einen Anteil wie 0,75 oder 75 % angeben",
    "1e-1": "Bitte einen Anteil wie 0,75 oder 75 % angeben",
    "NaN": "Bitte einen Anteil wie 0,75 oder 75 % angeben",
    "٠٫٧": "Bitte einen Anteil wie 0,75 oder 75 % angeben",
    "0,5,5": "Bitte einen Anteil wie 0,75 oder 75 % angeben",
    "0.75": "Bitte einen Anteil wie 0,75 oder 75 % angeben",
    "9" * 400: "",
    "\0": "",
}


@pytest.mark.parametrize("typed", BAD, ids=lambda typed: repr(typed[:20]))
def test_a_share_that_is_none_is_explained(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ShareField().clean(typed)
    assert BAD[typed] in " ".join(refused.value.messages)


@pytest.mark.parametrize(("typed", "words"), [("75", BAD["75"]), ("", "Bitte „Besetzter Anteil“ angeben.")])
def test_invalid_share_is_refused_and_kept(
    typed: str, words: str, bogdan: Client, contract: Agreement
) -> None:
    name = field(contract, COORDINATION)
    others = {field(contract, PLANNING): "0,12", field(contract, PLANNING, "remark"): "Bleibt stehen"}
    reply = bogdan.post(form(contract), {"seen": "0", name: typed, **others})
    page = read(reply)
    assert reply.status_code == 422
    assert page.title.startswith("Fehler: ")
    assert words in page.text
    assert re.search(rf"{COORDINATION}: (Besetzter Anteil –|Bitte „Besetzter)", page.text)
    assert page.fields[name] == typed
    assert {key: page.fields[key] for key in others} == others
    assert not ReleaseReport.objects.exists()


def test_sum_above_one_post_is_refused(bogdan: Client, scenario: Scenario, contract: Agreement) -> None:
    make_quarter_report(contract, Q3, scenario.people["lead"], NOW)
    data = {"vacated_on": "2025-10-15", "substitute": PLANNING.upper(), "substitute_share": "90 %"}
    reply = fill(bogdan, contract, form(contract), **data)
    page = read(reply)
    assert reply.status_code == 422
    assert (
        "Jugendamt: Jugendhilfeplanung: Das sind zusammen 1,05 VZÄ (105 %), mehr als eine volle Stelle."
        in page.text
    )
    assert page.fields[field(contract, COORDINATION, "substitute_share")] == "90 %"
    assert "<details open>" in reply.content.decode()


@pytest.mark.parametrize(
    ("year", "quarter", "words"),
    [
        (2026, 2, "beginnt erst am 01.04.2026"),
        (2025, 2, "Für das 2. Quartal 2025 ist keine Freistellung vereinbart"),
        (2031, 1, "beginnt erst am 01.01.2031"),
        (9990, 4, "beginnt erst am"),
    ],
)
def test_unavailable_quarter_is_explained_and_input_kept(
    year: int, quarter: int, words: str, bogdan: Client, contract: Agreement
) -> None:
    address = form(contract, year, quarter)
    opened = bogdan.get(address)
    assert opened.status_code == 200
    assert words in read(opened).text
    assert "Quartal melden</button>" not in opened.content.decode()
    reply = bogdan.post(address, {field(contract, COORDINATION): "0,6543", "seen": "0"})
    assert reply.status_code == 422
    assert words in read(reply).text
    assert "0,6543" in reply.content.decode()
    assert not ReleaseReport.objects.exists()


@pytest.mark.parametrize(("year", "quarter"), [(2025, 0), (2025, 5), (0, 1), (9999, 4), (10**9, 1)])
def test_nonexistent_quarter_is_not_found(
    year: int, quarter: int, bogdan: Client, contract: Agreement
) -> None:
    assert bogdan.get(form(contract, year, quarter)).status_code == 404


def test_second_report_on_a_quarter_is_a_correction(
    bogdan: Client, scenario: Scenario, contract: Agreement
) -> None:
    mine = read(bogdan.get(form(contract))).fields
    mine |= {name: "0,1" for name in mine if name.endswith("-filled")}
    make_quarter_report(contract, Q4, scenario.people["lead"], NOW)
    reply = bogdan.post(form(contract), mine)
    page = read(reply)
    assert reply.status_code == 422
    assert (
        f"Inzwischen hat {scenario.people['lead']} dieses Quartal gemeldet, am 15.01.2026 um 11:00 Uhr"
        in page.text
    )
    assert page.fields[field(contract, COORDINATION)] == "0,1"
    assert ReleaseReport.objects.count() == 1
    assert bogdan.post(form(contract), page.fields).status_code == 302
    assert [report.number for report in ReleaseReport.objects.order_by("number")] == [1, 2]
    shown = read(bogdan.get(reverse("release_detail", args=[contract.pk]))).text
    assert "Berichtigt: 4. Quartal 2025, Meldung 1" in shown


def test_amendment_signed_meanwhile_keeps_the_input(
    bogdan: Client, scenario: Scenario, contract: Agreement
) -> None:
    mine = read(bogdan.get(form(contract))).fields
    mine |= {name: "0,1" for name in mine if name.endswith("-filled")}
    signed_amendment(scenario.signed, date(2025, 11, 1), "1", scenario.amira)
    reply = bogdan.post(form(contract), {**mine, field(contract, COORDINATION): "2"})
    page = read(reply)
    assert page.fields[field(contract, COORDINATION)] == "2"
    assert "mindestens 1,00 VZÄ (100 %)" in page.text
    assert bogdan.post(form(contract), mine).status_code == 302
    made = ReleaseReport.objects.get()
    assert made.lines.get(post__function=COORDINATION).post.share == 1


def test_district_sees_the_answer_of_the_coordinator(
    bogdan: Client, scenario: Scenario, contract: Agreement
) -> None:
    made = make_quarter_report(contract, Q3, scenario.people["staff"], NOW)
    amira, page = scenario.browser("coordinator"), reverse("release_detail", args=[contract.pk])
    address = reverse("release_answer", args=[contract.pk, made.pk])
    empty = amira.post(address, {"decision": "asked_back", "remark": "", "seen": "0"})
    assert (empty.status_code, "was Sie wissen möchten" in empty.content.decode()) == (422, True)
    query_count = amira.post(address, {"decision": "asked_back", "remark": "Seit wann genau?", "seen": "0"})
    assert (query_count.status_code, query_count.headers["Location"]) == (302, page)
    late = amira.post(address, {"decision": "confirmed", "remark": "Von vorhin", "seen": "0"})
    assert late.status_code == 422
    assert "Inzwischen gibt es eine andere Antwort" in late.content.decode()
    assert "Von vorhin" in late.content.decode()
    shown = read(bogdan.get(page)).text
    assert "Seit wann genau?" in shown
    assert "Antwort festhalten" not in shown
    assert bogdan.post(address, {"decision": "confirmed", "seen": "1"}).status_code == 403
    other = reverse("release_answer", args=[contract.pk, made.pk + 1000])
    assert amira.get(other).status_code == 404
    assert scenario.browser("neighbour").get(page).status_code == 404


def test_list_is_ordered_by_shortfall_with_constant_queries(scenario: Scenario, contract: Agreement) -> None:
    amira = scenario.browser("coordinator")
    make_quarter_report(contract, Q3, scenario.people["staff"], NOW)

    few = page_queries(amira, reverse("release_list"))
    elsewhere = factories.district("09")
    other = factories.signed_contract(elsewhere, scenario.amira).agreement
    for quarter in (Q3, Q4):
        made = make_quarter_report(
            other, quarter, scenario.people["neighbour"], NOW, but={COORDINATION: GONE}
        )
        answer_quarter_report(made, scenario.amira, NOW)
    assert page_queries(amira, reverse("release_list")) == few
    releases = releases_visible_to(scenario.amira, date(2026, 1, 15))
    rows = release_summaries(releases, date(2026, 1, 15))
    assert [row.district for row in rows] == [elsewhere.name, scenario.place.name]
    by_district = release_summaries(releases, date(2026, 1, 15), as_given=True)
    assert [row.district for row in by_district] == [scenario.place.name, elsewhere.name]
    page = amira.get(f"{reverse('release_list')}?ordnung=bezirk").content.decode()
    assert page.index(scenario.place.name) < page.index(elsewhere.name)
    assert [(row.state_words, row.short, row.fte_months) for row in rows] == [
        ("zu lange unbesetzt", "0,75\N{NO-BREAK SPACE}VZÄ", "3,00"),
        ("nicht gemeldet", "", ""),
    ]
    assert rows[1].missing == ("4. Quartal 2025",)
    of_district = release_summaries(
        releases_visible_to(scenario.people["staff"], date(2026, 1, 15)), date(2026, 1, 15)
    )
    assert [row.agreement_id for row in of_district] == [contract.pk]


def test_chart_has_description_and_data_table(scenario: Scenario, contract: Agreement) -> None:
    make_quarter_report(contract, Q3, scenario.people["staff"], NOW, but={COORDINATION: GONE})
    data = scenario.browser("observer").get(reverse("release_detail", args=[contract.pk])).content.decode()
    page = data[data.index("<main") :]
    assert 'role="img" aria-labelledby="bezirk-wide-titel bezirk-wide-worte"' in page
    assert "Zuletzt vereinbart: 1,10\N{NO-BREAK SPACE}VZÄ, besetzt: 0,35\N{NO-BREAK SPACE}VZÄ" in page
    assert "01.09.2025 bis 30.09.2025" in page
    assert "−0,75" in page
    drawn = page[page.index("<svg") : page.index("</svg>")]
    assert "style=" not in drawn
    assert not [path for path in drawn.split('d="')[1:] if "," in path.split('"')[0]]
