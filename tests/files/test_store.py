"""The store of files does the same in a folder and on S3, and says so where S3 is away."""

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from django.test import RequestFactory
from django.utils import timezone

from agreements.errors import ActionRefused, FilesUnreachable
from agreements.files import erasure, store, uploads
from agreements.files.downloads import send_stored
from agreements.files.s3 import S3Bucket
from agreements.files.store import DamagedFileError
from agreements.models import StoredFile
from tests.files.places import BucketPlace, Place
from tests.files.samples import pdf
from tests.jobs.proxy import Proxy

BYTES = b"%PDF-1.7 what was signed" * 100
SHA256 = hashlib.sha256(BYTES).hexdigest()
PDF = "application/pdf"


def test_bytes_come_back_as_they_went_in(place: Place) -> None:
    kept = store.save(BYTES, PDF)
    assert (kept.sha256, kept.size) == (SHA256, len(BYTES))
    assert store.read(kept) == BYTES
    assert b"".join(store.chunks(kept)) == BYTES
    with store.local_copies(kept, kept) as copies:
        assert [Path(copy).read_bytes() for copy in copies] == [BYTES, BYTES]
    assert store.save(BYTES, PDF) == kept
    assert (place.names(), store.exists(kept)) == ([SHA256], True)


@pytest.mark.parametrize("damage", [b"", b"other bytes", BYTES[:-1], BYTES + b" "])
def test_altered_bytes_are_an_error_and_heal(damage: bytes, place: Place) -> None:
    kept = store.save(BYTES, PDF)
    place.put(SHA256, damage)
    with pytest.raises(DamagedFileError, match="altered"):
        store.read(kept)
    with pytest.raises(DamagedFileError, match="altered"):
        list(store.chunks(kept))
    assert store.read(store.save(BYTES, PDF)) == BYTES


def test_missing_bytes_are_an_error_and_heal(place: Place) -> None:
    kept = store.save(BYTES, PDF)
    place.lose(SHA256)
    assert not store.exists(kept)
    for way in (store.read, store.open_verified, lambda file: list(store.chunks(file))):
        with pytest.raises(DamagedFileError, match="missing"):
            way(kept)
    assert store.read(store.save(BYTES, PDF)) == BYTES


def test_only_what_no_row_names_is_swept_and_only_once_it_is_old(place: Place) -> None:
    kept, left = store.save(BYTES, PDF), "a" * 64
    place.put(left, b"half")
    assert store.sweep(before=timezone.now() - timedelta(hours=1)) == 0
    assert store.sweep(before=timezone.now() + timedelta(hours=1)) == 1
    assert (place.names(), store.read(kept)) == ([SHA256], BYTES)


def test_a_refused_upload_leaves_nothing_and_an_erased_file_is_gone(place: Place) -> None:
    with pytest.raises(ActionRefused, match="nein"), uploads.kept(uploads.examine(pdf(2))):
        raise ActionRefused("nein")
    assert place.names() == []
    kept = store.save(BYTES, PDF)
    assert erasure.erase(kept, without=StoredFile.objects.none())
    assert erasure.erase(kept, without=StoredFile.objects.none()), "again"
    assert place.names() == []


def test_a_part_of_a_file_is_sent_and_of_a_damaged_one_nothing(place: Place) -> None:
    kept = store.save(BYTES, PDF)
    request = RequestFactory().get("/", headers={"Range": "bytes=10-19"})
    reply: Any = send_stored(request, kept, "Vertrag")
    assert (reply.status_code, reply["Content-Range"]) == (206, f"bytes 10-19/{len(BYTES)}")
    assert b"".join(reply.streaming_content) == BYTES[10:20]
    reply.close()
    place.put(SHA256, BYTES[:-1] + b"x")
    with pytest.raises(DamagedFileError, match="altered"):
        send_stored(request, kept, "Vertrag")


def test_a_place_that_takes_files_leaves_no_trace_of_the_question(place: Place) -> None:
    store.check_writable()
    assert place.names() == []


def test_what_two_nodes_write_at_once_lies_there_once(bucket: BucketPlace, db: None) -> None:
    first, second = S3Bucket(), S3Bucket()
    assert (first.add(SHA256, BYTES), second.add(SHA256, BYTES)) == (True, False)
    assert bucket.names() == [SHA256]


@pytest.mark.parametrize("taken", [False, True])
@pytest.mark.parametrize("code", ["ConditionalRequestConflict", "NotImplemented"])
def test_a_server_that_cannot_decide_is_asked_in_another_way(
    code: str, taken: bool, bucket: BucketPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Vendors without conditions, and a conflict that does not end."""
    put = S3Bucket._put

    def refuse(self: S3Bucket, sha256: str, data: bytes, **condition: str) -> None:
        if condition:
            raise ClientError({"Error": {"Code": code}}, "PutObject")
        put(self, sha256, data)

    monkeypatch.setattr(S3Bucket, "_put", refuse)
    if taken:
        bucket.put(SHA256, BYTES)
    assert S3Bucket().add(SHA256, BYTES) == (not taken)
    assert bucket.names() == [SHA256]


def test_a_conflict_is_tried_again(bucket: BucketPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    put, conflicts = S3Bucket._put, iter([True, True])

    def refuse_twice(self: S3Bucket, sha256: str, data: bytes, **condition: str) -> None:
        if next(conflicts, False):
            raise ClientError({"Error": {"Code": "ConditionalRequestConflict"}}, "PutObject")
        put(self, sha256, data, **condition)

    monkeypatch.setattr(S3Bucket, "_put", refuse_twice)
    assert S3Bucket().add(SHA256, BYTES)


def test_while_s3_is_away_everything_is_refused_with_a_sentence(
    s3: Proxy, bucket: BucketPlace, db: None
) -> None:
    kept = store.save(BYTES, PDF)
    s3.refuse()
    for way in (
        lambda: store.read(kept),
        lambda: list(store.chunks(kept)),
        lambda: store.exists(kept),
        lambda: store.save(b"new", PDF),
        lambda: store.sweep(before=timezone.now()),
        lambda: erasure.erase(kept, without=StoredFile.objects.none()),
        store.check_writable,
    ):
        with pytest.raises(FilesUnreachable, match="Ablage der Dateien antwortet gerade nicht"):
            way()
    store.discard(b"new")  # left to the sweep
    s3.resume()
    assert (store.read(kept), bucket.names()) == (BYTES, [SHA256])
    assert StoredFile.objects.count() == 1


def test_a_wrong_bucket_is_said_and_is_no_missing_file(bucket: BucketPlace, settings: Any, db: None) -> None:
    settings.S3_BUCKET = "gibt-es-nicht"
    with pytest.raises(FilesUnreachable):
        store.save(BYTES, PDF)
    with pytest.raises(FilesUnreachable):
        store.read(StoredFile(sha256=SHA256))
