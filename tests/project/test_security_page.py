"""docs/security.md names every requirement of the standard once, and only tests and files that there are."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from tests.project.security_standard import NUMBERS

ROOT = Path(settings.BASE_DIR)
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
PLACE = re.compile(r"`([\w./-]+/[\w./-]*(?:::\w+)?|[\w.-]+\.(?:toml|txt|py))`")


class Line(NamedTuple):
    """A line of the checklist."""

    number: str
    words: str
    met: str
    by_what: str


LINES = [
    Line(*cells)
    for row in PAGE.splitlines()
    if re.match(r"\| \d", row) and len(cells := [cell.strip() for cell in row.strip("|").split(" | ")]) == 4
]


def test_every_requirement_stands_here_once_and_in_order() -> None:
    assert len(NUMBERS) == 253, "as many as the standard says"
    assert [line.number for line in LINES] == NUMBERS


def test_what_is_not_met_is_said_first() -> None:
    for met, words in (("no", "Not met"), ("partly", "Met in part, or left to who runs it")):
        listed = [line.number for line in LINES if line.met == met]
        assert f"{words}: {', '.join(listed)}." in PAGE


def test_a_line_says_what_shows_it_or_why_not() -> None:
    assert not [fault for line in LINES for fault in faults(line)]


def faults(line: Line) -> Iterator[str]:
    """Yield what a line lacks, and what it names that is not there."""
    shown = PLACE.findall(line.by_what)
    decided = [name for name in re.findall(r"„([^“]+)“ above", line.by_what) if f"**{name}.**" in PAGE]
    if line.met not in {"yes", "partly", "no", "n/a"}:
        yield f"{line.number} is {line.met}"
    if not (shown or decided) and (line.met == "yes" or not line.by_what.endswith(".")):
        yield f"{line.number} has neither a place nor a reason"
    for place in shown:
        path, _, name = place.partition("::")
        text = (ROOT / path).read_text(encoding="utf-8") if (ROOT / path).is_file() else ""
        if not (ROOT / path).exists() or (name and f"\ndef {name}(" not in text):
            yield f"{line.number} names {place}"


def test_a_fault_is_found() -> None:
    for met, by_what in (
        ("yes", "It is so."),
        ("maybe", "`pyproject.toml`"),
        ("yes", "`tests/project/test_security_page.py::test_of_nothing`"),
        ("partly", "`docs/nothing.md`"),
        ("yes", "„Nothing“ above"),
    ):
        assert list(faults(Line("1.1.1", "words", met, by_what))), by_what


def test_the_other_places_that_it_names_are_there() -> None:
    for place in PLACE.findall(PAGE):
        assert (ROOT / place.partition("::")[0]).exists(), place
