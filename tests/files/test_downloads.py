"""Downloads: streamed, resumable, with an ETag, and verified before the first byte."""

import hashlib
import re
from io import BytesIO
from typing import Any
from urllib.parse import quote
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.files import store
from agreements.files.downloads import file_headers, send_stored
from agreements.files.folder import path_of
from agreements.files.store import DamagedFileError
from agreements.models import StoredFile
from tests.scenario import Scenario, version_of
from tests.signing.ceremonies import shown_photo
from tests.signing.delegates import granted

DATA = bytes(range(256)) * 1000
SIZE = len(DATA)
SHA256 = hashlib.sha256(DATA).hexdigest()
TAG = f'"{SHA256}"'


@pytest.fixture
def file(db: None) -> StoredFile:
    return store.save(DATA, "application/pdf")


def get(file: StoredFile, method: str = "get", **headers: str) -> Any:
    request = getattr(RequestFactory(), method)(
        "/", headers={k.replace("_", "-"): v for k, v in headers.items()}
    )
    return send_stored(request, file, "Vertrag Ä/ö „x“\r\nX: y")


def body(reply: Any) -> bytes:
    sent = reply.getvalue() if reply.streaming else reply.content
    reply.close()
    return bytes(sent)


def test_the_whole_file_is_streamed(file: StoredFile) -> None:
    reply = get(file)
    assert reply.streaming
    assert (reply.status_code, reply["ETag"], reply["Accept-Ranges"]) == (200, TAG, "bytes")
    assert reply["Content-Length"] == str(SIZE)
    assert reply["Cache-Control"] == "private, no-store"
    assert reply["X-Content-Type-Options"] == "nosniff"
    pieces = list(reply.streaming_content)
    reply.close()
    assert len(pieces) > 1
    assert b"".join(pieces) == DATA


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("Vertrag Ä/ö „x“\r\nX: y", "vertrag-ao-x-x-y", "Vertrag Ä-ö „x“ X- y"),
        ("Protokoll Straße 2027", "protokoll-strae-2027", "Protokoll Straße 2027"),
        ("Ünal Çelik", "unal-celik", "Ünal Çelik"),
        ("u\N{COMBINING DIAERESIS}ber", "uber", "über"),
        ("Договор", "datei", "Договор"),
        ("اتفاقية", "datei", "اتفاقية"),
        ("gpj.\N{RIGHT-TO-LEFT OVERRIDE}exe", "gpjexe", "gpj. exe"),
        ("../../etc/passwd", "etcpasswd", "-..-etc-passwd"),
        ("<>", "datei", "-"),
        (" . ", "datei", "datei"),
        ("Ä" * 300, "a" * 300, "Ä" * 100),
    ],
)
def test_file_names_keep_their_letters(name: str, old: str, new: str) -> None:
    assert file_headers("application/pdf", name)["Content-Disposition"] == (
        f"attachment; filename=\"{old}.pdf\"; filename*=UTF-8''{quote(new, safe='')}.pdf"
    )


def test_a_picture_is_shown_in_place() -> None:
    assert file_headers("image/png", "Foto", attachment=False)["Content-Disposition"].startswith("inline; ")


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=100-199", 100, 199),
        ("bytes=255990-", SIZE - 10, SIZE - 1),
        ("bytes=-7", SIZE - 7, SIZE - 1),
        ("bytes=0-999999999", 0, SIZE - 1),
        ("bytes=-999999999", 0, SIZE - 1),
    ],
)
def test_a_range_is_206(asked: str, first: int, last: int, file: StoredFile) -> None:
    reply = get(file, Range=asked)
    assert (reply.status_code, reply["Content-Range"]) == (206, f"bytes {first}-{last}/{SIZE}")
    assert reply["Content-Length"] == str(last - first + 1)
    assert body(reply) == DATA[first : last + 1]


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", "bytes=999999999-", "bytes=-0"])
def test_an_unsatisfiable_range_is_416(asked: str, file: StoredFile) -> None:
    reply = get(file, Range=asked)
    assert (reply.status_code, reply["Content-Range"], body(reply)) == (416, f"bytes */{SIZE}", b"")


@pytest.mark.parametrize(
    "asked",
    ["bytes=0-1,5-6", "bytes=9-5", "bytes=-", "bytes=a-b", "seiten=1-2", "bytes=" + "9" * 400 + "-", ""],
)
def test_other_range_headers_get_the_whole_file(asked: str, file: StoredFile) -> None:
    reply = get(file, Range=asked)
    assert (reply.status_code, body(reply)) == (200, DATA)


def test_if_range_must_match_the_etag(file: StoredFile) -> None:
    same = get(file, Range="bytes=10-", If_Range=TAG)
    assert (same.status_code, body(same)) == (206, DATA[10:])
    for other in (f'"{"0" * 64}"', f"W/{TAG}", "Mon, 23 Nov 2026 10:00:00 GMT"):
        whole = get(file, Range="bytes=10-", If_Range=other)
        assert (whole.status_code, body(whole)) == (200, DATA)


@pytest.mark.parametrize(
    ("known", "status"), [(TAG, 304), (f"W/{TAG}", 304), (f'"a", {TAG}', 304), ("*", 304), ('"a"', 200)]
)
def test_a_cached_file_is_304(known: str, status: int, file: StoredFile) -> None:
    reply = get(file, If_None_Match=known, Range="bytes=0-1" if status == 304 else "")
    assert (reply.status_code, reply["ETag"]) == (status, TAG)
    assert body(reply) == (b"" if status == 304 else DATA)


def test_head_has_no_body(file: StoredFile) -> None:
    reply = get(file, "head", Range="bytes=0-1")
    assert (reply.status_code, reply["Content-Length"], body(reply)) == (200, str(SIZE), b"")


@pytest.mark.parametrize("asked", ["", "bytes=0-9"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_an_altered_file_is_an_error_before_the_first_byte(asked: str, method: str, file: StoredFile) -> None:
    path = path_of(file.sha256)
    path.write_bytes(DATA[:-1] + b"x")  # far behind what is asked for
    with pytest.raises(DamagedFileError, match="altered"):
        get(file, method, Range=asked)
    path.unlink()
    with pytest.raises(DamagedFileError, match="missing"):
        get(file, method, Range=asked)


def test_a_stored_edition_costs_one_query_besides_session_user_and_roles(scenario: Scenario) -> None:
    edition = version_of(scenario.signing).editions.get()
    address = reverse("edition_file", args=[edition.pk])
    browser = scenario.browser("staff")
    for asked, status in (
        ({}, 200),
        ({"Range": "bytes=0-99"}, 206),
        ({"Range": "bytes=99999999-"}, 416),
        ({"If-None-Match": f'"{edition.file_id}"'}, 304),
    ):
        with CaptureQueriesContext(connection) as queries:
            answer = browser.get(address, headers=asked)
            b"".join(answer)
        assert answer.status_code == status
        assert [re.search('FROM "(\\w+)"', query["sql"])[1] for query in queries] == [  # type: ignore[index]  # all are SELECTs
            "django_session",
            "districts_user",
            "districts_membership",
            "agreements_edition",
        ], asked


def test_every_download_of_a_stored_file_is_resumable(scenario: Scenario) -> None:
    version = version_of(scenario.signing)
    photo = shown_photo(scenario.signed, scenario.amira)
    scanned = version.signatures.exclude(scan=None)[0]
    for address in (
        reverse("edition_file", args=[version.editions.get().pk]),
        reverse("signature_scan", args=[scanned.pk]),
        reverse("delegation_document", args=[granted(scenario.signing, scenario.amira).pk]),
        reverse("photo_file", args=[scenario.signed.pk, photo.pk]),
        reverse("agreement_bundle", args=[scenario.signed.agreement_id]),
    ):
        browser = scenario.browser("coordinator")
        whole = browser.get(address)
        data = whole.getvalue()
        assert whole["ETag"] == f'"{hashlib.sha256(data).hexdigest()}"', address
        rest = browser.get(address, headers={"Range": "bytes=20-", "If-Range": whole["ETag"]})
        assert (rest.status_code, rest.getvalue()) == (206, data[20:]), address
        again = browser.get(address, headers={"If-None-Match": whole["ETag"]})
        assert (again.status_code, again.content) == (304, b""), address
        head = browser.head(address)
        assert (head["Content-Length"], head.content) == (str(len(data)), b""), address
        assert re.fullmatch(
            r"(attachment|inline); filename=\"[a-z0-9-]+\.(pdf|png|jpg|zip)\"; filename\*=UTF-8''\S+",
            head["Content-Disposition"],
        )
    with ZipFile(BytesIO(data)) as bundle:
        assert bundle.testzip() is None
