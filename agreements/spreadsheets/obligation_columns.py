"""The columns of the table of obligations, and an obligation as its row. Pure but for the row that is handed in."""

from collections.abc import Mapping

from agreements.calendar_months import MONTHS
from agreements.choices import (
    Anchor,
    DueShape,
    FieldOfAction,
    ObligationKind,
    Phase,
    Sense,
    SensitivityStep,
    Side,
)
from agreements.due_rule import OffsetUnit, PeriodYear
from agreements.models import IbsWork, ObligationTerms, PovertySensitiveWork
from agreements.parties import bare_name
from agreements.spreadsheets.columns import (
    ChoiceColumn,
    Column,
    DayColumn,
    NumberColumn,
    YesNoColumn,
    day_text,
    normal_text,
    number_form,
)
from agreements.spreadsheets.drafts import CONTRACT
from agreements.spreadsheets.posts import POSTS
from agreements.spreadsheets.table import KEY, STAND
from agreements.texts.party_words import owing_words
from districts.fields import SPACES

RECURRING = frozenset({DueShape.PERIOD, DueShape.COUNT})
AFTER, BEFORE = "nach", "vor"
CODE = Column(
    name="code",
    heading="Pflicht",
    note="Die Nummer der Pflicht; eine neue bekommt die nächste freie. Bitte nicht ändern; in neuen Zeilen leer.",
    shown=True,
    width=9,
)
KIND = ChoiceColumn(
    name="kind",
    heading="Art",
    choices=dict(ObligationKind.choices),
    note="Sie steht fest, sobald es die Pflicht gibt.",
    width=26,
)
CLAUSE = Column(
    name="clause_key",
    heading="Steht in Absatz",
    note="Die Stelle im Text, zum Beispiel: § 6 (2). Leer: in keinem.",
)
SOURCE_PLACE = Column(
    name="source_place",
    heading="Stelle im Original",
    note="Nur bei andernorts geschlossenen Verträgen, zum Beispiel: § 6 (2).",
)
SOURCE_PAGE = NumberColumn(
    name="source_page",
    heading="Seite im Original",
    places=0,
    note="Nur bei andernorts geschlossenen Verträgen.",
)
OWED_BY = Column(
    name="owed_by",
    heading="Wer schuldet es",
    note="Kurznamen der Vertragsparteien; bei zweien „gemeinsam“ für beide, sonst mehrere mit Komma.",
)
SENSE = ChoiceColumn(
    name="sense",
    heading="Die Menge gilt als",
    choices=dict(Sense.choices),
    default=Sense.AT_LEAST.value,
    width=13,
)
SHAPE = ChoiceColumn(
    name="shape",
    heading="Fälligkeit",
    choices=dict(DueShape.choices),
    note="Was zu ihr gehört, folgt in den nächsten Spalten; was nicht zu ihr gehört, bleibt leer.",
    width=36,
)
BEFORE_OR_AFTER = ChoiceColumn(
    name="offset_before",
    heading="Davor oder danach",
    choices={"False": AFTER, "True": BEFORE},
    default="False",
    width=11,
)
MONTH = ChoiceColumn(
    name="due_month",
    heading="Monat",
    choices={str(number): name for number, name in enumerate(MONTHS, start=1)},
    width=11,
)
YEAR = ChoiceColumn(name="year", heading="Welches Jahr zählt", choices=dict(PeriodYear.choices), width=30)
OFFSET_UNIT = ChoiceColumn(
    name="offset_unit", heading="Einheit des Abstands", choices=dict(OffsetUnit.choices), width=13
)
ANCHOR = ChoiceColumn(name="anchor", heading="Ereignis", choices=dict(Anchor.choices), width=30)
SURVIVES = YesNoColumn(name="survives", heading="Auch nach dem Vertragsende")
NEEDS_RESOLUTION = YesNoColumn(name="needs_resolution", heading="BA-Beschluss empfohlen")
FIELD_OF_ACTION = ChoiceColumn(
    name="field_of_action",
    heading="Handlungsfeld",
    choices=dict(FieldOfAction.choices),
    note="Nur bei IBS-Arbeit.",
)
PHASE = ChoiceColumn(
    name="phase", heading="Phase", choices=dict(Phase.choices), note="Nur bei IBS-Arbeit.", width=30
)
SOCIAL_SPACES = Column(
    name="social_spaces",
    heading="Sozialräume",
    note="Nur bei IBS-Arbeit: LOR-Schlüssel mit Komma, zum Beispiel: 030101, 030202.",
)
STEP = ChoiceColumn(
    name="step",
    heading="Schritt",
    choices=dict(SensitivityStep.choices),
    note="Nur bei armutssensiblem Arbeiten.",
    width=11,
)
TEXTS = ("title", "unit", "anchor_code", "anchor_milestone", "trigger", "evidence", SOURCE_PLACE.name)
WHOLE = ("offset_amount", "period_months", "first_year", "due_day", SOURCE_PAGE.name)
COLUMNS: tuple[Column, ...] = (
    KEY,
    STAND,
    CONTRACT,
    CODE,
    KIND,
    CLAUSE,
    SOURCE_PLACE,
    SOURCE_PAGE,
    OWED_BY,
    Column(name="title", heading="Pflicht in Kurzform", width=48),
    NumberColumn(name="quantity", heading="Menge"),
    Column(name="unit", heading="Einheit"),
    SENSE,
    SHAPE,
    DayColumn(name="due_on", heading="Fester Tag"),
    NumberColumn(
        name="period_months",
        heading="Zeitraum in Monaten",
        places=0,
        note="12 für jährlich, 6, 3, 1 oder 24.",
    ),
    NumberColumn(name="due_day", heading="Tag im Monat", places=0),
    MONTH,
    YEAR,
    NumberColumn(name="first_year", heading="Erstmals im Jahr", places=0),
    NumberColumn(name="offset_amount", heading="Abstand", places=0),
    OFFSET_UNIT,
    BEFORE_OR_AFTER,
    ANCHOR,
    Column(
        name="anchor_code", heading="Welche andere Pflicht", note="Ihre Nummer, zum Beispiel: O-03.", width=11
    ),
    Column(name="anchor_milestone", heading="Welcher Meilenstein"),
    Column(name="trigger", heading="Anlass"),
    SURVIVES,
    Column(name="evidence", heading="Erwarteter Nachweis"),
    NEEDS_RESOLUTION,
    FIELD_OF_ACTION,
    PHASE,
    SOCIAL_SPACES,
    STEP,
    Column(name="subject", heading="Gegenstand", note="Nur bei armutssensiblem Arbeiten."),
    NumberColumn(name="target", heading="Zielzahl", places=0, note="Nur bei armutssensiblem Arbeiten."),
    POSTS,
)
PARTICULARS: Mapping[str, tuple[str, ...]] = {
    ObligationKind.STAFF_RELEASE: (POSTS.name,),
    ObligationKind.IBS_WORK: (FIELD_OF_ACTION.name, PHASE.name, SOCIAL_SPACES.name),
    ObligationKind.POVERTY_SENSITIVE: (STEP.name, "subject", "target"),
}


def terms_values(
    row: ObligationTerms, names: Mapping[Side, str], places: Mapping[str, str]
) -> dict[str, str]:
    """Return the cells of an obligation without key and contract; `places` are those of the clauses by key.

    What belongs to another due rule is stored as if it had been chosen, and is left out here.
    """
    recurs, counted = row.shape in RECURRING, bool(row.offset_amount)
    return {
        CODE.name: row.obligation.code,
        STAND.name: str(row.revision),
        KIND.name: KIND.word(row.kind),
        CLAUSE.name: place_text(places.get(row.clause.key, "")) if row.clause else "",
        OWED_BY.name: owing_cell(row.owing, names),
        **{name: normal_text(getattr(row, name)) for name in TEXTS},
        **{name: number_form(getattr(row, name)) for name in ("quantity", *WHOLE)},
        "due_on": day_text(row.due_on),
        SENSE.name: SENSE.word(row.sense) if row.quantity is not None else "",
        SHAPE.name: SHAPE.word(row.shape),
        MONTH.name: MONTH.word(row.due_month),
        YEAR.name: YEAR.word(row.year) if recurs else "",
        OFFSET_UNIT.name: OFFSET_UNIT.word(row.offset_unit),
        BEFORE_OR_AFTER.name: BEFORE_OR_AFTER.word(row.offset_before) if counted else "",
        ANCHOR.name: ANCHOR.word(row.anchor),
        SURVIVES.name: SURVIVES.word(row.survives),
        NEEDS_RESOLUTION.name: NEEDS_RESOLUTION.word(row.needs_resolution),
        **dict.fromkeys((name for own in PARTICULARS.values() for name in own), ""),
    }


def place_text(label: str) -> str:
    """Return the place of a clause as it is typed: without the spaces that keep „§ 6“ on one line."""
    return normal_text(label.translate(SPACES))


def owing_cell(owing: frozenset[Side], names: Mapping[Side, str]) -> str:
    """Return who owes: „gemeinsam“ for both of two parties, else their names."""
    if len(owing) <= 1 or len(names) <= 2:
        return normal_text(owing_words(owing, names))
    return normal_text(", ".join(bare_name(names.get(side, side.label)) for side in Side if side in owing))


def ibs_values(work: IbsWork) -> dict[str, str]:
    keys = sorted(space.social_space.key for space in work.spaces.all())
    return {
        FIELD_OF_ACTION.name: FIELD_OF_ACTION.word(work.field_of_action),
        PHASE.name: PHASE.word(work.phase),
        SOCIAL_SPACES.name: ", ".join(keys),
    }


def sensitivity_values(work: PovertySensitiveWork) -> dict[str, str]:
    return {
        STEP.name: STEP.word(work.step),
        "subject": normal_text(work.subject),
        "target": number_form(work.target),
    }
