"""Finding districts by what somebody types: a name, a part of it, or the official number."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from districts.models import District

MOST_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictSearch:
    """The first districts that fit; `more` says that there are others, `exact` is the one that is meant for sure."""

    typed: str
    found: tuple[District, ...]
    more: bool
    exact: District | None


def search_districts(districts: QuerySet[District], typed: str) -> DistrictSearch:
    """Look for a text among districts. One query, none for an empty text."""
    typed = typed.replace("\0", "").strip()
    fits = Q(name__icontains=typed) | Q(number=typed)
    found = tuple(districts.filter(fits)[: MOST_SHOWN + 1]) if typed else ()
    named = [one for one in found if typed.casefold() in {one.name.casefold(), one.number}]
    exact = named[0] if named else found[0] if len(found) == 1 else None
    return DistrictSearch(typed=typed, found=found[:MOST_SHOWN], more=len(found) > MOST_SHOWN, exact=exact)
