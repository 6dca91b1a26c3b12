"""Optional facts added since version 1 (photos, archiving), and earlier bundles."""

import json
from datetime import date
from pathlib import Path

import pytest

from agreements.choices import ArchiveStep
from agreements.dossier.bundle.check import check_bundle
from agreements.dossier.termination.actions import NoticeEffect
from agreements.files import store
from agreements.models import Photo
from agreements.signing.photos.actions import withdraw_consent
from tests import factories
from tests.dossier import termination_notices
from tests.dossier.archive_steps import decided, offered
from tests.dossier.bundle.packed import bundle_of, changed, faults, pack, unpack, with_new_manifest
from tests.scenario import PNG, Scenario
from tests.signing.ceremonies import GUEST, OTHER, consented, held, photo_of, shown_photo

EARLIER = Path(__file__).with_name(
    "earlier.zip"
)  # made before bundles had photos, with a version out for signing


def test_an_earlier_bundle_is_still_intact() -> None:
    result = check_bundle(EARLIER)
    assert result.faults == ()
    assert result.reference == "MW-06-01"
    parts = unpack(EARLIER.read_bytes())
    assert not {"photos", "archive"} & set(json.loads(parts["metadaten.json"]))
    assert "left_out" not in json.loads(parts["manifest.json"])


def test_what_ends_the_agreement_is_in_the_bundle(scenario: Scenario, tmp_path: Path) -> None:
    agreement, amira = scenario.signed.agreement, scenario.amira
    termination_notices.decided(agreement, amira)
    termination_notices.retracted(termination_notices.noticed(agreement, amira), amira)
    termination_notices.noticed(agreement, amira, effect=NoticeEffect.NONE)
    data = bundle_of(agreement)
    assert faults(data, tmp_path) == ""
    parts = unpack(data)
    written = json.loads(parts["metadaten.json"])
    first, second = written["terminations"]
    assert (first["ends_on"], first["retraction"]["cause"]) == ("2028-03-31", "consent")
    assert "ends_on" not in second
    assert {"kuendigungen/1-schreiben.png", "kuendigungen/1-ruecknahme.png"} <= parts.keys()
    assert [one["choice"] for one in written["decisions"]] == ["extend"]


def test_unset_facts_are_not_written(scenario: Scenario) -> None:
    parts = unpack(bundle_of(scenario.signed.agreement))
    earlier = unpack(EARLIER.read_bytes())
    for name in ("metadaten.json", "manifest.json"):
        assert set(json.loads(parts[name])) == set(json.loads(earlier[name]))


def test_a_begin_with_the_last_signature_is_said(scenario: Scenario, tmp_path: Path) -> None:
    draft = scenario.draft
    draft.begins_on, draft.begins_with_signing = None, True
    draft.save(update_fields=["begins_on", "begins_with_signing"])
    data = bundle_of(factories.freeze_draft(draft, scenario.amira).agreement)
    assert faults(data, tmp_path) == ""
    assert b"<begins_with_signing>true</begins_with_signing>" in unpack(data)["metadaten.xml"]


def test_a_photo_is_in_the_bundle_while_everybody_consents(scenario: Scenario, tmp_path: Path) -> None:
    photo = shown_photo(scenario.signed, scenario.amira, GUEST, OTHER)
    hidden = photo_of(photo.signing_event, scenario.amira, GUEST, colour="#113355")
    data = bundle_of(scenario.signed.agreement)
    assert faults(data, tmp_path) == ""
    parts = unpack(data)
    assert parts["urkunden/0/fotos/1.jpg"] == store.read(photo.file)
    assert store.read(hidden.file) not in parts.values()
    (facts,) = json.loads(parts["metadaten.json"])["photos"]
    assert [row["person"] for row in facts["consents"]] == [GUEST, OTHER]
    (left_out,) = json.loads(parts["manifest.json"])["left_out"]
    assert left_out["what"] == "Foto 2"
    assert "eingewilligt" in left_out["why"]
    assert b"#fotos" not in parts["metadaten.xml"]
    assert b"<photos>" in parts["metadaten.xml"]


def test_a_photo_with_withdrawn_consent_is_listed_as_left_out(scenario: Scenario, tmp_path: Path) -> None:
    photo = shown_photo(scenario.signed, scenario.amira)
    row = photo.consents.get()
    withdraw_consent(
        photo, consent=row.pk, withdrawn_on=date(2025, 3, 10), by=scenario.amira, at=factories.SIGNED_AT
    )
    data = bundle_of(scenario.signed.agreement)
    assert faults(data, tmp_path) == ""
    parts = unpack(data)
    assert not [path for path in parts if "fotos" in path]
    assert store.read(photo.file) not in parts.values()
    assert json.loads(parts["manifest.json"])["left_out"] == [
        {
            "what": "Foto 1",
            "why": "Nicht alle, die darauf zu sehen sind, haben eingewilligt, oder jemand hat widerrufen.",
        }
    ]
    assert GUEST.encode() not in b"".join(data for path, data in parts.items() if path == "manifest.json"), (
        "who withdrew is nobody's business"
    )


def test_the_steps_of_archiving_are_in_the_bundle(scenario: Scenario, tmp_path: Path) -> None:
    offered(scenario.signed.agreement, scenario.amira)
    decided(scenario.signed.agreement, ArchiveStep.HANDED_OVER, scenario.amira)
    data = bundle_of(scenario.signed.agreement)
    assert faults(data, tmp_path) == ""
    parts = unpack(data)
    first, second = json.loads(parts["metadaten.json"])["archive"]
    assert (first["step"], first["reference"]) == ("offered", "LAB 12/25")
    assert parts[first["document"]["path"]] == PNG
    assert (second["step"], second["dated"]) == ("handed_over", "2025-03-07")
    assert "document" not in second


@pytest.mark.parametrize("path", ["urkunden/0/fotos/1.jpg", "landesarchiv/1-nachweis.png"])
def test_an_exchanged_or_missing_file_is_found(path: str, scenario: Scenario, tmp_path: Path) -> None:
    shown_photo(scenario.signed, scenario.amira)
    offered(scenario.signed.agreement, scenario.amira)
    parts = unpack(bundle_of(scenario.signed.agreement))
    assert path in faults(pack(with_new_manifest({**parts, path: b"something else"})), tmp_path)
    without = {name: data for name, data in parts.items() if name != path}
    assert path in faults(pack(with_new_manifest(without)), tmp_path)


def test_json_and_xml_must_agree(scenario: Scenario, tmp_path: Path) -> None:
    consented(photo_of(held(scenario.signed, scenario.amira), scenario.amira, GUEST), scenario.amira)
    offered(scenario.signed.agreement, scenario.amira)
    parts = unpack(bundle_of(scenario.signed.agreement))
    for change in (
        lambda facts: facts["photos"][0].update(description="Anders"),
        lambda facts: facts["archive"][0].update(step="declined"),
        lambda facts: facts.update(archive=[]),
    ):
        assert "metadaten.xml" in faults(pack(changed(parts, "metadaten.json", change)), tmp_path)
    assert Photo.objects.count() == 1
