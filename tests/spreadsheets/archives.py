"""ZIP files as programs write them, well and badly."""

import io
import zipfile
from collections.abc import Mapping

UTF_8 = 0x800


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP as this library writes it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def named_in(page: str, name: str, data: bytes) -> bytes:
    """Return a ZIP whose name is written in a code page that it does not tell."""
    written = name.encode(page)
    placeholder = "x" * len(written)
    return zipped({placeholder: data}).replace(placeholder.encode(), written)


def doubled(name: str, first: bytes, second: bytes) -> bytes:
    """Return a ZIP with two files of one name."""
    other = "y" * len(name)
    return zipped({name: first, other: second}).replace(other.encode(), name.encode())


def encrypted(name: str, data: bytes) -> bytes:
    """Return a ZIP that says its file is encrypted."""
    made = bytearray(zipped({name: data}))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.index(signature) + place] |= 0x1
    return bytes(made)


def claiming(name: str, data: bytes, size: int) -> bytes:
    """Return a ZIP that says another size of its file than it has."""
    made = bytearray(zipped({name: data}))
    place = made.index(b"PK\x01\x02") + 24
    made[place : place + 4] = size.to_bytes(4, "little")
    return bytes(made)


def damaged(name: str, data: bytes) -> bytes:
    """Return a ZIP whose file is not what its checksum says."""
    made = bytearray(zipped({name: data}))
    made[made.index(b"PK\x01\x02") + 16] ^= 0xFF
    return bytes(made)
