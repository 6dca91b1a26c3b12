"""The changes between a text and the edited one, in an order in which they can be applied. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from agreements.amendments.application import applied, without_repealed
from agreements.amendments.arrangement import Part
from agreements.amendments.labels import UNKNOWN, with_labels
from agreements.amendments.text_plan import TextPlan, label_under, plan_of
from agreements.changes import (
    Change,
    ClauseInserted,
    ClauseMoved,
    ClauseNumbered,
    ClauseRemoved,
    ClauseTextSet,
    HeadField,
    HeadFieldSet,
    HeadingSet,
    InsetSet,
    ObligationRemoved,
    ObligationSet,
    PartySet,
    SectionInserted,
    SectionMoved,
    SectionRemoved,
    TermSet,
)
from agreements.content import Clause, Content, Obligation, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentProblem:
    """What an amendment cannot say, with the key of the part and a sentence."""

    key: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """The changes, the text before them with its labels, the one after them, with „(weggefallen)“, and what stands in the way of freezing."""

    base: Content
    changes: tuple[Change, ...]
    result: Content
    problems: tuple[AmendmentProblem, ...] = ()


def derive(base: Content, edited: Content) -> Derivation:
    """Return what leads from a text to the edited one, whose parts are known by their keys.

    The labels of the base stay; those of the edited text and its places of removed parts do not matter.
    """
    pinned, edited = with_labels(base), without_repealed(edited)
    plan = plan_of(pinned, edited)
    writer = _Writer(pinned)
    for step in (_head, _sections, _clauses, _words, _removed_sections, _obligations):
        for change in step(writer, edited, plan):
            writer.add(change)
    return Derivation(
        base=pinned,
        changes=tuple(writer.changes),
        result=writer.content,
        problems=tuple(_problems(pinned, edited, plan)),
    )


def pin_labels(base: Content, edited: Content) -> Content:
    """Return the edited text with the labels that it has beside its base: § 9 stays § 9, what is new gets § 8a."""
    edited = without_repealed(edited)
    labels = plan_of(with_labels(base), edited).labels
    return replace(
        edited,
        sections=tuple(
            replace(
                section,
                label=labels[section.key],
                clauses=tuple(replace(clause, label=labels[clause.key]) for clause in section.clauses),
            )
            for section in edited.sections
        ),
    )


class _Writer:
    """Collects changes, and has the text after them."""

    def __init__(self, base: Content) -> None:
        self.base, self.content = base, base
        self.changes: list[Change] = []
        self.homes = {c.key: s for s in base.sections for c in s.clauses if not c.repealed and not s.repealed}

    def add(self, change: Change) -> None:
        self.content = applied(change, self.content)
        self.changes.append(change)

    def has(self, key: str) -> bool:
        """Return whether there is a part or a place with a key now; that of a part that moves comes with its move."""
        return any(
            key == section.key or any(key == clause.key for clause in section.clauses)
            for section in self.content.sections
        )

    def section(self, key: str) -> Section | None:
        """Return a section as it stands after the changes until now."""
        return next((one for one in self.content.sections if one.key == key and not one.repealed), None)


def _head(writer: _Writer, edited: Content, plan: TextPlan) -> Iterator[Change]:
    base = writer.base
    for field in HeadField:
        before, after = getattr(base, field), getattr(edited, field)
        if before != after:
            yield HeadFieldSet(field=field, before=before, after=after)
    old = {party.side: party for party in base.parties}
    new = {party.side: party for party in edited.parties}
    for side in [*old, *(side for side in new if side not in old)]:
        if old.get(side) != new.get(side):
            yield PartySet(side=side, before=old.get(side), after=new.get(side))
    if base.term != edited.term:
        yield TermSet(before=base.term, after=edited.term)


def _sections(writer: _Writer, edited: Content, plan: TextPlan) -> Iterator[Change]:
    wanted = {section.key: section for section in edited.sections}
    behind = ""
    for part in plan.sections:
        if not (part.stays or part.gone):
            old = writer.section(part.key)
            if old is None:
                new = _new_section(writer, wanted[part.key], part, plan)
                yield SectionInserted(key=part.key, label=part.label, behind=behind, after=new)
            else:
                yield _moved_section(old, part, behind, plan)
        behind = part.key if writer.has(part.key) else part.origin


def _new_section(writer: _Writer, section: Section, part: Part, plan: TextPlan) -> Section:
    texts = {clause.key: clause.text for clause in section.clauses}
    return Section(
        key=section.key,
        kind=section.kind,
        heading=section.heading,
        inset=section.inset,
        label=part.label,
        clauses=tuple(
            Clause(key=one.key, text=texts[one.key], label=one.label)
            for one in plan.clauses[section.key]
            if one.key not in writer.homes
        ),
    )


def _moved_section(old: Section, part: Part, behind: str, plan: TextPlan) -> SectionMoved:
    before = old.label or ""
    labels = {c.key: label_under(c.label or "", before, part.label) for c in old.clauses}
    return SectionMoved(
        key=part.key,
        label_before=before,
        label=part.label,
        behind=behind,
        vacated=plan.vacated[part.key],
        clause_labels=tuple((c.key, labels[c.key]) for c in old.clauses if labels[c.key] != c.label),
    )


def _clauses(writer: _Writer, edited: Content, plan: TextPlan) -> Iterator[Change]:
    """Yield what is placed in each section, then what is removed from those that stay."""
    texts = {clause.key: clause.text for section in edited.sections for clause in section.clauses}
    for key, parts in plan.clauses.items():
        new = {clause.key for section in [writer.section(key)] if section for clause in section.clauses}
        behind = ""
        for part in parts:
            if part.stays:
                yield from _numbered(writer, key, part)
            elif not part.gone and part.key in writer.homes:
                yield _moved(writer, key, part, behind, plan)
            elif not part.gone and part.key not in new:
                text = texts[part.key]
                yield ClauseInserted(key=part.key, section=key, label=part.label, behind=behind, after=text)
            behind = part.key if writer.has(part.key) else part.origin
    for section in writer.base.sections:
        if section.key in plan.clauses and not section.repealed:
            for clause in section.clauses:
                if clause.key not in texts and not clause.repealed:
                    yield _removed(writer, section.key, clause.key)


def _numbered(writer: _Writer, section: str, part: Part) -> Iterator[Change]:
    before = _clause_now(writer, section, part.key).label or ""
    if before != part.label:
        yield ClauseNumbered(key=part.key, section=section, before=before, after=part.label)


def _clause_now(writer: _Writer, section: str, key: str) -> Clause:
    now = writer.section(section)
    return next(clause for clause in (now.clauses if now else ()) if clause.key == key)


def _moved(writer: _Writer, section: str, part: Part, behind: str, plan: TextPlan) -> ClauseMoved:
    home = writer.homes[part.key].key
    clause = _clause_now(writer, home, part.key)
    return ClauseMoved(
        key=part.key,
        section_before=home,
        label_before=clause.label or "",
        section=section,
        label=part.label,
        behind=behind,
        vacated=plan.vacated[part.key],
        before=clause.text,
    )


def _removed(writer: _Writer, section: str, key: str) -> ClauseRemoved:
    clause = _clause_now(writer, section, key)
    return ClauseRemoved(key=key, section=section, label=clause.label or "", before=clause.text)


def _words(writer: _Writer, edited: Content, plan: TextPlan) -> Iterator[Change]:
    for section in edited.sections:
        old = writer.section(section.key)
        if old is None:
            continue
        label = old.label or ""
        if old.heading != section.heading:
            yield HeadingSet(key=old.key, label=label, before=old.heading, after=section.heading)
        if old.inset != section.inset:
            yield InsetSet(key=old.key, label=label, before=old.inset, after=section.inset)
        texts = {clause.key: clause.text for clause in section.clauses}
        for clause in old.clauses:
            after = texts.get(clause.key, clause.text)
            if after != clause.text:
                yield ClauseTextSet(
                    key=clause.key,
                    section=old.key,
                    label=clause.label or "",
                    before=clause.text,
                    after=after,
                )


def _removed_sections(writer: _Writer, edited: Content, plan: TextPlan) -> Iterator[Change]:
    for section in writer.base.sections:
        if section.key not in plan.clauses and not section.repealed:
            now = writer.section(section.key)
            if now is not None:
                yield SectionRemoved(key=section.key, label=section.label or "", before=now)


def _obligations(writer: _Writer, edited: Content, plan: TextPlan) -> Iterator[Change]:
    old = {duty.code: duty for duty in writer.base.obligations}
    new = {duty.code: duty for duty in edited.obligations}
    places = writer.content.clause_labels()
    for code, written in new.items():
        duty = _with_source(written, old.get(code))
        if old.get(code) != duty:
            place = places.get(duty.clause_key, "")
            yield ObligationSet(code=code, before=old.get(code), after=duty, place=place)
    for code, duty in old.items():
        if code not in new:
            yield ObligationRemoved(code=code, before=duty)


def _with_source(duty: Obligation, before: Obligation | None) -> Obligation:
    """Return an obligation with its place in a deed signed elsewhere, which no draft of an amendment has."""
    return duty if before is None else replace(duty, source=before.source)


def _problems(base: Content, edited: Content, plan: TextPlan) -> Iterator[AmendmentProblem]:
    kinds = {section.key: section.kind for section in base.sections if not section.repealed}
    for section in edited.sections:
        if kinds.get(section.key, section.kind) != section.kind:
            yield AmendmentProblem(
                key=section.key,
                sentence=f"„{section.heading}“: Aus {kinds[section.key].label} kann kein anderer Teil werden. Heben Sie ihn auf und fügen Sie einen neuen ein.",
            )
    for key, label in plan.labels.items():
        if label == UNKNOWN:
            yield AmendmentProblem(key=key, sentence=NO_NUMBER)


NO_NUMBER = (
    "Hier ist keine Nummer frei: Nummern des Vertrags verschieben sich nicht. Setzen Sie den neuen Text weiter"
    " hinten ein, oder fassen Sie den Text davor oder danach neu."
)
