"""Times other programs on the same text, where they are installed: whole processes, as nobody keeps them warm.

LibreOffice and Chromium get our HTML and style sheet; Typst knows neither and gets the same words as plain paragraphs.
"""

import importlib.util
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from agreements.content import Content
from bench.bare_pdf import STYLES
from bench.printing import printed_html
from bench.progress import Progress

PATIENCE = 120
CHROMIUM = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-pdf-header-footer",
)
TYPST = (sys.executable, "-c", "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """What another program needed; `seconds` is None where it is not installed or did not print."""

    name: str
    standards: str
    seconds: float | None = None
    size: int = 0
    problem: str = "not installed"


def neighbours(content: Content, repeat: int, progress: Progress) -> list[Neighbour]:
    """Time those that are installed, and name those that are not."""
    with TemporaryDirectory() as folder:
        page, text, made = Path(folder, "text.html"), Path(folder, "text.typ"), Path(folder, "text.pdf")
        page.write_text(with_base(printed_html(content)), encoding="utf-8")
        text.write_text(as_typst(content), encoding="utf-8")
        profile = Path(folder, "profile").as_uri()
        ways: list[tuple[str, str, Sequence[str]]] = [
            (
                "LibreOffice",
                "neither as called",
                _program(
                    ("soffice", "libreoffice"),
                    f"-env:UserInstallation={profile}",
                    *("--headless", "--convert-to", "pdf", "--outdir", folder, str(page)),
                ),
            ),
            (
                "Chromium",
                "tags, no PDF/A",
                _program(
                    ("chromium", "google-chrome", "chrome"),
                    *CHROMIUM,
                    f"--user-data-dir={folder}/chromium",
                    *(f"--print-to-pdf={made}", page.as_uri()),
                ),
            ),
            ("Typst", "both possible", _typst(text, made)),
        ]
        return [
            _measured(name, standards, command, made, repeat, progress.tick)
            for name, standards, command in ways
        ]


def with_base(html: str) -> str:
    """Return our page so that it finds its style sheet and fonts from anywhere."""
    return html.replace("<head>", f'<head><base href="{STYLES.as_uri()}/">', 1)


def as_typst(content: Content) -> str:
    """Return the words of a content as paragraphs for Typst."""
    lines = ['#set text(lang: "de")', '#set page(numbering: "1")']
    for place, words in content.texts():
        for line in filter(None, words.splitlines()):
            quoted = line.replace("\\", "\\\\").replace('"', '\\"')
            lines.append(f'= #"{quoted}"' if place.startswith("Überschrift") else f'#par[#"{quoted}"]')
    return "\n\n".join(lines)


def _program(names: Sequence[str], *arguments: str) -> Sequence[str]:
    found = next(filter(None, map(shutil.which, names)), None)
    return (found, *arguments) if found else ()


def _typst(source: Path, target: Path) -> Sequence[str]:
    if importlib.util.find_spec("typst"):
        return (*TYPST, str(source), str(target))
    return _program(("typst",), "compile", str(source), str(target))


def _measured(
    name: str, standards: str, command: Sequence[str], made: Path, repeat: int, tick: Callable[[], None]
) -> Neighbour:
    if not command:
        return Neighbour(name=name, standards=standards)
    times = []
    for _ in range(repeat):
        made.unlink(missing_ok=True)
        begin = time.perf_counter()
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
        except (subprocess.SubprocessError, OSError) as error:
            return Neighbour(name=name, standards=standards, problem=f"failed: {type(error).__name__}")
        times.append(time.perf_counter() - begin)
        if not made.exists():
            return Neighbour(name=name, standards=standards, problem="printed nothing")
        tick()
    return Neighbour(
        name=name, standards=standards, seconds=median(times), size=made.stat().st_size, problem=""
    )
