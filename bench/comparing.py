"""Times the comparison of two texts of 40 §§ against the least that must be done: split both at white space, one LCS."""

from collections.abc import Callable
from typing import Any

from rapidfuzz.distance import Indel

from agreements.content import Content
from agreements.drafting.comparison.compare import compare
from agreements.drafting.comparison.presenters import comparison_view
from bench.measure import in_turns
from bench.printing import Printed
from bench.progress import Progress
from tests.drafting.comparison.contents import two_texts_of_40_sections


def compared(repeat: int, progress: Progress) -> list[Printed]:
    """Time the comparison alone, and with all that its page shows."""
    before, after = two_texts_of_40_sections()
    found = ("comparison, 40 §§", lambda: compare(before, after))
    shown = ("comparison, 40 §§, shown", lambda: comparison_view(compare(before, after), whole=True))
    return [_timed(name, ours, before, after, repeat, progress) for name, ours in (found, shown)]


def _timed(
    name: str, ours: Callable[[], Any], before: Content, after: Content, repeat: int, progress: Progress
) -> Printed:
    ours()
    seconds, floor_seconds = in_turns(ours, lambda: _bare(before, after), repeat, progress.tick)
    return Printed(
        name=name, seconds=seconds, floor_seconds=floor_seconds, size=len(_text(before)) + len(_text(after))
    )


def _bare(before: Content, after: Content) -> Any:
    """Compare all words of both texts in one row, knowing nothing of §§, moves, obligations and letters."""
    return Indel.opcodes(_text(before).split(), _text(after).split())


def _text(content: Content) -> str:
    return "\n".join(clause.text for section in content.sections for clause in section.clauses)
