"""Checks before a content is frozen for signing."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from agreements.choices import Inset, SectionKind, Side
from agreements.content import Content
from agreements.parties import FIRST_TWO
from agreements.references.links import broken_references
from agreements.rendering.glyphs import Unprintable, unprintable_characters
from agreements.texts.assembly import AUTOMATIC, DraftText
from agreements.texts.party_words import party_names
from agreements.texts.token_words import open_fields, tokens_left
from agreements.texts.wording import quoted

# „[Name]“, „[…]“, „____“, „XXX“: words that somebody meant to replace
LOOKALIKE = re.compile(
    r"\[(?!\^)(?=[^\[\]\n]*\])[^\[\]\n]*[^\W\d_]{2}[^\[\]\n]*\]|\[(?:\.{3}|…)\]|_{3,}|\bX{3,}\b"
)
SIGNATORY = {Side.DISTRICT: "BZSTR_NAME", Side.ASSOCIATION: "TRAEGER_VERTRETUNG"}
MAX_NAMED = 5  # characters named per place, the rest is counted


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing before freezing; `placeholder` or `clause` tells where it is filled in, if anywhere in particular."""

    words: str
    placeholder: str = ""
    clause: str = ""

    def __str__(self) -> str:
        return self.words


def draft_gaps(text: DraftText, labels: Mapping[str, str]) -> list[Gap]:
    """Return what is missing before a draft is frozen: in its text, and in what an amendment prints of it."""
    found = gaps(text.whole, labels)
    if text.derivation is None:
        return found
    if not text.derivation.changes:
        found.append(Gap("Dieser Nachtrag ändert noch nichts."))
    found += [Gap(problem.sentence, clause=problem.key) for problem in text.derivation.problems]
    return found + [Gap(words) for words in unprintable_words(text.content)]


def gaps(content: Content, labels: Mapping[str, str]) -> list[Gap]:
    """Return what is missing before freezing; `labels` says what each placeholder stands for."""
    missing = content.missing()
    found = [
        Gap(_missing_words(name, labels[name], places), name)
        for name, places in missing.items()
        if name in labels
    ]
    found += [Gap(words) for words in unprintable_words(content)]
    if not any(section.clauses for section in content.sections):
        found.append(Gap("Der Vertrag hat noch keinen Text."))
    if content.term.begins_on is None and not content.term.begins_with_signing and "BEGINN" not in missing:
        found.append(Gap("Beginn der Laufzeit fehlt.", "BEGINN"))
    names = party_names(content)
    found += [
        Gap(f"Pflicht {duty.code} schuldet eine Vertragspartei, die es hier nicht gibt.")
        for duty in content.obligations
        if not duty.owing <= {*FIRST_TWO, *names}
    ]
    found += [
        Gap(without_target(place, words), clause=clause)
        for clause, place, words in broken_references(content)
    ]
    codes = {duty.code for duty in content.obligations}
    found += [
        Gap(
            f"Pflicht {duty.code} wird ab der Erfüllung von {duty.due.anchor_code} gezählt; diese Pflicht gibt es nicht."
        )
        for duty in content.obligations
        if duty.due.anchor_code and duty.due.anchor_code not in codes - {duty.code}
    ]
    found += [Gap(words, clause=key) for key, words in open_fields(content)]
    found += [Gap(words, clause=key) for key, words in tokens_left(content)]
    found += [
        Gap(
            f"Für {quoted(names.get(side, side.label))} fehlt eine Person, die unterzeichnen muss.",
            SIGNATORY.get(side, ""),
        )
        for side in dict.fromkeys([*FIRST_TWO, *names])
        if not any(person.required for person in content.signatories_of(side))
    ]
    return found


def _missing_words(name: str, label: str, places: Sequence[str]) -> str:
    """Return „Anschrift des Vereins fehlt: § 1 (1).“; the label of a model text may be of any number."""
    what = label if name in AUTOMATIC else f"Angabe zu {quoted(label)}"
    where = ", ".join(place for place in places if place != label)
    return f"{what} fehlt: {where}." if where else f"{what} fehlt."


def without_target(place: str, words: str) -> str:
    """Return the sentence about a link to what is not there; `words` stand in front of it."""
    where = f"hinter {quoted(words)}" if words else "am Anfang"
    return f"{place}: Der Verweis {where} hat kein Ziel. Wählen Sie eines, oder löschen Sie ihn."


def lookalikes(content: Content, described: Collection[str]) -> list[str]:
    """Return what looks like a placeholder and is printed as it stands, with its places."""
    return [
        f"{place}: „{found}“"
        for place, text in content.texts()
        for found in dict.fromkeys(LOOKALIKE.findall(text))
        if found.strip("[]") not in described
    ]


def empty_sections(content: Content) -> list[str]:
    """Return the sections that are printed as a heading alone."""
    return [
        f"{own.place} {quoted(section.heading)} hat keinen Text; gedruckt wird nur die Überschrift."
        for own, section, _ in content.labelled_sections()
        if not section.clauses and section.inset == Inset.NONE and section.kind != SectionKind.GROUP
    ]


def unprintable_words(content: Content) -> list[str]:
    """Return for each place what cannot be printed there."""
    found = groupby(unprintable_characters(content.texts()), key=lambda item: item.place)
    return [_unprintable_words(place, list(found_there)) for place, found_there in found]


def _unprintable_words(place: str, found: list[Unprintable]) -> str:
    named = ", ".join(item.character_words for item in islice(found, MAX_NAMED))
    rest = f" und {len(found) - MAX_NAMED} weitere" if len(found) > MAX_NAMED else ""
    return f"{place}: Das kann nicht gedruckt werden: {named}{rest}. Ersetzen Sie es, zum Beispiel durch eine Umschrift."
