"""The columns of the table of contracts signed elsewhere, and what is known of one as its row."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from agreements.choices import LegalForm
from agreements.content import Party
from agreements.models import Agreement, Original
from agreements.parties import bare_name
from agreements.recording.forms.days import DAYS
from agreements.recording.forms.key_data import ENDS, form_values
from agreements.recording.key_data import KeyData
from agreements.spreadsheets.cell_rows import RowsColumn, join_rows
from agreements.spreadsheets.columns import (
    NO,
    ChoiceColumn,
    Column,
    DayColumn,
    NumberColumn,
    YesNoColumn,
    day_text,
    normal_text,
    number_form,
)
from agreements.spreadsheets.table import KEY, STAND, Values

NOT_RECORDED = "0"
PRESENT = "vorhanden"
NEEDED = "Nötig."
CONTRACT = Column(
    name="contract",
    heading="Vertragsnummer",
    shown=True,
    note="Leer: ein neuer Vertrag; er bekommt die nächste Nummer seines Bezirks.",
    width=14,
)
DISTRICT = Column(
    name="district", heading="Bezirk", shown=True, note="Nötig: sein Name, zum Beispiel: Pankow."
)
COORDINATOR = Column(
    name="coordinator",
    heading="Zuständige Koordination",
    shown=True,
    note="Name oder E-Mail-Adresse. Leer: Sie selbst.",
)
PARTIES = RowsColumn(
    name="parties",
    heading="Vertragsparteien",
    fields=(
        Column(name="short", heading="Kurzname"),
        Column(name="line", heading="Bezeichnung"),
        Column(name="represented_by", heading="Vertretung"),
        Column(name="address", heading="Anschrift"),
    ),
    note="Je Partei eine Zeile in der Zelle (Alt+Eingabe). Leer: der Bezirk und der Verein, wie sie heute heißen.",
)
SIGNATORIES = RowsColumn(
    name="signatories",
    heading="Unterzeichnet haben",
    fields=(
        Column(name="side", heading="Kurzname der Partei"),
        Column(name="name", heading="Name"),
        Column(name="function", heading="Funktion damals"),
        Column(name="department", heading="Abteilung"),
        Column(name="political_party", heading="politische Partei"),
    ),
    note="Je Person eine Zeile in der Zelle, zum Beispiel: Bezirk | Erika Erdacht | Bezirksstadträtin. Eine politische Partei nur "
    "bei gewählten Mitgliedern des Bezirksamts.",
)
END = ChoiceColumn(
    name="end",
    heading="Die Laufzeit endet",
    choices=dict(ENDS),
    note="Leer: an dem Tag, der daneben steht; steht keiner da, ist es nicht bekannt.",
    width=26,
)
EXTENSION = NumberColumn(
    name="extension_months",
    heading="Verlängerung in Monaten",
    places=0,
    note="0: keine. Leer: nicht bekannt.",
)
FILE = Column(
    name="file",
    heading="Datei",
    note="Der Name des Scans in der ZIP-Datei. Leer: der, in dessen Namen die Vertragsnummer steht. "
    f"„{PRESENT}“: es gibt schon einen; er bleibt, wenn kein anderer mitkommt.",
    width=30,
)
REASON = Column(
    name="reason",
    heading="Grund der Berichtigung",
    said_along=True,
    note="Nötig, wenn sich etwas ändert, das schon aufgenommen ist. Steht in der Geschichte.",
    width=36,
)
CONFIRMED = YesNoColumn(
    name="doubts_confirmed",
    heading="Steht so im Vertrag",
    said_along=True,
    note="„ja“ bestätigt, was die Prüfung ungewöhnlich fand.",
)
LATEST_NOTE = "„ja“: Der Tag selbst ist nicht bekannt, spätestens dann war es."


def _day_columns() -> Iterator[Column]:
    for name, words in DAYS.items():
        yield DayColumn(name=f"{name}_on", heading=f"{words} am", note=NEEDED if name == "signed" else "")
        yield YesNoColumn(name=f"{name}_latest", heading=f"{words}: spätestens", note=LATEST_NOTE)
        yield Column(
            name=f"{name}_source",
            heading=f"{words}: Quelle",
            note="Nötig, wenn der Tag angegeben ist: woher er bekannt ist, zum Beispiel: Scan, Seite 8.",
            width=26,
        )


KNOWN: tuple[Column, ...] = (
    Column(name="title", heading="Titel", note=NEEDED, width=40),
    *_day_columns(),
    END,
    EXTENSION,
    NumberColumn(
        name="notice_months",
        heading="Kündigungsfrist in Monaten",
        places=0,
        note="0: nicht geregelt. Leer: nicht bekannt.",
    ),
    ChoiceColumn(
        name="legal_form",
        heading="Rechtsform",
        choices=dict(LegalForm.choices),
        note="Leer: nicht bekannt.",
        width=30,
    ),
    Column(name="file_reference", heading="Geschäftszeichen des Bezirks"),
    Column(name="paper", heading="Wo das Original liegt", width=30),
)
COLUMNS: tuple[Column, ...] = (
    KEY,
    STAND,
    CONTRACT,
    DISTRICT,
    COORDINATOR,
    *KNOWN,
    PARTIES,
    SIGNATORIES,
    FILE,
    REASON,
    CONFIRMED,
)


def agreement_values(
    agreement: Agreement, original: Original | None = None, data: KeyData | None = None
) -> dict[str, str]:
    """Return the row of a contract; without `data` of one that is known from public sources only."""
    known: Mapping[str, Any] = form_values(data) if data else {"end": "unknown"}
    return {
        KEY.name: agreement.reference,
        STAND.name: str(original.pk) if original else NOT_RECORDED,
        CONTRACT.name: agreement.reference,
        DISTRICT.name: agreement.district.name if agreement.district else "",
        COORDINATOR.name: normal_text(str(agreement.coordinator)),
        **{column.name: _cell(column, known.get(column.name)) for column in KNOWN},
        PARTIES.name: parties_cell(data.parties) if data else "",
        SIGNATORIES.name: join_rows(_people(data)) if data else "",
        FILE.name: PRESENT if original and original.file_id else "",
        REASON.name: "",
        CONFIRMED.name: NO,
    }


def parties_cell(parties: Sequence[Party]) -> str:
    """Return parties as a cell."""
    return join_rows(
        [party.short, party.line, party.represented_by or "", party.address] for party in parties
    )


def completed_term(sent: Values) -> dict[str, str]:
    """Return what the empty cells of the term mean: without a day the end is not known, without end nothing is extended."""
    end = sent[END.name] or END.word("day" if sent["ends_on"] else "unknown")
    unlimited = end == END.word("unlimited")
    return {END.name: end, EXTENSION.name: sent[EXTENSION.name] or ("0" if unlimited else "")}


def _people(data: KeyData) -> Iterator[list[str]]:
    names = {party.side: bare_name(party.short) for party in data.parties}
    for one in data.signatories:
        yield [names[one.side], one.name, one.function, one.department, one.political_party]


def _cell(column: Column, value: Any) -> str:
    if isinstance(column, ChoiceColumn):
        return column.word("" if value is None else value)
    if isinstance(column, DayColumn):
        return day_text(value)
    return number_form(value) if isinstance(column, NumberColumn) else normal_text(value or "")
