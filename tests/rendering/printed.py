"""PDFs for the rendering tests, and functions that read them."""

import subprocess
from functools import cache
from io import BytesIO

import pikepdf
import pytest

from agreements.content import Content
from agreements.rendering import pdf
from agreements.rendering.pdf import PdfKind, render_pdf, write_pdf
from tests.rendering.sample import MOMENT, full_content, statement


def render(content: Content, kind: PdfKind = PdfKind.EXECUTION) -> bytes:
    """Return the PDF of a content at the tests' moment."""
    signed = statement(content) if kind == PdfKind.READING else None
    return render_pdf(content, kind=kind, moment=MOMENT, statement=signed)


def render_again(content: Content, kind: PdfKind = PdfKind.EXECUTION) -> bytes:
    """Do the same anew, for what a test asks of the rendering itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "write_pdf", write_pdf)  # the tests print each page once
        return render(content, kind)


@cache
def full_pdf(kind: PdfKind) -> bytes:
    """Return the complete model agreement as PDF."""
    return render(full_content(), kind)


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf))


def page_texts(pdf: bytes) -> list[str]:
    """Return the text of each page as poppler reads it, with hyphenation undone and spaces made plain."""
    run = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    pages = run.stdout.decode().split("\f")[:-1]
    return [" ".join(page.replace("\u00ad", "").replace("-\n", "").split()) for page in pages]


def text_with_layout(pdf: bytes) -> str:
    """Return the text of all pages with spaces for what is indented."""
    command = ["pdftotext", "-layout", "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def layout_lines(pdf: bytes, page: int) -> list[str]:
    """Return the lines of one page in visual order."""
    command = ["pdftotext", "-layout", "-f", str(page), "-l", str(page), "-", "-"]
    run = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return [" ".join(line.split()) for line in run.stdout.decode().splitlines()]


def struct_types(pdf: pikepdf.Pdf) -> list[str]:
    """Return the types of all elements of the structure tree, such as „/H1“, in reading order."""
    found: list[str] = []
    _collect(pdf.Root.StructTreeRoot.K, found)
    return found


def _collect(node: pikepdf.Object, found: list[str]) -> None:
    if isinstance(node, pikepdf.Array):
        for kid in node:
            _collect(kid, found)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        found.append(str(node.S))
        _collect(node.get("/K", pikepdf.Array()), found)
