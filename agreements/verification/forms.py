"""Forms for a verification code and for the SHA-256 of a file."""

import re

from django import forms

from agreements.verification_code import MistypedError, read_code
from districts.base_forms import Form
from districts.fields import TextField

SHA256 = re.compile(r"\b[0-9a-f]{64}\b")


class VerificationCodeForm(Form):
    """A verification code."""

    code = TextField(
        label="Prüfcode",
        max_length=200,
        help_text="Er steht auf der ersten Seite des Dokuments, zum Beispiel MW-7K2PX-0Q9RD-C.",
        error_messages={"required": "Tragen Sie den Prüfcode ein."},
    )

    def clean_code(self) -> str:
        """Return the code in its printed form."""
        try:
            return read_code(self.cleaned_data["code"])
        except MistypedError as error:
            raise forms.ValidationError(
                "Das ist kein Prüfcode. Er hat elf Zeichen nach „MW“, und das letzte prüft die anderen: "
                "Vergleichen Sie Zeichen für Zeichen."
            ) from error


class FileForm(Form):
    """The SHA-256 of a file, and its code if known."""

    sha256 = TextField(
        label="SHA-256 der Datei",
        max_length=400,
        help_text="64 Zeichen, Ziffern und die Buchstaben a bis f.",
        error_messages={"required": "Tragen Sie den SHA-256 der Datei ein."},
    )
    code = TextField(required=False, max_length=200, widget=forms.HiddenInput)

    def clean_sha256(self) -> str:
        """Find the 64 digits in the pasted text."""
        pasted = self.cleaned_data["sha256"].lower()
        # some programs print the digits in groups, others add the file name
        found = SHA256.search(pasted) or SHA256.fullmatch(re.sub(r"[\s:]", "", pasted))
        if found is None:
            raise forms.ValidationError("Bitte 64 Zeichen angeben: Ziffern und die Buchstaben a bis f.")
        return found[0]

    def clean_code(self) -> str:
        """Return the code in its printed form, or nothing for an invalid one."""
        try:
            return read_code(self.cleaned_data["code"])
        except MistypedError:
            return ""
