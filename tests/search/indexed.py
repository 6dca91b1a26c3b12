"""The index of the tests, and what somebody finds in it."""

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.models import Agreement, SearchRow
from agreements.search.indexing import index_agreement, index_others, rebuild
from agreements.search.presenters import SearchView, search_view
from agreements.search.queries import expand, find
from agreements.search.query_terms import read_query
from agreements.search_choices import SearchKind
from districts.models import User


def index_all() -> None:
    """Build the index from nothing."""
    for _ in rebuild(at=timezone.now()):
        pass


def index_what_is_due() -> None:
    """Do what the worker does."""
    for agreement in Agreement.objects.all():
        index_agreement(agreement.pk, at=timezone.now())
    index_others()


def found(user: User, typed: str) -> list[SearchRow]:
    """Return every row that is shown for a query, the best of equal ones only."""
    kinds = find(user, expand(read_query(typed)), timezone.localdate(), SearchKind)
    keys = [hit.pk for kind in kinds.values() for hit in kind.hits]
    rows = SearchRow.objects.in_bulk(keys)
    return [rows[key] for key in keys]


def titles(user: User, typed: str, kind: SearchKind) -> list[str]:
    return [row.title for row in found(user, typed) if row.kind == kind]


def view(user: User, typed: str) -> SearchView:
    return search_view(user, typed, timezone.localdate(), kind=None, district=None, page="")


def page(browser: Client, typed: str, **more: str) -> str:
    """Return the page of the results."""
    answer = browser.get(reverse("search"), {"q": typed, **more})
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())
