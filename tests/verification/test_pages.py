"""The public page of a version: what it shows in each status, and what it never shows."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agreements.choices import DateSource, SignatureMethod
from agreements.models import Agreement, Instrument
from agreements.parties import FIRST_TWO
from agreements.signing.transition_actions import take_step
from agreements.texts.versions import create_version
from agreements.tones import Tone
from agreements.verification.methods import DATE_SOURCES, MEANINGS
from agreements.verification.status import version_status
from agreements.verification_code import verification_code
from tests import factories
from tests.dossier.termination_notices import ENDS_ON, noticed, retracted
from tests.page import Page, read
from tests.scenario import Scenario, version_of
from tests.verification.issued import code_of, execution_hash, freeze_again, reading_hash, take_back


def page_of(code: str) -> Page:
    reply = Client().get(reverse("verify_code", args=[code]))
    assert reply.status_code == 200
    assert not reply.cookies
    return read(reply)


def test_a_signed_version_shows_its_facts_and_signatures(scenario: Scenario) -> None:
    contract = scenario.signed
    text = page_of(code_of(contract)).text
    version = version_of(contract)
    for words in (
        "unterzeichnet",
        "die neueste Fassung der Urkunde",
        "Pankow",
        contract.agreement.reference,
        "Bezirksstadträtin für Jugend und Familie",
        "Vorstand",
        "handschriftlich",
        "10.03.2025",
        "Der Tag steht neben der Unterschrift.",
        "Einen Scan der Unterschrift haben wir nicht.",
        "eine qualifizierte elektronische Signatur ist es nicht",
        version.fingerprint,
        execution_hash(contract),
    ):
        assert words in text, words
    assert reading_hash(contract) in page_of(code_of(contract)).text


def test_a_version_out_for_signing_says_who_is_missing(scenario: Scenario) -> None:
    text = page_of(code_of(scenario.signing)).text
    assert "Es fehlen noch Unterschriften." in text
    assert text.count("Diese Unterschrift steht aus.") == 1
    assert "Ein Scan der Unterschrift liegt uns vor" in text


def test_neither_names_nor_text_are_shown(scenario: Scenario) -> None:
    for contract in (scenario.signed, scenario.signing):
        text = page_of(code_of(contract)).text
        content = version_of(contract).read()
        private = [
            *(person.name for person in content.signatories),
            str(scenario.amira),
            content.subject,
            "§ 26 BGB",
        ]
        private += [clause.text for section in content.sections for clause in section.clauses]
        assert not [words for words in private if words in text]


def test_a_version_that_was_taken_back_says_so_and_nothing_else(scenario: Scenario) -> None:
    contract = scenario.signing
    code, file = code_of(contract), execution_hash(contract)
    take_back(contract, scenario.amira)
    assert_only_the_state(code, file, contract, "Zurückgeholt: ")


def test_a_version_that_was_replaced_says_that_there_is_a_newer_one(scenario: Scenario) -> None:
    contract = scenario.signing
    code, file = code_of(contract), execution_hash(contract)
    take_back(contract, scenario.amira)
    again = freeze_again(contract, scenario.amira)
    assert_only_the_state(code, file, contract, "es gibt eine neuere Fassung")
    assert code_of(again) != code
    assert "liegt zur Zeichnung vor" in page_of(code_of(again)).text


def test_a_contract_that_was_withdrawn_says_so(scenario: Scenario) -> None:
    contract = scenario.signing
    code, file = code_of(contract), execution_hash(contract)
    take_step(contract, "withdraw", reason="Kein Geld", by=scenario.amira, at=factories.SIGNED_AT)
    assert_only_the_state(code, file, contract, "Zurückgezogen: ")


def assert_only_the_state(code: str, file: str, contract: Instrument, words: str) -> None:
    text = page_of(code).text
    assert words in text
    agreement = Agreement.objects.select_related("district").get(pk=contract.agreement_id)
    for private in (
        agreement.reference,
        "Pankow",
        file,
        "Vorstand",
        "10.03.2025",
        "Kein Geld",
        "Tippfehler",
    ):
        assert private not in text, private


def test_a_signed_amendment_is_mentioned_and_a_draft_of_one_is_not(scenario: Scenario) -> None:
    contract = scenario.signed
    signatories = list(contract.signatories.all())
    assert len(signatories) == len(FIRST_TWO)
    draft = Instrument.objects.create(
        agreement=contract.agreement, number=1, template=contract.template, title="x", subject="y"
    )
    assert "Nachtrag" not in page_of(code_of(contract)).text
    assert draft.status == "draft"


def test_it_says_that_a_contract_is_terminated_and_when_it_is_over(scenario: Scenario) -> None:
    version = version_of(scenario.signed)
    running = version_status(version, ENDS_ON)
    assert (running.label, running.tone) == ("unterzeichnet", Tone.GOOD)
    assert "Eine Kündigung oder ein Ende ist hier nicht festgehalten" in running.sentence
    notice = noticed(scenario.signed.agreement, scenario.amira)
    for day, label in (
        (ENDS_ON, "gekündigt zum 31.03.2028"),
        (ENDS_ON + timedelta(days=1), "beendet am 31.03.2028"),
    ):
        status = version_status(version, day)
        assert status.label == label
        assert status.counts, "what was signed stays signed"
        assert status.sentence.endswith(f"Der Vertrag ist {label}.")
    shown = page_of(code_of(scenario.signed)).text
    assert f"Unterzeichnet, {version_status(version, timezone.localdate()).label}" in shown
    assert "Rosa Rathaus" not in shown
    retracted(notice, scenario.amira)
    assert version_status(version, ENDS_ON).label == "unterzeichnet"


def test_it_says_that_a_term_has_run_out(scenario: Scenario) -> None:
    Instrument.objects.filter(pk=scenario.draft.pk).update(extension_months=0, ends_on=ENDS_ON)
    scenario.draft.refresh_from_db()
    contract = factories.freeze_draft(scenario.draft, scenario.amira)
    for side in ("district", "association"):
        factories.sign(contract, side, scenario.amira)
    contract.refresh_from_db()
    version = version_of(contract)
    assert version_status(version, ENDS_ON).label == "unterzeichnet"
    assert version_status(version, ENDS_ON + timedelta(days=1)).label == "beendet am 31.03.2028"


# --- unknown codes ------------------------------------------------------------------------------------------------


def test_a_version_never_frozen_looks_like_an_unknown_code(scenario: Scenario) -> None:
    kept = create_version(scenario.draft, name="Stand", by=scenario.amira, at=factories.FROZEN_AT)
    nothing = verification_code("0" * 64)
    replies = [
        Client().get(reverse("verify_code", args=[code]))
        for code in (verification_code(kept.fingerprint), nothing)
    ]
    assert [reply.status_code for reply in replies] == [404, 404]
    pages = [re.sub(r"MW-[0-9A-Z-]{13}", "CODE", reply.content.decode()) for reply in replies]
    assert pages[0] == pages[1]


def test_unknown_and_unfrozen_codes_cost_the_same_queries(scenario: Scenario) -> None:
    kept = create_version(scenario.draft, name="Stand", by=scenario.amira, at=factories.FROZEN_AT)
    browser = Client()
    browser.get(reverse("verify_code", args=[verification_code("1" * 64)]))  # the bucket is there from now on
    asked = []
    for code in (verification_code(kept.fingerprint), verification_code("0" * 64)):
        with CaptureQueriesContext(connection) as caught:
            browser.get(reverse("verify_code", args=[code]))
        asked.append(sum("agreements_version" in query["sql"] for query in caught.captured_queries))
    assert asked == [1, 1]


def test_a_mistyped_code_is_an_error(scenario: Scenario) -> None:
    code = code_of(scenario.signed)
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    reply = Client().get(reverse("verify_code", args=[wrong]))
    page = read(reply)
    assert reply.status_code == 404
    assert page.title.startswith("Fehler: ")
    assert "Vergleichen Sie Zeichen für Zeichen" in page.text
    assert page.fields["code"] == wrong


def test_a_code_in_another_form_redirects_to_its_canonical_url(scenario: Scenario) -> None:
    code = code_of(scenario.signed)
    target = reverse("verify_code", args=[code])
    for typed in (code.lower(), code.replace("-", ""), code.removeprefix("MW-")):
        assert Client().get(reverse("verify_code", args=[typed])).headers["Location"] == target
        assert Client().get(reverse("verify"), {"code": typed}).headers["Location"] == target


@pytest.mark.parametrize("typed", ["", "MW", "\x00", "ä" * 30, "1" * 201, "' OR 1=1 --"])
def test_invalid_input_is_refused(typed: str) -> None:
    reply = Client().get(reverse("verify"), {"code": typed})
    assert reply.status_code == 422
    assert read(reply).title.startswith("Fehler: ")


def test_every_method_and_date_source_has_its_sentence() -> None:
    assert set(MEANINGS) == set(SignatureMethod)
    assert set(DATE_SOURCES) == set(DateSource)


def test_everybody_gets_the_same_page(scenario: Scenario) -> None:
    address = reverse("verify_code", args=[code_of(scenario.signed)])
    for who in ("stranger", "nobody", "neighbour", "coordinator", "admin"):
        assert scenario.browser(who).get(address).status_code == 200, who
        assert "Rosa Rathaus" not in read(scenario.browser(who).get(address)).text


def test_the_day_of_the_last_signature_is_shown(scenario: Scenario) -> None:
    text = page_of(code_of(scenario.signed)).text
    assert f"Zuletzt unterzeichnet am {date(2025, 3, 10):%d.%m.%Y}" in text
