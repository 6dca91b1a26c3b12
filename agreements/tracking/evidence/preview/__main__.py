"""The subprocess of `sandbox`: reads a file from stdin, writes its number of pages or one page as JPEG."""

import sys
from io import BytesIO

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageOps

from agreements.tracking.evidence.preview.limits import (
    LOCKED,
    LONGEST_EDGE,
    MOST_PIXELS,
    UNREADABLE,
    limit_this_process,
)

SCALE = 2.0  # 144 dots to the inch
QUALITY = 85
FAULTS = (OSError, SyntaxError, ValueError, IndexError, MemoryError, Image.DecompressionBombError)


def main() -> int:
    """Process the command line and return the exit code."""
    limit_this_process()
    media_type, number = sys.argv[1], int(sys.argv[2])
    data = sys.stdin.buffer.read()
    try:
        out = _of_pdf(data, number) if media_type == "application/pdf" else _of_picture(data, number)
    except pypdfium2.PdfiumError as error:
        return LOCKED if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD else UNREADABLE
    except FAULTS:
        return UNREADABLE
    sys.stdout.buffer.write(out)
    return 0


def _of_pdf(data: bytes, number: int) -> bytes:
    with pypdfium2.PdfDocument(data) as document:
        count = len(document)
        if not count:
            raise ValueError("no pages")
        if not number:
            return str(count).encode()
        if number > count:
            raise IndexError(number)
        page = document[number - 1]
        scale = min(SCALE, LONGEST_EDGE / max(*page.get_size(), 1))
        return _jpeg(page.render(scale=scale, may_draw_forms=False).to_pil())


def _of_picture(data: bytes, number: int) -> bytes:
    with Image.open(BytesIO(data), formats=("JPEG", "PNG")) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        if number > 1:
            raise IndexError(number)
        opened.load()
        return _jpeg(ImageOps.exif_transpose(opened)) if number else b"1"


def _jpeg(picture: Image.Image) -> bytes:
    converted = picture.convert("RGBA")
    converted.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    clean = Image.new("RGB", converted.size, "white")  # a new picture has no metadata
    clean.paste(converted, mask=converted)
    out = BytesIO()
    clean.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
