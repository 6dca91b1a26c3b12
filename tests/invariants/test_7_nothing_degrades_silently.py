"""Invariant 7: failures are recorded, retried and visible."""

from pathlib import Path

import pytest
from django.test import override_settings
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from agreements.choices import DateSource, EditionKind, Side, Status
from agreements.models import Edition
from agreements.signing.actions import InkSignature, record_ink_signature
from tests import factories
from tests.scenario import Scenario, version_of


def test_a_signature_stands_when_its_reading_copy_cannot_be_written(
    scenario: Scenario,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    full = tmp_path / "no folder"
    full.write_text("")
    with override_settings(FILES_ROOT=full), django_capture_on_commit_callbacks(execute=True):
        factories.sign(scenario.signing, Side.DISTRICT, scenario.amira)
    assert "Error calling" in caplog.text
    contract = scenario.fresh().signing
    assert contract.status == Status.SIGNED
    assert not Edition.objects.filter(version=version_of(contract), kind=EditionKind.READING).exists()
    browser = scenario.browser("staff")
    page = browser.get(reverse("agreement_documents", args=[contract.agreement_id])).content.decode()
    assert "wird beim ersten Abruf erstellt" in page
    made = browser.get(reverse("reading_file", args=[contract.pk]), follow=True)
    assert made.status_code == 200
    assert made.getvalue().startswith(b"%PDF-")
    page = browser.get(reverse("agreement_documents", args=[contract.agreement_id])).content.decode()
    assert "wird beim ersten Abruf erstellt" not in page


def test_the_reading_copy_is_made_when_the_last_signature_comes_in(
    scenario: Scenario, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        factories.sign(scenario.signing, Side.DISTRICT, scenario.amira)
    kinds = [edition.kind for edition in version_of(scenario.signing).editions.all()]
    assert sorted(kinds) == sorted([EditionKind.EXECUTION, EditionKind.READING])


@pytest.mark.parametrize("field", ["place", "source_note"])
@pytest.mark.parametrize("character", ["🦄", "\u202e", "\u0001", "漢"])
def test_a_letter_that_cannot_be_printed_is_named_before_the_signature_is_stored(
    field: str, character: str, scenario: Scenario
) -> None:
    """Otherwise the contract would be signed and its Lesefassung could never be rendered."""
    said = {"place": "Berlin", "source_note": "Protokoll", field: f"Ort{character}"}
    person = scenario.signing.signatories.get(side=Side.DISTRICT)
    with pytest.raises(Exception, match=f"U\\+{ord(character):04X}"):
        record_ink_signature(
            scenario.signing,
            signatory_key=person.key,
            fingerprint=version_of(scenario.signing).fingerprint,
            signed=InkSignature(signed_on=factories.SIGNED_AT.date(), date_source=DateSource.TOLD, **said),
            by=scenario.amira,
            at=factories.SIGNED_AT,
        )
    assert not person.signatures.exists()
    assert scenario.fresh().signing.status == Status.SIGNING
