"""View models of what was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.safestring import SafeString

from agreements.choices import Status
from agreements.models import SearchRow
from agreements.search.passages import marked
from agreements.search.queries import FoundKind, Hit, corrected, expand, find, rows_of, waiting
from agreements.search.query_terms import QueryTerm, read_query
from agreements.search_choices import SearchKind
from districts.models import User

FIRST = 5  # of each kind, on the page of all kinds
ON_A_PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class HitView:
    """Something that was found. `about` says where it stands, `alike` in how many agreements the same is said."""

    title: SafeString
    passage: SafeString
    url: str  # empty where there is no page
    about: str
    alike: str = ""
    others_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindView:
    """What of a kind was found; `more` is the number of hits that are not shown."""

    kind: SearchKind
    number: str
    hits: tuple[HitView, ...]
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class KindTab:
    """A link that shows one kind, or all."""

    label: str
    value: str | None
    number: str
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchView:
    """The results; `nothing` says why there are none, `suggestion` is a query that finds something."""

    tabs: tuple[KindTab, ...] = ()
    kinds: tuple[KindView, ...] = ()
    page: "Page[Hit] | None" = None
    nothing: str = ""
    suggestion: str = ""
    waiting: int = 0


def search_view(
    user: User, typed: str, as_of: date, *, kind: SearchKind | None, district: int | None, page: str
) -> SearchView:
    """Return what the user finds, in a fixed number of queries while anything is found."""
    if not typed.strip():
        return SearchView()
    terms = read_query(typed)
    if not terms:
        return SearchView(
            nothing="Ihre Suche hat nur Füllwörter oder Satzzeichen. Nennen Sie bitte ein Wort dazu."
        )
    terms = expand(terms)
    found = find(user, terms, as_of, SearchKind, district)
    if not found:
        return SearchView(
            nothing="Zu dieser Suche gibt es nichts, was Sie lesen dürfen.",
            suggestion=_suggestion(user, terms, as_of, district),
            waiting=waiting(user, as_of),
        )
    rest = {one: of_kind.hits for one, of_kind in found.items()}
    chosen: Page[Hit] | None = None
    if kind:
        chosen = Paginator(rest.get(kind, ()), ON_A_PAGE).get_page(page)
        shown = {kind: tuple(chosen.object_list)}
    else:
        shown = {one: hits[:FIRST] for one, hits in rest.items()}
    rows = rows_of(hit.pk for hits in shown.values() for hit in hits)
    lexemes = frozenset[str]().union(*(term.lexemes for term in terms))
    return SearchView(
        tabs=_tabs(found, kind),
        kinds=tuple(
            KindView(
                kind=one,
                number=_number(found[one]),
                hits=tuple(_hit(rows[hit.pk], hit, lexemes) for hit in shown[one] if hit.pk in rows),
                more=0 if kind else len(rest[one]) - len(shown[one]),
            )
            for one in SearchKind
            if shown.get(one)
        ),
        page=chosen,
        nothing=f"Unter „{kind.label}“ gibt es dazu nichts." if kind and kind not in found else "",
        waiting=waiting(user, as_of),
    )


def _suggestion(user: User, terms: Sequence[QueryTerm], as_of: date, district: int | None) -> str:
    """Return a query spelt almost so, if the reader finds something by it: the words are of all districts."""
    words = corrected(terms)
    return words if words and find(user, expand(read_query(words)), as_of, SearchKind, district) else ""


def _tabs(found: dict[SearchKind, FoundKind], chosen: SearchKind | None) -> tuple[KindTab, ...]:
    kinds = [one for one in SearchKind if one in found or one == chosen]
    return (
        KindTab(label="Alles", value=None, number="", active=chosen is None),
        *(
            KindTab(
                label=one.label,
                value=one.value,
                number=_number(found.get(one, FoundKind())),
                active=one == chosen,
            )
            for one in kinds
        ),
    )


def _number(found: FoundKind) -> str:
    number = f"{found.number:,}".replace(",", ".")
    return f"mehr als {number}" if found.more else number


def _hit(row: SearchRow, hit: Hit, lexemes: frozenset[str]) -> HitView:
    is_clause = row.kind == SearchKind.CLAUSE
    return HitView(
        title=marked(row.title, lexemes, whole=True),
        passage=marked(row.body, lexemes),
        url=row_url(row),
        about=row_about(row),
        alike=f"wortgleich in {hit.agreements} Verträgen" if hit.agreements > 1 else "",
        others_url=reverse("clause_elsewhere", args=[row.instrument_id, row.key]) if is_clause else "",
    )


def row_about(row: SearchRow) -> str:
    words = [str(row.template)] if row.template else []
    if row.agreement:
        words.append(str(row.agreement))
    if row.instrument:
        if row.instrument.number:
            words.append(row.instrument.name)
        status = Status(row.instrument.status)
        words += [status.label] if status != Status.SIGNED else ["gilt heute"] if row.current else []
    return " · ".join(words)


def row_url(row: SearchRow) -> str:
    """Return where what was found is read."""
    kind = SearchKind(row.kind)
    if row.membership:
        place = row.membership.district
        return f"{reverse('district_detail', args=[place.slug])}#personen" if place else ""
    if row.template:
        return f"{reverse('template_detail', args=[row.template.pk])}#absatz-{row.key}"
    if kind == SearchKind.OBLIGATION and row.current and row.key.isdecimal():
        return reverse("obligation_detail", args=[int(row.key)])
    if kind == SearchKind.EVIDENCE:
        return reverse("evidence_detail", args=row.key.split("/"))
    if kind == SearchKind.RESOLUTION:
        return f"{reverse('agreement_history', args=[row.agreement_id])}#beschluesse"
    if row.instrument is None:
        return reverse("agreement_detail", args=[row.agreement_id])
    if kind == SearchKind.CLAUSE:
        whole = (
            reverse("reading_text", args=[row.agreement_id])
            if row.current
            else row.instrument.page_url("text")
        )
        return f"{whole}#absatz-{row.key}"
    page = {SearchKind.PERSON: "signing", SearchKind.OBLIGATION: "text"}.get(kind, "detail")
    return row.instrument.page_url(page)
