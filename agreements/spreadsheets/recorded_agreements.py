"""The table of contracts signed elsewhere, with their scans in a ZIP beside it."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from agreements import policy
from agreements.choices import Origin
from agreements.errors import ActionRefused
from agreements.models import Agreement, Instrument
from agreements.recording.actions import (
    ACTION,
    Doubtful,
    correct_key_data,
    record_agreement,
    record_reported,
)
from agreements.recording.forms.key_data import (
    KeyDataForm,
    KeyDataForms,
    RecordCorrectionForm,
)
from agreements.recording.queries import key_data_of, newest_original, usual_parties
from agreements.spreadsheet_choices import TableKind
from agreements.spreadsheets.agreement_columns import (
    COLUMNS,
    CONFIRMED,
    CONTRACT,
    COORDINATOR,
    DISTRICT,
    FILE,
    KNOWN,
    NOT_RECORDED,
    PARTIES,
    PRESENT,
    REASON,
    SIGNATORIES,
    agreement_values,
    completed_term,
    parties_cell,
)
from agreements.spreadsheets.drafts import UNKNOWN_CONTRACT
from agreements.spreadsheets.key_data_rows import NewRowForm, typed_key_data
from agreements.spreadsheets.scan_archive import ScanArchive
from agreements.spreadsheets.table import KEY, STAND, DataTable, RowRefused, RowWriter, Values
from districts.models import District, User

WRITTEN_HERE = (
    "Dieser Vertrag ist hier geschrieben. In dieser Tabelle stehen nur die, die andernorts geschlossen sind."
)
RECORDED_ALREADY = (
    "Dieser Vertrag ist schon aufgenommen. Laden Sie die Tabelle herunter und berichtigen Sie die Zeile dort."
)
NO_ARCHIVE = "Zu dieser Tabelle ist keine ZIP-Datei mit Scans hochgeladen."
NO_FILE_YET = f"Zu diesem Vertrag gibt es noch keinen Scan. Statt „{PRESENT}“ bitte den Namen der Datei angeben oder die Zelle leeren."
TAKEN_ORIGINS = (Origin.RECORDED, Origin.REPORTED)


def recorded_rows(user: User, as_of: date, agreement: Agreement | None) -> Iterator[Values]:
    """Yield the contracts that were signed elsewhere or are known from public sources only, by number."""
    found = _agreements(user).filter(origin__in=TAKEN_ORIGINS)
    found = found.filter(pk=agreement.pk) if agreement else found
    for row in found.order_by("reference"):
        values = _values_of(row)
        if values and policy.verdict(user, ACTION, row).allowed:
            yield values


def _agreements(user: User) -> QuerySet[Agreement]:
    return policy.visible_to(user).select_related("district", "coordinator")


def _record_of(agreement: Agreement) -> Instrument | None:
    rows = agreement.instruments.filter(number=0, made_elsewhere=True, frozen_version__isnull=False)
    found: Instrument | None = rows.select_related("agreement__district").first()
    return found


def _values_of(agreement: Agreement) -> Values | None:
    if agreement.origin == Origin.REPORTED:
        return agreement_values(agreement)
    instrument = _record_of(agreement)
    if instrument is None:
        return None
    original = newest_original(instrument)
    return agreement_values(agreement, original, key_data_of(instrument, original))


class AgreementRowWriter(RowWriter[Agreement | None]):
    """Records and corrects contracts by the actions of the pages; a new one has no home yet."""

    def __init__(self, by: User, at: datetime, scans: ScanArchive | None = None) -> None:
        super().__init__(COLUMNS, by, at)
        self._scans = scans
        self._districts = {row.name.casefold(): row for row in District.objects.all()}
        self._coordinators = sorted(set(policy.coordinators()), key=str)

    def home(self, sent: Values) -> Agreement | None:
        reference = sent[KEY.name] or sent[CONTRACT.name]
        if not reference:
            return None
        row = _agreements(self.by).filter(reference=reference).first()
        if row is None or not policy.verdict(self.by, ACTION, row).allowed:
            raise RowRefused((CONTRACT.name, UNKNOWN_CONTRACT))
        if row.origin not in TAKEN_ORIGINS:
            raise RowRefused((CONTRACT.name, WRITTEN_HERE))
        return row

    def stored(self, home: Agreement | None) -> Mapping[str, Values]:
        values = _values_of(home) if home else None
        return {values[KEY.name]: values} if values else {}

    def key_of(self, sent: Values, rows: Mapping[str, Values]) -> str:
        """Return the number of the contract, without which it is new."""
        return sent[CONTRACT.name]

    def completed(self, home: Agreement | None, stored: Values, sent: Values) -> Values:
        """Return a row with the usual parties, with what its term means, and with the file that it takes."""
        parties = sent[PARTIES.name]
        if not parties and stored.get(STAND.name, NOT_RECORDED) == NOT_RECORDED and _says_more(sent, stored):
            parties = parties_cell(usual_parties(home.district if home else self._district(sent)))
        file = self._file(home, stored.get(FILE.name, ""), sent[FILE.name])
        return {**sent, **completed_term(sent), PARTIES.name: parties, FILE.name: file}

    def add(self, home: Agreement | None, sent: Values) -> None:
        data = {DISTRICT.name: self._district(sent).pk, COORDINATOR.name: self._coordinator(sent).pk}
        typed = typed_key_data(NewRowForm, sent, data)
        chosen = typed.form.cleaned_data
        self._write(
            record_agreement,
            typed,
            sent,
            district=chosen[DISTRICT.name],
            coordinator=chosen[COORDINATOR.name],
        )

    def edit(self, home: Agreement | None, key: str, stored: Values, sent: Values) -> None:
        if stored[STAND.name] == NOT_RECORDED:
            self._write(record_reported, typed_key_data(KeyDataForm, sent, {}), sent, stored, agreement=home)
            return
        if not sent[KEY.name]:
            raise RowRefused((CONTRACT.name, RECORDED_ALREADY))
        typed = typed_key_data(
            RecordCorrectionForm, sent, {REASON.name: sent[REASON.name], "seen": stored[STAND.name]}
        )
        self._write(
            correct_key_data,
            typed,
            sent,
            stored,
            instrument=_record_of(home) if home else None,
            follows=home.predecessor.reference if home and home.predecessor else "",
            reason=sent[REASON.name],
            seen=int(stored[STAND.name]),
        )

    def left_files(self) -> Iterable[tuple[str, str]]:
        return self._scans.left() if self._scans else ()

    def _write(
        self,
        action: Any,
        typed: KeyDataForms,
        sent: Values,
        stored: Values | None = None,
        follows: str = "",
        **arguments: Any,
    ) -> None:
        """Run an action of the pages; which agreement it `follows` has no column. Raises RowRefused at the cell that confirms what is odd, and ActionRefused."""
        is_new_file = sent[FILE.name] != (stored or {}).get(FILE.name, "")
        try:
            with transaction.atomic():  # what it has locked to take a refused file back is free again
                action(
                    key_data=replace(typed.key_data(), follows=follows),
                    file=self._bytes(sent[FILE.name]) if is_new_file else b"",
                    doubts_confirmed=typed.form.cleaned_data[CONFIRMED.name],
                    by=self.by,
                    at=self.at,
                    **arguments,
                )
        except Doubtful as doubtful:
            raise RowRefused((CONFIRMED.name, str(doubtful))) from doubtful

    def _file(self, home: Agreement | None, stored: str, cell: str) -> str:
        """Return the name of the file that the row takes, or what is stored if it brings no other. Raises RowRefused."""
        is_named = cell not in {"", PRESENT}
        if cell == PRESENT and not stored:
            raise RowRefused((FILE.name, NO_FILE_YET))
        if self._scans is None:
            if is_named:
                raise RowRefused((FILE.name, NO_ARCHIVE))
            return stored
        try:
            scan = self._scans.named(cell) if is_named else None
            if scan is None and home:
                scan = self._scans.of_reference(home.reference)
            if scan is None:
                return stored
            data = self._scans.take(scan)
        except ActionRefused as refused:
            raise RowRefused((FILE.name, str(refused))) from refused
        return stored if home and _has_file(home, data) else scan.name

    def _bytes(self, name: str) -> bytes:
        return self._scans.take(self._scans.named(name)) if self._scans else b""

    def _district(self, sent: Values) -> District:
        row = self._districts.get(sent[DISTRICT.name].casefold())
        if row is None:
            words = "Diesen Bezirk gibt es nicht." if sent[DISTRICT.name] else "Bitte den Bezirk angeben."
            raise RowRefused((DISTRICT.name, words))
        return row

    def _coordinator(self, sent: Values) -> User:
        cell = sent[COORDINATOR.name]
        if not cell:
            return self.by
        found = [one for one in self._coordinators if cell in {str(one), one.email}]
        if len(found) != 1:
            words = (
                "So heißen mehrere. Bitte die E-Mail-Adresse angeben."
                if found
                else "Keine Koordination heißt so."
            )
            raise RowRefused((COORDINATOR.name, words))
        return found[0]


def _has_file(agreement: Agreement, data: bytes) -> bool:
    instrument = _record_of(agreement)
    return bool(instrument and newest_original(instrument).file_id == hashlib.sha256(data).hexdigest())


def _says_more(sent: Values, stored: Values) -> bool:
    """Whether a row says more than which contract it is."""
    return any(
        sent[column.name] != stored.get(column.name, column.read(None))
        for column in (*KNOWN, SIGNATORIES, FILE)
    )


RECORDED_AGREEMENTS = DataTable(
    kind=TableKind.AGREEMENTS,
    action=ACTION,
    lead="Die Eckdaten der Verträge, die andernorts geschlossen sind: eine Zeile je Vertrag. Ihre Scans kommen in einer ZIP-Datei "
    "mit; sie werden nach dem Namen zugeordnet und bleiben Byte für Byte, wie sie sind.",
    columns=COLUMNS,
    rows=recorded_rows,
    writer=AgreementRowWriter,
    takes_scans=True,
    weight=5,
)
