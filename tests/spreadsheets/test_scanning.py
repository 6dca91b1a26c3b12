"""Uploaded tables and the scans beside them are checked for malware, by a real clamd."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse

from agreements.errors import ActionRefused
from agreements.models import StoredFile, TableImport
from agreements.spreadsheet_choices import TableKind
from agreements.spreadsheets.actions import upload_table
from tests import factories
from tests.page import read
from tests.scenario import Scenario
from tests.spreadsheets.exchange import as_csv, blank, downloaded, uploaded
from tests.tracking.evidence.conftest import daemon, scanner
from tests.tracking.evidence.submissions import EICAR

__all__ = ["daemon", "scanner"]
AT = factories.SIGNED_AT


def table(scenario: Scenario) -> bytes:
    return as_csv(TableKind.CONTACTS, downloaded(TableKind.CONTACTS, scenario.amira, AT))


def test_a_table_with_malware_is_refused_and_not_kept(scenario: Scenario, scanner: str) -> None:
    before = StoredFile.objects.count()
    with pytest.raises(ActionRefused, match=r"„liste\.csv“ hat die Virenprüfung Schadsoftware gefunden"):
        upload_table(TableKind.CONTACTS, data=EICAR, file_name="liste.csv", by=scenario.amira, at=AT)
    with pytest.raises(ActionRefused, match="„ZIP-Datei mit Scans“ hat die Virenprüfung"):
        upload_table(
            TableKind.AGREEMENTS,
            data=as_csv(TableKind.AGREEMENTS, [blank(TableKind.AGREEMENTS, title="Vertrag")]),
            file_name="liste.csv",
            scans=EICAR,
            by=scenario.amira,
            at=AT,
        )
    assert (StoredFile.objects.count(), TableImport.objects.count()) == (before, 0)


def test_a_clean_table_is_read(scenario: Scenario, scanner: str) -> None:
    assert uploaded(TableKind.CONTACTS, scenario.amira, AT).checked_at == AT


def test_without_an_answer_nothing_is_read(scenario: Scenario) -> None:
    browser, address = (
        scenario.browser("coordinator"),
        reverse("table_detail", args=[TableKind.CONTACTS.value]),
    )
    with override_settings(CLAMD="/nowhere/clamd.ctl"):
        page = browser.post(address, {"file": SimpleUploadedFile("liste.csv", table(scenario))})
    assert page.status_code == 422
    assert "Die Virenprüfung antwortet gerade nicht" in read(page).text
    assert not TableImport.objects.exists()
