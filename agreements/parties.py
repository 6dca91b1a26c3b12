"""How many parties an instrument has, what a table calls them, and which of them owe an obligation. Pure."""

import re
from collections.abc import Collection, Iterable
from functools import cache
from itertools import count

from django.db.models import TextChoices
from msgspec import UnsetType

from agreements.choices import OwedBy, Side


class ReportingSide(TextChoices):
    """Who reports on obligations: the district, and the coordination for all parties without accounts."""

    DISTRICT = "district", "Bezirk"
    COORDINATION = "association", "Koordination"


MAX_PARTIES = len(Side)
SHORT_LIMIT = 60  # letters
ARTICLE = re.compile(r"(der|die|das) (?=\S)", re.IGNORECASE)
FIRST_TWO = (Side.DISTRICT, Side.ASSOCIATION)
_OWING = {
    OwedBy.DISTRICT: frozenset({Side.DISTRICT}),
    OwedBy.ASSOCIATION: frozenset({Side.ASSOCIATION}),
    OwedBy.BOTH: frozenset(FIRST_TWO),
}


def bare_name(short: str) -> str:
    """„Träger“, without the article of „der Träger“, as in a table."""
    return ARTICLE.sub("", short, count=1)


def names_apart(shorts: Iterable[str]) -> list[str]:
    """Return the names of the parties, with a number where an earlier one is called the same: „der Träger 2“."""
    names: list[str] = []
    taken: set[str] = set()
    for short in shorts:
        candidates = (short if n == 1 else f"{short[: SHORT_LIMIT - 2]} {n}" for n in count(1))
        names.append(next(one for one in candidates if bare_name(one).casefold() not in taken))
        taken.add(bare_name(names[-1]).casefold())
    return names


def owing_sides(owed_by: OwedBy, named: Collection[Side] | UnsetType = ()) -> frozenset[Side]:
    """Return the sides that owe, from both stored values."""
    return _owing(owed_by, tuple(named or ()))


def stored_owing(sides: Collection[Side]) -> tuple[OwedBy, list[Side]]:
    """Return both values that are stored for the sides that owe."""
    for owed_by, owing in _OWING.items():
        if owing == set(sides):
            return owed_by, []
    return OwedBy.NAMED, [side for side in Side if side in sides]


@cache
def reporting_sides(owing: frozenset[Side]) -> frozenset[ReportingSide]:
    """Return who reports for the sides that owe: only the district has accounts of its own."""
    others = {ReportingSide.COORDINATION} if owing - {Side.DISTRICT} else set()
    return frozenset(({ReportingSide.DISTRICT} if Side.DISTRICT in owing else set()) | others)


@cache
def _owing(owed_by: OwedBy, named: tuple[Side, ...]) -> frozenset[Side]:
    """Return the same set for the same values: a list has thousands of them."""
    return frozenset(map(Side, named)) if owed_by == OwedBy.NAMED else _OWING[owed_by]
