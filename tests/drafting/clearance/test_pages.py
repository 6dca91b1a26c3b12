"""The pages of the Mitzeichnung: what is typed arrives, what is refused is not lost, what is text stays text."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements import transitions
from agreements.choices import ClearanceResult
from agreements.drafting.clearance.actions import close_round
from agreements.models import Clearance, ClearanceRequest, ClearanceRound, Instrument
from agreements.signing.freezing.open_points import open_points
from districts.models import District, User
from tests import factories
from tests.drafting.clearance.conftest import answer, request_of, rewrite, start_round
from tests.drafting.differences import confirm_open
from tests.due import freeze_what_is_due
from tests.page import read
from tests.test_pages import faults

HTML = "<script>alert(1)</script> {{ x }} <b>fett</b>"


@pytest.fixture
def browser(client: Client, amira: User) -> Client:
    """A client logged in as the coordinator."""
    client.force_login(amira)
    return client


def url_of(name: str, contract: Instrument, *parts: Any) -> str:
    return reverse(name, args=[contract.pk, *parts])


def soon() -> Any:
    return timezone.localdate() + timedelta(days=7)


def start_current_round(contract: Instrument, by: User, **given: Any) -> ClearanceRound:
    """Open a round with a future deadline: the pages use the current date."""
    return start_round(contract, by, **{"due_on": soon(), "at": timezone.now(), **given})


def test_a_round_is_opened_answered_and_closed(
    browser: Client, contract: Instrument, place: District
) -> None:
    office = place.offices.get(code="ra")
    sent = {
        "offices": [office.pk],
        "names": "Haushalt\n\n  haushalt \nRechtsamt",
        "due_on": soon().isoformat(),
        "note": "",
    }
    reply = browser.post(url_of("clearance_new", contract), sent, follow=True)
    assert "Die Mitzeichnung, Runde 1, läuft." in read(reply).text
    assert "Es fehlen: Haushalt, Rechtsamt." in read(reply).text
    request = ClearanceRequest.objects.get(office_name="Rechtsamt")
    reply = browser.post(
        url_of("clearance_answer", contract, request.pk),
        {"result": "remarks", "remark": "§ 9 prüfen.", "answered_by": "Referat R 2", "seen": ""},
        follow=True,
    )
    text = read(reply).text
    assert "Die Antwort von „Rechtsamt“ ist festgehalten." in text
    assert "Rechtsamt hat den heutigen Text mit Hinweisen mitgezeichnet." in text
    assert "§ 9 prüfen. Referat R 2" in text
    reply = browser.post(url_of("clearance_add", contract, 1), {"names": "Revision"}, follow=True)
    assert "Es fehlen: Haushalt, Revision." in read(reply).text
    reply = browser.post(url_of("clearance_close", contract, 1), follow=True)
    assert "Die Runde 1 ist geschlossen." in read(reply).text
    history = read(browser.get(reverse("agreement_history", args=[contract.agreement_id]))).text
    assert f"Mitzeichnung, Runde 1, begonnen: Rechtsamt, Haushalt, Frist {soon():%d.%m.%Y}" in history
    assert "Mitzeichnung, Runde 1, Antwort von Rechtsamt: mit Hinweisen (Referat R 2)" in history
    assert "Mitzeichnung, Runde 1, geschlossen" in history


BAD_ROUNDS = {
    "nobody": ({"names": "\u200b \n "}, "mindestens ein Amt"),
    "past": ({"names": "Haushalt", "due_on": "2020-01-31"}, "Frist liegt in der Vergangenheit"),
    "no day": ({"names": "Haushalt", "due_on": "31.02.2030"}, "Den 31.02.2030 gibt es nicht."),
    "long name": ({"names": "x" * 141}, "länger als 140 Zeichen"),
    "many names": ({"names": "\n".join(f"Amt {i}" for i in range(41))}, "Höchstens 40 Stellen"),
    "long note": ({"names": "Haushalt", "note": "x" * 501}, "Höchstens 500 Zeichen; es sind 501."),
    "nul": ({"names": "Haus\x00halt"}, "Nullzeichen"),
    "strange office": ({"offices": ["x"]}, "gültiger Wert"),
    "huge office": ({"offices": [str(10**30)]}, ""),
}


def test_an_invalid_round_form_keeps_its_input(browser: Client, contract: Instrument) -> None:
    for case, (given, sentence) in BAD_ROUNDS.items():
        sent = {"due_on": soon().isoformat(), "note": "Bitte genau lesen.", **given}
        reply = browser.post(url_of("clearance_new", contract), sent)
        assert reply.status_code == 422, case
        page = read(reply)
        assert sentence in page.text, case
        assert page.fields["note"].strip() == sent["note"], case
        assert faults(page) == [], case
    assert not ClearanceRound.objects.exists()


BAD_ANSWERS: list[tuple[dict[str, str], str]] = [
    ({}, "Bitte „Ergebnis“ angeben."),
    ({"result": "refused", "answered_by": "R"}, "Bitte Hinweise oder Gründe angeben"),
    ({"result": "perhaps", "answered_by": "R"}, "perhaps"),
    ({"result": "unchanged", "answered_by": "\u200b"}, "Bitte angeben, wer geantwortet hat"),
    ({"result": "unchanged", "answered_by": "x" * 161}, "Höchstens 160 Zeichen; es sind 161."),
    (
        {"result": "remarks", "answered_by": "R", "remark": "x" * 10_001},
        "Höchstens 10.000 Zeichen; es sind 10.001.",
    ),
    ({"result": "unchanged", "answered_by": "R", "seen": "x" * 40}, ""),
    ({"result": "unchanged", "answered_by": "R", "seen": "9" * 40}, ""),
]


def test_an_invalid_answer_form_is_refused(browser: Client, contract: Instrument, amira: User) -> None:
    request = request_of(start_current_round(contract, amira))
    for sent, sentence in BAD_ANSWERS:
        reply = browser.post(url_of("clearance_answer", contract, request.pk), {"sent": "1", **sent})
        assert reply.status_code == 422, sent
        assert sentence in read(reply).text
        assert faults(read(reply)) == []
    assert not Clearance.objects.exists()


def test_markup_is_escaped_on_every_page(browser: Client, contract: Instrument, amira: User) -> None:
    round_ = start_current_round(contract, amira, codes=[], names=[HTML], note=HTML)
    answer(
        contract,
        request_of(round_, HTML),
        amira,
        ClearanceResult.REFUSED,
        HTML,
        answered_by=HTML,
        at=timezone.now(),
    )
    for address in (
        url_of("clearance_detail", contract),
        url_of("clearance_answer", contract, request_of(round_, HTML).pk),
        url_of("clearance_add", contract, 1),
        url_of("take_step", contract, "freeze"),
        reverse("agreement_detail", args=[contract.agreement_id]),
        reverse("clearance_list"),
    ):
        reply = browser.get(address)
        assert reply.status_code == 200, address
        assert "<script>alert" not in reply.content.decode(), address
        assert "<b>fett" not in reply.content.decode(), address
        assert faults(read(reply)) == [], address


def test_answering_a_closed_round_keeps_the_input(browser: Client, contract: Instrument, amira: User) -> None:
    request = request_of(start_current_round(contract, amira))
    close_round(contract, number=1, by=amira, at=timezone.now())
    shown = read(browser.get(url_of("clearance_answer", contract, request.pk)))
    assert "Diese Runde ist geschlossen" in shown.text
    assert "remark" not in shown.fields
    reply = browser.post(
        url_of("clearance_answer", contract, request.pk),
        {"result": "remarks", "remark": "Mein langer Hinweis.", "answered_by": "R"},
    )
    assert reply.status_code == 422
    assert read(reply).fields["remark"].strip() == "Mein langer Hinweis."
    assert not Clearance.objects.exists()


def test_the_second_of_two_answers_needs_confirmation(
    browser: Client, contract: Instrument, amira: User, bogdan: User
) -> None:
    request = request_of(start_current_round(contract, amira))
    address = url_of("clearance_answer", contract, request.pk)
    form = read(browser.get(address)).fields
    answer(contract, request, bogdan, answered_by="Leitung", at=timezone.now())
    sent = {**form, "result": "refused", "remark": "Nein, so nicht.", "answered_by": "R 2"}
    reply = browser.post(address, sent)
    assert reply.status_code == 409
    page = read(reply)
    assert "Inzwischen hat jemand anderes für dieses Amt eine Antwort festgehalten" in page.text
    assert "ohne Änderung" in page.text
    assert page.fields["remark"].strip() == "Nein, so nicht."
    assert page.fields["result"] == "refused"
    assert Clearance.objects.count() == 1
    assert browser.post(address, {**page.fields}).status_code == 302
    assert [row.result for row in request.answers.all()] == ["refused", "unchanged"]


def test_the_district_reads_compares_and_answers(
    client: Client, contract: Instrument, amira: User, bogdan: User
) -> None:
    round_ = start_current_round(contract, amira, note="Bitte bis Freitag.")
    rewrite(contract, amira)
    client.force_login(bogdan)
    start = read(client.get(reverse("obligation_list"))).text
    assert f"Runde 1 : Antworten bis {soon():%d.%m.%Y}." in start
    listed = read(client.get(reverse("clearance_list"))).text
    assert "0 von 2" in listed
    assert "Jugendamt, Rechtsamt" in listed
    assert "Mitzeichnung" in read(client.get(reverse("agreement_detail", args=[contract.agreement_id]))).text
    text = client.get(url_of("clearance_text", contract, 1))
    assert "Für die Arbeit im Kernteam stellt der Bezirk" in read(text).text
    assert "Ein anderer Text." not in read(text).text
    assert client.get(url_of("clearance_pdf", contract, 1)).content.startswith(b"%PDF")
    detail = read(client.get(url_of("clearance_detail", contract)))
    [compared] = {
        attrs["href"] for tag, attrs in detail.tags if tag == "a" and "vergleich/" in attrs.get("href", "")
    }
    shown = client.get(compared)
    assert shown.status_code == 200
    assert "Absatz geändert" in read(shown).text
    assert "Weitere Stellen fragen" not in detail.text
    reply = client.post(
        url_of("clearance_answer", contract, request_of(round_).pk),
        {"result": "unchanged", "answered_by": "Leitung Rechtsamt"},
        follow=True,
    )
    assert "seither geändert: § 6 (2)" in read(reply).text
    others = [number for number in (2, 3) if contract.versions.filter(number=number).exists()]
    for number in others:
        strange = f"{url_of('comparison', contract)}?von=fassung-{number}&bis=arbeitsstand"
        assert client.get(strange).status_code == 404, "a version without a round"


def test_another_district_sees_no_rounds(client: Client, contract: Instrument, amira: User) -> None:
    start_current_round(contract, amira)
    client.force_login(factories.staff(factories.district("09")))
    assert "Zurzeit läuft keine Mitzeichnung" in read(client.get(reverse("clearance_list"))).text
    assert "Runde 1" not in read(client.get(reverse("obligation_list"))).text
    assert client.get(url_of("clearance_detail", contract)).status_code == 404


def test_a_round_is_suspended_outside_review(browser: Client, contract: Instrument, amira: User) -> None:
    request = request_of(start_current_round(contract, amira))
    transitions.apply_transition(contract, "back_to_draft", by=amira, at=timezone.now())
    assert "Zurzeit läuft keine Mitzeichnung" in read(browser.get(reverse("clearance_list"))).text
    detail = read(browser.get(url_of("clearance_detail", contract))).text
    assert "ruht" in detail
    assert "Antwort festhalten" not in detail
    refused = browser.post(
        url_of("clearance_answer", contract, request.pk), {"remark": "Ein Hinweis, der nicht verloren geht."}
    )
    assert refused.status_code == 403
    assert "Ein Hinweis, der nicht verloren geht." in refused.content.decode()


@pytest.mark.parametrize("number", [7, 10**12, 10**30])
def test_unknown_rounds_and_requests_are_not_found(
    browser: Client, contract: Instrument, number: int
) -> None:
    for name in ("clearance_add", "clearance_text", "clearance_pdf", "clearance_answer"):
        assert browser.get(url_of(name, contract, number)).status_code == 404, name
    reply = browser.post(url_of("clearance_close", contract, number), follow=True)
    assert "Diese Runde gibt es nicht." in read(reply).text


def test_missing_clearance_is_a_warning_before_freezing(
    browser: Client, contract: Instrument, amira: User
) -> None:
    address = url_of("take_step", contract, "freeze")
    assert "Um Mitzeichnung wurde noch niemand gebeten." in read(browser.get(address)).text
    round_ = start_current_round(contract, amira)
    answer(
        contract, request_of(round_), amira, ClearanceResult.REFUSED, "§ 6 geht so nicht.", at=timezone.now()
    )
    rewrite(contract, amira)
    confirm_open(contract)
    page = read(browser.get(address))
    for sentence in (
        "Jugendamt hat in Runde 1 nicht geantwortet",
        "Rechtsamt hat abgelehnt: § 6 geht so nicht.",
        "gelesen; der Text wurde seither geändert.",
    ):
        assert sentence in page.text
    confirmed = {"leaves_open": open_points(contract, amira, timezone.localdate())}
    assert confirmed["leaves_open"] == (
        "Die Mitzeichnung läuft noch (Runde 1); Antworten kommen danach zu spät.",
    )
    assert browser.post(address, {**page.fields, **confirmed}).status_code == 302
    assert [request.refusal for request in freeze_what_is_due(at=timezone.now())] == [""]
    contract.refresh_from_db()
    assert contract.status == "signing"
