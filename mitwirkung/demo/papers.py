"""Sheets that stand in the demo where people have a paper; each says that it is invented."""

from agreements.rendering.pdf import write_pdf

PAPER = """<!doctype html><html lang="de"><head><meta charset="utf-8"><title>{title}</title>
<link rel="stylesheet" href="agreement.css"></head><body><main><h1>{title}</h1>
<p>Dieses Blatt ist für die Vorführung erfunden. {text}</p></main></body></html>"""


def invented_paper(title: str, text: str) -> bytes:
    """Return a PDF of one page."""
    return write_pdf(PAPER.format(title=title, text=text))
