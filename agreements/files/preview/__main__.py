"""The subprocess of `sandbox`: reads a file from stdin, writes its number of pages or one page as JPEG.

Its arguments are the media type, the number of the page (0: count them) and the longest edge in pixels.
"""

import sys

import pypdfium2
import pypdfium2.raw as pdfium

from agreements.files.preview.limits import (
    LOCKED,
    TOO_MANY_PIXELS,
    UNREADABLE,
    XFA,
    limit_this_process,
)
from agreements.files.preview.pictures import FAULTS, TooManyPixelsError, drawn, opened_picture

SCALE = 2.0  # 144 dots to the inch
END, WITHIN = b"%%EOF", 1024
XFA_FORMS = {pdfium.FORMTYPE_XFA_FULL, pdfium.FORMTYPE_XFA_FOREGROUND}


class XfaError(Exception):
    """The pages are made by a program in the file, which hardly any reader runs."""


def main() -> int:
    """Process the command line and return the exit code."""
    limit_this_process()
    media_type, number, edge = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    data = sys.stdin.buffer.read()
    try:
        out = (_of_pdf if media_type == "application/pdf" else _of_picture)(data, number, edge)
    except pypdfium2.PdfiumError as error:
        return LOCKED if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD else UNREADABLE
    except XfaError:
        return XFA
    except TooManyPixelsError:
        return TOO_MANY_PIXELS
    except (*FAULTS, IndexError, MemoryError):
        return UNREADABLE
    sys.stdout.buffer.write(out)
    return 0


def _of_pdf(data: bytes, number: int, edge: int) -> bytes:
    with pypdfium2.PdfDocument(data) as document:
        if document.get_formtype() in XFA_FORMS:
            raise XfaError
        if _is_cut_off(document, data) or not len(document):
            raise ValueError("incomplete")
        if not number:
            return str(len(document)).encode()
        if number > len(document):
            raise IndexError(number)
        document.init_forms()  # so that fields and stamps are drawn
        page = document[number - 1]
        scale = min(SCALE, edge / max(*page.get_size(), 1))
        return drawn(page.render(scale=scale).to_pil(), longest_edge=edge)


def _is_cut_off(document: pypdfium2.PdfDocument, data: bytes) -> bool:
    """Check whether PDFium had to guess the pages of a file without an end."""
    whole = END in data.rstrip(b"\0\t\n\r ")[-WITHIN:]
    return not whole and not pdfium.FPDF_DocumentHasValidCrossReferenceTable(document.raw)


def _of_picture(data: bytes, number: int, edge: int) -> bytes:
    with opened_picture(data) as picture:
        if number > 1:
            raise IndexError(number)
        picture.load()
        return drawn(picture, longest_edge=edge) if number else b"1"


if __name__ == "__main__":
    sys.exit(main())
