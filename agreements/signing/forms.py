"""Forms for steps and signatures."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from agreements.choices import DateSource
from agreements.models import Delegation, Signatory
from agreements.signing.certificates import matching
from agreements.signing.certificates.examination.result import Found
from agreements.signing.delegation.queries import say_signer, signer_said
from agreements.texts.signature_wording import signer_words

MEGABYTE = 1024 * 1024
# the other sources are read from the signature itself
TOLD_BY_PEOPLE = [
    (source.value, source.label)
    for source in DateSource
    if source not in {DateSource.TIMESTAMP, DateSource.SIGNATURE, DateSource.APPLICATION}
]


def day_field(label: str) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class StepForm(forms.Form):
    """Taking a step; `fingerprint` is that of the text the person was shown."""

    fingerprint = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label="Begründung", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if needs_reason:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]


class SignatureForm(forms.Form):
    """A signature on paper. The fingerprint binds it to what was shown."""

    fingerprint = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    delegation = forms.TypedChoiceField(
        label="Wer unterzeichnet hat", required=False, coerce=int, empty_value=None
    )
    signed_on = day_field("Unterzeichnet am")
    date_source = forms.ChoiceField(label="Woher das Datum stammt", choices=TOLD_BY_PEOPLE)
    source_note = forms.CharField(
        label="Erläuterung oder Fundstelle",
        max_length=300,
        required=False,
        help_text="Nötig, wenn das Datum aus einer Veröffentlichung stammt.",
    )
    place = forms.CharField(label="Ort", max_length=80, initial="Berlin")
    scan = forms.FileField(
        label="Scan der unterzeichneten Seite",
        required=False,
        help_text=f"PDF, PNG oder JPEG, höchstens {settings.UPLOAD_MAX_BYTES // MEGABYTE} MB. Freiwillig.",
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,image/png,image/jpeg"}),
    )

    def __init__(
        self, *args: Any, person: Signatory, delegations: Sequence[Delegation] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if delegations:
            self.fields["delegation"].choices = [  # type: ignore[attr-defined]  # a choice field has choices
                ("", person.name),
                *((one.pk, f"{one.name}, {one.function}, in Vertretung") for one in delegations),
            ]
        else:
            del self.fields["delegation"]

    def clean(self) -> dict[str, Any]:
        """Ask for the place of publication where the date comes from one."""
        data = super().clean() or {}
        if data.get("date_source") == DateSource.PUBLISHED and not data.get("source_note"):
            self.add_error("source_note", "Ein Datum aus einer Veröffentlichung braucht die Fundstelle.")
        return data

    def clean_scan(self) -> Any:
        """Refuse a file that is too large before it is read into memory."""
        scan = self.cleaned_data.get("scan")
        if scan and scan.size > settings.UPLOAD_MAX_BYTES:
            limit = settings.UPLOAD_MAX_BYTES // MEGABYTE
            raise forms.ValidationError(
                f"Die Datei ist größer als {limit} MB. Verkleinern Sie den Scan und versuchen Sie es erneut."
            )
        return scan


def place_field() -> forms.CharField:
    """Return the field for where somebody signed."""
    return forms.CharField(label="Ort der Unterzeichnung", max_length=80, initial="Berlin")


class SignedFileForm(forms.Form):
    """A PDF that was signed elsewhere. The fingerprint binds it to the version that was shown."""

    fingerprint = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    file = forms.FileField(
        label="Signierte PDF-Datei",
        help_text=f"Höchstens {settings.UPLOAD_MAX_BYTES // MEGABYTE} MB. Bitte die Datei, wie sie aus dem Signierprogramm "
        "kommt: nicht gedruckt, nicht neu gespeichert.",
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
    )
    place = place_field()

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse a file that is too large before it is read into memory."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if file.size and file.size > settings.UPLOAD_MAX_BYTES:
            limit = settings.UPLOAD_MAX_BYTES // MEGABYTE
            raise forms.ValidationError(
                f"Die Datei ist größer als {limit} MB. Es wurde nichts gespeichert. So groß wird die "
                "Zeichnungsfassung durch Signaturen nicht; bitte prüfen Sie, ob es die richtige Datei ist."
            )
        return file


class AssignmentForm(forms.Form):
    """Whose the signatures of an examined file are: one choice for each that nobody has been named for."""

    place = place_field()

    def __init__(
        self,
        *args: Any,
        found: Sequence[Found],
        people: Sequence[Signatory],
        deputies: Mapping[int, Sequence[Delegation]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.names = {f"wer-{number}": signature.field for number, signature in enumerate(found)}
        choices = [("", "noch nicht zuordnen")]
        for person in people:
            choices.append((say_signer(person), str(person)))
            choices += [
                (say_signer(person, one), f"{signer_words(person.name, one.name)}, {one.function}")
                for one in deputies.get(person.pk, ())
            ]
        for name, signature in zip(self.names, found, strict=True):
            owner = matching.owner(signature, people)
            self.fields[name] = forms.ChoiceField(
                label=f"Signatur von „{signature.subject}“ ist die Unterschrift von",
                choices=choices,
                required=False,
                initial=owner.key if owner else "",
            )
        self.order_fields([*self.names, "place"])

    def clean(self) -> dict[str, Any]:
        """Ask for at least one choice, and each person once."""
        data = super().clean() or {}
        chosen = [signer_said(said)[0] for said in self.assignments(data).values()]
        if not chosen:
            raise forms.ValidationError("Wählen Sie mindestens eine Person aus. Es wurde nichts geändert.")
        if len(set(chosen)) != len(chosen):
            raise forms.ValidationError("Eine Person unterzeichnet nur einmal. Es wurde nichts geändert.")
        return data

    def assignments(self, data: dict[str, Any]) -> dict[str, str]:
        """Return by field who was chosen."""
        return {field: data[name] for name, field in self.names.items() if data.get(name)}
