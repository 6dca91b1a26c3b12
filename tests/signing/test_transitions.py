"""Transitions of a contract, on the pages."""

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.choices import EditionKind, Side, Status
from agreements.files import store
from agreements.models import Instrument
from agreements.signing.freezing.open_points import open_points
from agreements.texts.assembly import working_copy
from districts.models import User
from tests import factories
from tests.due import freeze_what_is_due
from tests.page import read
from tests.scenario import Scenario, version_of
from tests.tracking.report_factories import obligation_of


def step(contract_pk: int, name: str) -> str:
    return reverse("take_step", args=[contract_pk, name])


def test_a_text_with_gaps_is_not_frozen_and_every_gap_is_named(scenario: Scenario) -> None:
    draft, browser = scenario.draft, scenario.browser("coordinator")
    draft.placeholders = {}
    draft.begins_on = draft.ends_on = None
    draft.save()
    draft.signatories.filter(side=Side.DISTRICT).delete()
    page = read(browser.get(step(draft.pk, "freeze")))
    sent = {
        "fingerprint": working_copy(draft).fingerprint,
        "leaves_open": open_points(draft, scenario.amira, timezone.localdate()),
    }
    reply = browser.post(step(draft.pk, "freeze"), sent)
    assert reply.status_code == 422
    for shown in (page, read(reply)):
        for words, place in (
            (
                "Angabe zu „Sozialräume mit besonderer Aufmerksamkeit (§ 2)“ fehlt",
                "head_edit#id_placeholder_SOZIALRAEUME",
            ),
            (
                "Angabe zu „Stelle der Koordination (§ 6)“ fehlt",
                "head_edit#id_placeholder_KOORDINATION_STELLE",
            ),
            ("Beginn der Laufzeit fehlt", "head_edit#id_begins_on"),
            ("Ende der Laufzeit fehlt", "head_edit#id_ends_on"),
            ("Für „Bezirk“ fehlt eine Person", "draft_edit#unterzeichnende"),
        ):
            assert words in shown.text
            name, _, field = place.partition("#")
            assert f"{reverse(name, args=[draft.pk])}#{field}" in {tag.get("href") for _, tag in shown.tags}
    assert scenario.fresh().draft.status == Status.DRAFT
    assert not draft.versions.exists()


def test_freezing_stores_the_text_and_its_pdf(scenario: Scenario) -> None:
    draft, browser = scenario.draft, scenario.browser("coordinator")
    shown = read(browser.get(step(draft.pk, "freeze"))).fields
    reply = browser.post(step(draft.pk, "freeze"), shown)
    assert reply.status_code == 422
    assert "Bitte bestätigen Sie jeden Punkt" in read(reply).text
    reply = browser.post(
        step(draft.pk, "freeze"),
        {**shown, "leaves_open": open_points(draft, scenario.amira, timezone.localdate())},
    )
    assert reply.headers["Location"] == reverse("agreement_detail", args=[draft.agreement_id])
    freeze_what_is_due(at=timezone.now())
    contract = scenario.fresh().draft
    version = version_of(contract)
    assert (contract.status, version.number, version.fingerprint) == (Status.SIGNING, 1, shown["fingerprint"])
    edition = version.editions.get()
    assert edition.kind == EditionKind.EXECUTION
    assert store.read(edition.file).startswith(b"%PDF-")
    event = contract.agreement.events.order_by("-sequence")[0]
    assert (event.kind, event.data["file"]) == ("frozen", edition.file.sha256)


@pytest.mark.parametrize("fingerprint", ["0" * 64, "", "kein Prüfwert", "A" * 64])
def test_another_fingerprint_freezes_nothing(fingerprint: str, scenario: Scenario) -> None:
    draft = scenario.draft
    reply = scenario.browser("coordinator").post(
        step(draft.pk, "freeze"),
        {"fingerprint": fingerprint, "leaves_open": open_points(draft, scenario.amira, timezone.localdate())},
    )
    assert reply.status_code == 422
    assert scenario.fresh().draft.status == Status.DRAFT


def test_an_unprintable_letter_prevents_freezing(scenario: Scenario) -> None:
    draft = scenario.draft
    draft.placeholders["SOZIALRAEUME"] = "Nord 🦄"
    draft.save()
    reply = scenario.browser("coordinator").post(
        step(draft.pk, "freeze"),
        {
            "fingerprint": working_copy(draft).fingerprint,
            "leaves_open": open_points(draft, scenario.amira, timezone.localdate()),
        },
    )
    assert reply.status_code == 422
    assert "U+1F984" in read(reply).text
    assert scenario.fresh().draft.status == Status.DRAFT


def test_withdrawal_from_signing_keeps_the_signed_version(scenario: Scenario) -> None:
    contract, browser = scenario.signing, scenario.browser("coordinator")
    first = version_of(contract)
    assert browser.post(step(contract.pk, "unfreeze"), {"reason": "  "}).status_code == 422
    assert browser.post(step(contract.pk, "unfreeze"), {"reason": "Falscher Name"}).status_code == 302
    back = scenario.fresh().signing
    assert (back.status, back.frozen_version) == (Status.REVIEW, None)
    assert first.signatures.count() == 1
    address = reverse("agreement_history", args=[back.agreement_id])
    assert "Aus der Zeichnung zurückgeholt: Falscher Name" in read(browser.get(address)).text
    shown = {
        **read(browser.get(step(back.pk, "freeze"))).fields,
        "leaves_open": open_points(back, scenario.amira, timezone.localdate()),
    }
    browser.post(step(back.pk, "freeze"), shown)
    freeze_what_is_due(at=timezone.now())
    again = scenario.fresh().signing
    second = version_of(again)
    assert (second.number, second.signatures.count()) == (2, 0)
    assert {version.number for version in again.versions.all()} == {1, 2}
    signing = reverse("agreement_signing", args=[back.agreement_id])
    links = [said.get("href", "") for tag, said in read(browser.get(signing)).tags if tag == "a"]
    waiting = {reverse("signature_new", args=[again.pk, person.key]) for person in again.signatories.all()}
    assert waiting <= set(links), "both have to sign again"


@pytest.mark.parametrize("status", [Status.DRAFT, Status.REVIEW, Status.SIGNING])
def test_a_withdrawn_contract_has_a_reason_and_stays_readable(status: Status, scenario: Scenario) -> None:
    contract, browser = scenario.contracts[status], scenario.browser("coordinator")
    assert browser.post(step(contract.pk, "withdraw"), {"reason": ""}).status_code in {200, 422}
    assert scenario.fresh().contracts[status].status == status
    assert browser.post(step(contract.pk, "withdraw"), {"reason": "Kein Bedarf"}).status_code == 302
    assert scenario.fresh().contracts[status].status == Status.WITHDRAWN
    page = read(browser.get(reverse("agreement_history", args=[contract.agreement_id])))
    assert "Zurückgezogen: Kein Bedarf" in page.text


def test_an_automatic_transition_is_not_offered(scenario: Scenario) -> None:
    reply = scenario.browser("coordinator").post(
        f"/urkunden/{scenario.signing.pk}/schritt/conclude/", {"sent": "1"}
    )
    assert reply.status_code == 404


def test_review_is_opened_and_closed(scenario: Scenario) -> None:
    browser, pk = scenario.browser("coordinator"), scenario.draft.pk
    for name, status in (("open_review", Status.REVIEW), ("back_to_draft", Status.DRAFT)):
        assert browser.post(step(pk, name), {"sent": "1"}).status_code == 302
        assert scenario.fresh().draft.status == status
    assert scenario.draft.agreement.events.order_by("-sequence")[0].at > factories.FROZEN_AT


@pytest.mark.parametrize(
    ("status", "words", "way"),
    [
        (Status.DRAFT, "Stand „Entwurf“. Dorthin führt der Schritt „Zur Zeichnung festschreiben“.", "freeze"),
        (Status.SIGNED, "Stand „unterzeichnet“. Dieser Stand ist endgültig.", ""),
    ],
)
def test_a_refusal_for_the_status_names_it_and_leads_on(
    status: Status, words: str, way: str, scenario: Scenario
) -> None:
    contract = scenario.contracts[status]
    reply = scenario.browser("coordinator").get(reverse("signature_new", args=[contract.pk, "wer"]))
    page = read(reply)
    links = {attrs["href"] for tag, attrs in page.tags if tag == "a" and "href" in attrs}
    assert reply.status_code == 403
    assert f"solange die Urkunde zur Zeichnung vorliegt. Jetzt ist der {words}" in page.text
    assert reverse("agreement_detail", args=[contract.agreement_id]) in links
    assert (step(contract.pk, "freeze") in links) == bool(way)
    assert "Rollen vergibt" not in page.text


def test_a_refusal_for_the_role_names_whom_to_ask(scenario: Scenario) -> None:
    User.objects.filter(pk=scenario.people["admin"].pk).update(
        office_phone="030 90295-1", email="d@example.org"
    )
    page = read(scenario.browser("staff").get(reverse("signature_new", args=[scenario.signing.pk, "wer"])))
    assert "Rollen vergibt:" in page.text
    assert "Telefon 030 90295-1" in page.text
    assert "d@example.org" in page.text


@pytest.mark.parametrize(
    ("who", "status", "label"),
    [
        ("coordinator", Status.SIGNING, "Unterschrift festhalten: Rosa Rathaus"),
        ("staff", Status.SIGNING, "Wer noch unterzeichnet"),
        ("staff", Status.REVIEW, "Text lesen"),
    ],
)
def test_the_next_step_leads_on(who: str, status: Status, label: str, scenario: Scenario) -> None:
    contract = scenario.contracts[status]
    browser = scenario.browser(who)
    page = browser.get(reverse("agreement_detail", args=[contract.agreement_id])).content.decode()
    first = page.partition("Nächster Schritt")[2].partition('class="btn btn-primary" href="')[2]
    address, _, rest = first.partition('"')
    assert rest.startswith(f">{label}</a>")
    assert address.startswith("#") or browser.get(address).status_code == 200


def test_a_signed_text_shows_where_its_obligations_stand(scenario: Scenario) -> None:
    contract = scenario.signed
    page = agreement_page_of(scenario, contract)
    for duty in version_of(contract).read().obligations:
        way = reverse("obligation_detail", args=[obligation_of(contract, duty.code).pk])
        assert page.count(f'href="{way}"') == (2 if duty.clause_key else 1), duty.code
    assert "Zur Pflicht" not in agreement_page_of(scenario, scenario.signing)


def agreement_page_of(scenario: Scenario, contract: Instrument) -> str:
    address = reverse("agreement_text", args=[contract.agreement_id])
    return str(scenario.browser("staff").get(address, follow=True).content.decode())
