"""Reporting on the pages: in the list, on the detail page, and on several occurrences; input is never lost."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.models import Obligation, Occasion, Report
from agreements.tracking.actions import report_occasion
from tests.page import read
from tests.scenario import Scenario
from tests.tracking.report_factories import DONE, PARTLY, answer_report, make_report, obligation_of

NOW = datetime(2026, 1, 15, 10, 0, tzinfo=UTC)
LIST = "/pflichten/"


@pytest.fixture(autouse=True)
def winter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def obligation(scenario: Scenario) -> Obligation:
    """An obligation of the district, due every year on 31 December."""
    return obligation_of(scenario.signed, "O-12")


@pytest.fixture
def bogdan(scenario: Scenario) -> Client:
    return scenario.browser("staff")


def in_list(obligation: Obligation, key: str = "2025-12-31", more: str = "") -> str:
    return f"{reverse('obligation_report', args=[obligation.pk])}?liste=1&termin={key}{more}"


def send(client: Client, address: str, **data: str) -> HttpResponse:
    """Open a form and submit it as a browser does, with changed fields."""
    fields = read(client.get(address)).fields
    answer_report: Any = client.post(address, {**fields, **data})
    return answer_report


def test_reporting_in_the_list_keeps_its_filter(bogdan: Client, obligation: Obligation) -> None:
    address = in_list(obligation, more="&stand=overdue")
    opened = bogdan.get(address)
    assert opened.context["opened"].row_id == f"pflicht-{obligation.pk}-2025-12-31"
    assert "Menge (Personen)" in opened.content.decode()
    told = send(bogdan, address, progress="fulfilled", amount="43", done_on="2025-12-12")
    assert (told.status_code, told.headers["Location"]) == (302, f"{LIST}?stand=overdue")
    made = Report.objects.get()
    assert (made.key, made.amount, str(made.done_on)) == ("2025-12-31", 43, "2025-12-12")
    page = bogdan.get(LIST)
    assert "Der Sachstand zu O-12 ist gemeldet: erfüllt." in read(page).text


def several(progress: str, *chosen: str) -> dict[str, Any]:
    """Return the data of the form for several occurrences."""
    return {
        "mehrere-progress": progress,
        "mehrere-done_on": "2025-12-20",
        "mehrere-chosen": list(chosen),
    }


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"progress": "partly", "remark": " "}, "Bitte begründen"),
        ({"progress": "nonsense"}, "nonsense"),
        ({"progress": ""}, "Bitte „Sachstand“ angeben."),
        ({"progress": "fulfilled", "done_on": "16.01.2026"}, "Der 16.01.2026 liegt in der Zukunft"),
        ({"progress": "fulfilled", "done_on": "31.02.2026"}, "Den 31.02.2026 gibt es nicht."),
        ({"progress": "fulfilled", "amount": "12"}, "die gemeldete Menge ist kleiner"),
        ({"progress": "fulfilled", "amount": "viele"}, "Zahl"),
        ({"progress": "fulfilled", "amount": "-1"}, "größer oder gleich 0"),
        ({"progress": "fulfilled", "remark": "x" * 2001}, "Höchstens 2.000 Zeichen; es sind 2.001."),
        (
            {"progress": "fulfilled", "occurrence": "2025-11-30:0"},
            "nach dem heutigen Text des Vertrags nicht mehr",
        ),
        ({"progress": "fulfilled", "occurrence": "2025-12-31"}, "Zu welchem Termin"),
        ({"progress": "fulfilled", "occurrence": ""}, "Zu welchem Termin"),
        ({"progress": "fulfilled", "occurrence": "2030-12-31:0"}, "nach dem heutigen Text"),
    ],
)
@pytest.mark.parametrize("where", ["list", "page"])
def test_invalid_input_is_explained_and_kept(
    where: str, data: dict[str, str], words: str, bogdan: Client, obligation: Obligation
) -> None:
    address = in_list(obligation) if where == "list" else reverse("obligation_report", args=[obligation.pk])
    typed = {"remark": "Das habe ich schon geschrieben.", **data}
    refused = send(bogdan, address, **typed)
    assert refused.status_code == 422
    page = read(refused)
    assert words in page.text
    assert page.title.startswith("Fehler: ")
    assert page.fields["remark"] == typed["remark"]
    assert not Report.objects.exists()


def test_second_reporter_sees_the_first_report_and_may_correct_it(
    bogdan: Client, obligation: Obligation, scenario: Scenario
) -> None:
    address = in_list(obligation)
    before = read(bogdan.get(address)).fields
    make_report(obligation, PARTLY, scenario.people["lead"], NOW, key="2025-12-31", remark="Erst 38.")
    mine = {**before, "progress": "fulfilled", "remark": "43 Personen."}
    refused = bogdan.post(address, mine)
    page = read(refused)
    assert refused.status_code == 422
    assert "Inzwischen hat Frieda" in page.text
    assert "Erst 38." in page.text
    assert page.fields["remark"] == "43 Personen."
    assert Report.objects.count() == 1
    assert bogdan.post(address, page.fields).status_code == 302
    assert list(obligation.reports.order_by("number").values_list("progress", flat=True)) == [PARTLY, DONE]


def test_occurrence_is_selected_on_the_detail_page(bogdan: Client, obligation: Obligation) -> None:
    address = reverse("obligation_report", args=[obligation.pk])
    told = send(bogdan, address, occurrence="2026-12-31:0", progress="in_progress")
    assert told.headers["Location"] == reverse("obligation_detail", args=[obligation.pk])
    assert Report.objects.get().key == "2026-12-31"
    page = bogdan.get(told.headers["Location"])
    assert page.context["form"].initial["occurrence"] == "2025-12-31:0"


def test_markup_in_a_remark_is_escaped(bogdan: Client, obligation: Obligation) -> None:
    send(bogdan, in_list(obligation), progress="partly", remark="<b>Zwei</b> fehlen.")
    page = bogdan.get(reverse("obligation_detail", args=[obligation.pk])).content.decode()
    assert "&lt;b&gt;Zwei&lt;/b&gt; fehlen." in page


def test_several_at_once(bogdan: Client, scenario: Scenario) -> None:
    chosen = [f"{obligation_of(scenario.signed, code).pk}:2025-12-31:0" for code in ("O-11", "O-12", "O-13")]
    data = several("fulfilled", *chosen)
    refused = bogdan.post("/pflichten/melden/", several("partly", *chosen))
    assert refused.status_code == 422
    page = refused.content.decode()
    assert page.count(" checked") == 4  # the three rows and what was said of them
    assert '<span class="nowrap">O-11</span>: Bitte begründen' in page
    assert not Report.objects.exists()
    told = bogdan.post("/pflichten/melden/?stand=overdue", data)
    assert told.headers["Location"] == f"{LIST}?stand=overdue"
    assert Report.objects.filter(key="2025-12-31", progress=DONE).count() == 3


@pytest.mark.parametrize("chosen", ["x", "1:", ":2025-12-31:0", "1:2025-12-31:x", "1:2025-12-31:²", ""])
def test_malformed_choice_is_refused(chosen: str, bogdan: Client) -> None:
    assert bogdan.post("/pflichten/melden/", several("fulfilled", chosen)).status_code == 422


def test_obligations_of_other_districts_cannot_be_chosen(scenario: Scenario) -> None:
    for pk in (obligation_of(scenario.signed, "O-12").pk, 10**14):
        sent = several("fulfilled", f"{pk}:2025-12-31:0")
        assert scenario.browser("neighbour").post("/pflichten/melden/", sent).status_code == 404
    assert not Report.objects.exists()


def test_reporting_an_occasion_in_the_list(bogdan: Client, scenario: Scenario) -> None:
    obligation = obligation_of(scenario.signed, "O-27")
    address = f"{reverse('occasion_new', args=[obligation.pk])}?liste=1"
    refused = send(bogdan, address, note="Plakat", happened_on="2026-01-16")
    assert refused.status_code == 422
    assert read(refused).fields["note"] == "Plakat"
    assert send(bogdan, address, note="Plakat", happened_on="2026-01-12").status_code == 302
    key = f"anlass-{Occasion.objects.get().pk}"
    assert send(bogdan, in_list(obligation, key), progress="fulfilled").status_code == 302
    assert Report.objects.get().occasion == Occasion.objects.get()


def test_coordinator_confirms_in_the_list_and_asks_back_on_the_page(
    obligation: Obligation, scenario: Scenario
) -> None:
    made = make_report(obligation, DONE, scenario.people["staff"], NOW, key="2025-12-31")
    amira, answer = scenario.browser("coordinator"), reverse("report_answer", args=[obligation.pk, made.pk])
    assert f'action="{answer}?liste=1"' in amira.get(LIST).content.decode()
    told = amira.post(f"{answer}?liste=1", {"decision": "confirmed", "seen": "0"})
    assert told.headers["Location"] == LIST
    late = amira.post(answer, {"decision": "asked_back", "seen": "0", "remark": "Wo?"})
    assert late.status_code == 422
    assert "Inzwischen gibt es eine andere Antwort" in read(late).text
    assert "Wo?" in late.content.decode()
    empty = amira.post(answer, {"decision": "asked_back", "seen": "1", "remark": ""})
    assert "Bitte schreiben, was Sie wissen möchten." in read(empty).text


def test_reporter_cannot_confirm(bogdan: Client, obligation: Obligation, scenario: Scenario) -> None:
    made = make_report(obligation, DONE, scenario.people["staff"], NOW, key="2025-12-31")
    answer = reverse("report_answer", args=[obligation.pk, made.pk])
    assert answer not in bogdan.get(LIST).content.decode()
    refused = bogdan.post(answer, {"decision": "confirmed", "seen": "0"})
    assert refused.status_code == 422
    assert "Die eigene Meldung bestätigt niemand selbst" in read(refused).text


def test_report_of_another_obligation_is_not_found(obligation: Obligation, scenario: Scenario) -> None:
    made = make_report(obligation, DONE, scenario.people["staff"], NOW, key="2025-12-31")
    other = reverse("report_answer", args=[obligation_of(scenario.signed, "O-11").pk, made.pk])
    assert scenario.browser("coordinator").get(other).status_code == 404


def test_district_confirms_reports_of_the_association(bogdan: Client, scenario: Scenario) -> None:
    obligation = obligation_of(scenario.signed, "O-21")
    made = make_report(obligation, DONE, scenario.amira, NOW, key="2025-12-31")
    answer = reverse("report_answer", args=[obligation.pk, made.pk])
    assert answer in bogdan.get(LIST, {"wer": "association"}).content.decode()
    assert bogdan.post(answer, {"decision": "confirmed", "seen": "0"}).status_code == 302


def test_page_lists_all_reports_and_answers(
    bogdan: Client, obligation: Obligation, scenario: Scenario
) -> None:
    made = make_report(
        obligation, DONE, scenario.people["staff"], NOW, key="2025-12-31", amount=43, remark="Mit Fachtag."
    )
    answer_report(made, scenario.amira, NOW, question="Doppelt gezählt?")
    report_occasion(
        obligation_of(scenario.signed, "O-27"),
        happened_on=NOW.date(),
        note="Plakat",
        by=scenario.amira,
        at=NOW,
    )
    text = read(bogdan.get(reverse("obligation_detail", args=[obligation.pk]))).text
    for words in ("erfüllt, 43 Personen", "Mit Fachtag.", "Rückfrage", "Doppelt gezählt?"):
        assert words in text
    triggered = read(
        bogdan.get(reverse("obligation_detail", args=[obligation_of(scenario.signed, "O-27").pk]))
    ).text
    assert "Plakat" in triggered
