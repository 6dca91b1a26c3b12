"""What of another contract can be the beginning of a new one, and what has to be looked at again. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from agreements.calendar_months import MONTHS
from agreements.choices import SectionKind
from agreements.content import Clause, Content, Obligation, Section
from agreements.template_rules import TemplateRules

DATE = re.compile(rf"\b\d{{1,2}}\. ?(?:\d{{1,2}}\.|(?:{'|'.join(MONTHS)})) ?\d{{4}}\b|\b(?:19|20)\d\d\b")
RESOLUTION = re.compile(r"\b(?:Drucksache|Drs\.|\w*[Bb]eschluss\w*) (?:Nr\. ?|Nummer )?[\w./-]*\d[\w./-]*")
ORDER = list(SectionKind)  # preamble, §§, annexes
SHORTEST_NAME = 4  # letters: „Nord“ is a social space and an ordinary word


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What has to be looked at in a new draft, at a clause (by key) or an obligation (by code)."""

    text: str
    clause: str = ""
    duty: str = ""


def copied_content(
    raw: Content, model: Content | None, rules: TemplateRules
) -> tuple[Content, tuple[Remark, ...]]:
    """Return what a new contract takes over, with the locked wording of the model text, and where that differs."""
    remarks: list[Remark] = []
    restored = [
        replace(section, clauses=tuple(_locked(clause, rules, remarks) for clause in section.clauses))
        for section in raw.sections
    ]
    if model:
        _add_missing(restored, model, rules, remarks)
    content = replace(
        raw,
        sections=tuple(restored),
        signatories=(),
        file_reference="",
        term=replace(raw.term, begins_on=None, ends_on=None),
    )
    return content, tuple(remarks)


def points_to_check(content: Content, names: Iterable[str]) -> list[Remark]:
    """Return a remark for each clause and obligation that says a day, a resolution or one of the names."""
    foreign = _name_pattern(names)
    remarks = []
    head = [content.title, content.subject, content.note]
    head += [f"{party.line} {party.represented_by or ''} {party.address}" for party in content.parties]
    for_head = _found("\n".join(head), foreign)
    for section in content.sections:
        for clause in section.clauses:
            found = _found(f"{section.heading}\n{clause.text}", foreign)
            if for_head:  # the head itself has no place for a comment
                found, for_head = [*found, *(f"{words} (im Kopf)" for words in for_head)], []
            if found:
                remarks.append(Remark(clause=clause.key, text=_sentence(found)))
    for duty in content.obligations:
        if found := list(_of_duty(duty, foreign)):
            remarks.append(Remark(duty=duty.code, text=_sentence(found)))
    return remarks


def _locked(clause: Clause, rules: TemplateRules, remarks: list[Remark]) -> Clause:
    text = rules.locked.get(clause.key, clause.text)
    if text == clause.text:
        return clause
    remarks.append(
        Remark(
            clause=clause.key,
            text="Der andere Vertrag weicht hier vom Mustertext ab. Hier steht wieder der gesperrte Wortlaut; soll auch "
            "dieser Vertrag abweichen, halten Sie eine Abweichung mit ihrem Grund fest.",
        )
    )
    return replace(clause, text=text)


def _add_missing(
    sections: list[Section], model: Content, rules: TemplateRules, remarks: list[Remark]
) -> None:
    """Add the locked clauses that the other contract has left out, behind what stands before them in the model text."""
    present = {clause.key for section in sections for clause in section.clauses}
    for source in model.sections:
        keys = [clause.key for clause in source.clauses]
        for clause in source.clauses:
            if clause.key not in rules.locked or clause.key in present:
                continue
            place = next((n for n, section in enumerate(sections) if section.key == source.key), None)
            if place is None:
                place = sum(ORDER.index(section.kind) <= ORDER.index(source.kind) for section in sections)
                sections.insert(place, replace(source, clauses=()))
            clauses = list(sections[place].clauses)
            before = keys[: keys.index(clause.key)]
            index = max((n for n, own in enumerate(clauses, start=1) if own.key in before), default=0)
            clauses.insert(index, clause)
            sections[place] = replace(sections[place], clauses=tuple(clauses))
            words = "Der andere Vertrag hat diesen gesperrten Absatz nicht. Hier steht er wieder."
            remarks.append(Remark(clause=clause.key, text=words))


def _name_pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Match the names and what is derived from them: „Pankow“, „Pankower“, „Pankows“."""
    longest = sorted({name for name in names if len(name) > SHORTEST_NAME}, key=len, reverse=True)
    alternatives = "|".join(map(re.escape, longest)) or r"(?!)"
    return re.compile(rf"\b(?:{alternatives})(?:er|s)?\b")


def _found(text: str, foreign: re.Pattern[str]) -> list[str]:
    matches = (match[0] for pattern in (DATE, RESOLUTION, foreign) for match in pattern.finditer(text))
    return list(dict.fromkeys(matches))


def _of_duty(duty: Obligation, foreign: re.Pattern[str]) -> Iterator[str]:
    if duty.due.due_on:
        yield f"{duty.due.due_on:%d.%m.%Y}"
    words = [duty.title, duty.evidence, duty.due.trigger]
    words += [f"{post.unit} {post.function}" for post in duty.posts]
    yield from _found("\n".join(words), foreign)
    if duty.ibs and duty.ibs.social_spaces:
        yield from duty.ibs.social_spaces


def _sentence(found: Iterable[str]) -> str:
    return f"Aus einem anderen Vertrag übernommen. Bitte prüfen: {'; '.join(found)}."
