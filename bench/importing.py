"""Times the recognition of a pasted text of 40 §§ against the least that must be done: one look for a mark at each line."""

from agreements.content import Content
from agreements.drafting.importing.classification import classify
from agreements.drafting.importing.counting import recognised_counting
from agreements.drafting.importing.draft_content import imported_content
from agreements.drafting.importing.markers import marker_of
from agreements.drafting.importing.structure import structure_of
from agreements.drafting.importing.suggestions import suggested_obligations
from agreements.drafting.importing.text_pieces import pieces_of
from bench.measure import in_turns
from bench.printing import Printed
from bench.progress import Progress
from tests.drafting.comparison.contents import long_content

SECTIONS = 40


def recognised(repeat: int, progress: Progress) -> Printed:
    """Time structure, content and suggested obligations of a text of 40 §§ and 200 Absätze."""
    text = pasted(SECTIONS)
    _recognise(text)
    seconds, floor_seconds = in_turns(
        lambda: _recognise(text),
        lambda: [marker_of(line) for line in text.split("\n")],
        repeat,
        progress.tick,
    )
    return Printed(name="recognising, 40 §§", seconds=seconds, floor_seconds=floor_seconds, size=len(text))


def pasted(sections: int) -> str:
    """Return a contract as it is pasted, as plain text."""
    lines = []
    for own, section, _ in long_content(sections).labelled_sections():
        lines += ["", f"{own.number} {section.heading}"]
        lines += [f"({number}) {clause.text}" for number, clause in enumerate(section.clauses, start=1)]
    return "\n".join(lines)


def _recognise(text: str) -> Content:
    found = structure_of(classify(pieces_of(text)))
    suggested_obligations(found)
    return imported_content(found, recognised_counting(found)).content
