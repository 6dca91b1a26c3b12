"""A signature on paper that was recorded wrongly is corrected by a second record, before and after conclusion."""

import hashlib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from agreements import history
from agreements.choices import DateSource, EditionKind, Side, SignatureMethod, Status
from agreements.documents.editions import reading_edition
from agreements.dossier.bundle.collection import collect_bundle
from agreements.errors import ActionRefused
from agreements.files import store
from agreements.lifecycle import FROZEN
from agreements.models import Instrument, Signatory, Signature
from agreements.parties import FIRST_TWO
from agreements.rendering.statement import signature_records, signing_statement
from agreements.sealing.queries import outstanding
from agreements.signing.actions import InkSignature, missing_signatories
from agreements.signing.correcting.actions import correct_ink_signature
from agreements.tracking.overview.cached_summary import rebuild_summaries
from agreements.verification.file_answers import FileVerdict, file_answer
from tests import factories
from tests.dossier.bundle.packed import bundle_of, faults
from tests.files.samples import pdf
from tests.invariants.attempts import sql
from tests.page import Page, read
from tests.rendering.printed import page_texts
from tests.scenario import PNG, Scenario, version_of
from tests.signing.corrections import WHY, corrected, day, signature_of
from tests.signing.delegates import granted
from tests.verification.issued import code_of, reading_hash

LATER = factories.SIGNED_AT + timedelta(days=2)
both = pytest.mark.parametrize("status", sorted(FROZEN))


def recorded(scenario: Scenario, status: str) -> tuple[Instrument, Side]:
    """Return a contract of a status and a side that has signed it."""
    side = Side.ASSOCIATION if status == Status.SIGNING else Side.DISTRICT
    return scenario.contracts[Status(status)], side


def form_of(scenario: Scenario, signature: Signature) -> tuple[str, dict[str, Any]]:
    """Return the address of the form and what it was filled with."""
    address = reverse("signature_correct", args=[signature.pk])
    page = read(scenario.browser("coordinator").get(address))
    return address, {name: value for name, value in page.fields.items() if value}


def send(scenario: Scenario, signature: Signature, **said: Any) -> Any:
    address, fields = form_of(scenario, signature)
    fields.pop("drops_scan", None)
    return scenario.browser("coordinator").post(address, {**fields, "reason": WHY, **said})


def page_of(scenario: Scenario, contract: Instrument, who: str = "staff", name: str = "signing") -> Page:
    return read(scenario.browser(who).get(contract.page_url(name)))


@both
@pytest.mark.parametrize(
    ("said", "field", "holds", "words"),
    [
        ({"signed_on": "07.03.2025"}, "signed_on", date(2025, 3, 7), "Tag 07.03.2025 statt"),
        ({"place": "Potsdam"}, "place", "Potsdam", "Ort Potsdam statt Berlin"),
        ({"date_source": "told"}, "date_source", "told", "Quelle des Datums"),
    ],
)
def test_each_fact_is_corrected_and_what_was_recorded_stays(
    scenario: Scenario, status: str, said: dict[str, str], field: str, holds: object, words: str
) -> None:
    contract, side = recorded(scenario, status)
    before = signature_of(contract, side)
    reply = send(scenario, before, **said)
    assert reply.status_code == 302
    after = signature_of(contract, side)
    assert (after.corrects, getattr(after, field), after.reason) == (before, holds, WHY)
    assert Signature.records.get(pk=before.pk).signed_on == before.signed_on
    text = page_of(scenario, contract).text
    assert words in text
    assert f"durch {scenario.amira}: " in text
    assert f"Begründung: {WHY}" in text
    contract.refresh_from_db()
    assert contract.status == status
    assert after.fingerprint == before.fingerprint
    assert history.verify(contract.agreement) == []


@both
def test_the_form_shows_what_was_recorded_and_what_follows(scenario: Scenario, status: str) -> None:
    contract, side = recorded(scenario, status)
    signature = signature_of(contract, side)
    page = read(scenario.browser("coordinator").get(reverse("signature_correct", args=[signature.pk])))
    assert page.fields["signed_on"] == signature.signed_on.isoformat()
    assert page.fields["place"] == "Berlin"
    assert "Der erste bleibt in Geschichte und Akte stehen" in page.text
    signed = status == Status.SIGNED
    assert ("Es entsteht eine neue Lesefassung" in page.text) is signed
    assert (
        "zuletzt am 10.03.2025 unterzeichnet und der Vertrag ab dem 01.04.2025 in Kraft" in page.text
    ) is signed


@both
def test_the_scan_is_replaced_kept_or_dropped(scenario: Scenario, status: str) -> None:
    contract, side = recorded(scenario, status)
    other, data = signature_of(contract, side), pdf()
    assert send(scenario, other, scan=SimpleUploadedFile("scan.pdf", data)).status_code == 302
    with_scan = signature_of(contract, side)
    assert with_scan.scan is not None
    assert store.read(with_scan.scan) == data
    assert send(scenario, with_scan, place="Potsdam").status_code == 302
    assert signature_of(contract, side).scan_id == with_scan.scan_id
    assert send(scenario, signature_of(contract, side), drops_scan="on").status_code == 302
    assert signature_of(contract, side).scan is None
    old = scenario.browser("staff").get(reverse("signature_scan", args=[with_scan.pk]))
    assert old.status_code == 200, "what was recorded can still be read"


def test_before_the_last_signature_another_person_may_turn_out_to_have_signed(scenario: Scenario) -> None:
    contract = scenario.signing
    rosa = contract.signatories.get(side=Side.DISTRICT)
    wrong = signature_of(contract, Side.ASSOCIATION)
    assert send(scenario, wrong, signer=rosa.key).status_code == 302
    assert [row.name for row in missing_signatories(contract)] == ["Viktor Verein"]
    text = page_of(scenario, contract).text
    assert "Person Rosa Rathaus statt Viktor Verein" in text
    # and who had not signed can sign now
    factories.sign(contract, Side.ASSOCIATION, scenario.amira)
    contract.refresh_from_db()
    assert contract.status == Status.SIGNED
    assert history.verify(contract.agreement) == []


def test_a_deputy_has_signed_and_not_the_person_herself(scenario: Scenario) -> None:
    contract = scenario.signing
    karla = granted(contract, scenario.amira)
    factories.sign(contract, Side.DISTRICT, scenario.amira)
    rosa = contract.signatories.get(side=Side.DISTRICT)
    reply = send(scenario, signature_of(contract), signer=f"{rosa.key}/{karla.pk}")
    assert reply.status_code == 302
    assert signature_of(contract).delegation == karla
    assert (
        "Person Karla Kanzlei in Vertretung für Rosa Rathaus statt Rosa Rathaus"
        in page_of(scenario, contract).text
    )


def test_a_correction_can_be_corrected(scenario: Scenario) -> None:
    corrected(scenario.signed, scenario.amira, place="Potsdam")
    corrected(scenario.signed, scenario.amira, place="Pankow", at=LATER)
    assert signature_of(scenario.signed).place == "Pankow"
    assert Signature.records.filter(version=scenario.signed.frozen_version).count() == 4


def optional_signature(scenario: Scenario) -> tuple[Instrument, Signatory]:
    """Return a contract whose only missing signature is the district's, and somebody who signed without having to."""
    contract = factories.draft(factories.district("05"), scenario.amira)
    guest = contract.signatories.create(
        side=Side.DISTRICT, name="Gero Gast", function="Amtsleitung", required=False, order=2
    )
    contract = factories.freeze_draft(contract, scenario.amira)
    factories.sign(contract, Side.ASSOCIATION, scenario.amira)
    factories.sign_for(contract, guest, scenario.amira)
    return contract, guest


def test_a_correction_that_concludes_says_so_and_is_confirmed(scenario: Scenario) -> None:
    contract, guest = optional_signature(scenario)
    wrong = Signature.objects.get(signatory=guest)
    rosa = contract.signatories.get(name="Rosa Rathaus")
    reply = send(scenario, wrong, signer=rosa.key)
    assert reply.status_code == 422
    assert "Bitte bestätigen Sie, dass der Vertrag damit geschlossen ist" in read(reply).text
    assert not rosa.signatures.exists()
    assert send(scenario, wrong, signer=rosa.key, knows_it_concludes="on").status_code == 302
    contract.refresh_from_db()
    assert contract.status == Status.SIGNED


REFUSED = [
    ({"signed_on": date(2025, 3, 2)}, "gibt es erst seit dem 03.03.2025"),
    ({"signed_on": date(2025, 3, 11)}, "liegt in der Zukunft"),
    ({"place": " "}, "Ort der Unterzeichnung"),
    ({"place": "Pots\N{SNOWMAN}dam"}, "gedruckt"),
    ({"place": "Potsdam", "reason": "  "}, "warum die Unterschrift berichtigt wird"),
    ({}, "So ist die Unterschrift schon festgehalten"),
    ({"signatory_key": "niemand"}, "steht nicht auf der Liste"),
    ({"place": "Potsdam", "delegation": 2_000_000_000}, "nicht festgehalten"),
]


@both
@pytest.mark.parametrize(("said", "words"), REFUSED)
def test_what_cannot_be_is_refused_and_leaves_nothing(
    scenario: Scenario, status: str, said: dict[str, Any], words: str
) -> None:
    contract, side = recorded(scenario, status)
    before = contract.agreement.events.count()
    with pytest.raises(ActionRefused, match=words):
        corrected(contract, scenario.amira, side=side, **said)
    assert not Signature.records.exclude(corrects=None).exists()
    assert contract.agreement.events.count() == before


def test_a_required_signature_cannot_go_missing_after_conclusion(scenario: Scenario) -> None:
    contract, guest = optional_signature(scenario)
    with pytest.raises(ActionRefused, match="Für Gero Gast ist schon"):
        corrected(contract, scenario.amira, side=Side.ASSOCIATION, signatory_key=guest.key)
    other = factories.draft(factories.district("06"), scenario.amira)
    late = other.signatories.create(
        side=Side.DISTRICT, name="Lena Lang", function="Amtsleitung", required=False, order=2
    )
    other = factories.freeze_draft(other, scenario.amira)
    for person in other.signatories.filter(required=True):
        factories.sign_for(other, person, scenario.amira)
    with pytest.raises(ActionRefused, match="dazu gehört die Unterschrift von Rosa Rathaus"):
        corrected(other, scenario.amira, signatory_key=late.key)


def test_a_page_that_was_opened_before_another_correction_keeps_what_was_typed(scenario: Scenario) -> None:
    wrong = signature_of(scenario.signed)
    address, fields = form_of(scenario, wrong)
    corrected(scenario.signed, scenario.amira, place="Potsdam")
    reply = scenario.browser("coordinator").post(address, {**fields, "place": "Pankow", "reason": WHY})
    assert reply.status_code == 422
    page = read(reply)
    assert "inzwischen berichtigt" in page.text
    assert page.fields["place"] == "Pankow"
    again = scenario.browser("coordinator").get(address)
    assert again.headers["Location"] == reverse("signature_correct", args=[signature_of(scenario.signed).pk])


@pytest.mark.parametrize("method", [m for m in SignatureMethod if m != SignatureMethod.INK])
def test_only_ink_is_corrected(scenario: Scenario, method: SignatureMethod) -> None:
    signature = signature_of(scenario.signed)
    sql("SET LOCAL session_replication_role = replica")
    sql("ALTER TABLE agreements_signature DROP CONSTRAINT signature_proof_unless_ink")
    sql("UPDATE agreements_signature SET method = %s WHERE id = %s", method, signature.pk)
    sql("SET LOCAL session_replication_role = origin")
    browser: Client = scenario.browser("coordinator")
    assert browser.get(reverse("signature_correct", args=[signature.pk])).status_code == 404
    with pytest.raises(ActionRefused, match="inzwischen berichtigt"):
        correct_ink_signature(
            signature,
            signatory_key=signature.signatory.key,
            fingerprint=signature.fingerprint,
            signed=InkSignature(signed_on=signature.signed_on, date_source=DateSource.TOLD, place="Potsdam"),
            keeps_scan=True,
            reason=WHY,
            by=scenario.amira,
            at=LATER,
        )


def test_a_correction_before_conclusion_stands_in_the_only_reading_copy(scenario: Scenario) -> None:
    contract = scenario.signing
    corrected(contract, scenario.amira, side=Side.ASSOCIATION, signed_on=day("06.03.2025"))
    factories.sign(contract, Side.DISTRICT, scenario.amira)
    version = version_of(contract)
    statement = signing_statement(version, list(signature_records(version)))
    assert [entry.signed_on for entry in statement.entries if entry.name == "Viktor Verein"] == [
        day("06.03.2025")
    ]
    assert not statement.replaces_earlier, "there was none"
    [words] = statement.corrections
    assert words.startswith("Unterschrift von Viktor Verein, berichtigt am 10.03.2025 durch Amira")
    assert "Tag 06.03.2025 statt 05.03.2025" in words


def test_after_conclusion_a_new_reading_copy_says_what_holds(scenario: Scenario) -> None:
    contract = scenario.signed
    first = reading_edition(version_of(contract))
    corrected(contract, scenario.amira, signed_on=day("07.03.2025"), place="Potsdam", at=LATER)
    page = page_of(scenario, contract, name="documents")
    assert "wird beim ersten Abruf erstellt" in page.text
    second = reading_edition(version_of(contract))
    assert (second.file_id != first.file_id, second.corrections) == (True, 1)
    assert reading_edition(version_of(contract)) == second
    printed = " ".join(page_texts(store.read(second.file)))
    for words in (
        "Rosa Rathaus am 07.03.2025",
        "Diese Lesefassung ersetzt jede frühere: Angaben zu einer Unterschrift sind berichtigt.",
        "handschriftlich unterzeichnet am 07.03.2025 in Potsdam",
        "Berichtigt ist, was zuerst anders festgehalten war; frühere Lesefassungen sind überholt",
        f"berichtigt am 12.03.2025 durch {scenario.amira}: Tag 07.03.2025 statt 10.03.2025, Ort Potsdam statt Berlin.",
        f"Begründung: {WHY}",
    ):
        assert words in printed, words
    assert "unterzeichnet am 10.03.2025 in Berlin" in printed, "the other side's"
    assert page_of(scenario, contract, name="documents").text.count("überholt") == 1
    assert store.read(first.file), "the earlier one stays"


def test_the_seal_of_the_new_reading_copy_is_outstanding(scenario: Scenario) -> None:
    version = version_of(scenario.signed)
    completed = version.editions.filter(kind=EditionKind.COMPLETED)
    assert [row.kind for row in outstanding() if row.version == version] == [EditionKind.COMPLETED]
    sql("SET LOCAL session_replication_role = replica")
    sql(
        "INSERT INTO agreements_edition (version_id, kind, file_id, made_at, corrections) "
        "SELECT version_id, 'completed', file_id, made_at, 0 FROM agreements_edition WHERE version_id = %s LIMIT 1",
        version.pk,
    )
    sql("SET LOCAL session_replication_role = origin")
    assert completed.exists()
    assert not [row for row in outstanding() if row.version == version]
    corrected(scenario.signed, scenario.amira, place="Potsdam", at=LATER)
    [row] = [row for row in outstanding() if row.version == version]
    assert (row.kind, row.since, row.tries) == (EditionKind.COMPLETED, LATER, 0)


def test_what_depends_on_the_day_follows(scenario: Scenario) -> None:
    """A contract whose term began before its signatures is in force from the last of them."""
    contract = factories.frozen_contract(factories.district("05"), scenario.amira, begins_on=date(2025, 1, 1))
    for side in FIRST_TWO:
        factories.sign(contract, side, scenario.amira)
    contract.refresh_from_db()
    agreement = contract.agreement_id
    assert "10.03.2025" in page_of(scenario, contract, "coordinator").text
    before = rebuild_summaries([agreement], date(2025, 6, 1))[agreement]
    for side in FIRST_TWO:
        corrected(contract, scenario.amira, side=side, signed_on=day("06.03.2025"), at=LATER)
    after = rebuild_summaries([agreement], date(2025, 6, 1))[agreement]
    assert (before.signed_on, after.signed_on) == (day("10.03.2025"), day("06.03.2025"))
    assert before.entries != after.entries, "due dates that count from the signing day moved"
    text = page_of(scenario, contract, "coordinator", "detail").text
    assert "In Kraft seit 06.03.2025" in text


def test_what_follows_from_another_day_is_said_when_it_is_saved(scenario: Scenario) -> None:
    contract = factories.frozen_contract(factories.district("05"), scenario.amira, begins_on=date(2025, 1, 1))
    for side in FIRST_TWO:
        factories.sign(contract, side, scenario.amira)
    corrected(contract, scenario.amira, side=Side.ASSOCIATION, signed_on=day("06.03.2025"))
    address, fields = form_of(scenario, signature_of(contract))
    sent = {**fields, "signed_on": "07.03.2025", "reason": WHY}
    page = read(scenario.browser("coordinator").post(address, sent, follow=True))
    assert "Der Vertrag ist damit ab dem 07.03.2025 in Kraft statt ab dem 10.03.2025." in page.text


def test_the_public_page_says_what_holds_and_names_nobody(scenario: Scenario, client: Client) -> None:
    contract = scenario.signed
    old = reading_hash(contract)
    corrected(contract, scenario.amira, signed_on=day("07.03.2025"), at=LATER)
    page = read(client.get(reverse("verify_code", args=[code_of(contract)])))
    assert "handschriftlich 07.03.2025" in page.text
    assert (
        "Diese Angaben wurden am 12.03.2025 berichtigt. Zuvor war der 10.03.2025 als Tag festgehalten."
        in page.text
    )
    assert "Seither wurden Angaben zu einer Unterschrift berichtigt" in page.text
    for secret in ("Rosa Rathaus", str(scenario.amira), WHY):
        assert secret not in page.text
    answer = file_answer(old, as_of=LATER.date())
    assert answer.verdict == FileVerdict.OUTDATED
    assert "Seither wurden Angaben zu einer Unterschrift berichtigt" in " ".join(answer.sentences)
    assert file_answer(reading_hash(contract), as_of=LATER.date()).verdict == FileVerdict.GENUINE


def test_a_scan_that_belongs_to_no_signature_any_more_is_outdated(scenario: Scenario) -> None:
    corrected(scenario.signing, scenario.amira, side=Side.ASSOCIATION, keeps_scan=False)
    answer = file_answer(hashlib.sha256(PNG).hexdigest(), as_of=LATER.date())
    assert answer.verdict == FileVerdict.OUTDATED
    assert "gehört zu keiner Unterschrift, die gilt" in " ".join(answer.sentences)


def test_the_bundle_holds_both_records(scenario: Scenario, tmp_path: Path) -> None:
    reading_edition(version_of(scenario.signed))
    corrected(scenario.signed, scenario.amira, place="Potsdam", at=LATER)
    agreement = scenario.signed.agreement
    agreement.refresh_from_db()
    assert faults(bundle_of(agreement), tmp_path) == ""
    [version] = collect_bundle(agreement).facts.instruments[0].versions
    facts = [(row.place, row.corrects or 0, row.reason or "") for row in version.signatures]
    assert facts[-1][0] == "Potsdam"
    assert facts[facts[-1][1] - 1][0] == "Berlin"
    assert facts[-1][2] == WHY
    words = [file.what for file in version.editions]
    assert sorted(words) == ["Lesefassung", "Lesefassung, überholt", "Zeichnungsfassung"]


def test_a_file_that_cannot_be_read_changes_nothing(scenario: Scenario) -> None:
    wrong = signature_of(scenario.signed)
    reply = send(scenario, wrong, place="Potsdam", scan=SimpleUploadedFile("x.pdf", b"MZ"))
    assert reply.status_code == 422
    assert read(reply).fields["place"] == "Potsdam"
    assert signature_of(scenario.signed) == wrong
