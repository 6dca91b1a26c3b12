"""Form of a new version."""

from django import forms

from districts.base_forms import Form
from districts.fields import TextField


class VersionForm(Form):
    name = TextField(
        label="Name", max_length=120, help_text="Zum Beispiel: nach der Sitzung mit dem Jugendamt"
    )
    note = TextField(label="Notiz", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))
