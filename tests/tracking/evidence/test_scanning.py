"""Malware checks of uploaded files by a real clamd, and without one."""

from pathlib import Path

import pytest
from django.test import override_settings

from agreements.dossier.timeline import event_entry
from agreements.errors import ActionRefused
from agreements.files.scanner import ScannerUnreachableError, scan
from agreements.job_choices import RecurringTask
from agreements.jobs import recur
from agreements.models import Evidence, RecurringJob, Report, StoredFile, VirusCheck
from agreements.tracking.evidence.malware import Safety, check_files, safety
from agreements.tracking.evidence.presenters import evidence_of, piece_line
from agreements.tracking.evidence.views import EvidenceForm
from tests.files.samples import pdf
from tests.scenario import Scenario
from tests.tracking.evidence.submissions import AT, EICAR, add, file

AWAY = "/nowhere/clamd.ctl"


def safety_of(made: Evidence) -> Safety:
    return safety(StoredFile.objects.get(pk=made.file_id))


def test_malware_is_refused_and_recorded(scenario: Scenario, reported: Report, scanner: str) -> None:
    before = StoredFile.objects.count()
    with pytest.raises(
        ActionRefused, match=r"Schadsoftware gefunden \(Eicar-Test\.UNOFFICIAL\).*nicht gespeichert"
    ):
        add(reported, file(EICAR, "Protokoll.pdf"), scenario.people["staff"])
    assert (Evidence.objects.count(), StoredFile.objects.count()) == (0, before)
    last = reported.obligation.agreement.events.order_by("-sequence")[0]
    assert (last.kind, last.data["name"]) == ("evidence_refused", "Protokoll.pdf")
    assert "abgewiesen: In „Protokoll.pdf“ wurde Schadsoftware gefunden" in event_entry(last).text


def test_clean_file_names_the_scanner(scenario: Scenario, reported: Report, scanner: str) -> None:
    made = add(reported, file(pdf()), scenario.people["staff"])
    assert safety_of(made) == Safety.CLEAN
    assert VirusCheck.objects.get().scanner.startswith("ClamAV")
    [row] = evidence_of([reported])
    assert piece_line(row, AT.date()).warning == ""


def test_unchecked_without_a_scanner(scenario: Scenario, reported: Report) -> None:
    made = add(reported, file(pdf()), scenario.people["staff"])
    assert safety_of(made) == Safety.UNCHECKED
    [row] = evidence_of([reported])
    assert piece_line(row, AT.date()).warning == "nicht auf Viren geprüft"
    assert safety_of(made).may_be_sent


def test_file_is_withheld_until_the_scanner_answers(
    scenario: Scenario, reported: Report, daemon: str
) -> None:
    with override_settings(CLAMD=AWAY):
        made = add(reported, file(pdf()), scenario.people["staff"])
        assert safety_of(made) == Safety.WAITING
        assert not safety_of(made).may_be_sent
        with pytest.raises(ScannerUnreachableError):
            list(check_files(at=AT))
        recur(key=RecurringTask.CHECK_EVIDENCE)
    assert "ScannerUnreachableError" in RecurringJob.objects.get().problem
    with override_settings(CLAMD=daemon):
        assert [check.found for _, check in check_files(at=AT)] == [""]
        assert list(check_files(at=AT)) == []
        assert safety_of(made) == Safety.CLEAN


def test_malware_found_later_is_withheld_and_recorded(
    scenario: Scenario, reported: Report, daemon: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = pdf()
    made = add(reported, file(data), scenario.people["staff"])
    # the scanner learns of it only afterwards: here, that the bytes of this file are malware
    monkeypatch.setattr("agreements.files.store.read", lambda stored: EICAR)
    with override_settings(CLAMD=daemon):
        assert [check.found for _, check in check_files(at=AT)] == ["Eicar-Test.UNOFFICIAL"]
        assert safety_of(made) == Safety.INFECTED
    last = reported.obligation.agreement.events.order_by("-sequence")[0]
    assert (last.kind, last.actor) == ("evidence_infected", "Virenprüfung")
    assert "Die Datei wird zurückgehalten" in event_entry(last).text
    with pytest.raises(ActionRefused), override_settings(CLAMD=""):
        add(reported, file(data, "noch einmal.pdf"), scenario.people["staff"])


def test_invalid_answer_of_clamd(tmp_path: Path) -> None:
    with override_settings(CLAMD=str(tmp_path / "nobody")), pytest.raises(ScannerUnreachableError):
        scan(b"x")
    with override_settings(CLAMD="127.0.0.1:1"), pytest.raises(ScannerUnreachableError):
        scan(b"x")


def test_size_limit_is_in_the_help_text() -> None:
    assert "höchstens 20 MB" in str(EvidenceForm().fields["files_"].help_text)
