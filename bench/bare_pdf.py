"""The floor under a PDF: bare WeasyPrint, without tags, archive format, attachment and finisher.

As a program it is the floor under a cold PDF: python -m bench.bare_pdf <HTML file> <PDF file>.
"""

import sys
from functools import cache
from pathlib import Path

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

STYLES = Path(__file__).resolve().parent.parent / "agreements" / "rendering"


def bare_pdf(html: str) -> bytes:
    """Print HTML with the style sheet and the fonts of our agreements."""
    page = HTML(string=html, base_url=STYLES.as_uri() + "/")
    pdf: bytes = page.write_pdf(font_config=_fonts(), presentational_hints=True)
    return pdf


def bare_size(html: str) -> int:
    """Print in a process of its own and return only how many bytes that made."""
    return len(bare_pdf(html))


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(bare_pdf(Path(sys.argv[1]).read_text(encoding="utf-8")))
