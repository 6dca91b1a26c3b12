"""How stored files are sent: checked first, then in pieces, as a whole or from a place on (RFC 9110, one range).

The whole file is hashed before its first byte goes out, also where only a part was asked for: what is sent is what was
stored, or an error. The same open file is hashed and sent, so nobody can exchange it in between.
"""

import re
import weakref
from collections.abc import Iterator
from typing import IO

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from agreements.files import store
from agreements.models import StoredFile

ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg", "application/zip": "zip"}
KEPT_PRIVATE = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
PIECE = 64 * 1024
ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class _Part:
    """The next bytes of an open file, as many as are to be sent."""

    def __init__(self, file: IO[bytes], length: int) -> None:
        self.file = file
        self.left = length
        self.close = weakref.finalize(self, file.close)  # also for an answer that nobody reads

    def __iter__(self) -> Iterator[bytes]:
        while piece := self.file.read(min(PIECE, self.left)):
            self.left -= len(piece)
            yield piece


def send_stored(
    request: HttpRequest, file: StoredFile, name: str, *, attachment: bool = True
) -> HttpResponseBase:
    """Answer with a stored file under a name without its ending. Raises DamagedFileError before anything is sent."""
    if _has_it(request, file.sha256):
        return HttpResponse(status=304, headers=_headers(file.sha256))
    return _send(request, store.opened(file), file.sha256, file.media_type, name, attachment=attachment)


def send_made(
    request: HttpRequest, file: IO[bytes], sha256: str, media_type: str, name: str
) -> HttpResponseBase:
    """Answer with a file that was made for this request; it is closed when it is sent."""
    if _has_it(request, sha256):
        file.close()
        return HttpResponse(status=304, headers=_headers(sha256))
    return _send(request, file, sha256, media_type, name, attachment=True)


def file_headers(media_type: str, name: str, *, attachment: bool = True) -> dict[str, str]:
    """Return what every download says; the name has no letter that a header or a file system could mistake."""
    filename = f"{slugify(name) or 'datei'}.{ENDINGS[media_type]}"
    disposition = content_disposition_header(attachment, filename) or "inline"
    return {**KEPT_PRIVATE, "Content-Type": media_type, "Content-Disposition": disposition}


def _send(
    request: HttpRequest, file: IO[bytes], sha256: str, media_type: str, name: str, *, attachment: bool
) -> HttpResponseBase:
    size = file.seek(0, 2)
    headers = _headers(sha256) | file_headers(media_type, name, attachment=attachment)
    asked = _range(request, sha256, size)
    if asked is not None and not asked:
        file.close()
        return HttpResponse(status=416, headers=_headers(sha256) | {"Content-Range": f"bytes */{size}"})
    if asked is not None:
        headers["Content-Range"] = f"bytes {asked.start}-{asked.stop - 1}/{size}"
    part = asked if asked is not None else range(size)
    headers["Content-Length"] = str(len(part))
    if request.method == "HEAD":
        file.close()
        return HttpResponse(headers=headers)
    file.seek(part.start)
    status = 200 if asked is None else 206
    return StreamingHttpResponse(_Part(file, len(part)), status=status, headers=headers)


def _headers(sha256: str) -> dict[str, str]:
    return {**KEPT_PRIVATE, "ETag": f'"{sha256}"', "Accept-Ranges": "bytes"}


def _has_it(request: HttpRequest, sha256: str) -> bool:
    named = {tag.strip().removeprefix("W/") for tag in request.headers.get("If-None-Match", "").split(",")}
    return bool(named & {"*", f'"{sha256}"'})


def _range(request: HttpRequest, sha256: str, size: int) -> range | None:
    """Return the bytes that are asked for: empty if there are none of them, None for the whole file.

    Several ranges, other units and what cannot be read are answered with the whole file, as the standard allows.
    """
    found = ONE_RANGE.fullmatch(request.headers.get("Range", "").strip())
    if request.method != "GET" or found is None or not any(found.groups()):
        return None
    if request.headers.get("If-Range", f'"{sha256}"').strip() != f'"{sha256}"':
        return None
    first, last = found.groups()
    if not first:
        return range(max(size - int(last), 0), size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1 if last else size, size))
