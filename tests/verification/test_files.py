"""The answer about a file by its SHA-256: genuine, outdated, altered, unknown."""

import hashlib
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from agreements.choices import EditionKind
from agreements.files import store
from agreements.models import ProofCheck
from agreements.verification.file_answers import FileVerdict, file_answer
from agreements.verification_code import verification_code
from tests import factories
from tests.dossier.termination_notices import ENDS_ON, noticed
from tests.page import read
from tests.scenario import PNG, Scenario, version_of
from tests.verification.issued import code_of, execution_hash, freeze_again, reading_hash, take_back

TODAY = date(2025, 6, 1)
NOTHING = hashlib.sha256(b"irgendeine Datei").hexdigest()


def test_our_editions_are_genuine(scenario: Scenario) -> None:
    for sha256, what in (
        (execution_hash(scenario.signed), EditionKind.EXECUTION.label),
        (reading_hash(scenario.signed), EditionKind.READING.label),
    ):
        for code in ("", code_of(scenario.signed)):
            answer = file_answer(sha256, code, as_of=TODAY)
            assert answer.verdict == FileVerdict.GENUINE
            assert what in answer.sentences[0]
            assert scenario.signed.agreement.reference in answer.sentences[0]
            assert answer.code == code_of(scenario.signed)


def test_the_scan_of_a_signature_is_known(scenario: Scenario) -> None:
    answer = file_answer(hashlib.sha256(PNG).hexdigest(), as_of=TODAY)
    assert answer.verdict == FileVerdict.GENUINE
    assert "Scan einer Unterschrift" in answer.sentences[0]


def test_a_file_of_another_version_is_shown_with_its_own_code(scenario: Scenario) -> None:
    answer = file_answer(execution_hash(scenario.signed), code_of(scenario.signing), as_of=TODAY)
    assert answer.verdict == FileVerdict.GENUINE
    assert answer.code == code_of(scenario.signed)
    assert "gehört nicht zum Code" in answer.sentences[-1]


def test_a_known_code_with_an_unknown_file_is_altered(scenario: Scenario) -> None:
    answer = file_answer(NOTHING, code_of(scenario.signed), as_of=TODAY)
    assert answer.verdict == FileVerdict.ALTERED
    assert answer.title == "Das ist nicht die Datei, die wir ausgegeben haben"


@pytest.mark.parametrize("code", ["", verification_code("0" * 64)])
def test_an_unknown_file_without_a_known_code_is_unknown(scenario: Scenario, code: str) -> None:
    answer = file_answer(NOTHING, code, as_of=TODAY)
    assert answer.verdict == FileVerdict.UNKNOWN
    assert not answer.url


def test_an_edition_of_a_version_that_was_taken_back_is_outdated(scenario: Scenario) -> None:
    contract = scenario.signing
    sha256, code = execution_hash(contract), code_of(contract)
    take_back(contract, scenario.amira)
    answer = file_answer(sha256, as_of=TODAY)
    assert answer.verdict == FileVerdict.OUTDATED
    assert "Zurückgeholt" in answer.sentences[1]
    again = freeze_again(contract, scenario.amira)
    answer = file_answer(sha256, code, as_of=TODAY)
    assert answer.verdict == FileVerdict.OUTDATED
    assert "es gibt eine neuere Fassung" in answer.sentences[1]
    assert not any(
        "Pankow" in sentence or contract.agreement.reference in sentence for sentence in answer.sentences
    )
    assert file_answer(execution_hash(again), as_of=TODAY).verdict == FileVerdict.GENUINE
    altered = file_answer(NOTHING, code, as_of=TODAY)
    assert altered.verdict == FileVerdict.ALTERED
    assert "Auch die Fassung selbst gilt nicht." in altered.sentences[1]


def test_a_signed_file_is_the_original_until_the_next_signature(scenario: Scenario) -> None:
    version = version_of(scenario.signing)

    def check(data: bytes, *, accepted: bool) -> str:
        file = store.save(data, "application/pdf")
        ProofCheck.objects.create(
            version=version,
            file=file,
            accepted=accepted,
            checked_at=factories.SIGNED_AT,
            checked_by=scenario.amira,
        )
        return file.sha256

    first = check(b"%PDF signed once", accepted=True)
    refused = check(b"%PDF altered", accepted=False)
    assert (
        file_answer(first, as_of=TODAY)
        .sentences[0]
        .startswith("Sie stimmt Byte für Byte mit unserer Datei überein: Elektronisch signiertes Original,")
    )
    assert file_answer(refused, as_of=TODAY).verdict == FileVerdict.UNKNOWN
    second = check(b"%PDF signed twice", accepted=True)
    assert "Zwischenstand" in file_answer(first, as_of=TODAY).sentences[0]
    assert "Zwischenstand" not in file_answer(second, as_of=TODAY).sentences[0]
    page = read(Client().get(reverse("verify_code", args=[code_of(scenario.signing)])))
    assert first in page.text
    assert second in page.text
    assert refused not in page.text


# --- the form -----------------------------------------------------------------------------------------------------


def ask(**data: str) -> tuple[int, str]:
    reply = Client(enforce_csrf_checks=True).post(reverse("verify_file"), data)
    assert not reply.cookies
    return reply.status_code, read(reply).text


def test_the_form_works_without_javascript(scenario: Scenario) -> None:
    status, text = ask(sha256=execution_hash(scenario.signed))
    assert status == 200
    assert "Diese Datei ist echt und aktuell" in text
    status, text = ask(sha256=NOTHING, code=code_of(scenario.signed))
    assert "Das ist nicht die Datei, die wir ausgegeben haben" in text
    status, text = ask(sha256=NOTHING, code="kein Code")
    assert (status, "Diese Datei kennen wir nicht" in text) == (200, True)


@pytest.mark.parametrize(
    "written",
    [
        "{0}",
        "  {0}\n",
        "{1}  vertrag.pdf",
        "SHA256 (abc.pdf) = {0}",
        "SHA256-Hash von vertrag.pdf:\n{0}\nCertUtil: OK",
    ],
)
def test_the_output_of_hash_programs_is_read(scenario: Scenario, written: str) -> None:
    sha256 = execution_hash(scenario.signed)
    status, text = ask(sha256=written.format(sha256, sha256.upper()))
    assert (status, "Diese Datei ist echt" in text) == (200, True)


def test_digits_in_groups_are_read(scenario: Scenario) -> None:
    sha256 = execution_hash(scenario.signed)
    for between in (" ", ":"):
        grouped = between.join(sha256[place : place + 2] for place in range(0, 64, 2))
        assert "Diese Datei ist echt" in ask(sha256=grouped)[1]


@pytest.mark.parametrize("sha256", ["", "abc", "0" * 63, "0" * 65, "g" * 64, "\x00" * 64, "0" * 500])
def test_an_invalid_hash_is_refused(db: None, sha256: str) -> None:
    status, text = ask(sha256=sha256)
    assert status == 422
    assert "SHA-256" in text


def test_the_script_gets_a_fragment(scenario: Scenario) -> None:
    sent = {"sha256": execution_hash(scenario.signed)}
    reply = Client().post(reverse("verify_file"), sent, headers={"X-Part": "1"})
    assert "<html" not in reply.content.decode()
    assert "Diese Datei ist echt und aktuell" in reply.content.decode()


def test_a_genuine_file_of_a_terminated_contract_says_so(scenario: Scenario) -> None:
    sha256 = execution_hash(scenario.signed)
    noticed(scenario.signed.agreement, scenario.amira)
    answer = file_answer(sha256, as_of=ENDS_ON)
    assert answer.verdict == FileVerdict.GENUINE
    assert "Der Vertrag ist gekündigt zum 31.03.2028." in answer.sentences[-1]
