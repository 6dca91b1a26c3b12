"""Authority to sign: edited with date, term and document, frozen, printed, compared, bundled."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agreements.choices import Side
from agreements.content import Content, read_content
from agreements.documents.editions import execution_edition, reading_edition
from agreements.drafting.actions.people import drop_authority_document
from agreements.drafting.actions.versions import name_version, restore_version
from agreements.drafting.comparison.field_facts import differing_fields, signatory_fields
from agreements.errors import ActionRefused, Outdated
from agreements.files import store
from agreements.models import Instrument, Signatory
from agreements.parties import FIRST_TWO
from agreements.texts.assembly import content_of, working_copy
from tests import factories
from tests.dossier.bundle.packed import bundle_of, changed, faults, pack, unpack, with_new_manifest
from tests.page import read
from tests.rendering.printed import page_texts
from tests.scenario import Scenario, version_of
from tests.signing.authority import PROOF, empowered

EARLIER = Path(__file__).parent.parent / "dossier" / "bundle" / "earlier.zip"
NEW = ("authority_on", "authority_document", "office_begins_on", "office_ends_on")


def of_district(contract: Instrument) -> Signatory:
    return contract.signatories.select_related("authority_document").get(side=Side.DISTRICT)


def page(scenario: Scenario, name: str, *args: Any) -> Any:
    return read(scenario.browser("coordinator").get(reverse(name, args=args)))


def test_an_earlier_version_keeps_its_bytes_and_fingerprint(scenario: Scenario) -> None:
    written = unpack(EARLIER.read_bytes())["urkunden/0/fassung-2/inhalt.json"]
    content = read_content(written)
    assert content.canonical() == written
    plain = version_of(scenario.signed)
    assert read_content(plain.content.encode()).fingerprint == plain.fingerprint
    assert not [name for name in NEW if f'"{name}"' in plain.content], "what is not known is not written"


def test_the_editor_saves_date_term_and_document(scenario: Scenario) -> None:
    draft, browser = scenario.draft, scenario.browser("coordinator")
    person = of_district(draft)
    address = reverse("signatory_edit", args=[draft.pk, person.key])
    sent = {
        **read(browser.get(address)).fields,
        "authority_on": "2021-11-04",
        "office_begins_on": "04.11.2021",
        "office_ends_on": "2021-11-03",
    }
    reply = browser.post(address, sent)
    assert reply.status_code == 422
    assert "Das Ende der Amtszeit darf nicht vor ihrem Beginn liegen." in read(reply).text
    assert browser.post(address, {**sent, "office_ends_on": "30.10.2026"}).status_code == 302
    person = of_district(draft)
    assert (person.authority_on, person.office_ends_on) == (date(2021, 11, 4), date(2026, 10, 30))

    address = reverse("signatory_document_edit", args=[draft.pk, person.key])
    fields = read(browser.get(address)).fields
    assert "enctype" in dict(tag for tag in read(browser.get(address)).tags if tag[0] == "form")["form"]
    wrong = browser.post(address, {**fields, "document": SimpleUploadedFile("wahl.png", b"kein Bild")})
    assert wrong.status_code == 422
    assert "weder PDF noch PNG noch JPEG" in read(wrong).text
    right = {**fields, "document": SimpleUploadedFile("wahl.png", PROOF)}
    assert browser.post(address, right).status_code == 302
    assert "Nachweis der Vertretungsbefugnis hinterlegt" in page(scenario, "draft_edit", draft.pk).text
    file = browser.get(reverse("signatory_document", args=[draft.pk, person.key]))
    assert (file.getvalue(), file["Content-Type"]) == (PROOF, "image/png")

    again = {**fields, "document": SimpleUploadedFile("wahl.png", PROOF + b"2")}
    assert browser.post(address, again).status_code == 422, "it was based on an earlier revision"
    assert of_district(draft).authority_document_id != store.save(PROOF + b"2", "image/png").pk
    remove = reverse("signatory_document_remove", args=[draft.pk, person.key])
    browser.post(remove, {"revision": of_district(draft).revision})
    assert of_district(draft).authority_document is None


def test_without_permission_no_document_is_stored(scenario: Scenario) -> None:
    person = of_district(scenario.signing)
    with pytest.raises(ActionRefused):
        empowered(scenario.signing, scenario.amira)
    with pytest.raises(ActionRefused):
        drop_authority_document(
            scenario.signing,
            key=person.key,
            revision=person.revision,
            by=scenario.amira,
            at=factories.FROZEN_AT,
        )
    with pytest.raises(Outdated):
        drop_authority_document(
            scenario.draft,
            key=of_district(scenario.draft).key,
            revision=99,
            by=scenario.amira,
            at=factories.FROZEN_AT,
        )


def test_restoring_a_version_restores_date_term_and_document(scenario: Scenario) -> None:
    empowered(scenario.draft, scenario.amira, office_ends_on=date(2026, 10, 30))
    kept = name_version(scenario.draft, name="Mit Nachweis", by=scenario.amira, at=factories.FROZEN_AT)
    before = content_of(scenario.draft)
    empowered(scenario.draft, scenario.amira, authority_on=None, office_begins_on=None, office_ends_on=None)
    person = of_district(scenario.draft)
    drop_authority_document(
        scenario.draft, key=person.key, revision=person.revision, by=scenario.amira, at=factories.FROZEN_AT
    )
    told = {fact.label for fact in _differences(before, content_of(scenario.draft))}
    assert {"Tag der Grundlage", "Nachweis der Grundlage", "Im Amt seit", "Im Amt bis"} <= told
    restore_version(scenario.draft, number=kept.number, by=scenario.amira, at=factories.FROZEN_AT)
    assert content_of(scenario.draft).signatories == before.signatories


def _differences(before: Content, after: Content) -> Any:
    return differing_fields(
        signatory_fields({}), before.signatories_of(Side.DISTRICT)[0], after.signatories_of(Side.DISTRICT)[0]
    )


def test_doubts_are_shown_before_freezing_and_do_not_block_it(scenario: Scenario) -> None:
    empowered(scenario.draft, scenario.amira, office_ends_on=date(2024, 12, 31))
    words = page(scenario, "take_step", scenario.draft.pk, "freeze").text
    assert (
        "Rosa Rathaus, Bezirksstadträtin für Jugend und Familie: die angegebene Amtszeit endete am 31.12.2024."
        in words
    )
    assert "ist nicht hinterlegt für: Viktor Verein." in words
    factories.freeze_draft(scenario.draft, scenario.amira)


def test_the_authority_is_copied_printed_and_in_the_bundle(scenario: Scenario, tmp_path: Path) -> None:
    draft = scenario.draft
    empowered(draft, scenario.amira, office_ends_on=date(2025, 3, 4))
    contract = factories.freeze_draft(draft, scenario.amira)
    person = of_district(contract)
    sha256 = person.authority_document_id
    said = content_of(contract).signatories_of(Side.DISTRICT)[0]
    assert (said.authority_document, said.office_ends_on) == (sha256, date(2025, 3, 4))
    printed = " ".join(page_texts(store.read(execution_edition(version_of(contract)).file)))
    assert "Mitglied des Bezirksamts, vom 04.11.2021" in printed
    assert "im Amt vom 04.11.2021 bis 04.03.2025" in printed

    for side in FIRST_TWO:
        factories.sign(contract, side, scenario.amira)
    words = page(scenario, "agreement_signing", contract.agreement_id).text
    assert "Am Tag der Unterzeichnung nicht im Amt: die angegebene Amtszeit endete am 04.03.2025." in words
    assert "ohne hinterlegten Nachweis" in words
    contract.refresh_from_db()
    completed = " ".join(page_texts(store.read(reading_edition(version_of(contract)).file)))
    flat = completed.replace("-\n", "").replace("\n", " ")
    assert "am Tag der Unterzeichnung nicht im Amt" in flat
    assert str(sha256) in flat.replace(" ", "")

    data = bundle_of(contract.agreement)
    assert faults(data, tmp_path) == ""
    parts = unpack(data)
    (told,) = json.loads(parts["metadaten.json"])["instruments"][0]["versions"][0]["authorities"]
    assert (parts[told["path"]], told["sha256"]) == (PROOF, sha256)
    without = changed(
        parts, "metadaten.json", lambda facts: facts["instruments"][0]["versions"][0].pop("authorities")
    )
    assert "Vertretungsbefugnis sind nicht die" in faults(pack(without), tmp_path)
    exchanged = with_new_manifest({**parts, told["path"]: PROOF + b"!"})
    assert told["path"] in faults(pack(exchanged), tmp_path)


def test_the_fingerprint_covers_authority_and_term(scenario: Scenario) -> None:
    content = working_copy(scenario.draft)
    person = content.signatories[0]
    fingerprints = {
        replace(content, signatories=(replace(person, **{name: value}), *content.signatories[1:])).fingerprint
        for name, value in (
            ("authority", "anders"),
            ("authority_on", date(2021, 11, 4)),
            ("authority_document", "0" * 64),
            ("office_begins_on", date(2021, 11, 4)),
            ("office_ends_on", date(2021, 11, 4)),
        )
    }
    assert len({*fingerprints, content.fingerprint}) == 6
