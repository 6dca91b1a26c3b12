"""Invariant 8: files are written before the row that names them, and changed bytes are an error, never an empty field."""

import hashlib
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from agreements.choices import EditionKind, Status
from agreements.files import erasure, store
from agreements.files.folder import path_of
from agreements.files.store import DamagedFileError
from agreements.models import Edition, Signature, StoredFile, TableImport, Version
from agreements.signing.freezing.actions import freeze
from agreements.signing.photos.actions import erase_removed, remove_photo
from agreements.texts.assembly import working_copy
from tests import factories
from tests.scenario import Scenario, version_of
from tests.signing.ceremonies import held, photo_of

BYTES = b"%PDF-1.7 what was signed"


@pytest.fixture
def place(tmp_path: Path, db: None) -> Path:
    """A separate store to damage."""
    with override_settings(FILES_ROOT=tmp_path):
        yield tmp_path


def test_bytes_come_back_as_they_went_in(place: Path) -> None:
    kept = store.save(BYTES, "application/pdf")
    assert (kept.sha256, kept.size) == (hashlib.sha256(BYTES).hexdigest(), len(BYTES))
    assert store.read(kept) == BYTES
    assert store.save(BYTES, "application/pdf") == kept
    assert StoredFile.objects.filter(pk=kept.pk).count() == 1
    assert [path.name for path in place.rglob("*") if path.is_file()] == [kept.sha256]


def test_what_no_row_names_is_swept_once_it_is_old(place: Path) -> None:
    kept = store.save(BYTES, "application/pdf")
    old, fresh = (path_of(digit * 64) for digit in "ab")
    for path, hours in ((path_of(kept.sha256), 30), (old, 25), (fresh, 23)):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(path.read_bytes() if path.exists() else b"half")
        then = (timezone.now() - timedelta(hours=hours)).timestamp()
        os.utime(path, (then, then))
    said = StringIO()
    call_command("sweep_files", stdout=said)
    assert said.getvalue() == "Entfernte Dateien: 1.\n"
    assert (old.exists(), fresh.exists(), store.read(kept)) == (False, True, BYTES)


@pytest.mark.parametrize("damage", [b"", b"other bytes", BYTES[:-1], BYTES + b" "])
def test_altered_bytes_are_an_error(damage: bytes, place: Path) -> None:
    kept = store.save(BYTES, "application/pdf")
    path_of(kept.sha256).write_bytes(damage)
    with pytest.raises(DamagedFileError, match="altered"):
        store.read(kept)


def test_missing_bytes_are_an_error(place: Path) -> None:
    kept = store.save(BYTES, "application/pdf")
    path_of(kept.sha256).unlink()
    with pytest.raises(DamagedFileError, match="missing"):
        store.read(kept)


@pytest.mark.parametrize("damage", [b"other bytes", None])
def test_the_same_bytes_handed_in_again_heal_what_was_damaged(damage: bytes | None, place: Path) -> None:
    kept = store.save(BYTES, "application/pdf")
    if damage is None:
        path_of(kept.sha256).unlink()
    else:
        path_of(kept.sha256).write_bytes(damage)
    assert store.read(store.save(BYTES, "application/pdf")) == BYTES


def test_no_row_names_bytes_that_could_not_be_written(tmp_path: Path, db: None) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("no folder")
    with override_settings(FILES_ROOT=blocked), pytest.raises(OSError, match="blocked"):
        store.save(BYTES, "application/pdf")
    assert not StoredFile.objects.filter(sha256=hashlib.sha256(BYTES).hexdigest()).exists()


def test_a_text_is_not_frozen_when_its_pdf_cannot_be_written(scenario: Scenario, tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("no folder")
    fingerprint = working_copy(scenario.draft).fingerprint
    counts = (Version.objects.count(), Edition.objects.count())
    with override_settings(FILES_ROOT=blocked), pytest.raises(OSError, match="blocked"):
        freeze(scenario.draft, fingerprint=fingerprint, by=scenario.amira, at=factories.FROZEN_AT)
    assert scenario.fresh().draft.status == Status.DRAFT
    assert (Version.objects.count(), Edition.objects.count()) == counts


def test_a_damaged_file_is_never_sent(scenario: Scenario) -> None:
    edition = version_of(scenario.signing).editions.get()
    scan = Signature.objects.get(version=version_of(scenario.signing))
    browser = scenario.browser("coordinator")
    browser.raise_request_exception = False
    for file, address in (
        (edition.file, reverse("edition_file", args=[edition.pk])),
        (scan.scan, reverse("signature_scan", args=[scan.pk])),
    ):
        path = path_of(file.sha256)
        good = path.read_bytes()
        path.write_bytes(good[:-1] + b"?")
        try:
            reply = browser.get(address)
        finally:
            path.write_bytes(good)
        assert reply.status_code == 500
        assert "Content-Disposition" not in reply.headers
        assert browser.get(address).getvalue() == good


def test_a_lost_or_altered_file_is_found_by_a_command(scenario: Scenario, tmp_path: Path) -> None:
    with override_settings(FILES_ROOT=shutil.copytree(settings.FILES_ROOT, tmp_path / "files")):
        lost = version_of(scenario.signed).editions.get(kind=EditionKind.EXECUTION).file
        altered = version_of(scenario.signing).editions.get().file
        call_command("verify_files", stdout=StringIO())
        path_of(lost.sha256).unlink()
        path_of(altered.sha256).write_bytes(b"anders")
        said = StringIO()
        with pytest.raises(CommandError, match="Beschädigte oder fehlende Dateien: 2"):
            call_command("verify_files", stdout=said)
    assert f"{lost.sha256} is missing" in said.getvalue()
    assert f"{altered.sha256} was altered" in said.getvalue()


def test_what_nothing_refers_to_any_more_is_not_missed(scenario: Scenario, tmp_path: Path) -> None:
    """The bytes of a removed photo and of an old table are erased; their rows stay."""
    with override_settings(FILES_ROOT=shutil.copytree(settings.FILES_ROOT, tmp_path / "files")):
        photo = photo_of(held(scenario.draft, scenario.amira), scenario.amira)
        old_table = store.save(BYTES, "text/csv")
        assert photo.file in erasure.kept_files()
        assert old_table not in erasure.kept_files()
        remove_photo(photo, reason="Verwechselt.", by=scenario.amira, at=factories.SIGNED_AT)
        assert (erase_removed(), erasure.erase(old_table, without=TableImport.objects.all())) == (1, True)
        call_command("verify_files", stdout=StringIO())


@pytest.mark.django_db(transaction=True)
def test_nothing_is_erased_while_a_backup_copies_files(place: Path) -> None:
    kept = store.save(BYTES, "text/csv")
    with erasure.nothing_erased() as held_by_us:
        assert held_by_us
        with ThreadPoolExecutor() as others:
            assert others.submit(in_a_connection_of_its_own, kept).result() == (False, False)
        assert store.read(kept) == BYTES
    with ThreadPoolExecutor() as others:
        assert others.submit(in_a_connection_of_its_own, kept).result() == (True, True)


def in_a_connection_of_its_own(kept: StoredFile) -> tuple[bool, bool]:
    """Return whether the bytes could be erased, and whether another backup could begin."""
    try:
        with erasure.nothing_erased() as alone:
            pass
        return erasure.erase(kept, without=TableImport.objects.all()), alone
    finally:
        connection.close()
