"""Forms of the text of a draft."""

from django import forms

from agreements.choices import Inset
from agreements.drafting.actions.text import CLAUSE_LIMIT, Direction
from agreements.drafting.forms.fields import RevisionForm
from districts.base_forms import Form
from districts.fields import TextField, WholeNumberField

KEY = r"^[\w-]{1,40}\Z"
UNFIT = dict.fromkeys(
    ("required", "max_length"),
    "Ein Teil ist leer oder zu lang. Es wurde nichts geändert; Ihr Text steht noch hier.",
)


class ClauseTextForm(Form):
    text = TextField(
        label="Text des Absatzes",
        max_length=CLAUSE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 8, "lang": "de", "spellcheck": "true"}),
        help_text="Aufzählungen mit „1.“ oder „-“ am Zeilenanfang, *kursiv*, **fett**. "
        "Platzhalter wie [BEZIRK] werden beim Lesen gefüllt, die Marken ‹ › beim Lesen weggelassen.",
    )


class ClauseForm(ClauseTextForm, RevisionForm):
    pass


class HeadingForm(Form):
    heading = TextField(label="Überschrift", max_length=200)


class SectionForm(HeadingForm, RevisionForm):
    inset = forms.ChoiceField(
        label="Tabelle am Ende",
        choices=Inset.choices,
        required=False,
        help_text="Die Seite schreibt sie aus den Pflichten. Jede steht einmal im Vertrag: Wählen Sie sie hier, steht sie nicht mehr "
        "an ihrer bisherigen Stelle. Ohne Stelle wird sie als letzte Anlage gedruckt.",
    )

    def clean_inset(self) -> str | None:
        """Return None if it was not sent: the table stays."""
        inset: str = self.cleaned_data["inset"]
        return inset if self.add_prefix("inset") in self.data else None


class MoveForm(RevisionForm):
    direction = forms.TypedChoiceField(
        choices=[(Direction.UP, "nach oben"), (Direction.DOWN, "nach unten")],
        coerce=lambda sent: Direction(int(sent)),
    )


class RemovalForm(RevisionForm):
    """Remove a section with the clauses that were seen."""

    contents = TextField(max_length=64, required=False)


class SplitForm(RevisionForm):
    """Split a clause at the caret; `again` is the key of the part that was joined to it before."""

    before = TextField(max_length=CLAUSE_LIMIT, error_messages=UNFIT)
    after = TextField(max_length=CLAUSE_LIMIT, error_messages=UNFIT)
    again = forms.RegexField(KEY, required=False)


class JoinForm(RevisionForm):
    """Join a clause to the preceding one; `text` is the joint text if it was edited."""

    previous = forms.RegexField(KEY)
    previous_revision = WholeNumberField(min_value=0, max_value=2**31 - 1)
    text = TextField(required=False, empty_value=None, max_length=CLAUSE_LIMIT, error_messages=UNFIT)


class SectionPlaceForm(RevisionForm):
    before = forms.RegexField(KEY, required=False)


class ClausePlaceForm(RevisionForm):
    section_key = forms.RegexField(KEY)
    after = forms.RegexField(KEY, required=False)
