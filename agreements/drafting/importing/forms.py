"""The form of a pasted text: the text, what each line is, where it goes, and which obligations it makes."""

import hashlib
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict

from agreements.drafting.actions.contract import NewSignatory
from agreements.drafting.importing.classification import classify
from agreements.drafting.importing.counting import Counting, recognised_counting
from agreements.drafting.importing.line_kinds import LineKind
from agreements.drafting.importing.structure import RecognisedText, structure_of
from agreements.drafting.importing.suggested_signatories import suggested_signatories
from agreements.drafting.importing.suggested_term import suggested_term
from agreements.drafting.importing.text_pieces import Piece, pieces_of
from agreements.drafting.text_cleaning import deceptive_characters, tidy
from agreements.models import Section
from agreements.numbering import Numbering
from districts.base_forms import Form
from districts.fields import TextField

TEXT_LIMIT = 2 * 1024 * 1024
MOST_LINES = 1_500
# what a part of a text cannot be
WHOLE_ONLY = frozenset({LineKind.TITLE, LineKind.PARTY, LineKind.FRAME, LineKind.PREAMBLE})


class ImportForm(Form):
    """`whole`: a whole contract; else a part, put behind one of `places`."""

    text = TextField(
        label="Text",
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 16, "lang": "de", "spellcheck": "false", "data-paste": ""}),
        help_text="Aus Word, LibreOffice, Outlook, einem PDF oder einer E-Mail. Es wird nichts gespeichert, bevor Sie die "
        "Vorschau gesehen haben.",
    )
    after = forms.ChoiceField(label="Einfügen hinter", required=False)
    read = TextField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None,
        *,
        whole: bool = True,
        places: Iterable[tuple[Section, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.whole = whole
        self.pieces: tuple[Piece, ...] = ()  # of a valid text
        choices = [(row.key, label) for row, label in places]
        if choices:
            self.fields["after"].choices = choices  # type: ignore[attr-defined]  # it is a ChoiceField
            self.fields["after"].required = True
        else:
            del self.fields["after"]

    @property
    def kinds(self) -> list[LineKind]:
        """What a line can be."""
        return [kind for kind in LineKind if self.whole or kind not in WHOLE_ONLY]

    def clean_text(self) -> str:
        """Refuse what could not be shown in one preview, and deceptive characters, with their places."""
        text: str = self.cleaned_data["text"]
        if complaint := deceptive_characters(tidy(text)):
            raise forms.ValidationError(complaint)
        self.pieces = pieces_of(text)
        count = len(self.pieces)
        if count > MOST_LINES:
            raise forms.ValidationError(
                f"Der Text hat {count:_} Zeilen und Absätze; auf einmal gehen höchstens {MOST_LINES:_}. Es wurde nichts "
                "gespeichert, und der Text steht noch da. Fügen Sie ihn in Teilen ein: erst den Anfang als neuen Entwurf, "
                "den Rest dort mit „Text einfügen“.".replace("_", ".")
            )
        if not count:
            raise forms.ValidationError("Hier steht kein Text, der gelesen werden kann.")
        return text

    @property
    def token(self) -> str:
        """What the text is, to notice that it was changed after its preview."""
        return hashlib.sha256(self.cleaned_data["text"].encode()).hexdigest()

    @property
    def was_seen(self) -> bool:
        """Whether a person has seen the preview of this valid text."""
        return bool(self.cleaned_data["read"] == self.token)

    @cached_property
    def changed(self) -> dict[str, LineKind]:
        """What a person has set; nothing once the text itself has changed."""
        if not self.was_seen:
            return {}
        known = {kind.value: kind for kind in self.kinds}
        sent = {piece.key: known.get(self.data.get(f"art-{piece.key}", "")) for piece in self.pieces}
        return {key: kind for key, kind in sent.items() if kind}

    @cached_property
    def counting(self) -> Counting:
        """How a whole text is counted, as guessed or as a person has set it."""
        guessed = recognised_counting(self.recognised)
        if not self.was_seen:
            return guessed
        chosen = self.data.get("gliederung")
        return Counting(
            numbering=Numbering(chosen) if chosen in Numbering.values else guessed.numbering,
            lone_clauses_numbered="einzelne" in self.data,
            keeps_marks="nummern" in self.data,
        )

    @property
    def suggested_head(self) -> dict[str, Any]:
        """What the form of a new contract begins with, until somebody has seen it."""
        term = suggested_term(self.recognised)
        said = {name: getattr(term, name) for name in ("begins_on", "begins_with_signing", "ends_on")}
        return {} if self.was_seen else {name: value for name, value in said.items() if value}

    @property
    def accepted(self) -> frozenset[str]:
        """The keys of the suggested obligations that a person has confirmed."""
        return frozenset(self.data.getlist("pflicht")) if isinstance(self.data, QueryDict) else frozenset()

    @property
    def confirmed_people(self) -> frozenset[str]:
        """The keys of the suggested signatories that a person has confirmed."""
        return frozenset(self.data.getlist("person")) if isinstance(self.data, QueryDict) else frozenset()

    def signatories(self) -> list[NewSignatory]:
        """Return the signatories that a person has confirmed."""
        return [
            NewSignatory(side=one.side, name=one.name, function=one.function)
            for one in suggested_signatories(self.recognised)
            if one.key in self.confirmed_people
        ]

    @cached_property
    def recognised(self) -> RecognisedText:
        """The structure of a valid text, as guessed and changed."""
        return structure_of(classify(self.pieces, self.changed, whole=self.whole))
