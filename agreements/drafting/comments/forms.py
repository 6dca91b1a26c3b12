"""Forms for comments and suggestions."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core import signing

from agreements.choices import Addressee
from agreements.drafting.actions.text import CLAUSE_LIMIT
from agreements.models import Thread
from districts.base_forms import Form
from districts.fields import TextField, WholeNumberField
from districts.models import User

COMMENT_LIMIT = 10_000
WRITING = {"lang": "de", "spellcheck": "true"}


class CommentAnswerForm(Form):
    text = TextField(
        label="Ihr Beitrag",
        max_length=COMMENT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 5, **WRITING}),
        help_text="Mit „@Name“ im Text sprechen Sie jemanden an, oder Sie wählen unten aus.",
    )
    mentioned = forms.TypedMultipleChoiceField(
        label="Ansprechen", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, partners: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(person.pk, str(person)) for person in partners]
        self.fields["mentioned"].choices = people  # type: ignore[attr-defined]  # a field with choices
        if not people:
            del self.fields["mentioned"]


class ThreadForm(CommentAnswerForm):
    addressee = forms.TypedChoiceField(
        label="Wer liest das?",
        coerce=Addressee,
        widget=forms.RadioSelect,
        initial=Addressee.TEAM,
        help_text="Der Bezirk liest mit, sobald der Entwurf in der Abstimmung ist.",
    )
    field_order = ("addressee", "text", "mentioned")

    def __init__(self, *args: Any, addressees: Iterable[Addressee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(circle.value, circle.label) for circle in addressees]
        self.fields["addressee"].choices = choices  # type: ignore[attr-defined]  # a field with choices
        if len(choices) == 1:
            self.fields["addressee"].widget = forms.HiddenInput()
            self.fields["addressee"].initial = choices[0][0]


class SuggestionForm(Form):
    """A new wording for a clause; `base` is the displayed text, signed so that the client cannot forge it."""

    text = TextField(
        label="Ihr Wortlaut",
        max_length=CLAUSE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 10, **WRITING}),
        help_text="Ändern Sie die Worte, um die es geht. Platzhalter wie [BEZIRK] und die Marken ‹ › "
        "gehören zum Text; beim Lesen werden sie gefüllt oder weggelassen.",
    )
    base = TextField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, thread: Thread, today: str) -> None:
        signed = signing.dumps(today, salt=_salt(thread), compress=True)
        super().__init__(data, initial={"text": today, "base": signed})
        self.thread = thread

    def clean_base(self) -> str | None:
        """Return the displayed text, or None if its signature is invalid."""
        try:
            return str(signing.loads(self.cleaned_data["base"], salt=_salt(self.thread)))
        except signing.BadSignature:
            return None


class AcceptanceForm(Form):
    """The displayed revision of the clause; `merge` merges the suggestion with later changes."""

    revision = WholeNumberField(min_value=1)
    merge = forms.BooleanField(required=False)


class DeclineForm(Form):
    reason = TextField(
        label="Begründung",
        max_length=COMMENT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 5, **WRITING}),
        help_text="Der Bezirk liest sie bei seinem Vorschlag.",
    )


def _salt(thread: Thread) -> str:
    return f"suggestion:{thread.key}"
