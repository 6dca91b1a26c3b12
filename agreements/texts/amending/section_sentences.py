"""Sentences about sections: inserted, removed, with another heading or table; and where their clauses' sentences go. Pure."""

from collections.abc import Iterator, Mapping

from agreements.amendment_choices import Wording
from agreements.amendments.derivation import Derivation
from agreements.changes import HeadingSet, InsetSet, SectionInserted, SectionMoved, SectionRemoved
from agreements.choices import Inset, SectionKind
from agreements.content import NBSP, Section
from agreements.texts.amending.clause_sentences import ClauseSentences
from agreements.texts.amending.instruction_step import InstructionStep
from agreements.texts.amending.places import PlaceName
from agreements.texts.amending.quotation import below, numbered_text, plain_text


class SectionSentences:
    """The steps of each section of a text and of the one after the changes."""

    def __init__(self, derivation: Derivation, wording: Mapping[str, Wording]) -> None:
        self.base, self.result = derivation.base, derivation.result
        self.changes = changes = derivation.changes
        self.clauses = ClauseSentences(derivation, wording)
        self.names, self.new_names = self.clauses.names, self.clauses.new_names
        self.placed = {c.key: c for c in changes if isinstance(c, (SectionInserted, SectionMoved))}
        self.vacated = {c.vacated: c for c in changes if isinstance(c, SectionMoved)}

    def sections(self) -> Iterator[tuple[str, PlaceName, list[InstructionStep]]]:
        """Yield key, name and steps of each section, as they stand in the text after the changes."""
        for section in self._in_order():
            yield section.key, self.names[section.key], list(self._steps(section))

    def _in_order(self) -> list[Section]:
        """Return the sections after the changes, and between them those of which nothing stays."""
        found = list(self.result.sections)
        for place, section in enumerate(self.base.sections):
            if all(section.key != one.key for one in found):
                before = {one.key for one in self.base.sections[:place]}
                behind = max((n for n, one in enumerate(found, 1) if one.key in before), default=0)
                found.insert(behind, section)
        return found

    def _steps(self, section: Section) -> Iterator[InstructionStep]:
        if section.key in self.placed:
            yield self._insertion(section)
            return
        if section.key in self.vacated:
            yield self._removal(self.vacated[section.key].key)
            return
        for change in self.changes:
            if change.target != section.key:
                continue
            if isinstance(change, SectionRemoved):
                yield self._removal(section.key)
                return
            if isinstance(change, HeadingSet):
                yield self._heading(change, section.kind)
            elif isinstance(change, InsetSet):
                yield self._inset(change)
        yield from self.clauses.steps(section)

    def _removal(self, key: str) -> InstructionStep:
        name = self.names[key]
        sentence = f"{name.subject} wird {'gestrichen' if name.has_article else 'aufgehoben'}."
        return InstructionStep(targets=(key,), alone=sentence, within=sentence)

    def _heading(self, change: HeadingSet, kind: SectionKind) -> InstructionStep:
        name, new = self.names[change.key], [plain_text(change.after)]
        if kind == SectionKind.GROUP:
            alone = within = below(f"{name.subject} wird wie folgt gefasst:", new)
        else:
            alone = below(f"Die Überschrift {name.genitive} wird wie folgt gefasst:", new)
            within = below("Die Überschrift wird wie folgt gefasst:", new)
        return InstructionStep(targets=(change.key,), alone=alone, within=within)

    def _inset(self, change: InsetSet) -> InstructionStep:
        name = self.names[change.key]
        if change.after == Inset.NONE:
            words = f"wird die Tabelle „{change.before.label}“ gestrichen."
        elif change.before == Inset.NONE:
            words = f"wird die Tabelle „{change.after.label}“ angefügt."
        else:
            words = (
                f"wird die Tabelle „{change.before.label}“ durch die Tabelle „{change.after.label}“ ersetzt."
            )
        return InstructionStep(
            targets=(change.key,), alone=f"Am Ende {name.genitive} {words}", within=f"Am Ende {words}"
        )

    def _insertion(self, section: Section) -> InstructionStep:
        name = self.new_names[section.key]
        new = name.noun if section.kind == SectionKind.GROUP else name.words
        following = f"folgende{'' if name.is_feminine else 'r'} {new}"
        sentence = below(f"{self._place_of(section)} wird {following} eingefügt:", self._texts(section))
        moved = self.placed[section.key]
        if (
            isinstance(moved, SectionMoved) and not moved.label_before
        ):  # where it was, nothing stays that says so
            sentence = f"{self.names[section.key].subject} wird gestrichen. {sentence}"
        if section.inset != Inset.NONE:
            sentence += f"\n\nAm Ende {name.genitive} steht die Tabelle „{section.inset.label}“."
        keys = tuple(clause.key for clause in section.clauses if not clause.repealed)
        return InstructionStep(targets=(section.key, *keys), alone=sentence, within=sentence)

    def _place_of(self, section: Section) -> str:
        """„Nach § 8“, „Vor § 1“, „Am Ende des Vertrags“"""
        keys = [one.key for one in self.result.sections]
        place = keys.index(section.key)
        if place:
            return f"Nach {self.new_names[keys[place - 1]].dative}"
        following = keys[1:2]
        return f"Vor {self.new_names[following[0]].dative}" if following else "Als Wortlaut"

    @staticmethod
    def _texts(section: Section) -> list[str]:
        heading = " ".join(
            filter(None, [(section.label or "").replace(NBSP, " "), plain_text(section.heading)])
        )
        return [heading, *(numbered_text(clause.label or "", clause.text) for clause in section.clauses)]
