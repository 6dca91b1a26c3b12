"""The field of the search, and what narrows its results."""

from typing import Any

from django import forms
from django.http import QueryDict

from agreements.search.query_terms import LONGEST_QUERY
from agreements.search_choices import SearchKind
from districts.base_forms import Form
from districts.fields import TextField
from districts.models import User
from districts.policy import role_scope, visible_districts


class SearchForm(Form):
    """`art` and `bezirk` filter; unknown values of them filter nothing."""

    q = TextField(
        label="Suchen",
        required=False,
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"type": "search", "aria-keyshortcuts": "Control+K", "data-find": ""}),
    )

    def __init__(self, data: QueryDict, user: User) -> None:
        who = role_scope(user)
        self.districts: dict[str, int] = {}
        named: list[tuple[str, str]] = []
        if who.city or len(who.district_ids) > 1:
            rows = list(visible_districts(user).values_list("slug", "name", "pk"))
            named = [(slug, name) for slug, name, _ in rows]
            self.districts = {slug: pk for slug, _, pk in rows}
        chosen = data.get("bezirk", "")
        self.kind = next((kind for kind in SearchKind if kind == data.get("art")), None)
        self.district = self.districts.get(chosen)
        super().__init__({"q": data.get("q", ""), "bezirk": chosen if self.district else ""})
        if named:
            choices: Any = [("", "alle Bezirke"), *named]
            self.fields["bezirk"] = forms.ChoiceField(label="Bezirk", choices=choices, required=False)
