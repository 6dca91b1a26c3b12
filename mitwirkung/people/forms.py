"""Forms about people: which are listed, who is invited, what is changed, who leaves. None takes a password."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from districts.base_forms import Form, ModelForm
from districts.fields import DayField, EmailField, TextField
from districts.forms import district_field, district_filter, offer_districts
from districts.models import Membership, User
from districts.people.actions.roles import DISTRICT_FITS
from districts.people.permissions import districts_to_give, given_roles
from districts.people.queries import PeopleFilter, PeopleOrder, PersonState
from districts.roles import DISTRICT_ROLES, Role


class PeopleFilterForm(Form):
    """The filter of the list; the districts are those visible to the user."""

    q = TextField(
        label="Name oder E-Mail-Adresse",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    rolle = forms.ChoiceField(label="Rolle", choices=[("", "jede Rolle"), *Role.choices], required=False)
    stand = forms.ChoiceField(
        label="Zugang", choices=[("", "jeder Stand"), *PersonState.choices], required=False
    )
    ordnung = forms.ChoiceField(label="Sortiert nach", choices=PeopleOrder.choices, required=False)
    field_order = ["q", "bezirk", "rolle", "stand", "ordnung"]

    def __init__(self, *args: Any, districts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_districts(self, districts)
        self.order_fields(self.field_order)


def chosen_people(data: QueryDict, user: User) -> tuple[PeopleFilterForm, PeopleFilter]:
    """Return the filter form with its current values, and the filter. Unknown values filter nothing. One query, or two."""
    districts, district = district_filter(user, data.get("bezirk", ""))
    sent = PeopleFilterForm(data, districts=districts)
    sent.is_valid()
    valid = {name: value for name, value in sent.cleaned_data.items() if value}
    choice = PeopleFilter(
        text=valid.get("q", ""),
        district=district.pk if district else None,
        role=Role(valid["rolle"]) if "rolle" in valid else None,
        state=PersonState(valid["stand"]) if "stand" in valid else None,
        order=PeopleOrder(valid.get("ordnung", PeopleOrder.NAME)),
    )
    return PeopleFilterForm(initial=valid, districts=districts), choice


class RoleForm(Form):
    """A role that the user may give, with its district."""

    role = forms.ChoiceField(label="Rolle")

    def __init__(self, *args: Any, giver: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = given_roles(giver)
        self.fields["role"].choices = [("", "Bitte wählen"), *((role.value, role.label) for role in roles)]  # type: ignore[attr-defined]  # a choice
        districts = districts_to_give(giver)
        field = district_field(districts, "Bezirk")
        field.required = set(roles) <= DISTRICT_ROLES
        field.help_text = "" if field.required else "Nur zu einer Rolle im Bezirk."
        if field.required and districts.count() == 1:
            field.initial = districts[0]
        self.fields["district"] = field

    def clean(self) -> dict[str, Any]:
        """Ask for a district with the roles that have one."""
        cleaned = self.cleaned_data
        if (role := cleaned.get("role")) and "district" in cleaned:
            if (role in DISTRICT_ROLES) != (cleaned["district"] is not None):
                self.add_error("district", DISTRICT_FITS)
            cleaned["role"] = Role(role)
        return cleaned


class PersonDataForm(ModelForm[User]):
    """Name, office telephone and e-mail address."""

    class Meta:
        model = User
        fields = ["first_name", "last_name", "email", "office_phone"]

    field_order = ["first_name", "last_name", "email", "office_phone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_name"].required = True
        self.fields["email"].required = not (self.instance.pk and not self.instance.email)


class InvitePersonForm(RoleForm):
    """Who is invited, to which role."""

    first_name = TextField(label="Vorname", max_length=150, required=False)
    last_name = TextField(label="Nachname", max_length=150)
    email = EmailField(
        label="E-Mail-Adresse",
        max_length=254,
        help_text="Dorthin geht die Einladung, ein Passwort zu wählen.",
    )
    office_phone = TextField(label="Telefon am Arbeitsplatz", max_length=40, required=False)
    field_order = ["first_name", "last_name", "email", "office_phone", "role", "district"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)


class DepartureForm(Form):
    """From which day on, and who takes over; sent only by who has read the preview."""

    leaves_on = DayField(label="Ohne Zugang ab", help_text="Heute: Alles endet sofort.")
    successor = forms.ModelChoiceField(
        label="Wer übernimmt", queryset=User.objects.none(), required=False, empty_label="niemand Bestimmtes"
    )
    confirmed = forms.BooleanField(label="Ich habe gelesen, was übergeben wird und was endet.")

    def __init__(self, *args: Any, successors: QuerySet[User], must_hand_over: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["successor"]
        field.queryset, field.required = successors, must_hand_over
        if must_hand_over:
            field.empty_label = "Bitte wählen"
            field.help_text = "Zur Auswahl steht, wer zur Koordination gehört und selbst bleibt."


class RoleReviewForm(Form):
    """Which of the listed roles are still right."""

    roles = forms.ModelMultipleChoiceField(
        queryset=Membership.objects.none(),
        error_messages={
            "required": "Bitte wählen Sie die Rollen, die noch stimmen.",
            "invalid_choice": "Eine dieser Rollen gibt es nicht mehr. Es wurde nichts bestätigt; bitte sehen Sie die Liste noch einmal durch.",
        },
    )

    def __init__(self, *args: Any, roles: QuerySet[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].queryset = roles  # type: ignore[attr-defined]  # a choice among rows
