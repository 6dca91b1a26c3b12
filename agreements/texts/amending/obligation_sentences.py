"""Sentences about obligations, whose new terms stand in the tables behind an amendment. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agreements.changes import ObligationChange, ObligationRemoved, ObligationSet
from agreements.choices import Inset
from agreements.content import NBSP, Content
from agreements.texts.amending.instruction_step import InstructionStep
from agreements.texts.amending.places import place_names
from agreements.texts.wording import enumerated

APPENDIX = "Anhang"


@dataclass(frozen=True, slots=True, kw_only=True)
class Appendix:
    """A table behind an amendment: `label` as printed, `dative` as it is said."""

    inset: Inset
    label: str
    dative: str
    heading: str


def appendices(changes: Sequence[ObligationChange]) -> tuple[Appendix, ...]:
    """Return the tables of what is new: the obligations, and the posts where theirs change."""
    headings = {}
    if any(isinstance(change, ObligationSet) for change in changes):
        headings[Inset.OBLIGATIONS] = "Geänderte und neue Pflichten"
    if any(_has_new_posts(change) for change in changes):
        headings[Inset.STAFF_RELEASE] = "Geänderte und neue Freistellungen"
    several = len(headings) > 1
    return tuple(
        Appendix(
            inset=inset,
            label=f"{APPENDIX}{NBSP}{number}" if several else APPENDIX,
            dative=f"{APPENDIX} {number}" if several else f"dem {APPENDIX}",
            heading=heading,
        )
        for number, (inset, heading) in enumerate(headings.items(), start=1)
    )


def obligation_steps(
    content: Content, changes: Sequence[ObligationChange]
) -> Iterator[tuple[str, InstructionStep]]:
    """Yield each step with the key of the section that has the table, else that of the table; `content` is the text after the changes."""
    said = {one.inset: one.dative for one in appendices(changes)}
    codes = [change.code for change in changes]
    shown = said.get(Inset.OBLIGATIONS, "")
    changed = [c.code for c in changes if isinstance(c, ObligationSet) and c.before is not None]
    new = [c.code for c in changes if isinstance(c, ObligationSet) and c.before is None]
    removed = [c.code for c in changes if isinstance(c, ObligationRemoved)]
    sentences = [
        *([(f"gilt für {enumerated(changed)} die aus {shown} ersichtliche Fassung")] if changed else []),
        *([f"{_are(new)} {_duties(new)} in der aus {shown} ersichtlichen Fassung eingefügt"] if new else []),
        *([f"{_are(removed)} {_duties(removed)} gestrichen"] if removed else []),
    ]
    if sentences:
        yield _step(content, Inset.OBLIGATIONS, codes, sentences)
    placed = [change.code for change in changes if _has_new_posts(change)]
    left = [change.code for change in changes if _loses_posts(change)]
    shown = said.get(Inset.STAFF_RELEASE, "")
    sentences = [
        *([f"gilt für {enumerated(placed)} die aus {shown} ersichtliche Fassung"] if placed else []),
        *([f"werden die Stellenanteile zu {enumerated(left)} gestrichen"] if left else []),
    ]
    if sentences:
        yield _step(content, Inset.STAFF_RELEASE, [*placed, *left], sentences)


def _step(
    content: Content, inset: Inset, codes: Sequence[str], sentences: Sequence[str]
) -> tuple[str, InstructionStep]:
    section = next((s for s in content.sections if s.inset == inset and not s.repealed), None)
    place = f"In {place_names(content)[section.key].dative}" if section else f"In der Tabelle „{inset.label}“"
    alone = " ".join(f"{place} {words}." for words in sentences)
    within = " ".join(f"{words[0].upper()}{words[1:]}." for words in map(_within, sentences))
    return section.key if section else inset.value, InstructionStep(
        targets=tuple(dict.fromkeys(codes)), alone=alone, within=within
    )


def _within(words: str) -> str:
    return f"in der Tabelle {words}"


def _has_new_posts(change: ObligationChange) -> bool:
    if not isinstance(change, ObligationSet) or not change.after.posts:
        return False
    return change.before is None or change.before.posts != change.after.posts


def _loses_posts(change: ObligationChange) -> bool:
    had = change.before is not None and bool(change.before.posts)
    return had and not (isinstance(change, ObligationSet) and change.after.posts)


def _are(codes: Sequence[str]) -> str:
    return "werden" if len(codes) > 1 else "wird"


def _duties(codes: Sequence[str]) -> str:
    return f"die {'Pflichten' if len(codes) > 1 else 'Pflicht'} {enumerated(codes)}"
