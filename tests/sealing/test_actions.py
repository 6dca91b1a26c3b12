"""Sealing of signed versions: derived from the database, retried, done once."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import override_settings
from django.utils import timezone
from pyhanko.sign.fields import MDPPerm

from agreements import history
from agreements.choices import EditionKind, SealLevel, Side
from agreements.documents.editions import reading_edition
from agreements.errors import ActionRefused
from agreements.files import store
from agreements.files.folder import path_of
from agreements.models import Edition, Instrument, Seal, SealAttempt, SealRequest, StoredFile
from agreements.rendering.signature_fields import field_name
from agreements.retries import LONGEST_PAUSE, pause
from agreements.sealing import wording
from agreements.sealing.actions import ask_again, seal_edition
from agreements.sealing.queries import outstanding
from agreements.signing.certificates.actions import record_signed_file
from tests.due import seal_what_is_due
from tests.ports import free_port
from tests.scenario import Scenario, version_of
from tests.sealing.association import SealSetup
from tests.signing.examined import latest_file
from tests.signing.pki import Pki
from tests.signing.signer import sign

LATER = datetime(2025, 3, 11, 9, 0, tzinfo=UTC)
CLOSING = {"permit": MDPPerm.NO_CHANGES}


def waiting(contract: Instrument) -> list[EditionKind]:
    return [row.kind for row in outstanding() if row.version == version_of(contract)]


def signed_by_certificate(scenario: Scenario, pki: Pki, anchors: Path, **how: object) -> Instrument:
    """Add the last missing signature by certificate; the others are in ink."""
    contract = scenario.signing
    field = field_name(contract.signatories.get(side=Side.DISTRICT).key)
    data = sign(
        store.read(latest_file(version_of(contract))), field, pki.people["rosa"], stamped_by=pki, **how
    )
    with override_settings(TRUST_ANCHORS=anchors):
        record_signed_file(
            contract,
            data=data,
            fingerprint=version_of(contract).fingerprint,
            place="Berlin",
            by=scenario.amira,
            at=timezone.now(),
        )
    return scenario.fresh().signing


def test_what_everybody_has_signed_is_outstanding_until_it_is_sealed(
    scenario: Scenario, seal_setup: SealSetup
) -> None:
    assert waiting(scenario.signed) == [EditionKind.COMPLETED]
    assert waiting(scenario.signing) == []
    with seal_setup.running():
        (edition,) = seal_what_is_due(at=LATER)
        assert seal_what_is_due(at=LATER) == []
    connection.check_constraints()
    assert edition.kind == EditionKind.COMPLETED
    assert store.read(edition.file).startswith(store.read(reading_edition(edition.version).file))
    seal = Seal.objects.get(edition=edition)
    assert (seal.level, seal.certificate, seal.is_test) == (
        SealLevel.B_T,
        "MitWirkung, MitWirkung e. V.",
        True,
    )
    assert seal.stamped_at == edition.made_at
    agreement = scenario.fresh().signed.agreement
    assert history.verify(agreement) == []
    assert agreement.events.get(kind="sealed").data["file"] == edition.file_id


def test_the_signed_original_gets_the_seal_as_its_last_revision(
    scenario: Scenario, seal_setup: SealSetup, pki: Pki, anchors: Path
) -> None:
    contract = signed_by_certificate(scenario, pki, anchors)
    signed = store.read(latest_file(version_of(contract)))
    assert waiting(contract) == [EditionKind.ORIGINAL, EditionKind.COMPLETED]
    with seal_setup.running():
        seal_what_is_due(at=timezone.now())
    original = version_of(contract).editions.get(kind=EditionKind.ORIGINAL)
    assert store.read(original.file).startswith(signed)
    assert waiting(contract) == []


def test_a_signature_that_closes_the_file_leaves_only_the_reading_copy_to_seal(
    scenario: Scenario, pki: Pki, anchors: Path
) -> None:
    contract = signed_by_certificate(scenario, pki, anchors, **CLOSING)
    assert waiting(contract) == [EditionKind.COMPLETED]


def test_without_a_clock_it_stays_outstanding_and_is_sealed_when_it_is_back(
    scenario: Scenario, seal_setup: SealSetup
) -> None:
    port = free_port()
    with override_settings(**seal_setup.settings, TIME_STAMP_URL=f"http://127.0.0.1:{port}/"):
        assert seal_what_is_due(at=LATER) == []
    (attempt,) = SealAttempt.objects.all()
    assert (attempt.problem, attempt.tried_at) == (wording.NO_TIME_STAMP, LATER)
    assert not Seal.objects.exists()
    with seal_setup.running(port):
        assert seal_what_is_due(at=LATER + timedelta(seconds=59)) == [], "the pause is kept"
        assert len(seal_what_is_due(at=LATER + timedelta(seconds=60))) == 1
    assert waiting(scenario.signed) == []


def test_without_settings_it_says_what_is_missing(scenario: Scenario) -> None:
    assert seal_what_is_due(at=LATER) == []
    assert SealAttempt.objects.get().problem == wording.NO_SEAL


def test_a_damaged_file_is_an_attempt_and_does_not_stop_the_others(
    scenario: Scenario, seal_setup: SealSetup
) -> None:
    file = reading_edition(version_of(scenario.signed)).file
    path = path_of(file.sha256)
    good = path.read_bytes()
    path.write_bytes(b"damaged")
    try:
        with seal_setup.running():
            assert seal_what_is_due(at=LATER) == []
    finally:
        path.write_bytes(good)
    assert SealAttempt.objects.get().problem == wording.DAMAGED


def test_the_pauses_grow_to_six_hours() -> None:
    assert [pause(tries) // timedelta(minutes=1) for tries in (1, 2, 3, 4, 9)] == [1, 2, 4, 8, 256]
    assert pause(10) == pause(10_000) == LONGEST_PAUSE


def test_somebody_who_asks_does_not_wait_for_the_pause(scenario: Scenario, seal_setup: SealSetup) -> None:
    seal_what_is_due(at=LATER)
    soon = LATER + timedelta(seconds=1)
    ask_again(version_of(scenario.signed), by=scenario.people["admin"], at=soon)
    with seal_setup.running():
        assert len(seal_what_is_due(at=soon)) == 1
    with pytest.raises(ActionRefused, match="steht kein Siegel mehr aus"):
        ask_again(version_of(scenario.signed), by=scenario.people["admin"], at=soon)


def test_who_may_not_ask_is_told_why(scenario: Scenario) -> None:
    with pytest.raises(ActionRefused, match="vorbehalten"):
        ask_again(version_of(scenario.signed), by=scenario.people["staff"], at=LATER)
    assert not SealRequest.objects.exists()


def test_it_asks_the_same_number_of_questions_for_many(
    scenario: Scenario, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with django_assert_num_queries(4):
        outstanding()


def edition_of(contract: Instrument, kind: EditionKind) -> Edition:
    """Insert an edition without a seal, which no action does."""
    file = reading_edition(version_of(contract)).file if kind == EditionKind.COMPLETED else None
    return Edition(
        version=version_of(contract), kind=kind, file=file or StoredFile.objects.first(), made_at=LATER
    )


def seal_on(edition: Edition) -> None:
    """Insert a seal for an edition, which is created if necessary."""
    if edition.pk is None:
        edition.save()
    Seal.objects.create(
        edition=edition,
        level=SealLevel.B_T,
        stamped_at=LATER,
        time_source="x",
        certificate="x",
        certificate_sha256="0" * 64,
    )


def test_the_database_refuses_a_sealed_edition_without_its_seal(scenario: Scenario) -> None:
    edition_of(scenario.signed, EditionKind.COMPLETED).save()
    with pytest.raises(IntegrityError, match="braucht das Siegel"):
        connection.check_constraints()


def test_the_database_refuses_a_seal_on_what_is_not_signed_or_not_for_it(scenario: Scenario) -> None:
    not_for_it, too_early = (
        reading_edition(version_of(scenario.signed)),
        edition_of(scenario.signing, EditionKind.ORIGINAL),
    )
    for edition in (not_for_it, too_early):
        with pytest.raises(IntegrityError, match="Gesiegelt werden nur"), transaction.atomic():
            seal_on(edition)


def test_a_seal_stays_as_it_is(scenario: Scenario, seal_setup: SealSetup) -> None:
    with seal_setup.running():
        seal_edition(version_of(scenario.signed), EditionKind.COMPLETED, at=LATER)
    for change in (lambda: Seal.objects.update(level="B-LT"), lambda: Seal.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
