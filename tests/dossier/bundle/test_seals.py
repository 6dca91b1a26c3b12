"""Facts of a seal in the bundle: file, level, whether it is a test."""

import json
from datetime import timedelta
from pathlib import Path

from agreements.choices import EditionKind, SealLevel
from agreements.documents.editions import reading_edition
from agreements.dossier.bundle.xml import xml_faults
from agreements.models import Edition, Seal
from tests import factories
from tests.dossier.bundle.packed import bundle_of, faults, unpack
from tests.scenario import Scenario, version_of


def sealed(scenario: Scenario, level: SealLevel, note: str = "") -> Seal:
    """Create a seal on the signed contract without a key."""
    version = version_of(scenario.signed)
    at = factories.SIGNED_AT + timedelta(days=1)
    edition = Edition.objects.create(
        version=version, kind=EditionKind.COMPLETED, file=reading_edition(version).file, made_at=at
    )
    return Seal.objects.create(
        edition=edition,
        level=level,
        level_note=note,
        stamped_at=at,
        time_source="TEST-Uhr",
        certificate="TEST-Siegel",
        certificate_sha256="ab" * 32,
        is_test=True,
    )


def test_a_seal_is_in_the_bundle_with_its_file(scenario: Scenario, tmp_path: Path) -> None:
    sealed(scenario, SealLevel.B_T, "Sperrdaten gab es nicht.")
    data = bundle_of(scenario.signed.agreement)
    assert faults(data, tmp_path) == ""
    parts = unpack(data)
    versions = json.loads(parts["metadaten.json"])["instruments"][0]["versions"]
    ((seal,),) = (version["seals"] for version in versions if "seals" in version)
    assert seal["path"] in parts
    assert (seal["level"], seal["level_words"], seal["level_note"], seal["is_test"]) == (
        "B-T",
        "mit Zeitstempel (B-T)",
        "Sperrdaten gab es nicht.",
        True,
    )
    assert xml_faults(parts["metadaten.xml"]) == []
    assert b"<level_words>mit Zeitstempel (B-T)</level_words>" in parts["metadaten.xml"]
