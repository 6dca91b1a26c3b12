"""The form of the key data of a contract signed elsewhere."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from msgspec import UNSET

from agreements.choices import LegalForm, Side
from agreements.content import Party
from agreements.files.fields import MAX_MEGABYTES, UploadField
from agreements.models import Agreement
from agreements.parties import MAX_PARTIES
from agreements.policy import coordinators
from agreements.recording.forms.days import DAYS, SourcedDayFields
from agreements.recording.forms.rows import (
    FormerSignatorySet,
    RecordedPartySet,
    party_values,
    person_values,
)
from agreements.recording.key_data import FormerSignatory, KeyData, SourcedDay
from agreements.recording.queries import usual_parties
from districts.base_forms import Form
from districts.fields import TextField, WholeNumberField
from districts.forms import district_field
from districts.models import District, User

ENDS = [
    ("day", "an einem bestimmten Tag"),
    ("unlimited", "unbefristet"),
    ("unknown", "nicht bekannt"),
]
FEWEST_PEOPLE, EMPTY_ROWS = 4, 2
FILE_STAYS = "Leer lassen, wenn die Datei bleibt. Eine neue ersetzt sie; die alte bleibt bei der Akte."


class DeedForm(SourcedDayFields):
    """The deed and its days."""

    title = TextField(label="Titel", max_length=300, initial="Kooperationsvertrag")
    file = UploadField(
        label="Scan oder signierte Datei",
        required=False,
        help_text=f"PDF, PNG oder JPEG, höchstens {MAX_MEGABYTES} MB. Die Datei bleibt Byte für Byte, wie sie ist.",
    )
    doubts_confirmed = forms.BooleanField(label="Ja, so steht es im Vertrag", required=False)

    def upload(self) -> bytes:
        file = self.cleaned_data["file"]
        return file.read() if file else b""


class KnownRecordForm(DeedForm):
    """What taking over a contract begins with; everything else is asked beside its scan."""

    days: ClassVar[Mapping[str, str]] = {"signed": DAYS["signed"]}

    def key_data(self, district: District | None) -> KeyData:
        """Return what is known of a contract of a district so far."""
        signed = self.sourced_day("signed")
        if signed is None:
            raise ValueError("only of a valid form")
        return KeyData(title=self.cleaned_data["title"], parties=usual_parties(district), signed=signed)


class HomeForm(Form):
    """Whose contract it is, and who looks after it."""

    coordinator = forms.ModelChoiceField(
        label="Zuständige Koordination", queryset=User.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"] = district_field(District.objects.all(), "Bezirk")
        people = self.fields["coordinator"]
        assert isinstance(people, forms.ModelChoiceField)  # noqa: S101  tells the type checker what stands above
        people.queryset = coordinators()


class NewRecordForm(HomeForm, KnownRecordForm):
    """What is asked first of a contract that nobody here knew."""


class KeyDataForm(DeedForm):
    file_reference = TextField(label="Geschäftszeichen des Bezirks", max_length=60, required=False)
    paper = TextField(
        label="Wo das Original liegt",
        max_length=200,
        required=False,
        help_text="Zum Beispiel: Akte Jug 1-2023, Jugendamt, Raum 214",
    )
    end = forms.ChoiceField(label="Die Laufzeit endet", choices=ENDS, initial="day", widget=forms.RadioSelect)
    extension_months = WholeNumberField(
        label="Verlängerung in Monaten",
        required=False,
        min_value=0,
        help_text="0 heißt: keine. Leer heißt: nicht bekannt.",
    )
    notice_months = WholeNumberField(
        label="Kündigungsfrist in Monaten",
        required=False,
        min_value=0,
        help_text="0 heißt: nicht geregelt. Leer heißt: nicht bekannt.",
    )
    legal_form = forms.ChoiceField(
        label="Rechtsform", choices=[("", "nicht bekannt"), *LegalForm.choices], required=False
    )

    follows = forms.ChoiceField(
        label="Folgt auf", choices=[("", "keinem hier erfassten Vertrag")], required=False
    )

    def __init__(self, *args: Any, may_follow: Iterable[Agreement] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.reference, str(one)) for one in may_follow]
        self.fields["follows"].choices += choices  # type: ignore[attr-defined]  # it is a ChoiceField

    def clean(self) -> dict[str, Any]:
        """Require the day of an end that is one."""
        data = super().clean()
        is_day = data.get("end") == "day"
        if is_day and not data.get("ends_on") and "ends_on" not in self.errors:
            self.add_error("ends_on", "Bitte „Ende am“ angeben, oder wählen: unbefristet, nicht bekannt.")
        if not is_day and data.get("ends_on"):
            self.add_error(
                "end", "Sie haben einen Tag des Endes angegeben. Wählen Sie dann: an einem bestimmten Tag."
            )
        return data


class RecordCorrectionForm(KeyDataForm):
    reason = TextField(
        label="Grund der Berichtigung",
        max_length=500,
        help_text="Steht in der Geschichte. Was vorher hier stand, bleibt dort nachlesbar.",
    )
    seen = WholeNumberField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.has_file:
            self.fields["file"].help_text = FILE_STAYS


class KeyDataForms:
    """The form with its parties and signatories."""

    def __init__(
        self,
        form: KeyDataForm,
        data: Mapping[str, Any] | None,
        *,
        parties: Sequence[Party],
        signatories: Sequence[FormerSignatory] = (),
    ) -> None:
        self.form = form
        known = [party_values(party) for party in parties]
        people = [person_values(person) for person in signatories]
        rows = max(FEWEST_PEOPLE, len(people) + EMPTY_ROWS)
        self.parties = RecordedPartySet(
            data, prefix="parteien", initial=[*known, *[{}] * (MAX_PARTIES - len(known))]
        )
        sides = [{"side": side} for side in (Side.DISTRICT, Side.ASSOCIATION) * rows]
        self.people = FormerSignatorySet(
            data, prefix="personen", initial=[*people, *sides[: rows - len(people)]]
        )

    def is_valid(self) -> bool:
        """Validate all parts, so that each shows its errors."""
        return all([part.is_valid() for part in (self.form, self.parties, self.people)])  # noqa: C419  no part is skipped

    def add_error(self, field: str | None, error: str) -> None:
        self.form.add_error(field, error)

    @property
    def faulty(self) -> bool:
        return bool(self.form.errors or self.parties.total_error_count() or self.people.total_error_count())

    def key_data(self) -> KeyData:
        """Return what was typed; rows left empty do not count."""
        form, data = self.form, self.form.cleaned_data
        signed = form.sourced_day("signed")
        if signed is None:
            raise ValueError("only of a valid form")
        return KeyData(
            title=data["title"],
            parties=tuple(self._parties()),
            signed=signed,
            published=form.sourced_day("published"),
            begins=form.sourced_day("begins"),
            ends=form.sourced_day("ends"),
            unlimited=data["end"] == "unlimited",
            extension_months=data["extension_months"],
            notice_months=data["notice_months"],
            legal_form=LegalForm(data["legal_form"]) if data["legal_form"] else None,
            signatories=tuple(self._people()),
            file_reference=data["file_reference"],
            paper=data["paper"],
            follows=data["follows"],
        )

    def _parties(self) -> Iterator[Party]:
        for side, row in zip(Side, (one.cleaned_data for one in self.parties), strict=False):
            if row.get("line"):
                yield Party(
                    side=side,
                    line=row["line"],
                    short=row["short"],
                    address=row["address"],
                    represented_by=row["represented_by"] or UNSET,
                )

    def _people(self) -> Iterator[FormerSignatory]:
        for row in (one.cleaned_data for one in self.people):
            if row.get("name"):
                yield FormerSignatory(
                    side=Side(row["side"] or Side.DISTRICT),
                    name=row["name"],
                    function=row["function"],
                    department=row["department"],
                    political_party=row["political_party"],
                )


def form_values(data: KeyData) -> dict[str, Any]:
    """Return the initial values of the form."""
    values: dict[str, Any] = {
        "title": data.title,
        "file_reference": data.file_reference,
        "paper": data.paper,
        "end": "day" if data.ends else "unlimited" if data.unlimited else "unknown",
        "extension_months": data.extension_months,
        "notice_months": data.notice_months,
        "legal_form": data.legal_form or "",
        "follows": data.follows,
    }
    for name in DAYS:
        known: SourcedDay | None = getattr(data, name)
        if known:
            values |= {
                f"{name}_on": known.day,
                f"{name}_latest": known.latest,
                f"{name}_source": known.source,
            }
    return values
