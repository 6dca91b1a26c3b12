"""Title and parties, which stand in front of the first heading of a pasted contract. Pure."""

import re
from collections.abc import Sequence

from agreements.drafting.importing.line_kinds import LineKind
from agreements.drafting.importing.markers import is_title
from agreements.drafting.importing.text_pieces import Piece

BETWEEN = re.compile(r"zwischen\W*", re.IGNORECASE)
AND = re.compile(r"(?:und|sowie)\W*", re.IGNORECASE)
BEGINS_PARTY = re.compile(r"(?:zwischen|und|sowie) (?=(?:dem|der|den|des|die|das)\b|[A-ZÄÖÜ])")
CLOSES = re.compile(r"\b(?:schließen|vereinbaren|vereinbart|geschlossen|treffen|abgeschlossen)\b")
ANNOUNCES = re.compile(r"(?:[Ff]olgende[sr]?|wie folgt)\b")
LONGEST_TITLE = 300  # letters


def title_block(pieces: Sequence[Piece], places: Sequence[int]) -> dict[int, LineKind]:
    """Return the kinds of the lines at these places, which are in front of the first heading."""
    begins = next((place for place in places if _begins_parties(pieces[place].text)), None)
    if begins is None:
        first = places[:1] if places and is_title(pieces[places[0]].text, LONGEST_TITLE) else []
        return dict.fromkeys(first, LineKind.TITLE)
    kinds = {place: LineKind.TITLE for place in places if place < begins}
    return kinds | _parties(pieces, [place for place in places if place >= begins])


def _begins_parties(text: str) -> bool:
    return bool(BETWEEN.fullmatch(text) or (text.startswith("zwischen ") and BEGINS_PARTY.match(text)))


def _parties(pieces: Sequence[Piece], places: Sequence[int]) -> dict[int, LineKind]:
    kinds: dict[int, LineKind] = {}
    begins = True
    for place in places:
        text = pieces[place].text
        if BETWEEN.fullmatch(text) or AND.fullmatch(text):
            kinds[place], begins = LineKind.FRAME, True
        elif closes(text):
            kinds[place] = LineKind.FRAME
            break
        elif begins or BEGINS_PARTY.match(text):
            kinds[place], begins = LineKind.PARTY, False
        else:
            kinds[place] = LineKind.CONTINUED
    return kinds


def closes(text: str) -> bool:
    """Return whether a line leads from the parties to what they agree on."""
    return bool(CLOSES.search(text) or (text.endswith(":") and ANNOUNCES.search(text)))
