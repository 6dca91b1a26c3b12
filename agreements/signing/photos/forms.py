"""Forms for photos of a ceremony and for consent."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from agreements.files.fields import MAX_MEGABYTES, UploadField
from agreements.files.uploads import PICTURE_TYPES
from agreements.models import Consent
from districts.base_forms import Form
from districts.fields import DayField, TextField

LONGEST_NAME = 300


class PhotoForm(Form):
    photo = UploadField(
        label="Foto",
        help_text=f"PNG oder JPEG, höchstens {MAX_MEGABYTES} MB. Das Bild wird vor dem Speichern "
        "neu gezeichnet: Aufnahmeort, Zeit, Kamera und alle anderen verborgenen Angaben werden entfernt, und es wird auf "
        "höchstens 2400 Bildpunkte Kantenlänge verkleinert. Die Datei, die Sie hochladen, wird nicht aufbewahrt.",
        types=PICTURE_TYPES,
    )
    description = TextField(
        label="Was zu sehen ist",
        max_length=300,
        help_text="Für alle, die das Bild nicht sehen: in einem Satz, ohne „Foto von“.",
    )
    others = TextField(
        label="Weitere Personen",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Eine Person je Zeile; die Funktion genügt.",
    )
    nobody = forms.BooleanField(label="Niemand ist zu erkennen", required=False)

    def __init__(self, *args: Any, choices: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"] = forms.MultipleChoiceField(
            label="Wer zu sehen ist",
            required=False,
            choices=[(person, person) for person in choices],
            widget=forms.CheckboxSelectMultiple,
        )
        self.order_fields(["photo", "description", "people", "others", "nobody"])

    def clean_others(self) -> list[str]:
        names = [line.strip() for line in self.cleaned_data["others"].splitlines() if line.strip()]
        if any(len(name) > LONGEST_NAME for name in names):
            raise forms.ValidationError(f"Jede Zeile darf höchstens {LONGEST_NAME} Zeichen haben.")
        return names

    def clean(self) -> dict[str, Any]:
        """Require either persons or `nobody`."""
        data = super().clean() or {}
        if "others" not in self.errors and bool(data.get("nobody")) == bool(
            data.get("people") or data.get("others")
        ):
            self.add_error(
                "people",
                "Wählen Sie aus, wer zu sehen ist, oder setzen Sie den Haken bei „Niemand ist zu erkennen“.",
            )
        return data


class ConsentForm(Form):
    prefix = "erteilt"
    given_on = DayField(label="Erteilt am")
    how = TextField(
        label="Wie erteilt", max_length=120, help_text="Zum Beispiel: schriftlich auf dem Einwilligungsbogen."
    )

    def __init__(self, *args: Any, waiting: Sequence[Consent], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consents"] = forms.TypedMultipleChoiceField(
            label="Wer eingewilligt hat",
            coerce=int,
            choices=_choices(waiting),
            widget=forms.CheckboxSelectMultiple,
        )
        self.order_fields(["consents", "given_on", "how"])


class WithdrawalForm(Form):
    prefix = "widerruf"
    withdrawn_on = DayField(label="Widerrufen am")

    def __init__(self, *args: Any, given: Sequence[Consent], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent"] = forms.TypedChoiceField(
            label="Wer widerruft", coerce=int, choices=_choices(given)
        )
        self.order_fields(["consent", "withdrawn_on"])


class PicturedPersonForm(Form):
    prefix = "person"
    person = TextField(
        label="Wer außerdem zu sehen ist", max_length=LONGEST_NAME, help_text="Die Funktion genügt."
    )


class PhotoRemovalForm(Form):
    prefix = "entfernen"
    reason = TextField(
        label="Warum es entfernt wird",
        max_length=200,
        help_text="Zum Beispiel: falsche Datei. Der Grund bleibt in der Geschichte des Vertrags stehen; nennen Sie darin niemanden.",
    )


def _choices(consents: Sequence[Consent]) -> list[tuple[str, str]]:
    return [(str(consent.pk), consent.person) for consent in consents]
