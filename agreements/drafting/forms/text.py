"""Forms for the text of a draft."""

from django import forms

from agreements.drafting.actions.text import CLAUSE_LIMIT, Direction
from agreements.drafting.forms.fields import RevisionForm

KEY = r"^[\w-]{1,40}\Z"
UNFIT = dict.fromkeys(
    ("required", "max_length"),
    "Ein Teil ist leer oder zu lang. Es wurde nichts geändert; Ihr Text steht noch hier.",
)


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

    direction = forms.TypedChoiceField(
        choices=[(Direction.UP, "nach oben"), (Direction.DOWN, "nach unten")],
        coerce=lambda sent: Direction(int(sent)),
    )


class RemovalForm(RevisionForm):
    """Removing a section with the clauses that were seen."""

    contents = forms.CharField(max_length=64, required=False)


class SplitForm(RevisionForm):
    """Parting an Absatz at the caret."""

    before = forms.CharField(max_length=CLAUSE_LIMIT, error_messages=UNFIT)
    after = forms.CharField(max_length=CLAUSE_LIMIT, error_messages=UNFIT)


class JoinForm(RevisionForm):
    """Joining an Absatz to the one before it; `text` is what both say now, if somebody is writing."""

    previous = forms.RegexField(KEY)
    previous_revision = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    text = forms.CharField(required=False, empty_value=None, max_length=CLAUSE_LIMIT, error_messages=UNFIT)


class SectionPlaceForm(RevisionForm):
    """Putting a section before another one, or last."""

    before = forms.RegexField(KEY, required=False)


class ClausePlaceForm(RevisionForm):
    """Putting an Absatz behind another one of a section, or first."""

    section_key = forms.RegexField(KEY)
    after = forms.RegexField(KEY, required=False)
