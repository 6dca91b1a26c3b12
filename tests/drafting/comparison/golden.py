"""Comparisons as text, kept in the folder `golden`.

After an intended change write the files again and review the diff:

    DJANGO_SETTINGS_MODULE=mitwirkung.settings python -m tests.drafting.comparison.golden
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from agreements.choices import SectionKind
from agreements.content import Clause, Content, Section, Term
from agreements.drafting.comparison.compare import compare
from agreements.drafting.comparison.deviations import change_label, deviations
from agreements.drafting.comparison.result import Comparison, SectionDiff
from agreements.drafting.comparison.summary import summary
from agreements.word_diff import DiffMark, DiffPiece, TextDiff
from tests.drafting.comparison.contents import in_section, with_clause, with_text, without_clause
from tests.rendering.sample import full_content

FOLDER = Path(__file__).with_name("golden")
SIGNS = {DiffMark.SAME: "{}", DiffMark.STRUCK: "[-{}-]", DiffMark.ADDED: "[+{}+]"}
MODEL = full_content()


def moved() -> Content:
    """Clauses moved within their section, into another one, and moved and changed; a section moved."""
    content, last = without_clause(MODEL, "p04-5")
    content = with_clause(content, "p04", 0, last)
    content, other = without_clause(content, "p06-2")
    content = with_clause(
        content, "p07", 1, with_text(other, lambda text: text.replace("10 Prozent", "20 Prozent"))
    )
    sections = list(content.sections)
    sections.insert(2, sections.pop(9))
    return replace(content, sections=tuple(sections))


def has_text() -> Content:
    """Words changed, sentences added, headings renamed, an enumeration written."""
    content = in_section(MODEL, "p02", lambda section: replace(section, heading="Ziele und Wege"))
    for key, old, new in (
        ("p04", "zwei", "drei"),
        ("p05", "mitwirken.", "mitwirken. Näheres regelt Anlage 2."),
        ("p06", "mindestens", "bis zu"),
    ):
        content = in_section(
            content,
            key,
            lambda section, old=old, new=new: replace(
                section,
                clauses=tuple(with_text(c, lambda text: text.replace(old, new)) for c in section.clauses),
            ),
        )
    listed = Clause(key="neu", text="Der Bezirk stellt:\n1. Räume,\n2. Technik.")
    return with_clause(content, "p05", 4, listed)


def rebuilt() -> Content:
    """A section gone, a new one with a clause from elsewhere, obligations, term and people changed."""
    content, clause = without_clause(in_section(MODEL, "p03", lambda section: None), "p05-4")
    new = Section(
        key="neu",
        kind=SectionKind.SECTION,
        heading="Ausstattung",
        clauses=(clause, Clause(key="neu-1", text="Die Kosten trägt der Bezirk.")),
    )
    (first, second, third, *others) = content.obligations
    (head, *people) = content.signatories
    return replace(
        content,
        title="Kooperationsvereinbarung",
        term=Term(begins_on=MODEL.term.begins_on, notice_months=6),
        sections=(*content.sections[:5], new, *content.sections[5:]),
        obligations=(
            replace(second, evidence="Protokoll", needs_resolution=not second.needs_resolution),
            first,
            *others,
            replace(third, code="O-99", title="Neue Pflicht"),
        ),
        signatories=(*people, replace(head, function="Bezirksbürgermeisterin", required=False)),
    )


CASES = {"moved": moved, "reworded": has_text, "rebuilt": rebuilt}


def golden_text(comparison: Comparison) -> str:
    """Return a comparison as text: the summary, the list of deviations, then what differs at its place."""
    return "\n".join(["# Summary", summary(comparison), *_deviations(comparison), *_places(comparison), ""])


def _deviations(comparison: Comparison) -> Iterator[str]:
    yield from ("", "# Deviations")
    for deviation in deviations(comparison):
        yield f"{deviation.place} | {deviation.change}"
        yield f"    was: {_marked(deviation.before)}"
        yield f"    now: {_marked(deviation.after)}"


def _places(comparison: Comparison) -> Iterator[str]:
    yield from ("", "# Text")
    for entry in comparison.entries:
        if entry.moved_away:
            yield f"({entry.item.before.label if entry.item.before else ''} has left)"
        elif entry.item.has_changes:
            yield from _section(entry.item)
    yield from ("", "# Rows")
    for row in (*comparison.parties, *comparison.obligations, *comparison.signatories):
        if row.has_changes:
            yield f"{row.name}: {change_label(row)}"
            yield from (f"    {field.label}: {_marked(field.text.pieces)}" for field in row.fields)


def _section(section: SectionDiff) -> Iterator[str]:
    yield f"{section.label} {_diff(section.heading)} {change_label(section)}".strip()
    for entry in section.entries:
        clause = entry.item
        position = clause.before if entry.moved_away else clause.after or clause.before
        name = position.label if position else ""
        if entry.moved_away:
            yield f"  ({name} has left)"
        elif clause.has_changes:
            yield f"  {name} {change_label(clause, clause.before.label if clause.before else '')}"
            yield from (f"    {line}" for line in _diff(clause.text).split("\n"))


def _diff(diff: TextDiff) -> str:
    return _marked(diff.pieces)


def _marked(pieces: tuple[DiffPiece, ...]) -> str:
    return "".join(SIGNS[piece.mark].format(piece.text) for piece in pieces)


def write() -> None:
    """Write all golden files."""
    for name, change in CASES.items():
        (FOLDER / f"{name}.txt").write_text(golden_text(compare(MODEL, change())), encoding="utf-8")


if __name__ == "__main__":
    write()
