"""Every page that takes a file refuses the same files with the same sentence, and keeps neither file nor row."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse

from agreements.choices import ResolutionKind, Side
from agreements.drafting.actions.dated_facts import record_fact
from agreements.fact_states import ResolutionState
from agreements.models import Instrument, Report, Resolution, Signature, StoredFile
from tests.dossier.termination_notices import noticed
from tests.dossier.test_dated_facts import PLANNED
from tests.files.samples import case
from tests.page import read
from tests.project.test_large_bodies import UPLOADS
from tests.recording.recorded import recorded
from tests.scenario import Scenario
from tests.signing.ceremonies import held
from tests.signing.links.conftest import rosa
from tests.signing.links.visitor import Visitor, invited
from tests.tracking.evidence.conftest import daemon, scanner
from tests.tracking.evidence.submissions import AT, EICAR, add, reference
from tests.tracking.report_factories import DONE, make_report, obligation_of

__all__ = ["daemon", "rosa", "scanner"]

WAYS = {
    "signature_new": "scan",
    "signature_correct": "scan",
    "delegation_new": "document",
    "signed_file_new": "file",
    "photo_new": "photo",
    "link_file_new": "file",
    "signatory_document_edit": "document",
    "archive_new": "document",
    "termination_new": "document",
    "termination_retract": "document",
    "record_new": "file",
    "record_known": "file",
    "record_correct": "file",
    "resolution_new": "document",
    "resolution_edit": "document",
    "obligation_report": "nachweis-files_",
    "evidence_new": "nachweis-files_",
    "evidence_renew": "nachweis-files_",
}
OTHERS = {"milestone_new", "milestone_edit", "table_detail"}  # have no file, or a table
FILLED = {
    "knows_it_concludes": "on",
    "signed_on": "10.03.2025",
    "date_source": "document",
    "place": "Berlin",
    "reason": "Verlesen",
    "name": "Vera Vertretung",
    "function": "Amtsleitung",
    "basis": "Vollmacht",
    "granted_on": "03.03.2025",
    "description": "Zwei Personen",
    "nobody": "on",
    "step": "offered",
    "dated": "10.03.2025",
    "side": "district",
    "kind": "ordinary",
    "form": "paper",
    "written_on": "09.03.2025",
    "received_on": "10.03.2025",
    "effect": "as_given",
    "cause": "mistake",
    "signed_source": "Scan",
    "end": "unknown",
    "ends_on": "",
    "ends_source": "",
    "title": "Vereinbarung",
    "source": "Protokoll",
    "progress": "fulfilled",
    "done_on": "10.03.2025",
    "nachweis-references": "",
    "parteien-0-line": "Bezirksamt Pankow",
}
RESOLUTION = {"kind": ResolutionKind.BA_RESOLUTION, "state": ResolutionState.TAKEN, "dated": "10.03.2025"}


def signatory(instrument: Instrument) -> list[Any]:
    return [instrument.pk, instrument.signatories.get(side=Side.DISTRICT).key]


def notice(scenario: Scenario) -> list[Any]:
    made = noticed(scenario.signed.agreement, scenario.amira, date(2025, 3, 10))
    return [made.agreement_id, made.pk]


def resolution(scenario: Scenario) -> list[Any]:
    row = record_fact(Resolution, scenario.draft.agreement, **PLANNED, by=scenario.amira, at=AT)
    return [row.agreement_id, row.pk]


def report(scenario: Scenario) -> Report:
    return make_report(obligation_of(scenario.signed, "O-19"), DONE, scenario.amira, AT)


def evidence(scenario: Scenario) -> list[Any]:
    piece = add(report(scenario), reference(), scenario.amira)
    return [piece.report.obligation_id, piece.pk]


ARGUMENTS: dict[str, Callable[[Scenario], list[Any]]] = {
    "signature_new": lambda scenario: signatory(scenario.signing),
    "signature_correct": lambda scenario: [
        Signature.objects.filter(version=scenario.signing.frozen_version)[0].pk
    ],
    "delegation_new": lambda scenario: signatory(scenario.signing),
    "signed_file_new": lambda scenario: [scenario.signing.pk],
    "photo_new": lambda scenario: [scenario.signed.pk, held(scenario.signed, scenario.amira).pk],
    "link_file_new": lambda scenario: [invited(scenario.signing, scenario.amira).pk],
    "signatory_document_edit": lambda scenario: signatory(scenario.draft),
    "archive_new": lambda scenario: [scenario.signed.agreement_id],
    "termination_new": lambda scenario: [scenario.signed.agreement_id],
    "termination_retract": notice,
    "record_new": lambda _: [],
    "record_known": lambda scenario: [scenario.reported.pk],
    "record_correct": lambda scenario: [recorded(scenario.amira).pk],
    "resolution_new": lambda scenario: [scenario.draft.agreement_id],
    "resolution_edit": resolution,
    "obligation_report": lambda scenario: [obligation_of(scenario.signed, "O-19").pk],
    "evidence_new": lambda scenario: [(made := report(scenario)).obligation_id, made.pk],
    "evidence_renew": evidence,
}


def test_every_page_that_takes_a_file_is_among_them() -> None:
    assert WAYS.keys() | OTHERS == UPLOADS.keys()


@pytest.fixture
def form(way: str, scenario: Scenario, rosa: Visitor) -> Callable[[bytes], str]:
    """The page that takes a file, filled in: send it with these bytes, and nothing is stored of them."""
    browser, address = scenario.browser("coordinator"), reverse(way, args=ARGUMENTS[way](scenario))
    if way == "link_file_new":
        rosa.arrive()
        browser = rosa.client
    fields = {name: value for name, value in read(browser.get(address)).fields.items() if value}
    sent = {**fields, **FILLED, "district": scenario.place.pk}
    sent |= RESOLUTION if way.startswith("resolution") else {}

    def send(data: bytes) -> str:
        before = StoredFile.objects.count()
        reply = browser.post(address, {**sent, WAYS[way]: SimpleUploadedFile("scan.pdf", data)})
        assert reply.status_code == 422
        assert StoredFile.objects.count() == before
        return read(reply).text

    return send


@pytest.mark.parametrize("way", WAYS)
def test_a_file_that_nobody_can_read_is_refused_everywhere(way: str, form: Callable[[bytes], str]) -> None:
    wanted = "weder PNG noch JPEG" if way == "photo_new" else "mit einem Passwort geschützt"
    assert wanted in form(case("passwort-zum-oeffnen.pdf"))


@pytest.mark.parametrize("way", WAYS)
def test_malware_is_refused_everywhere(way: str, form: Callable[[bytes], str], scanner: str) -> None:
    assert "hat die Virenprüfung Schadsoftware gefunden (Eicar-Test" in form(EICAR)


@pytest.mark.parametrize("way", [way for way, field in WAYS.items() if field != "nachweis-files_"])
def test_while_the_scanner_is_away_no_file_is_taken_that_could_not_be_held_back(
    way: str, form: Callable[[bytes], str]
) -> None:
    with override_settings(CLAMD="/nowhere/clamd.ctl"):
        assert "Die Virenprüfung antwortet gerade nicht" in form(case("passwort-zum-oeffnen.pdf"))
