"""Sealing what everybody has signed: derived from the database, tried again, done once."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import override_settings
from django.utils import timezone
from pyhanko.sign.fields import MDPPerm

from agreements import history
from agreements.documents import store
from agreements.documents.editions import reading_edition
from agreements.documents.fields import field_name
from agreements.models import Edition, Instrument, Seal, SealAttempt, SealRequest, StoredFile
from agreements.pausing import LONGEST_PAUSE, pause
from agreements.refusals import Refused
from agreements.sealing import words
from agreements.sealing.actions import ask_again, seal_edition
from agreements.sealing.outstanding import outstanding
from agreements.sealing.work import seal_what_is_due
from agreements.signing.signed_files import record_signed_file
from agreements.vocabulary import EditionKind, SealLevel, Side
from tests.sealing.house import House, free_port
from tests.signing.examined import latest_file
from tests.signing.pki import Pki
from tests.signing.signer import sign
from tests.stage import Stage, version_of

LATER = datetime(2025, 3, 11, 9, 0, tzinfo=UTC)
CLOSING = {"permit": MDPPerm.NO_CHANGES}


def waiting(contract: Instrument) -> list[EditionKind]:
    return [row.kind for row in outstanding() if row.version == version_of(contract)]


def signed_by_certificate(stage: Stage, pki: Pki, anchors: Path, **how: object) -> Instrument:
    """Let the last missing signature come by certificate; the others are in ink."""
    contract = stage.signing
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
            by=stage.amira,
            at=timezone.now(),
        )
    return stage.fresh().signing


def test_what_everybody_has_signed_is_outstanding_until_it_is_sealed(stage: Stage, house: House) -> None:
    assert waiting(stage.signed) == [EditionKind.COMPLETED]
    assert waiting(stage.signing) == []
    with house.at_work():
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
    agreement = stage.fresh().signed.agreement
    assert history.verify(agreement) == []
    assert agreement.events.get(kind="sealed").data["file"] == edition.file_id


def test_the_signed_original_gets_the_seal_as_its_last_revision(
    stage: Stage, house: House, pki: Pki, anchors: Path
) -> None:
    contract = signed_by_certificate(stage, pki, anchors)
    signed = store.read(latest_file(version_of(contract)))
    assert waiting(contract) == [EditionKind.ORIGINAL, EditionKind.COMPLETED]
    with house.at_work():
        seal_what_is_due(at=timezone.now())
    original = version_of(contract).editions.get(kind=EditionKind.ORIGINAL)
    assert store.read(original.file).startswith(signed)
    assert waiting(contract) == []


def test_a_signature_that_closes_the_file_leaves_only_the_reading_copy_to_seal(
    stage: Stage, pki: Pki, anchors: Path
) -> None:
    contract = signed_by_certificate(stage, pki, anchors, **CLOSING)
    assert waiting(contract) == [EditionKind.COMPLETED]


def test_without_a_clock_it_stays_outstanding_and_is_sealed_when_it_is_back(
    stage: Stage, house: House
) -> None:
    port = free_port()
    with override_settings(**house.settings, TIME_STAMP_URL=f"http://127.0.0.1:{port}/"):
        assert seal_what_is_due(at=LATER) == []
    (attempt,) = SealAttempt.objects.all()
    assert (attempt.problem, attempt.tried_at) == (words.NO_TIME_STAMP, LATER)
    assert not Seal.objects.exists()
    with house.at_work(port):
        assert seal_what_is_due(at=LATER + timedelta(seconds=59)) == [], "the pause is kept"
        assert len(seal_what_is_due(at=LATER + timedelta(seconds=60))) == 1
    assert waiting(stage.signed) == []


def test_without_settings_it_says_what_is_missing(stage: Stage) -> None:
    assert seal_what_is_due(at=LATER) == []
    assert SealAttempt.objects.get().problem == words.NO_SEAL


def test_a_damaged_file_is_an_attempt_and_does_not_stop_the_others(stage: Stage, house: House) -> None:
    file = reading_edition(version_of(stage.signed)).file
    path = store.path_of(file.sha256)
    good = path.read_bytes()
    path.write_bytes(b"damaged")
    try:
        with house.at_work():
            assert seal_what_is_due(at=LATER) == []
    finally:
        path.write_bytes(good)
    assert SealAttempt.objects.get().problem == words.DAMAGED


def test_the_pauses_grow_to_six_hours() -> None:
    assert [pause(tries) // timedelta(minutes=1) for tries in (1, 2, 3, 4, 9)] == [1, 2, 4, 8, 256]
    assert pause(10) == pause(10_000) == LONGEST_PAUSE


def test_somebody_who_asks_does_not_wait_for_the_pause(stage: Stage, house: House) -> None:
    seal_what_is_due(at=LATER)
    soon = LATER + timedelta(seconds=1)
    ask_again(version_of(stage.signed), by=stage.people["admin"], at=soon)
    with house.at_work():
        assert len(seal_what_is_due(at=soon)) == 1
    with pytest.raises(Refused, match="steht kein Siegel mehr aus"):
        ask_again(version_of(stage.signed), by=stage.people["admin"], at=soon)


def test_who_may_not_ask_is_told_why(stage: Stage) -> None:
    with pytest.raises(Refused, match="dieser Rolle vorbehalten"):
        ask_again(version_of(stage.signed), by=stage.people["staff"], at=LATER)
    assert not SealRequest.objects.exists()


def test_it_asks_the_same_number_of_questions_for_many(
    stage: Stage, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with django_assert_num_queries(4):
        outstanding()


def edition_of(contract: Instrument, kind: EditionKind) -> Edition:
    """Return an edition without any seal, as nobody should make it."""
    file = reading_edition(version_of(contract)).file if kind == EditionKind.COMPLETED else None
    return Edition(
        version=version_of(contract), kind=kind, file=file or StoredFile.objects.first(), made_at=LATER
    )


def seal_on(edition: Edition) -> None:
    """Claim a seal on an edition, which is made first if need be."""
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


def test_the_database_refuses_a_sealed_edition_without_its_seal(stage: Stage) -> None:
    edition_of(stage.signed, EditionKind.COMPLETED).save()
    with pytest.raises(IntegrityError, match="braucht das Siegel"):
        connection.check_constraints()


def test_the_database_refuses_a_seal_on_what_is_not_signed_or_not_for_it(stage: Stage) -> None:
    not_for_it, too_early = (
        reading_edition(version_of(stage.signed)),
        edition_of(stage.signing, EditionKind.ORIGINAL),
    )
    for edition in (not_for_it, too_early):
        with pytest.raises(IntegrityError, match="Gesiegelt werden nur"), transaction.atomic():
            seal_on(edition)


def test_a_seal_stays_as_it_is(stage: Stage, house: House) -> None:
    with house.at_work():
        seal_edition(version_of(stage.signed), EditionKind.COMPLETED, at=LATER)
    for change in (lambda: Seal.objects.update(level="B-LT"), lambda: Seal.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
