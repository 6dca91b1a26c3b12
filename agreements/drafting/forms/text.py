"""Forms for the text of a draft."""

from django import forms

from agreements.drafting.forms.fields import RevisionForm

CLAUSE_LIMIT = 20_000


class ClauseTextForm(forms.Form):
    """The text of one Absatz."""

    text = forms.CharField(
        label="Text des Absatzes",
        max_length=CLAUSE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 8, "lang": "de", "spellcheck": "true"}),
        help_text="Aufzählungen mit „1.“ oder „-“ am Zeilenanfang, *kursiv*, **fett**. "
        "Platzhalter wie [BEZIRK] werden beim Lesen gefüllt, die Marken ‹ › beim Lesen weggelassen.",
    )


class ClauseForm(ClauseTextForm, RevisionForm):
    """Changing an Absatz."""


class HeadingForm(forms.Form):
    """A heading."""

    heading = forms.CharField(label="Überschrift", max_length=200)


class SectionForm(HeadingForm, RevisionForm):
    """Changing a heading."""


class MoveForm(RevisionForm):
    """Moving something by one place."""

    direction = forms.TypedChoiceField(choices=[(-1, "nach oben"), (1, "nach unten")], coerce=int)


class RemovalForm(RevisionForm):
    """Removing a section with the clauses that were seen."""

    contents = forms.CharField(max_length=64, required=False)
