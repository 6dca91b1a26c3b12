"""The form in which a signature on paper is corrected."""

from collections.abc import Sequence
from typing import Any

from django import forms

from agreements.models import Signature
from agreements.signing.delegation.queries import encode_signer
from agreements.signing.forms import SCAN_HELP, PaperSignatureForm
from districts.fields import TextField


class CorrectionForm(PaperSignatureForm):
    """What was recorded, to be put right. `signers` are (value, label); `concluding` the value that would conclude."""

    signer = forms.ChoiceField(label="Wer unterzeichnet hat")
    drops_scan = forms.BooleanField(
        label="Der hinterlegte Scan gehört nicht zu dieser Unterschrift", required=False
    )
    reason = TextField(
        label="Begründung",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Was war falsch, und woher wissen Sie es? Die Begründung steht in Geschichte, Akte und Lesefassung.",
    )
    knows_it_concludes = forms.BooleanField(required=False)

    field_order = ("fingerprint", "signer", "signed_on", "date_source", "source_note", "place", "scan")

    def __init__(
        self,
        *args: Any,
        signature: Signature,
        signers: Sequence[tuple[str, str]],
        concluding: str = "",
        **kwargs: Any,
    ) -> None:
        recorded = {
            name: getattr(signature, name)
            for name in ("fingerprint", "signed_on", "date_source", "source_note", "place")
        }
        self.recorded_signer = encode_signer(signature.signatory, signature.delegation)
        self.concluding = concluding
        super().__init__(*args, **{**kwargs, "initial": {**recorded, "signer": self.recorded_signer}})
        self.fields["scan"].label = "Richtiger Scan"
        self.fields["scan"].help_text = f"{SCAN_HELP} Ohne neuen Scan bleibt es bei dem hinterlegten."
        self.fields["signer"].choices = signers  # type: ignore[attr-defined]  # a choice field has choices
        if not signers[1:]:
            del self.fields["signer"]
        if not signature.scan_id:
            self.fields["scan"].label = "Scan der unterzeichneten Seite"
            self.fields["scan"].help_text = f"{SCAN_HELP} Freiwillig; bisher ist keiner hinterlegt."
            del self.fields["drops_scan"]
        if concluding:
            who, word = dict(signers)[concluding], signature.version.instrument.kind_word
            self.fields["knows_it_concludes"].label = (
                f"Falls Sie „{who}“ wählen: Mit dieser Unterschrift wird der {word} geschlossen. Das lässt sich nicht "
                "zurücknehmen."
            )
        else:
            del self.fields["knows_it_concludes"]

    def clean(self) -> dict[str, Any]:
        """Require to know it if the corrected signature is the last one."""
        data = super().clean() or {}
        data["signer"] = data.get("signer") or self.recorded_signer
        key = data["signer"].partition("/")[0]
        if self.concluding and key == self.concluding and not data.get("knows_it_concludes"):
            self.add_error(
                "knows_it_concludes", "Bitte bestätigen Sie, dass der Vertrag damit geschlossen ist."
            )
        return data
