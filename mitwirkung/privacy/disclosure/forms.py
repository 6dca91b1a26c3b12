"""The field by which a person is looked for."""

from django import forms

from districts.base_forms import Form
from districts.fields import TextField


class PersonSearchForm(Form):
    """A part of a name, user name or e-mail address."""

    q = TextField(
        label="Name, Benutzername oder E-Mail-Adresse",
        min_length=3,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
