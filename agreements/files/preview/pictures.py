"""Uploaded pictures, drawn anew as JPEG: upright, with their shades, without metadata. Pure."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG")
QUALITY = 88
MOST_PIXELS = 80_000_000  # A3 at 600 dpi; beyond, a small file can fill the memory
FAULTS = (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning)


class TooManyPixelsError(Exception):
    """The picture is larger than `MOST_PIXELS`."""


@contextmanager
def opened_picture(data: bytes) -> Iterator[Image.Image]:
    """Open a picture without decoding it. Raises TooManyPixelsError, FAULTS."""
    with Image.open(BytesIO(data), formats=FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise TooManyPixelsError
        yield picture


def drawn(picture: Image.Image, *, longest_edge: int) -> bytes:
    """Return a picture as JPEG, at most `longest_edge` pixels long. Raises FAULTS."""
    small = _eight_bits(picture)
    small.thumbnail((longest_edge, longest_edge))  # first, so that the steps below need little memory
    upright = ImageOps.exif_transpose(small).convert("RGBA")
    clean = Image.new("RGB", upright.size, "white")  # a new image takes over no metadata
    clean.paste(upright, mask=upright)
    out = BytesIO()
    clean.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Return 16 bits of grey as 8: Pillow would cut every shade but the darkest to white."""
    if not picture.mode.startswith("I;16"):
        return picture if picture.mode != "1" else picture.convert("L")
    high_byte = 0 if picture.mode.endswith("B") else 1
    grey = Image.frombytes("L", picture.size, picture.tobytes()[high_byte::2])
    grey.info = picture.info  # the orientation
    return grey
