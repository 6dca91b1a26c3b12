"""The table of reports: one row for each occurrence of a signed obligation, past ones too, with what was last reported."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from django.utils import timezone

from agreements import policy
from agreements.models import Agreement, Instrument, Obligation, ObligationTerms, Report
from agreements.spreadsheet_choices import TableKind
from agreements.spreadsheets.columns import (
    ChoiceColumn,
    Column,
    DayColumn,
    NumberColumn,
    day_text,
    normal_text,
    number_form,
)
from agreements.spreadsheets.drafts import UNKNOWN_CONTRACT
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
from agreements.tracking import actions
from agreements.tracking.forms import PROGRESS, ReportForm
from agreements.tracking.permissions import may_report
from agreements.tracking.queries.obligations import (
    TrackedObligation,
    all_occurrences,
    latest_reports,
    terms_visible_to,
)
from agreements.tracking.status import TrackedState
from districts.models import User

CONTRACT = Column(name="contract", heading="Vertrag", shown=True, note="Die Vertragsnummer.")
CODE = Column(
    name="code", heading="Pflicht", shown=True, note="Die Nummer der Pflicht, zum Beispiel: O-06.", width=9
)
TITLE = Column(name="title", heading="Pflicht in Kurzform", shown=True, width=48)
STARTS = DayColumn(name="starts_on", heading="Zeitraum ab", shown=True)
DUE = DayColumn(name="due_on", heading="Fällig am", shown=True)
PROGRESS_COLUMN = ChoiceColumn(
    name="progress",
    heading="Sachstand",
    choices={value: str(label) for value, label in PROGRESS},
    note="Leer: dazu wird nichts gemeldet.",
    width=20,
)
AMOUNT = NumberColumn(name="amount", heading="Menge", note="In der Einheit, die der Vertrag nennt.")
DONE = DayColumn(name="done_on", heading="Datum", note="Wann es geschehen ist, oder der Tag des Stands.")
REMARK = Column(
    name="remark",
    heading="Bemerkung oder Begründung",
    note="Nötig, wenn die Pflicht nicht oder nur teilweise erfüllt ist. Keine Namen, keine Angaben zu einzelnen Familien.",
    width=60,
)
SAID = (PROGRESS_COLUMN, AMOUNT, DONE, REMARK)
COLUMNS: tuple[Column, ...] = (KEY, STAND, CONTRACT, CODE, TITLE, STARTS, DUE, *SAID)
NO_REPORT = "0"
NO_OCCURRENCE = "Diesen Termin gibt es nicht, oder Sie sehen ihn nicht. Gemeint ist ein Termin mit Vertrag, Pflicht und Fälligkeit."
REPORTED_ALREADY = (
    "Zu diesem Termin ist schon gemeldet. Laden Sie die Tabelle herunter und berichtigen Sie die Zeile dort."
)


def report_rows(user: User, as_of: date, agreement: Agreement | None) -> Iterator[Values]:
    """Yield the occurrences so far that the user may report on, by contract and due day."""
    terms = terms_visible_to(user)
    if agreement:
        terms = terms.filter(instrument__agreement=agreement)
    found = [one for one in all_occurrences(terms, as_of) if _has_begun(one, as_of)]
    instruments = Instrument.objects.select_related("agreement").in_bulk({one.instrument_id for one in found})
    titles = {
        (row.instrument_id, row.obligation_id): row.title
        for row in ObligationTerms.objects.filter(instrument__in=instruments)
    }
    last = latest_reports(found)
    references = {pk: row.agreement.reference for pk, row in instruments.items()}
    for one in sorted(found, key=lambda one: (references[one.instrument_id], one.code, _due(one))):
        if may_report(user, one.owed_now, instruments[one.instrument_id]).allowed:
            title = titles[one.instrument_id, one.obligation_id]
            yield _values(one, references[one.instrument_id], title, last.get((one.obligation_id, one.key)))


def _has_begun(one: TrackedObligation, as_of: date) -> bool:
    occurrence = one.status.occurrence
    if occurrence is None or one.status.state == TrackedState.LAPSED:
        return False
    return occurrence.starts_on is None or occurrence.starts_on <= as_of


def _due(one: TrackedObligation) -> date:
    return one.status.due_on or date.max


def _values(one: TrackedObligation, reference: str, title: str, last: Report | None) -> dict[str, str]:
    occurrence = one.status.occurrence
    return {
        KEY.name: f"{reference}/{one.code}/{one.key}",
        STAND.name: str(last.number) if last else NO_REPORT,
        CONTRACT.name: reference,
        CODE.name: one.code,
        TITLE.name: normal_text(title),
        STARTS.name: day_text(occurrence.starts_on if occurrence else None),
        DUE.name: day_text(one.status.due_on),
        PROGRESS_COLUMN.name: PROGRESS_COLUMN.word(last.progress) if last else "",
        AMOUNT.name: number_form(last.amount if last else None),
        DONE.name: day_text(last.done_on if last else None),
        REMARK.name: normal_text(last.remark) if last else "",
    }


class ReportRowWriter(RowWriter[Agreement]):
    """Reports on occurrences by the action of the page; what was reported before is corrected by a further report."""

    def __init__(self, by: User, at: datetime) -> None:
        super().__init__(COLUMNS, by, at)
        self._agreements: dict[str, Agreement] = {}

    def home(self, sent: Values) -> Agreement:
        reference = sent[CONTRACT.name]
        if reference not in self._agreements:
            row = policy.visible_to(self.by).filter(reference=reference).first()
            if row is None:
                raise RowRefused((CONTRACT.name, UNKNOWN_CONTRACT))
            self._agreements[reference] = row
        return self._agreements[reference]

    def stored(self, home: Agreement) -> Mapping[str, Values]:
        rows = report_rows(self.by, timezone.localdate(self.at), home)
        return {values[KEY.name]: values for values in rows}

    def key_of(self, sent: Values, rows: Mapping[str, Values]) -> str:
        """Return the key of the occurrence that contract, obligation and due day name."""
        named = [
            key
            for key, values in rows.items()
            if all(values[column.name] == sent[column.name] for column in (CODE, DUE))
        ]
        if len(named) != 1:
            raise RowRefused((CODE.name, NO_OCCURRENCE))
        return named[0]

    def add(self, home: Agreement, sent: Values) -> None:
        raise RowRefused((CODE.name, NO_OCCURRENCE))

    def edit(self, home: Agreement, key: str, stored: Values, sent: Values) -> None:
        if not sent[KEY.name] and stored[STAND.name] != NO_REPORT:
            raise RowRefused((PROGRESS_COLUMN.name, REPORTED_ALREADY))
        _, code, occurrence = key.rsplit("/", 2)
        data = sent_data(SAID, sent) | {"occurrence": f"{occurrence}:{stored[STAND.name]}"}
        form = ReportForm(data)
        require_valid(form)
        obligation = Obligation.objects.select_related("agreement__district").get(agreement=home, code=code)
        actions.report(obligation, statement=form.statement(), by=self.by, at=self.at)


REPORTS = DataTable(
    kind=TableKind.REPORTS,
    action="obligation.report",
    lead="Was zu den Pflichten aus unterzeichneten Verträgen gemeldet ist, auch aus vergangenen Jahren: eine Zeile je Termin, der "
    "schon begonnen hat. Was Sie ändern, gilt als Berichtigung; die frühere Meldung bleibt in der Geschichte.",
    columns=COLUMNS,
    rows=report_rows,
    writer=ReportRowWriter,
)
