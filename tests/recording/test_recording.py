"""Contracts signed elsewhere: what is recorded of them, what holds, and how it is corrected."""

import hashlib
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from agreements import history
from agreements.choices import LegalForm, Origin, Side, SignatureMethod, Status
from agreements.dossier.agreement_list import agreement_rows, agreements_for_list
from agreements.dossier.termination.queries import contract_with_facts
from agreements.errors import ActionRefused, Outdated
from agreements.files import store
from agreements.models import Agreement, Edition, Event, Instrument, Original, StoredFile
from agreements.recording.actions import Doubtful, open_record, record_reported
from agreements.recording.key_data import KeyData
from agreements.recording.queries import key_data_of, newest_original, with_transcript_facts
from agreements.sealing.queries import outstanding_count
from agreements.signing.ceremony.actions import NewParticipant, record_ceremony
from agreements.signing.certificates.examination.result import ExaminationResult, read_result
from agreements.signing.methods import satisfying, shortfall
from agreements.signing.transition_actions import take_step
from agreements.state import (
    AgreementState,
    agreement_state,
    in_force_on,
    last_day,
)
from agreements.texts.in_force import text_in_force, with_term_facts
from agreements.texts.term import outlook_words
from districts.models import User
from tests.files.samples import pdf
from tests.page import read
from tests.recording.recorded import (
    BEGINS_ON,
    ENDS_ON,
    RECORDED_AT,
    SCAN,
    SIGNED_ON,
    corrected,
    key_data,
    known,
    recorded,
)
from tests.scenario import PNG, Scenario

TODAY = date(2026, 11, 30)
DISTRICT, OTHER = key_data().parties
PERSON = key_data().signatories[0]


def test_what_was_typed_is_what_is_known(scenario: Scenario) -> None:
    contract = recorded(scenario.amira)
    assert (contract.status, contract.agreement.origin) == (Status.SIGNED, Origin.RECORDED)
    assert key_data_of(contract) == key_data()
    original = newest_original(contract)
    assert original.file is not None
    assert store.read(original.file) == SCAN
    assert (original.pages, read_result(original.findings)) == (1, ExaminationResult())
    assert history.verify(contract.agreement) == []


def test_it_is_in_force_as_its_source_says(scenario: Scenario) -> None:
    contract = recorded(scenario.amira)
    _, facts = contract_with_facts(contract.agreement)
    assert (facts.signed_on, in_force_on(facts), last_day(facts, TODAY)) == (SIGNED_ON, BEGINS_ON, ENDS_ON)
    assert agreement_state(facts, TODAY) == AgreementState.IN_FORCE
    assert "kündbar bis 31.08.2027" in outlook_words(facts, TODAY)
    found = text_in_force(contract.agreement, TODAY)
    assert found is not None
    assert found.content.transcript


def test_it_never_gets_what_only_is_made_here(scenario: Scenario) -> None:
    before = outstanding_count()
    contract = recorded(scenario.amira)
    assert outstanding_count() == before
    assert not Edition.objects.filter(version__instrument=contract).exists()
    reply = scenario.browser("coordinator").get(reverse("reading_file", args=[contract.pk]))
    assert reply.status_code == 404


def test_the_list_says_what_it_is(scenario: Scenario) -> None:
    recorded(scenario.amira, signed=known(date(2024, 5, 3), latest=True), begins=None)
    rows = agreement_rows(scenario.amira, agreements_for_list(scenario.amira), TODAY)
    [row] = [one for one in rows if one.agreement.origin == Origin.RECORDED]
    assert row.status_label == "andernorts geschlossen, nur Eckdaten"
    assert row.signed is not None
    assert (row.signed.words, row.signed.is_exact) == ("spätestens 03.05.2024", False)


def test_what_was_only_reported_is_recorded_in_its_place(scenario: Scenario) -> None:
    reference = scenario.reported.reference
    contract = record_reported(
        scenario.reported,
        key_data=key_data(),
        file=PNG,
        doubts_confirmed=True,
        by=scenario.amira,
        at=RECORDED_AT,
    )
    assert (contract.agreement.reference, contract.agreement.origin) == (reference, Origin.RECORDED)
    with pytest.raises(ActionRefused, match="schon aufgenommen"):
        record_reported(
            scenario.reported, key_data=key_data(), doubts_confirmed=True, by=scenario.amira, at=RECORDED_AT
        )
    assert history.verify(contract.agreement) == []


def test_what_is_odd_is_recorded_once_confirmed(scenario: Scenario) -> None:
    early = {"begins": None, "ends": known(date(2023, 10, 31)), "extension_months": 0}
    files = StoredFile.objects.count()
    with pytest.raises(Doubtful, match=r"endete am 31\.10\.2023, vor der Unterzeichnung"):
        recorded(scenario.amira, **early)
    assert StoredFile.objects.count() == files
    contract = recorded(scenario.amira, doubts_confirmed=True, **early)
    _, facts = contract_with_facts(contract.agreement)
    assert agreement_state(facts, TODAY) == AgreementState.ENDED


def test_the_file_of_another_contract_is_asked_about(scenario: Scenario) -> None:
    first = recorded(scenario.amira)
    with pytest.raises(Doubtful, match=f"Dieselbe Datei liegt schon bei {first.agreement.reference}"):
        recorded(scenario.amira, place="08")


def test_a_second_contract_for_the_same_time_is_asked_about(scenario: Scenario) -> None:
    first = recorded(scenario.amira)
    with pytest.raises(Doubtful, match=f"für dieselbe Zeit schon {first.agreement.reference}"):
        recorded(scenario.amira, file=PNG)


def test_a_scan_of_300_pages_is_taken_as_it_is(scenario: Scenario) -> None:
    thick = pdf(300)
    contract = recorded(scenario.amira, file=thick)
    original = newest_original(contract)
    assert (original.pages, original.file_id) == (300, hashlib.sha256(thick).hexdigest())


def test_a_correction_is_told_and_keeps_what_stood_there(scenario: Scenario) -> None:
    contract = recorded(scenario.amira)
    person = contract.signatories.get(name="Erika Erdacht")
    later = corrected(
        contract, scenario.amira, ends=known(date(2026, 11, 30), source="Scan, Seite 7"), file=PNG
    )
    assert later.ends_on == date(2026, 11, 30)
    assert later.signatories.get(name="Erika Erdacht").key == person.key
    assert [row.file_id is not None for row in later.originals.all()] == [True, True]
    assert later.versions.count() == 2
    told = Event.objects.filter(agreement=later.agreement, kind="agreement_recorded").latest("sequence")
    assert told.data["what"] == (
        "Ende der Laufzeit: 30.11.2026 (Scan, Seite 7) statt 30.11.2027 (Scan, Seite 8); Datei ausgetauscht"
    )
    assert history.verify(later.agreement) == []


def test_the_state_follows_the_corrected_day_of_signature(scenario: Scenario) -> None:
    day = date(2023, 11, 20)
    contract = corrected(recorded(scenario.amira), scenario.amira, signed=known(day, latest=True))
    _, facts = contract_with_facts(contract.agreement)
    assert facts.signed_on == day
    assert (
        with_transcript_facts(with_term_facts(Instrument.objects.filter(pk=contract.pk))).get().signed_latest
    )


def test_a_correction_of_what_was_meanwhile_corrected_is_given_back(scenario: Scenario) -> None:
    contract = recorded(scenario.amira)
    seen = newest_original(contract).pk
    corrected(contract, scenario.amira, notice_months=6)
    with pytest.raises(Outdated):
        corrected(contract, scenario.amira, notice_months=1, seen=seen)
    assert key_data_of(contract.__class__.objects.get(pk=contract.pk)).notice_months == 6


def test_a_correction_that_changes_nothing_is_refused(scenario: Scenario) -> None:
    contract = recorded(scenario.amira)
    with pytest.raises(ActionRefused, match="nichts geändert"):
        corrected(contract, scenario.amira)
    assert Original.objects.filter(instrument=contract).count() == 1
    contract.refresh_from_db()
    assert contract.status == Status.SIGNED


def test_the_same_file_again_changes_nothing(scenario: Scenario) -> None:
    contract = recorded(scenario.amira)
    with pytest.raises(ActionRefused, match="nichts geändert"):
        corrected(contract, scenario.amira, file=SCAN)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"parties": (replace(DISTRICT, address="Rathausplatz 1"), OTHER)}, "Rathausplatz 1"),
        ({"parties": (DISTRICT, replace(OTHER, represented_by="vertreten durch zwei"))}, "durch zwei"),
        ({"signatories": (replace(PERSON, political_party="", side=Side.ASSOCIATION),)}, "für „MitWirkung“"),
        ({"published": known(date(2023, 11, 9))}, "09.11.2023"),
    ],
)
def test_everything_that_is_recorded_can_be_corrected(
    scenario: Scenario, given: dict[str, Any], words: str
) -> None:
    contract = corrected(recorded(scenario.amira), scenario.amira, **given)
    assert key_data_of(contract) == key_data(**given)
    assert words in contract.agreement.events.latest("sequence").data["what"]


@pytest.mark.parametrize("name", ["line", "short", "represented_by", "address"])
def test_no_party_is_named_with_letters_that_deceive(scenario: Scenario, name: str) -> None:
    changed: dict[str, Any] = {name: "Be\N{RIGHT-TO-LEFT OVERRIDE}zirk"}
    with pytest.raises(ActionRefused, match="U\\+202E"):
        recorded(scenario.amira, parties=(replace(DISTRICT, **changed), OTHER))


def test_a_withdrawn_record_offers_nothing_that_it_refuses(scenario: Scenario) -> None:
    contract = recorded(scenario.amira)
    take_step(contract, "withdraw_record", reason="Doppelt", by=scenario.amira, at=RECORDED_AT)
    browser = scenario.browser("coordinator")
    page = browser.get(contract.get_absolute_url()).content.decode()
    for name in ("record_correct", "recorded_obligations", "recorded_text", "record_pdf"):
        address = reverse(name, args=[contract.pk])
        assert f'href="{address}"' not in page
        assert browser.get(address).status_code == (422 if name == "record_pdf" else 403)
    with pytest.raises(ActionRefused, match="Dieser Stand ist endgültig"):
        corrected(contract, scenario.amira, notice_months=6)


@pytest.mark.parametrize("who", ["staff", "lead", "observer", "admin"])
def test_only_the_coordination_records(scenario: Scenario, who: str) -> None:
    person: User = scenario.people[who]
    with pytest.raises(ActionRefused):
        recorded(person)


def test_many_parties_and_people(scenario: Scenario) -> None:
    data: KeyData = key_data(unlimited=True, ends=None)
    contract = recorded(scenario.amira, unlimited=True, ends=None)
    assert key_data_of(contract) == data


def test_its_ceremony_is_shown_or_said_not_to_be_known(scenario: Scenario) -> None:
    contract = recorded(scenario.amira)

    def said() -> str:
        return read(scenario.browser("coordinator").get(contract.page_url("documents"))).text

    assert "Zum Unterzeichnungstermin ist nichts festgehalten." in said()
    record_ceremony(
        contract,
        held_on=SIGNED_ON,
        place="Rathaus Treptow",
        participants=[NewParticipant(function="Jugendhilfeplanung", organisation="Bezirksamt")],
        source="Blog des Projekts",
        source_url="",
        by=scenario.amira,
        at=RECORDED_AT,
    )
    assert "Unterzeichnungstermin am 08.11.2023, Rathaus Treptow" in said()
    assert "Jugendhilfeplanung" in said()
    assert "ist nichts festgehalten" not in said()


def test_a_file_without_a_signature_says_so(scenario: Scenario) -> None:
    contract = recorded(scenario.amira)
    page = read(scenario.browser("coordinator").get(contract.page_url("documents")))
    assert "Die Datei trägt keine elektronische Signatur." in page.text


def test_of_a_thick_scan_every_page_can_be_seen(scenario: Scenario) -> None:
    contract = recorded(scenario.amira, file=pdf(300))
    browser, original = scenario.browser("coordinator"), newest_original(contract)
    shown = read(browser.get(reverse("record_correct", args=[contract.pk])))
    assert "Seite 300 von 300" in shown.text
    for number, status in ((300, 200), (301, 404)):
        address = reverse("original_page", args=[contract.pk, original.pk, number])
        assert browser.get(address).status_code == status


def test_two_recorded_contracts_are_joined(scenario: Scenario) -> None:
    first = recorded(scenario.amira, ends=known(date(2026, 10, 31)), extension_months=0)
    said = {"begins": known(date(2026, 12, 1)), "ends": None, "unlimited": True, "extension_months": 0}
    second = recorded(scenario.amira, file=PNG, doubts_confirmed=True, **said)
    former = first.agreement.reference
    corrected(second, scenario.amira, follows=former, doubts_confirmed=True, **said)
    assert f"Folgt auf: {former} statt" in second.agreement.events.latest("sequence").data["what"]
    browser = scenario.browser("coordinator")
    for contract in (first, second):
        page = read(browser.get(contract.get_absolute_url()))
        assert "Lücke von 30 Tagen: 01.11.2026 bis 30.11.2026" in page.text.replace("\xa0", " ")
    for contract, is_offered in ((first, False), (second, True)):
        form = browser.get(reverse("record_correct", args=[contract.pk])).content.decode()
        other = second if contract == first else first
        assert (f'value="{other.agreement.reference}"' in form) is is_offered
    with pytest.raises(ActionRefused, match="kann dieser Vertrag nicht folgen"):
        corrected(first, scenario.amira, follows=second.agreement.reference, doubts_confirmed=True)
    corrected(second, scenario.amira, doubts_confirmed=True, **said)
    second.agreement.refresh_from_db()
    assert second.agreement.predecessor is None
    assert history.verify(second.agreement) == []


def test_what_follows_a_withdrawn_record_can_still_be_corrected(scenario: Scenario) -> None:
    first, second = recorded(scenario.amira), recorded(scenario.amira, file=PNG, doubts_confirmed=True)
    former = first.agreement.reference
    corrected(second, scenario.amira, follows=former, doubts_confirmed=True)
    take_step(first, "withdraw_record", reason="Doppelt", by=scenario.amira, at=RECORDED_AT)
    form = scenario.browser("coordinator").get(reverse("record_correct", args=[second.pk]))
    assert f'<option value="{former}" selected>' in form.content.decode()
    corrected(second, scenario.amira, follows=former, paper="Akte Jug 2-2023", doubts_confirmed=True)
    second.agreement.refresh_from_db()
    assert second.agreement.predecessor == first.agreement


def test_the_predecessor_of_a_record_is_held_by_the_database(scenario: Scenario) -> None:
    first, second = recorded(scenario.amira), recorded(scenario.amira, file=PNG, doubts_confirmed=True)
    rows = Agreement.objects.filter(pk=second.agreement_id)
    with pytest.raises(IntegrityError, match="bleiben, wie sie sind"), transaction.atomic():
        rows.update(predecessor=first.agreement_id)
    corrected(second, scenario.amira, follows=first.agreement.reference, doubts_confirmed=True)
    for other, words in (
        (second.agreement_id, "folgt auf sich selbst"),
        (scenario.contracts[Status.DRAFT].agreement_id, "unterzeichneten Vertrag desselben Bezirks"),
    ):
        with (
            pytest.raises(ActionRefused) as refused,
            open_record(first, reason="Folge", by=scenario.amira, at=RECORDED_AT),
        ):
            Agreement.objects.filter(pk=first.agreement_id).update(predecessor=other)
        assert words in str(refused.value.__cause__)


def test_a_legal_form_that_is_not_known_is_stored_as_that(scenario: Scenario) -> None:
    assert scenario.reported.legal_form == ""
    contract = recorded(scenario.amira, legal_form=None)
    assert contract.agreement.legal_form == ""
    assert contract.frozen_version is not None
    assert contract.frozen_version.read().legal_form is None
    known_later = corrected(contract, scenario.amira, legal_form=LegalForm.SIMPLE)
    assert known_later.agreement.legal_form == LegalForm.SIMPLE
    with pytest.raises(IntegrityError, match="agreement_legal_form_given"), transaction.atomic():
        Agreement.objects.filter(pk=scenario.draft.agreement_id).update(legal_form="")
    signing = shortfall(SignatureMethod.ADVANCED, Side.DISTRICT, None)
    assert signing.startswith("Die Rechtsform ist nicht bekannt; deshalb gilt die strengste.")
    assert satisfying(Side.DISTRICT, None) == satisfying(Side.DISTRICT, LegalForm.PUBLIC_LAW)
