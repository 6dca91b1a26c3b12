"""Times the comparison of text and obligations before freezing against the least: one look for a number at each clause."""

from agreements.drafting.model_agreement import read_model_agreement
from agreements.texts.discrepancies import find_discrepancies
from agreements.texts.figure_words import NUMBER
from agreements.texts.figures import known_figures
from agreements.texts.filling import fill_content
from bench.measure import in_turns
from bench.printing import Printed
from bench.progress import Progress


def checked(repeat: int, progress: Progress) -> Printed:
    """Time the checks of the model agreement: 64 Absätze and 30 obligations, each clause read anew."""
    stored = read_model_agreement()
    filled = fill_content(stored, {})
    texts = [clause.text for section in filled.sections for clause in section.clauses]

    def check() -> None:
        known_figures.cache_clear()
        find_discrepancies(stored, filled)

    seconds, floor_seconds = in_turns(
        check, lambda: [NUMBER.findall(text) for text in texts], repeat, progress.tick
    )
    return Printed(
        name="checks before freezing", seconds=seconds, floor_seconds=floor_seconds, size=sum(map(len, texts))
    )
