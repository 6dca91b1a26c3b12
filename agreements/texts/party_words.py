"""What the parties of a text are called, from their short names: with an article („der Träger“) or as a name. Pure."""

from collections.abc import Collection, Mapping, Sequence

from agreements.choices import Side
from agreements.content import Content
from agreements.parties import ARTICLE, bare_name
from agreements.texts.wording import enumerated

BOTH = 2
_DISTRICT = "Bezirk"  # the model texts name it without its article
_OBJECT = {"der": "den", "die": "die", "das": "das"}


def as_subject(short: str) -> str:
    """„Der Träger“, at the beginning of a sentence."""
    words = f"der {short}" if short == _DISTRICT else short
    return words[:1].upper() + words[1:] if ARTICLE.match(words) else words


def as_object(short: str) -> str:
    """„den Träger“, as after „für“."""
    words = f"der {short}" if short == _DISTRICT else short
    found = ARTICLE.match(words)
    return f"{_OBJECT[found[1].lower()]} {words[found.end() :]}" if found else words


def party_names(content: Content) -> dict[Side, str]:
    """Return the short name of each side in printed order."""
    return {party.side: party.short for party in content.parties}


def side_name(content: Content, side: Side) -> str:
    """Return what a table calls a side."""
    return bare_name(party_names(content).get(side, side.label))


def owing_words(owing: Collection[Side], names: Mapping[Side, str]) -> str:
    """„Träger“, „Bezirk und Träger“; „gemeinsam“ for both of two parties."""
    if len(names) <= BOTH <= len(owing):
        return "gemeinsam"
    return enumerated(bare_name(names.get(side, side.label)) for side in _in_order(owing, names))


def owing_subject(owing: Collection[Side], names: Mapping[Side, str]) -> str:
    """„Der Träger“, „Der Bezirk und der Träger“; „Beide Vertragsparteien“ of two, „Alle Vertragsparteien“ of more."""
    if len(owing) >= max(len(names), BOTH):
        return "Alle Vertragsparteien" if len(names) > BOTH else "Beide Vertragsparteien"
    words = [as_subject(names.get(side, side.label)) for side in _in_order(owing, names)]
    later = (word[:1].lower() + word[1:] if ARTICLE.match(word) else word for word in words[1:])
    return enumerated([*words[:1], *later])


def owing_caption(owing: Collection[Side], names: Mapping[Side, str]) -> str:
    """„Pflichten des Bezirks“, „Pflichten von MitWirkung“, „Pflichten: Träger“, „Gemeinsame Pflichten: Schule und Träger“."""
    if len(owing) > 1:
        common = "Gemeinsame Pflichten"
        return common if len(owing) >= len(names) else f"{common}: {owing_words(owing, names)}"
    short = owing_words(owing, names)
    written = next((names[side] for side in owing if side in names), short)
    if bare_name(written) == _DISTRICT:
        return "Pflichten des Bezirks"
    return f"Pflichten: {short}" if ARTICLE.match(written) else f"Pflichten von {short}"


def _in_order(owing: Collection[Side], names: Mapping[Side, str]) -> Sequence[Side]:
    return [side for side in (*names, *(side for side in Side if side not in names)) if side in owing]
