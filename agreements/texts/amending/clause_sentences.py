"""Sentences about the clauses of a section: new wording, inserted, removed, numbered. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from agreements.amendment_choices import Wording
from agreements.amendments.derivation import Derivation
from agreements.changes import ClauseInserted, ClauseMoved, ClauseNumbered, ClauseRemoved, ClauseTextSet
from agreements.content import Clause, Section
from agreements.texts.amending.instruction_step import InstructionStep
from agreements.texts.amending.places import PLURALS, PlaceName, clause_noun, place_names
from agreements.texts.amending.quotation import below, numbered_text, quoted_text
from agreements.texts.amending.word_changes import SENTENCE, word_changes, word_sentences
from agreements.texts.wording import enumerated


class ClauseSentences:
    """The steps of the clauses of each section that stays."""

    def __init__(self, derivation: Derivation, wording: Mapping[str, Wording]) -> None:
        self.result, self.wording = derivation.result, wording
        self.new_names = place_names(derivation.result)
        self.names = {**self.new_names, **place_names(derivation.base)}
        changes = derivation.changes
        self.texts = {c.key: c for c in changes if isinstance(c, ClauseTextSet)}
        self.numbered = {c.key: c for c in changes if isinstance(c, ClauseNumbered)}
        self.placed = {c.key for c in changes if isinstance(c, (ClauseInserted, ClauseMoved))}
        removed = [c for c in changes if isinstance(c, ClauseRemoved)]
        moved = [c for c in changes if isinstance(c, ClauseMoved)]
        # places that stay as „(weggefallen)“, each with the key of what stood there; and those of which nothing stays
        self.vacated = {c.key: c.key for c in removed} | {c.vacated: c.key for c in moved}
        self.dropped = [(c.section, c.key) for c in removed if not c.label]
        self.dropped += [(c.section_before, c.key) for c in moved if not c.label_before]

    def steps(self, section: Section) -> Iterator[InstructionStep]:
        """Yield the steps of a section in its order."""
        for home, key in self.dropped:
            if home == section.key:
                yield self._removal(key)
        done: list[Clause] = []
        for placed, group in groupby(section.clauses, key=lambda clause: clause.key in self.placed):
            clauses = list(group)
            if placed:
                yield self._insertion(section, done, clauses)
            else:
                yield from (step for clause in clauses for step in self._changes(clause))
            done += clauses

    def _changes(self, clause: Clause) -> Iterator[InstructionStep]:
        if clause.repealed:
            if clause.key in self.vacated:
                yield self._removal(self.vacated[clause.key])
            return
        if clause.key in self.numbered:
            yield self._numbering(clause.key)
        if clause.key in self.texts:
            yield self._wording(self.texts[clause.key])

    def _removal(self, key: str) -> InstructionStep:
        name = self.names[key]
        verb = "gestrichen" if name.has_article else "aufgehoben"
        return InstructionStep(
            targets=(key,),
            alone=f"{name.subject} wird {verb}.",
            within=f"{name.within.subject} wird {verb}.",
        )

    def _numbering(self, key: str) -> InstructionStep:
        new = self.new_names[key]
        section = f" {new.of.genitive}" if new.of else ""
        words = f"wird {new.within.words}."
        return InstructionStep(
            targets=(key,),
            alone=f"Der bisherige Wortlaut{section} {words}",
            within=f"Der bisherige Wortlaut {words}",
        )

    def _wording(self, change: ClauseTextSet) -> InstructionStep:
        name = self.names[change.key]
        words = word_changes(change.before, change.after)
        chosen = bool(words) and self.wording.get(change.key) == Wording.WORDS
        label = self.numbered[change.key].after if change.key in self.numbered else change.label

        def sentence(place: PlaceName) -> str:
            if chosen:
                added = [one.after for one in words if one.is_sentence]
                return " ".join(
                    [*word_sentences(place.dative, words), *(_added(place, one) for one in added)]
                )
            return below(f"{place.subject} wird wie folgt gefasst:", [numbered_text(label, change.after)])

        return InstructionStep(
            targets=(change.key,),
            alone=sentence(name),
            within=sentence(name.within),
            may_choose=bool(words),
        )

    def _insertion(self, section: Section, done: Sequence[Clause], new: Sequence[Clause]) -> InstructionStep:
        owner = self.new_names[section.key]
        noun = clause_noun(self.result, section)
        figures = [self.new_names[clause.key].figure for clause in new]
        what = f"{_following(noun, len(new))} {enumerated(filter(None, figures))}".rstrip()
        verb = "werden" if len(new) > 1 else "wird"
        is_last = len(done) + len(new) == len(section.clauses)
        if done and not is_last:
            before = self.new_names[done[-1].key]
            alone = f"Nach {before.dative} {verb} {what} eingefügt:"
            within = f"Nach {before.within.dative} {verb} {what} eingefügt:"
        else:
            way = "angefügt" if is_last else "vorangestellt"
            alone = f"{owner.to} {verb} {what} {way}:"
            within = f"{what[0].upper()}{what[1:]} {verb} {way}:"
        texts = [numbered_text(clause.label or "", clause.text) for clause in new]
        return InstructionStep(
            targets=tuple(clause.key for clause in new),
            alone=below(alone, texts),
            within=below(within, texts),
        )


def _following(noun: str, count: int) -> str:
    if count > 1:
        return f"folgende {PLURALS.get(noun, noun)}"
    return f"folgende{'' if PlaceName(noun=noun).is_feminine else 'r'} {noun}"


def _added(place: PlaceName, text: str) -> str:
    several = len(SENTENCE.findall(text)) > 1
    what = "werden folgende Sätze" if several else "wird folgender Satz"
    return f"{place.to} {what} angefügt: {quoted_text(text)}"
