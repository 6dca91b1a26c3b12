"""Checks before a content is frozen for signing."""

import re
from collections.abc import Collection
from itertools import groupby, islice

from agreements.choices import Inset, SectionKind, Side
from agreements.content import Content
from agreements.rendering.glyphs import Unprintable, unprintable_characters
from agreements.texts.wording import inner_quotes

# what the record of the association lacks
MISSING = {
    "TRAEGER_ANSCHRIFT": "Anschrift des Vereins fehlt",
    "TRAEGER_NAME": "Bezeichnung des Vereins fehlt",
    "TRAEGER_TELEFON": "Telefonnummer des Vereins fehlt",
    "TRAEGER_KONTAKT": "Kontakt des Vereins fehlt",
}
# „[Name]“, „[…]“, „____“, „XXX“: words that somebody meant to replace
LOOKALIKE = re.compile(r"\[[^\[\]\n]*[^\W\d_]{2}[^\[\]\n]*\]|\[(?:\.{3}|…)\]|_{3,}|\bX{3,}\b")
MAX_NAMED = 5  # characters named per place, the rest is counted


def gaps(content: Content, described: Collection[str]) -> list[str]:
    """Return what is missing before freezing, one German sentence per gap; `described` names the placeholders."""
    found = [
        f"{MISSING.get(name, f'Der Platzhalter [{name}] hat noch keinen Wert')}: {', '.join(places)}."
        for name, places in content.missing().items()
        if name in described
    ]
    found += [
        _unprintable_words(place, list(found_there))
        for place, found_there in groupby(
            unprintable_characters(content.texts()), key=lambda item: item.place
        )
    ]
    if content.term.begins_on is None and not content.term.begins_with_signing:
        found.append("Der Beginn der Laufzeit fehlt.")
    codes = {duty.code for duty in content.obligations}
    found += [
        f"Pflicht {duty.code} wird ab der Erfüllung von {duty.due.anchor_code} gezählt; diese Pflicht gibt es nicht."
        for duty in content.obligations
        if duty.due.anchor_code and duty.due.anchor_code not in codes - {duty.code}
    ]
    found += [
        f"Auf der Seite „{side.label}“ fehlt eine Person, die unterzeichnen muss."
        for side in Side
        if not any(person.required for person in content.signatories_of(side))
    ]
    return found


def concerns_association(gap: str) -> bool:
    """Whether a gap is closed in the record of the association."""
    return gap.startswith(tuple(MISSING.values()))


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
        f"{own.place} „{inner_quotes(section.heading)}“ hat keinen Text; gedruckt wird nur die Überschrift."
        for own, section, _ in content.labelled_sections()
        if not section.clauses and section.inset == Inset.NONE and section.kind != SectionKind.GROUP
    ]


def _unprintable_words(place: str, found: list[Unprintable]) -> str:
    named = ", ".join(item.character_words for item in islice(found, MAX_NAMED))
    rest = f" und {len(found) - MAX_NAMED} weitere" if len(found) > MAX_NAMED else ""
    return f"{place}: Das kann nicht gedruckt werden: {named}{rest}. Ersetzen Sie es, zum Beispiel durch eine Umschrift."
