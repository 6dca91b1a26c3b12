"""Responses that send files, whole or one range (RFC 9110).

The whole file is hashed before its first byte is sent, also for a range, and the same open file is hashed and sent, so
it cannot be exchanged in between.
"""

import re
import weakref
from collections.abc import Iterator
from typing import IO
from unicodedata import normalize
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.text import slugify

from agreements.files import store
from agreements.models import StoredFile
from districts.security_kinds import SecurityKind
from districts.security_log.actions import note

ZIP = "application/zip"
EXCEL, CSV = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/csv"
JSON = "application/json"
EXTENSIONS = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    ZIP: "zip",
    EXCEL: "xlsx",
    CSV: "csv",
    JSON: "json",
}
PRIVATE_HEADERS = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
CHUNK = 64 * 1024
FORBIDDEN = re.compile(r'[<>:"/\\|?*]+')
LONGEST_NAME = 200  # bytes; a file system takes 255
ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class _Part:
    """The next `length` bytes of an open file, in chunks."""

    def __init__(self, file: IO[bytes], length: int) -> None:
        self.file = file
        self.left = length
        self.close = weakref.finalize(self, file.close)  # also if the response is never read

    def __iter__(self) -> Iterator[bytes]:
        while chunk := self.file.read(min(CHUNK, self.left)):
            self.left -= len(chunk)
            yield chunk


def send_stored(
    request: HttpRequest, file: StoredFile, name: str, *, attachment: bool = True, is_noted: bool = True
) -> HttpResponseBase:
    """Send a stored file; `name` has no extension. Raises DamagedFileError before anything is sent.

    The security log notes it, but not pictures on a page, nor what its readers open every day (`is_noted`).
    """
    if _is_cached(request, file.sha256):
        return HttpResponse(status=304, headers=_headers(file.sha256))
    opened = store.open_verified(file)
    response = _send(request, opened, file.sha256, file.media_type, name, attachment=attachment)
    return _noted(request, response) if attachment and is_noted else response


def send_made(
    request: HttpRequest, file: IO[bytes], sha256: str, media_type: str, name: str
) -> HttpResponseBase:
    """Send a file made for this request; it is closed afterwards."""
    if _is_cached(request, sha256):
        file.close()
        return HttpResponse(status=304, headers=_headers(sha256))
    return _noted(request, _send(request, file, sha256, media_type, name, attachment=True))


def _noted(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Note a download once, also for a program that fetches the file in parts."""
    first = response.headers.get("Content-Range", "bytes 0-").startswith("bytes 0-")
    if request.method == "GET" and response.status_code in {200, 206} and first:
        note(request, SecurityKind.DOWNLOADED)
    return response


def file_headers(media_type: str, name: str, *, attachment: bool = True) -> dict[str, str]:
    """Return the headers of a download, with its name for today's programs and an ASCII one for old ones (RFC 6266)."""
    kind, ending = "attachment" if attachment else "inline", EXTENSIONS[media_type]
    full = quote(f"{_file_name(name) or 'datei'}.{ending}", safe="")
    disposition = f"{kind}; filename=\"{slugify(name) or 'datei'}.{ending}\"; filename*=UTF-8''{full}"
    written = f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
    return {**PRIVATE_HEADERS, "Content-Type": written, "Content-Disposition": disposition}


def _file_name(name: str) -> str:
    """Return a name that every file system takes: any script, no invisible letters, no path."""
    visible = "".join(letter if letter.isprintable() else " " for letter in normalize("NFC", name))
    words = " ".join(FORBIDDEN.sub("-", visible).split())
    return words.encode()[:LONGEST_NAME].decode(errors="ignore").strip(". ")


def _send(
    request: HttpRequest, file: IO[bytes], sha256: str, media_type: str, name: str, *, attachment: bool
) -> HttpResponseBase:
    size = file.seek(0, 2)
    headers = _headers(sha256) | file_headers(media_type, name, attachment=attachment)
    requested = _range(request, sha256, size)
    if requested is not None and not requested:
        file.close()
        return HttpResponse(status=416, headers=_headers(sha256) | {"Content-Range": f"bytes */{size}"})
    if requested is not None:
        headers["Content-Range"] = f"bytes {requested.start}-{requested.stop - 1}/{size}"
    part = requested if requested is not None else range(size)
    headers["Content-Length"] = str(len(part))
    if request.method == "HEAD":
        file.close()
        return HttpResponse(headers=headers)
    file.seek(part.start)
    status = 200 if requested is None else 206
    return StreamingHttpResponse(_Part(file, len(part)), status=status, headers=headers)


def _headers(sha256: str) -> dict[str, str]:
    return {**PRIVATE_HEADERS, "ETag": f'"{sha256}"', "Accept-Ranges": "bytes"}


def _is_cached(request: HttpRequest, sha256: str) -> bool:
    tags = {tag.strip().removeprefix("W/") for tag in request.headers.get("If-None-Match", "").split(",")}
    return bool(tags & {"*", f'"{sha256}"'})


def _range(request: HttpRequest, sha256: str, size: int) -> range | None:
    """Return the requested range, empty if it cannot be satisfied; None for the whole file.

    Several ranges, other units and invalid headers get the whole file, as RFC 9110 allows.
    """
    match = ONE_RANGE.fullmatch(request.headers.get("Range", "").strip())
    if request.method != "GET" or match is None or not any(match.groups()):
        return None
    if request.headers.get("If-Range", f'"{sha256}"').strip() != f'"{sha256}"':
        return None
    first, last = match.groups()
    if not first:
        return range(max(size - int(last), 0), size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1 if last else size, size))
