"""Forms of the text of a contract signed elsewhere, and of comparing it with its scan."""

from django import forms

from agreements.drafting.actions.text import CLAUSE_LIMIT
from agreements.drafting.forms.fields import RevisionForm
from districts.base_forms import Form
from districts.fields import TextField, WholeNumberField

MOST = 2**31 - 1


class TypedClauseForm(RevisionForm):
    text = TextField(
        label="Text des Absatzes",
        max_length=CLAUSE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 8, "lang": "de", "spellcheck": "true"}),
    )


class TypedHeadingForm(RevisionForm):
    heading = TextField(label="Überschrift", max_length=200)


class TextSeenForm(Form):
    """What somebody does with the text that she has read: `seen` is its key."""

    seen = WholeNumberField(widget=forms.HiddenInput, min_value=1, max_value=MOST)


class PageCheckForm(TextSeenForm):
    page = WholeNumberField(widget=forms.HiddenInput, min_value=1, max_value=MOST)
