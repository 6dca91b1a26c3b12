"""What is missing before a content can be frozen for signing."""

from agreements.content import Content
from agreements.vocabulary import Side


def gaps(content: Content) -> list[str]:
    """Return what is missing before the content can be frozen, one German sentence for each gap."""
    found = [
        f"Der Platzhalter [{name}] hat noch keinen Wert: {', '.join(places)}."
        for name, places in content.missing().items()
    ]
    if content.term.begins_on is None:
        found.append("Der Beginn der Laufzeit fehlt.")
    found += [
        f"Auf der Seite „{side.label}“ fehlt eine Person, die unterzeichnen muss."
        for side in Side
        if not any(person.required for person in content.signatories_of(side))
    ]
    return found
