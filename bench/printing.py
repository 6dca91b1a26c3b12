"""Times the PDF: ours with everything in it, and bare WeasyPrint on the same HTML as the floor."""

import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.template.loader import render_to_string

from agreements.content import Content
from agreements.rendering import pdf
from agreements.rendering.pdf import PdfKind, render_pdf
from bench.bare_pdf import bare_pdf
from bench.measure import in_turns
from bench.progress import Progress

MOMENT = datetime(2023, 6, 26, 8, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What a PDF cost, ours and bare; times are medians in seconds."""

    name: str
    seconds: float
    floor_seconds: float
    size: int

    @property
    def ratio(self) -> float:
        """How many times the floor our PDF takes."""
        return self.seconds / self.floor_seconds


def warm(content: Content, repeat: int, progress: Progress) -> Printed:
    """Time renders in a process that has rendered before."""
    html, size = printed_html(content), len(_render(content))
    bare_pdf(html)
    seconds, floor_seconds = in_turns(lambda: _render(content), lambda: bare_pdf(html), repeat, progress.tick)
    return Printed(name="PDF, warm", seconds=seconds, floor_seconds=floor_seconds, size=size)


def cold(content: Content, repeat: int, progress: Progress) -> Printed:
    """Time whole processes: start, imports, one render, end."""
    with TemporaryDirectory() as folder:
        ours, html, made = (
            Path(folder, "content.json"),
            Path(folder, "content.html"),
            Path(folder, "made.pdf"),
        )
        ours.write_bytes(content.canonical())
        html.write_text(printed_html(content), encoding="utf-8")
        seconds, floor_seconds = in_turns(
            lambda: _process("bench.cold_pdf", ours, made),
            lambda: _process("bench.bare_pdf", html, Path(folder, "bare.pdf")),
            repeat,
            progress.tick,
        )
        size = made.stat().st_size
    return Printed(name="PDF, cold (new process)", seconds=seconds, floor_seconds=floor_seconds, size=size)


def _render(content: Content) -> bytes:
    return render_pdf(content, kind=PdfKind.EXECUTION, moment=MOMENT)


def printed_html(content: Content) -> str:
    """Return the page that a Zeichnungsfassung is printed from."""
    context = pdf._context(content, PdfKind.EXECUTION, MOMENT, None)
    return render_to_string("rendering/agreement.html", context)


def _process(module: str, source: Path, target: Path) -> None:
    subprocess.run([sys.executable, "-m", module, str(source), str(target)], cwd=ROOT, check=True)
