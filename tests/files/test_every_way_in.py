"""Every page that takes a file refuses the same files with the same sentence, and keeps neither file nor row."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agreements.choices import Side
from agreements.models import Signature, StoredFile
from tests.dossier.termination_notices import noticed
from tests.files.samples import case
from tests.page import read
from tests.recording.recorded import recorded
from tests.scenario import Scenario
from tests.signing.ceremonies import held
from tests.tracking.evidence.submissions import AT
from tests.tracking.report_factories import DONE, make_report, obligation_of

WAYS = {
    "signature_new": "scan",
    "signature_correct": "scan",
    "delegation_new": "document",
    "signed_file_new": "file",
    "photo_new": "photo",
    "signatory_document_edit": "document",
    "archive_new": "document",
    "termination_new": "document",
    "termination_retract": "document",
    "record_known": "file",
    "record_correct": "file",
    "evidence_new": "nachweis-files_",
}
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
}


def address_of(way: str, scenario: Scenario) -> str:
    signing, signed, draft = scenario.signing, scenario.signed, scenario.draft
    args: list[Any]
    match way:
        case "signature_new" | "delegation_new":
            args = [signing.pk, signing.signatories.get(side=Side.DISTRICT).key]
        case "signature_correct":
            args = [Signature.objects.filter(version=signing.frozen_version)[0].pk]
        case "photo_new":
            args = [signed.pk, held(signed, scenario.amira).pk]
        case "signatory_document_edit":
            args = [draft.pk, draft.signatories.get(side=Side.DISTRICT).key]
        case "termination_retract":
            notice = noticed(signed.agreement, scenario.amira, date(2025, 3, 10))
            args = [notice.agreement_id, notice.pk]
        case "archive_new" | "termination_new":
            args = [signed.agreement_id]
        case "record_known":
            args = [scenario.reported.pk]
        case "record_correct":
            args = [recorded(scenario.amira).pk]
        case "evidence_new":
            report = make_report(obligation_of(signed, "O-19"), DONE, scenario.amira, AT)
            args = [report.obligation_id, report.pk]
        case _:
            args = [signing.pk]
    return reverse(way, args=args)


@pytest.mark.parametrize("way", WAYS)
def test_a_file_that_nobody_can_read_is_refused_everywhere(way: str, scenario: Scenario) -> None:
    browser, address = scenario.browser("coordinator"), address_of(way, scenario)
    fields = {name: value for name, value in read(browser.get(address)).fields.items() if value}
    before = StoredFile.objects.count()
    locked = SimpleUploadedFile("scan.pdf", case("passwort-zum-oeffnen.pdf"))
    reply = browser.post(address, {**fields, **FILLED, WAYS[way]: locked})
    assert reply.status_code == 422
    wanted = "weder PNG noch JPEG" if way == "photo_new" else "mit einem Passwort geschützt"
    assert wanted in read(reply).text
    assert StoredFile.objects.count() == before
