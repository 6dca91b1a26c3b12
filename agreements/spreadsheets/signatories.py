"""The table of those who sign drafts."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from agreements.drafting.actions import people
from agreements.drafting.forms.people import SignatoryFields, SignatoryForm
from agreements.models import Agreement, Instrument, Signatory
from agreements.parties import bare_name
from agreements.spreadsheet_choices import TableKind
from agreements.spreadsheets.columns import (
    YES,
    Column,
    DayColumn,
    NumberColumn,
    YesNoColumn,
    day_text,
    normal_text,
)
from agreements.spreadsheets.drafts import CONTRACT, NamedDrafts, contract_name, editable_drafts
from agreements.spreadsheets.table import (
    KEY,
    STAND,
    DataTable,
    RowRefused,
    RowWriter,
    Values,
    require_valid,
    sent_data,
)
from districts.models import User

SIGNED_ELSEWHERE = (
    "Wer einen andernorts geschlossenen Vertrag unterzeichnet hat, steht in der Tabelle "
    f"„{TableKind.AGREEMENTS.label}“."
)
PARTY = Column(name="side", heading="Für wen", note="Der Kurzname der Vertragspartei, zum Beispiel: Bezirk.")
REQUIRED = YesNoColumn(
    name="required",
    heading="Erforderlich",
    empty=YES,
    note="Ohne wessen Unterschrift der Vertrag nicht gilt.",
)
COLUMNS = (
    KEY,
    STAND,
    CONTRACT,
    PARTY,
    Column(name="name", heading="Name", width=28),
    Column(name="function", heading="Funktion", width=36),
    Column(name="department", heading="Abteilung", width=36),
    Column(name="authority", heading="Grundlage der Vertretung", width=36),
    DayColumn(name="authority_on", heading="Beschluss oder Vollmacht vom"),
    DayColumn(name="office_begins_on", heading="Im Amt seit"),
    DayColumn(name="office_ends_on", heading="Im Amt bis"),
    NumberColumn(
        name="order",
        heading="Reihenfolge",
        places=0,
        note="Wer eine größere Zahl hat, wird erst danach eingeladen.",
    ),
    REQUIRED,
)


def signatory_rows(user: User, as_of: date, agreement: Agreement | None) -> Iterator[Values]:
    """Yield those who sign the drafts that the user may change."""
    for draft in editable_drafts(user, agreement):
        yield from _rows_of(draft).values()


def _rows_of(draft: Instrument) -> Mapping[str, Values]:
    return {(values := _values(draft, person))[KEY.name]: values for person in draft.signatories.all()}


def _values(draft: Instrument, person: Signatory) -> dict[str, str]:
    return {
        KEY.name: f"{draft.agreement.reference}/{draft.number}/{person.key}",
        STAND.name: str(person.revision),
        CONTRACT.name: contract_name(draft),
        PARTY.name: draft.party_names.get(person.side, person.get_side_display()),
        **{
            name: normal_text(getattr(person, name))
            for name in ("name", "function", "department", "authority")
        },
        **{
            name: day_text(getattr(person, name))
            for name in ("authority_on", "office_begins_on", "office_ends_on")
        },
        "order": str(person.order),
        REQUIRED.name: REQUIRED.word(person.required),
    }


class SignatoryRowWriter(RowWriter[Instrument]):
    """Writes people by the actions of the draft."""

    def __init__(self, by: User, at: datetime) -> None:
        super().__init__(COLUMNS, by, at)
        self._drafts = NamedDrafts(by)

    def home(self, sent: Values) -> Instrument:
        draft = self._drafts.find(sent[CONTRACT.name])
        if draft.made_elsewhere:
            raise RowRefused((CONTRACT.name, SIGNED_ELSEWHERE))
        return draft

    def stored(self, home: Instrument) -> Mapping[str, Values]:
        return _rows_of(home)

    def add(self, home: Instrument, sent: Values) -> None:
        form = SignatoryFields(
            {**self._data(home, sent), "order": sent["order"] or "1"}, parties=home.party_names
        )
        require_valid(form)
        people.add_signatory(home, **form.cleaned_data, by=self.by, at=self.at)

    def edit(self, home: Instrument, key: str, stored: Values, sent: Values) -> None:
        own_key = key.rpartition("/")[2]
        data = {**self._data(home, sent), "revision": stored[STAND.name]}
        person = home.signatories.get(key=own_key)
        form = SignatoryForm(data, instance=person, parties=home.party_names)
        require_valid(form)
        people.edit_signatory(home, key=own_key, **form.cleaned_data, by=self.by, at=self.at)

    def _data(self, home: Instrument, sent: Values) -> dict[str, object]:
        return {**sent_data(COLUMNS, sent), PARTY.name: _side(home, sent[PARTY.name])}


def _side(draft: Instrument, name: str) -> str:
    """Return the side of the party that a cell names. Raises RowRefused."""
    sides = {short.casefold(): side for side, short in draft.party_names.items()}
    side = sides.get(bare_name(name).casefold())
    if name and side is None:
        raise RowRefused(
            (
                PARTY.name,
                f"Diese Vertragspartei gibt es nicht. Es gibt: {', '.join(draft.party_names.values())}.",
            )
        )
    return side or ""


SIGNATORIES = DataTable(
    kind=TableKind.CONTACTS,
    action="draft.edit",
    lead="Wer die Verträge unterzeichnet, die noch geschrieben oder abgestimmt werden: eine Zeile je Person.",
    columns=COLUMNS,
    rows=signatory_rows,
    writer=SignatoryRowWriter,
)
