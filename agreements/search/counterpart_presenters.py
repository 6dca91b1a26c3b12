"""View models of the corresponding clauses of other agreements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.utils.safestring import SafeString

from agreements.drafting.comparison.html import pieces_html
from agreements.models import Instrument, SearchRow
from agreements.search.counterparts import Counterpart, counterparts, own_clause
from agreements.search.presenters import row_about, row_url
from agreements.search.queries import rows_of
from agreements.word_diff import compare_text
from districts.models import User

ON_A_PAGE = 20
NAMED = 3  # agreements of a wording


@dataclass(frozen=True, slots=True, kw_only=True)
class ElsewhereLink:
    """Where a wording stands."""

    title: str
    about: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingView:
    """A wording of other agreements: `places` of some, `more` others; `html` is None if it is the same."""

    heading: str
    html: SafeString | None
    places: tuple[ElsewhereLink, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ElsewherePage:
    """A clause and what corresponds to it; `own` is None while it is not read in."""

    own: SearchRow | None = None
    wordings: tuple[WordingView, ...] = ()
    page: "Page[Counterpart] | None" = None


def counterpart_page(
    user: User, instrument: Instrument, key: str, as_of: date, *, page: str
) -> ElsewherePage:
    """Return the page about a clause. Eight queries, whatever is found."""
    own = own_clause(user, instrument, key, as_of)
    if own is None:
        return ElsewherePage()
    chosen = Paginator(counterparts(user, own, as_of), ON_A_PAGE).get_page(page)
    rows = rows_of(pk for one in chosen.object_list for pk in one.rows[:NAMED])
    wordings = [
        _wording(own, one, [rows[pk] for pk in one.rows[:NAMED] if pk in rows]) for one in chosen.object_list
    ]
    return ElsewherePage(own=own, wordings=tuple(filter(None, wordings)), page=chosen)


def _wording(own: SearchRow, one: Counterpart, rows: Sequence[SearchRow]) -> WordingView | None:
    if not rows:
        return None
    number = len(one.rows)
    said = "Wortgleich" if own.body == rows[0].body else f"{round(one.likeness * 100)} % gleich"
    return WordingView(
        heading=f"{said}: {number} Verträge" if number > 1 else f"{said}: ein Vertrag",
        html=None if own.body == rows[0].body else pieces_html(compare_text(own.body, rows[0].body).pieces),
        places=tuple(ElsewhereLink(title=row.title, about=row_about(row), url=row_url(row)) for row in rows),
        more=number - len(rows),
    )
