"""Forms for versions."""

from django import forms


class VersionForm(forms.Form):
    """A name and a note for a version."""

    name = forms.CharField(
        label="Name", max_length=120, help_text="Zum Beispiel: nach der Sitzung mit dem Jugendamt"
    )
    note = forms.CharField(
        label="Notiz", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
