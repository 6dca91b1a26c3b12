"""Forms for transitions and signatures, and fields that several of them share."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from agreements.choices import DateSource
from agreements.files.fields import MAX_MEGABYTES, UploadField
from agreements.files.uploads import PDF
from agreements.models import Delegation, Signatory
from agreements.signing.certificates import matching
from agreements.signing.certificates.examination.result import ExaminedSignature
from agreements.signing.delegation.queries import decode_signer, encode_signer
from agreements.texts.signature_wording import signer_words
from districts.base_forms import Form
from districts.fields import DayField, TextField

# the other sources are read from the signature itself
ENTERED_SOURCES = [
    (source.value, source.label)
    for source in DateSource
    if source not in {DateSource.TIMESTAMP, DateSource.SIGNATURE, DateSource.APPLICATION}
]
SCAN_HELP = f"PDF, PNG oder JPEG, höchstens {MAX_MEGABYTES} MB."


def place_field() -> TextField:
    return TextField(label="Ort der Unterzeichnung", max_length=80, initial="Berlin")


def fingerprint_field(*, required: bool = True) -> forms.RegexField:
    """Return the hidden field that binds a form to the text it was shown with."""
    return forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput, required=required)


class StepForm(Form):
    """A transition; `fingerprint` is that of the text shown."""

    fingerprint = fingerprint_field(required=False)
    reason = TextField(
        label="Begründung", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    leaves_open = forms.MultipleChoiceField(
        label="Noch offen",
        help_text="Festschreiben geht trotzdem. Bestätigen Sie jeden Punkt, den Sie offen lassen.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Bitte bestätigen Sie jeden Punkt, den Sie offen lassen.",
            "invalid_choice": "Inzwischen hat sich geändert, was noch offen ist. Lesen Sie die Liste und bestätigen Sie sie noch einmal.",
        },
    )

    def __init__(self, *args: Any, needs_reason: bool, points: Sequence[str] = (), **kwargs: Any) -> None:
        """`points` are open when a text is to be frozen."""
        super().__init__(*args, **kwargs)
        if points:
            self.fields["leaves_open"].choices = [(point, point) for point in points]  # type: ignore[attr-defined]  # a choice field has choices
        else:
            del self.fields["leaves_open"]
        if needs_reason:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]


class PaperSignatureForm(Form):
    """The facts of a signature on paper."""

    fingerprint = fingerprint_field()
    signed_on = DayField(label="Unterzeichnet am")
    date_source = forms.ChoiceField(label="Woher das Datum stammt", choices=ENTERED_SOURCES)
    source_note = TextField(
        label="Erläuterung oder Fundstelle",
        max_length=300,
        required=False,
        help_text="Nötig, wenn das Datum aus einer Veröffentlichung stammt.",
    )
    place = TextField(label="Ort", max_length=80, initial="Berlin")
    scan = UploadField(
        label="Scan der unterzeichneten Seite",
        required=False,
        help_text=f"{SCAN_HELP} Freiwillig.",
    )

    def clean(self) -> dict[str, Any]:
        """Require the reference of a publication that the date is taken from."""
        data = super().clean() or {}
        if data.get("date_source") == DateSource.PUBLISHED and not data.get("source_note"):
            self.add_error("source_note", "Bitte die Fundstelle der Veröffentlichung angeben.")
        return data


class SignatureForm(PaperSignatureForm):
    """A signature on paper to be recorded."""

    delegation = forms.TypedChoiceField(
        label="Wer unterzeichnet hat", required=False, coerce=int, empty_value=None
    )
    knows_it_concludes = forms.BooleanField()

    field_order = ("fingerprint", "delegation")

    def __init__(
        self,
        *args: Any,
        person: Signatory,
        delegations: Sequence[Delegation] = (),
        concludes: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if concludes:
            word = person.instrument.kind_word
            self.fields[
                "knows_it_concludes"
            ].label = (
                f"Mit dieser Unterschrift wird der {word} geschlossen. Das lässt sich nicht zurücknehmen."
            )
            self.fields["knows_it_concludes"].error_messages["required"] = (
                f"Bitte bestätigen Sie, dass der {word} damit geschlossen ist, oder wählen Sie „Später“."
            )
            self.fields["scan"].help_text = (
                f"{SCAN_HELP} Bitte jetzt hinzufügen: Nach dem Abschluss zeigt der Scan, worauf der {word} beruht. "
                "Haben Sie ihn noch nicht, wählen Sie unten „Später“."
            )
        else:
            del self.fields["knows_it_concludes"]
        if delegations:
            self.fields["delegation"].choices = [  # type: ignore[attr-defined]  # a choice field has choices
                ("", person.name),
                *((one.pk, f"{one.name}, {one.function}, in Vertretung") for one in delegations),
            ]
        else:
            del self.fields["delegation"]


class SignedFileForm(Form):
    """A PDF that was signed with a certificate."""

    fingerprint = fingerprint_field()
    file = UploadField(
        label="Signierte PDF-Datei",
        help_text=f"Höchstens {MAX_MEGABYTES} MB. Bitte die Datei, wie sie aus dem Signierprogramm "
        "kommt: nicht gedruckt, nicht neu gespeichert.",
        types=(PDF,),
        advice="Es wurde nichts gespeichert. So groß wird die Zeichnungsfassung durch Signaturen nicht; bitte prüfen "
        "Sie, ob es die richtige Datei ist.",
    )
    place = place_field()


class AssignmentForm(Form):
    """Assignment of the signatures of an examined file to signatories: one choice per unassigned signature."""

    place = place_field()

    def __init__(
        self,
        *args: Any,
        signatures: Sequence[ExaminedSignature],
        people: Sequence[Signatory],
        deputies: Mapping[int, Sequence[Delegation]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.names = {f"wer-{number}": signature.field for number, signature in enumerate(signatures)}
        choices = [("", "noch nicht zuordnen")]
        for person in people:
            choices.append((encode_signer(person), str(person)))
            choices += [
                (encode_signer(person, one), f"{signer_words(person.name, one.name)}, {one.function}")
                for one in deputies.get(person.pk, ())
            ]
        for name, signature in zip(self.names, signatures, strict=True):
            owner = matching.owner(signature, people)
            self.fields[name] = forms.ChoiceField(
                label=f"Signatur von „{signature.subject}“ ist die Unterschrift von",
                choices=choices,
                required=False,
                initial=owner.key if owner else "",
            )
        self.order_fields([*self.names, "place"])

    def clean(self) -> dict[str, Any]:
        """Require at least one choice, and each signatory only once."""
        data = super().clean() or {}
        chosen = [decode_signer(value)[0] for value in self.assignments(data).values()]
        if not chosen:
            raise forms.ValidationError("Wählen Sie mindestens eine Person aus. Es wurde nichts geändert.")
        if len(set(chosen)) != len(chosen):
            raise forms.ValidationError("Eine Person unterzeichnet nur einmal. Es wurde nichts geändert.")
        return data

    def assignments(self, data: dict[str, Any]) -> dict[str, str]:
        """Return the encoded signer by signature field."""
        return {field: data[name] for name, field in self.names.items() if data.get(name)}
