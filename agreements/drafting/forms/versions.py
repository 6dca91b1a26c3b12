"""Form of a new version."""

from django import forms


class VersionForm(forms.Form):
    name = forms.CharField(
        label="Name", max_length=120, help_text="Zum Beispiel: nach der Sitzung mit dem Jugendamt"
    )
    note = forms.CharField(
        label="Notiz", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
