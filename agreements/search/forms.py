"""The field of the search, and what narrows its results."""

from django import forms
from django.http import QueryDict

from agreements.search.query_terms import LONGEST_QUERY
from agreements.search_choices import SearchKind
from districts.base_forms import Form
from districts.fields import TextField
from districts.forms import district_filter, offer_districts
from districts.models import User


class SearchForm(Form):
    """`art` and `bezirk` filter; unknown values of them filter nothing."""

    q = TextField(
        label="Suchen",
        required=False,
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"type": "search", "aria-keyshortcuts": "Control+K", "data-find": ""}),
    )

    def __init__(self, data: QueryDict, user: User) -> None:
        districts, self.district = district_filter(user, data.get("bezirk", ""))
        self.kind = next((kind for kind in SearchKind if kind == data.get("art")), None)
        super().__init__({"q": data.get("q", ""), "bezirk": self.district.slug if self.district else ""})
        offer_districts(self, districts)
