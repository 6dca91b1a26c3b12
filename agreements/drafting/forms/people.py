"""Forms of parties, signatories, the head of a draft, and a new contract."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet

from agreements.choices import LegalForm, Side
from agreements.drafting.actions.contract import ContractHead, NewSignatory
from agreements.drafting.forms.fields import RevisionForm
from agreements.drafting.model_texts.block_forms import BlockFields
from agreements.drafting.model_texts.placeholder_forms import PlaceholderFields
from agreements.files.fields import MAX_MEGABYTES, UploadField
from agreements.models import Agreement, Instrument, Party, Representative, Signatory
from agreements.parties import FIRST_TWO
from agreements.policy import coordinators
from agreements.texts.association import SHORT, offered_representatives
from agreements.texts.party_words import as_object
from districts.base_forms import Form, ModelForm
from districts.fields import DayField, TextField
from districts.forms import district_field
from districts.models import District, User

LEGAL_FORM_HELP = "Bitte mit dem Rechtsamt klären. Im Zweifel gilt die Schriftform."


class PartyFields(ModelForm[Party]):
    class Meta:
        model = Party
        fields = ["line", "represented_by", "short", "address"]
        widgets = {
            "line": forms.Textarea(attrs={"rows": 3, "lang": "de"}),
            "represented_by": forms.Textarea(attrs={"rows": 2, "lang": "de"}),
        }


class PartyForm(RevisionForm, PartyFields):
    pass


class SignatoryFields(ModelForm[Signatory]):
    authority_on = DayField(
        label="Beschluss oder Vollmacht vom",
        required=False,
        help_text="Der Tag der Wahl, des Beschlusses oder der Vollmacht. Das Dokument selbst laden Sie unter „Nachweis“ hoch.",
    )
    office_begins_on = DayField(label="Im Amt seit", required=False)
    office_ends_on = DayField(label="Im Amt bis", required=False)

    class Meta:
        model = Signatory
        fields = [
            "side",
            "name",
            "function",
            "department",
            "authority",
            "authority_on",
            "office_begins_on",
            "office_ends_on",
            "order",
            "required",
        ]
        help_texts = {
            "order": "Wer dieselbe Zahl hat, unterzeichnet nebeneinander; wer eine größere hat, wird erst danach eingeladen."
        }

    field_order = Meta.fields

    def __init__(self, *args: Any, parties: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        side = self.fields["side"]
        assert isinstance(side, forms.ChoiceField)  # noqa: S101  tells the type checker what stands above
        side.choices = [("", "Bitte wählen"), *parties.items()]

    def clean(self) -> dict[str, Any]:
        """Check that a term of office does not end before it begins."""
        data = super().clean() or {}
        since, until = data.get("office_begins_on"), data.get("office_ends_on")
        if since and until and until < since:
            self.add_error("office_ends_on", "Das Ende der Amtszeit darf nicht vor ihrem Beginn liegen.")
        return data


class SignatoryForm(RevisionForm, SignatoryFields):
    pass


class AuthorityDocumentForm(RevisionForm):
    document = UploadField(
        label="Nachweis der Vertretungsbefugnis",
        help_text=f"Wahl, Beschluss oder Vollmacht als PDF, PNG oder JPEG, höchstens {MAX_MEGABYTES} MB.",
    )


class TermFields(Form):
    begins_on = DayField(label="Beginn", required=False)
    begins_with_signing = forms.BooleanField(label="Beginnt mit der letzten Unterschrift", required=False)
    ends_on = DayField(label="Ende", required=False)

    def clean(self) -> dict[str, Any]:
        """Check that the end is after the beginning, and that it begins in one way."""
        data = super().clean() or {}
        begins_on, ends_on = data.get("begins_on"), data.get("ends_on")
        if begins_on and data.get("begins_with_signing"):
            self.add_error(
                "begins_on",
                "Der Vertrag beginnt entweder an diesem Tag oder mit der letzten Unterschrift. Leeren Sie den Tag oder "
                "nehmen Sie das Häkchen weg.",
            )
        if begins_on and ends_on and ends_on <= begins_on:
            self.add_error("ends_on", "Das Ende muss nach dem Beginn liegen.")
        return data


class HeadForm(RevisionForm, TermFields, PlaceholderFields, ModelForm[Instrument]):
    legal_form = forms.ChoiceField(label="Rechtsform", choices=LegalForm.choices, help_text=LEGAL_FORM_HELP)

    class Meta:
        model = Instrument
        fields = [
            *("title", "subject", "note", "file_reference", "extension_months", "notice_months"),
            *("numbering", "lone_clauses_numbered"),
        ]
        help_texts = {
            "numbering": "Gilt für den ganzen Text. Verknüpfte Verweise folgen; andere schreiben Sie selbst entsprechend.",
            "lone_clauses_numbered": "Ohne Häkchen steht der Absatz ohne Nummer da, wenn er der einzige ist.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.number:  # an amendment has that of its contract
            del self.fields["legal_form"]
        first = ["title", "subject", "note", "file_reference", "legal_form"]
        first += ["begins_on", "begins_with_signing", "ends_on"]
        last = ["extension_months", "notice_months", "numbering", "lone_clauses_numbered"]
        self.order_fields([*first, *last])


class NewContractForm(TermFields, PlaceholderFields, BlockFields):
    """The head of a new contract; `titled` asks for its title, which a text without a model does not have.

    `second` is the short name of the other party, empty while nobody knows it; only if it is the association, its
    representatives are offered.
    """

    title = TextField(label="Titel", max_length=300, initial="Kooperationsvertrag")
    coordinator = forms.ModelChoiceField(
        label="Zuständige Koordination", queryset=User.objects.none(), empty_label=None
    )
    legal_form = forms.ChoiceField(
        label="Rechtsform",
        choices=LegalForm.choices,
        initial=LegalForm.PUBLIC_LAW,
        help_text=LEGAL_FORM_HELP,
    )
    file_reference = TextField(label="Geschäftszeichen des Bezirks", max_length=60, required=False)
    overlap_confirmed = forms.BooleanField(label="Ja, es soll einen weiteren Vertrag geben", required=False)
    district_name = TextField(label="Name", max_length=120, required=False)
    district_function = TextField(
        label="Funktion",
        max_length=160,
        required=False,
        help_text="Zum Beispiel: Bezirksstadträtin für Jugend und Familie",
    )
    district_authority = TextField(
        label="Grundlage der Vertretung", max_length=200, required=False, initial="Mitglied des Bezirksamts"
    )
    representatives = forms.ModelMultipleChoiceField(
        label="Vertretungsberechtigte Personen",
        queryset=Representative.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Aus den Angaben zum Verein. Wer angekreuzt ist, unterzeichnet.",
        error_messages={
            "invalid_choice": "Die Angaben zum Verein haben sich geändert. Bitte wählen Sie noch einmal aus, wer unterzeichnet."
        },
    )
    association_name = TextField(label="Name", max_length=120, required=False)
    association_function = TextField(
        label="Funktion", max_length=160, required=False, help_text="Zum Beispiel: Vorstand"
    )
    association_authority = TextField(
        label="Grundlage der Vertretung", max_length=200, required=False, initial="Vorstand (§ 26 BGB)"
    )

    def __init__(self, *args: Any, titled: bool = False, second: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not titled:
            del self.fields["title"]
        self.fields["district"] = district_field(District.objects.all(), "Bezirk")
        people = self.fields["coordinator"]
        assert isinstance(people, forms.ModelChoiceField)  # noqa: S101  tells the type checker what stands above
        people.queryset = coordinators()
        offered = offered_representatives()
        representatives = self.fields["representatives"]
        assert isinstance(representatives, forms.ModelMultipleChoiceField)  # noqa: S101  as above
        if second in {"", SHORT}:
            representatives.queryset, representatives.initial = offered, offered[:1]
        self.second = as_object(second or "die andere Vertragspartei")

    def clean(self) -> dict[str, Any]:
        """Require name and function of a signatory together."""
        data = super().clean()
        for side in ("district", "association"):
            name, function = data.get(f"{side}_name"), data.get(f"{side}_function")
            if bool(name) != bool(function):
                missing = "function" if name else "name"
                self.add_error(
                    f"{side}_{missing}", "Bitte Name und Funktion angeben, oder beide Felder leeren."
                )
        return data

    def signatories(self) -> list[NewSignatory]:
        """Return who signs: for the association those who are ticked, and whoever else is entered beside them."""
        data = self.cleaned_data
        ticked = [
            NewSignatory(side=Side.ASSOCIATION, name=row.name, function=row.function, authority=row.authority)
            for row in data["representatives"]
        ]
        entered = [
            NewSignatory(
                side=side,
                name=data[f"{side.value}_name"],
                function=data[f"{side.value}_function"],
                authority=data[f"{side.value}_authority"],
            )
            for side in FIRST_TWO
            if data[f"{side.value}_name"]
        ]
        names = {person.name for person in ticked}
        return ticked + [one for one in entered if one.side != Side.ASSOCIATION or one.name not in names]

    def head(self, predecessor: Agreement | None = None) -> ContractHead:
        """Return what is the same whatever the text begins with."""
        data = self.cleaned_data
        return ContractHead(
            district=data["district"],
            coordinator=data["coordinator"],
            file_reference=data["file_reference"],
            begins_on=data["begins_on"],
            begins_with_signing=data["begins_with_signing"],
            ends_on=data["ends_on"],
            legal_form=LegalForm(data["legal_form"]),
            placeholders=self.placeholders(),
            overlap_confirmed=data["overlap_confirmed"],
            signatories=self.signatories(),
            predecessor=predecessor,
        )


class SourceField(forms.ModelChoiceField[Instrument]):
    """The contracts by number, district and status."""

    def label_from_instance(self, obj: Any) -> str:
        """Return what tells one contract from another."""
        return f"{obj.agreement}: {obj.name} ({obj.get_status_display()})"


class SourceForm(Form):
    """Another contract whose text a new one begins with."""

    def __init__(self, *args: Any, sources: QuerySet[Instrument], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vertrag"] = SourceField(
            label="Anderer Vertrag", queryset=sources, empty_label="Bitte wählen"
        )
