"""Choosing a district: from a list while there are few, else by typing, with and without JavaScript."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from districts.models import District, User
from districts.policy import visible_districts
from districts.search import search_districts

MOST_IN_A_LIST = 30
SEARCH = "bezirk_suche"  # what is typed, in the form and in the address that suggests


class DistrictWidget(forms.Widget):
    """A text field, and below it radio buttons for the districts that fit what was typed."""

    def __init__(self, districts: QuerySet[District]) -> None:
        super().__init__()
        self.districts = districts

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, str]:
        """Return what was typed and which button was pressed."""
        return data.get(SEARCH, ""), data.get(name, "")

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Say whether neither was sent."""
        return name not in data and SEARCH not in data

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Write the field as it was sent; an initial value is the key of a district."""
        typed, pressed = value if isinstance(value, tuple) else ("", str(value or ""))
        if pressed and not typed:
            typed = next((one.name for one in self.districts.filter(pk=_key(pressed))), "")
        search = search_districts(self.districts, typed)
        shown = {"name": name, "id": (attrs or {}).get("id", ""), "attrs": attrs or {}, "search_name": SEARCH}
        return render_to_string("districts/choose.html", shown | {"search": search, "pressed": pressed})


class DistrictField(forms.ModelChoiceField[District]):
    """A district by name or number. A pressed button counts as long as it fits what was typed."""

    widget: DistrictWidget

    def __init__(self, districts: QuerySet[District], **kwargs: Any) -> None:
        help_text = "Name oder amtliche Nummer. Passt mehr als ein Bezirk, wählen Sie unter dem Feld."
        super().__init__(districts, widget=DistrictWidget(districts), help_text=help_text, **kwargs)

    def clean(self, value: tuple[str, str]) -> District:
        """Return the district that is meant, or say which ones could be."""
        typed, pressed = value
        chosen = self.queryset.filter(pk=_key(pressed)).first() if self.queryset is not None else 0
        if isinstance(chosen, District) and (
            not typed.strip() or typed.casefold().strip() in chosen.name.casefold()
        ):
            return chosen
        search = search_districts(self.queryset, typed)  # type: ignore[arg-type]  # of districts, see above
        if search.exact is not None:
            return search.exact
        if not search.typed:
            raise ValidationError(self.error_messages["required"], code="required")
        if search.found:
            raise ValidationError(
                f"Zu „{search.typed}“ passt mehr als ein Bezirk. Wählen Sie unter dem Feld."
            )
        raise ValidationError(f"Zu „{search.typed}“ passt kein Bezirk. Prüfen Sie die Schreibweise.")


def district_filter(user: User, slug: str) -> tuple[list[tuple[str, str]], District | None]:
    """Return which districts a list offers to filter by, and the chosen one. One query, two where there are many.

    Of many only the chosen one is offered, of one alone nothing; a slug that the user does not see chooses nothing.
    """
    few = list(visible_districts(user)[: MOST_IN_A_LIST + 1])
    if len(few) > MOST_IN_A_LIST:
        few = list(visible_districts(user).filter(slug=slug.replace("\0", "")))
    elif len(few) == 1:
        return [], few[0] if few[0].slug == slug else None
    return [(one.slug, one.name) for one in few], next((one for one in few if one.slug == slug), None)


def offer_districts(form: forms.Form, districts: Sequence[tuple[str, str]]) -> None:
    """Let a list be filtered by one of several districts."""
    if districts:
        choices = [("", "alle Bezirke"), *districts]
        form.fields["bezirk"] = forms.ChoiceField(label="Bezirk", choices=choices, required=False)


def district_field(districts: QuerySet[District], label: str) -> forms.ModelChoiceField[District]:
    """Return the field to choose one of some districts with. One query."""
    few = list(districts[: MOST_IN_A_LIST + 1])
    if len(few) > MOST_IN_A_LIST:
        return DistrictField(districts, label=label)
    field = forms.ModelChoiceField(districts, label=label)
    field.choices = [("", "Bitte wählen"), *((one.pk, str(one)) for one in few)]
    return field


def _key(sent: str) -> int:
    """Return the key of a row, 0 for what is none."""
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 16 else 0
