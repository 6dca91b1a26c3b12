"""Which words contain another one: „Armut“ is in Kinderarmut, „Leitung“ is not in Begleitung. Pure.

Words are folded, stems are those of `words.stem`.
"""

from collections.abc import Collection, Iterator

from agreements.search.words import stem

LINKS = ("", "s", "n", "en", "es", "er", "e")  # between the parts
SHORT = frozenset({"amt", "hof", "ort", "rat", "tag"})  # parts of fewer than four letters
SHORTEST_PART = 4
SHORTEST_BEGINNING = 5  # of a stem that other words begin with
SHORTEST_TYPED = 3
# before a part they make another word of it
_PARTICLES = """
aus auseinander bei beieinander daran darauf daruber davor durch ein entgegen fort gegen gegenuber heran heraus
herbei herum herunter hervor hinaus hinein hinter hinzu mit nach nieder uber uberein um umher unter voran voraus vorbei
vorher vorwarts weg weiter wider wieder zuruck zusammen zuwider zwischen
"""
PARTICLES = frozenset(_PARTICLES.split())


def fits(word: str, sought: str, beginning: str) -> bool:
    """Whether a word is found for the stem `sought` by its letters alone.

    It begins with the stem or with what was typed, or its last part is the stem's.
    """
    if len(beginning) >= SHORTEST_TYPED and word.startswith(beginning):
        return True
    if len(sought) >= SHORTEST_BEGINNING and word.startswith(sought):
        return True
    before = _before(word, sought)
    return len(sought) >= SHORTEST_PART and len(before) >= SHORTEST_PART and before not in PARTICLES


def possible_sides(word: str, sought: str) -> set[str]:
    """Return the words one of which must be known, so that the other part of a word is the stem `sought`."""
    if len(sought) < SHORTEST_PART and sought not in SHORT:
        return set()
    sides = set(_without_link(_before(word, sought), at_end=True))
    if word.startswith(sought):
        sides |= set(_without_link(word[len(sought) :], at_end=False))
    return {side for side in sides if _is_part(side)}


def _before(word: str, sought: str) -> str:
    """Return what stands before the last part of a word, if that has the stem `sought`."""
    place = word.rfind(sought)
    return word[:place] if place > 0 and stem(word[place:]) == sought else ""


def possible_parts(word: str) -> Iterator[str]:
    """Yield the words that a word may begin or end with."""
    for place in range(3, len(word) - 2):
        yield word[:place]
        yield word[place:]


def parts_of(word: str, known: Collection[str]) -> tuple[str, ...]:
    """Return the two known words that a word is made of, the second as long as possible; none if it is not."""
    for place in range(3, len(word) - 2):
        second = word[place:]
        if not _is_part(second) or second not in known:
            continue
        for first in _without_link(word[:place], at_end=True):
            if _is_part(first) and first in known:
                return first, second
        if word[:place] in known and _is_part(word[:place]):
            return word[:place], second
    return ()


def _is_part(word: str) -> bool:
    return (len(word) >= SHORTEST_PART or word in SHORT) and word not in PARTICLES


def _without_link(text: str, *, at_end: bool) -> Iterator[str]:
    for link in LINKS:
        if at_end and text.endswith(link):
            yield text.removesuffix(link)
        if not at_end and text.startswith(link):
            yield text.removeprefix(link)
