"""Invariant 14: what was typed from a deed signed elsewhere never claims more than it has."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from agreements.choices import EditionKind, Status
from agreements.dossier.bundle.check import check_bundle
from agreements.errors import ActionRefused
from agreements.lifecycle import TRANSITIONS
from agreements.models import Edition, Instrument, Original, OriginalDay, PageCheck, TranscriptText, Version
from agreements.recording.proofreading import check_page
from agreements.signing.transition_actions import take_step
from agreements.transitions import apply_transition
from agreements.verification.file_answers import FileVerdict, file_answer
from agreements.verification_code import verification_code
from tests import factories
from tests.dossier.bundle.packed import bundle_of, unpack
from tests.invariants.attempts import refused, sql
from tests.page import read
from tests.recording.recorded import RECORDED_AT, corrected, recorded, typed_text
from tests.scenario import PNG, Scenario, version_of

TODAY = date(2026, 11, 30)
NOT_THIS = "Unterzeichnet ist das Original (Scan, Prüfwert {sha256}), nicht diese Angaben."


@pytest.fixture
def contract(scenario: Scenario) -> Instrument:
    return recorded(scenario.amira, place=scenario.place.number, file=PNG, doubts_confirmed=True)


def notice(contract: Instrument) -> str:
    original = contract.originals.get()
    return f"Angaben nacherfasst am 30.11.2026 von {original.recorded_by}. " + NOT_THIS.format(
        sha256=original.file_id
    )


@pytest.mark.parametrize("who", ["coordinator", "staff", "observer", "admin"])
def test_its_page_says_so_to_everybody(who: str, contract: Instrument, scenario: Scenario) -> None:
    page = read(scenario.browser(who).get(reverse("agreement_detail", args=[contract.agreement_id])))
    assert notice(contract) in page.text.replace("\N{NO-BREAK SPACE}", " ")
    version = version_of(contract)
    for claim in (
        version.fingerprint,
        verification_code(version.fingerprint),
        "Prüfwert des Textes",
        "Zeichnungsfassung",
    ):
        assert claim not in page.text


def test_a_withdrawn_one_says_so_too(scenario: Scenario) -> None:
    contract = typed_text(recorded(scenario.amira, ends=None, extension_months=None), scenario.amira)
    take_step(contract, "withdraw_record", reason="Doppelt", by=scenario.amira, at=RECORDED_AT)
    page = read(scenario.browser("coordinator").get(contract.page_url("detail"))).text
    assert "Der Bezirk beugt Kinderarmut vor." in page
    assert "Nacherfasst, nicht unterzeichnet" in page
    for claim in ("Prüfwert des Textes", "unbefristet", "Anmerkungen"):
        assert claim not in page


def test_of_a_term_that_nobody_knows_its_text_says_nothing(scenario: Scenario) -> None:
    contract = typed_text(recorded(scenario.amira, ends=None, extension_months=None), scenario.amira)
    page = read(scenario.browser("coordinator").get(contract.page_url("text"))).text
    assert "Der Bezirk beugt Kinderarmut vor." in page
    assert "unbefristet" not in page


def test_it_has_no_public_code(contract: Instrument, scenario: Scenario) -> None:
    code = verification_code(version_of(contract).fingerprint)
    reply = scenario.browser("coordinator").get(reverse("verify_code", args=[code]))
    assert "unterzeichnet" not in read(reply).text.casefold().replace("nicht unterzeichnet", "")


def test_its_file_is_known_as_what_it_is(scenario: Scenario, contract: Instrument) -> None:
    # the same picture is the scan of a signature made here: what was made here is said first
    other = recorded(scenario.amira, place="08")
    sha256 = other.originals.get().file_id or ""
    answer = file_answer(sha256, as_of=TODAY)
    assert answer.verdict == FileVerdict.RECORDED
    assert "andernorts geschlossen" in answer.sentences[1]
    corrected(other, scenario.amira, at=RECORDED_AT + timedelta(days=3), notice_months=6)
    said = file_answer(sha256, as_of=TODAY).sentences[0]
    assert f"die am {RECORDED_AT:%d.%m.%Y} als Original aufgenommen wurde" in said
    corrected(other, scenario.amira, file=PNG, doubts_confirmed=True)
    assert "durch eine andere ersetzt" in file_answer(sha256, as_of=TODAY).sentences[0]


def test_its_bundle_says_so(contract: Instrument, tmp_path: Path) -> None:
    data = bundle_of(contract.agreement)
    parts = unpack(data)
    assert notice(contract) in parts["metadaten.json"].decode()
    assert parts["urkunden/0/original-1.png"] == PNG
    assert parts["urkunden/0/original-1-nacherfasst.json"].decode() == version_of(contract).content
    assert not [name for name in parts if "zeichnungsfassung" in name or "lesefassung" in name]
    (tmp_path / "akte.zip").write_bytes(data)
    assert check_bundle(tmp_path / "akte.zip").faults == ()


@pytest.mark.parametrize("kind", [kind for kind in EditionKind if kind != EditionKind.READING])
def test_it_gets_no_edition_that_is_signed_or_sealed(kind: EditionKind, contract: Instrument) -> None:
    version = version_of(contract)
    with refused("weder Zeichnungsfassung noch Siegel"):
        Edition.objects.create(
            version=version, kind=kind, file_id=contract.originals.get().file_id, made_at=factories.SIGNED_AT
        )


def test_what_is_known_of_it_is_only_added_to(contract: Instrument, scenario: Scenario) -> None:
    typed_text(contract, scenario.amira)
    check_page(
        contract,
        page=1,
        seen=contract.transcript_texts.get().pk,
        by=factories.coordinator(),
        at=RECORDED_AT,
    )
    for table in (Original, OriginalDay, TranscriptText, PageCheck):
        name = table._meta.db_table
        with refused("weder geändert noch gelöscht"):
            sql(f"UPDATE {name} SET id = id")
        with refused("weder geändert noch gelöscht"):
            sql(f"DELETE FROM {name}")
    with refused("während die Nacherfassung"):
        Original.objects.create(
            instrument=contract, recorded_at=factories.SIGNED_AT, recorded_by=contract.agreement.coordinator
        )
    with refused("während die Nacherfassung"):
        OriginalDay.objects.create(
            original=contract.originals.get(), kind="published", dated=date(2024, 1, 1), source="Presse"
        )
    with refused("während die Nacherfassung"):
        TranscriptText.objects.create(
            instrument=contract,
            digest="0" * 64,
            typed_at=factories.SIGNED_AT,
            typed_by=contract.agreement.coordinator,
        )


def test_only_a_contract_made_elsewhere_has_an_original(scenario: Scenario) -> None:
    with refused("während die Nacherfassung"):
        Original.objects.create(
            instrument=scenario.draft, recorded_at=factories.SIGNED_AT, recorded_by=scenario.amira
        )


def test_nobody_makes_one_of_what_was_written_here(scenario: Scenario) -> None:
    draft = scenario.draft
    with refused("ändert sich nicht"):
        sql("UPDATE agreements_instrument SET made_elsewhere = true WHERE id = %s", draft.pk)
    for name in ("record", "reopen_record", "withdraw_record"):
        source = next(iter(TRANSITIONS[name].sources))
        with pytest.raises(ActionRefused):
            apply_transition(scenario.contracts[source], name, by=scenario.amira, at=factories.SIGNED_AT)
    signed = scenario.signed
    with refused("nicht vorgesehen"):
        sql(
            "UPDATE agreements_instrument SET status = 'draft', frozen_version_id = NULL WHERE id = %s",
            signed.pk,
        )


def test_it_is_not_taken_in_without_a_day_of_signing(contract: Instrument, scenario: Scenario) -> None:
    opened = apply_transition(
        contract, "reopen_record", by=scenario.amira, at=factories.SIGNED_AT, reason="Verlesen"
    )
    Original.objects.create(
        instrument=opened, recorded_at=factories.SIGNED_AT, recorded_by=scenario.amira, reason="ohne Tage"
    )
    version = Version.objects.filter(instrument=opened).latest("number")
    with refused("Tag seiner Unterzeichnung"):
        apply_transition(opened, "record", by=scenario.amira, at=factories.SIGNED_AT, version=version)


@pytest.mark.parametrize("target", ["review", "signing"])
def test_it_is_never_out_for_signing(target: str, contract: Instrument, scenario: Scenario) -> None:
    opened = apply_transition(
        contract, "reopen_record", by=scenario.amira, at=factories.SIGNED_AT, reason="Verlesen"
    )
    version = contract.frozen_version_id if target == "signing" else None
    with refused("nicht vorgesehen"):
        sql(
            "UPDATE agreements_instrument SET status = %s, frozen_version_id = %s WHERE id = %s",
            target,
            version,
            opened.pk,
        )


def test_its_steps_have_no_buttons_beside_the_withdrawal(contract: Instrument, scenario: Scenario) -> None:
    browser = scenario.browser("coordinator")
    for name, status in (("record", 404), ("reopen_record", 404), ("withdraw_record", 200)):
        assert browser.get(f"/urkunden/{contract.pk}/schritt/{name}/").status_code == status
    assert contract.status == Status.SIGNED
