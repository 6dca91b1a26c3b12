"""Actions on evidence: add it with a report or later, and add new versions."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from agreements import history, transitions
from agreements.errors import ActionRefused, Outdated
from agreements.events import EventKind
from agreements.files import uploads
from agreements.models import Evidence, Instrument, Obligation, Report, StoredFile, VirusCheck
from agreements.parties import ReportingSide
from agreements.tracking import actions
from agreements.tracking.actions import NOT_SIGNED
from agreements.tracking.evidence.submissions import ExaminedSubmission, InfectedError, Submission, examine
from agreements.tracking.evidence.wording import piece_words
from agreements.tracking.permissions import may_add_evidence, may_report
from agreements.tracking.queries.obligations import terms_of
from agreements.tracking.validation import Statement
from districts.models import User

NOTHING = "Wählen Sie eine Datei, oder geben Sie einen Link, eine Nummer oder einen Vermerk an."
MOST = 20  # pieces of one report


def report_with(
    obligation: Obligation, *, statement: Statement, pieces: Sequence[Submission], by: User, at: datetime
) -> Report:
    """Report with evidence: both or neither. Raises ActionRefused and Outdated like `report`."""
    examined = _examined(obligation, pieces, by, at) if pieces else []
    with _kept(examined) as pieces_with_files:
        made = actions.report(obligation, statement=statement, by=by, at=at)
        for one in pieces_with_files:
            _add(made, *one, by, at)
    return made


def add_evidence(report: Report, *, pieces: Sequence[Submission], by: User, at: datetime) -> list[Evidence]:
    """Add evidence to an earlier report: all of it or none. Raises ActionRefused."""
    if not pieces:
        raise ActionRefused(NOTHING)
    _require_may_add(report, by, at)
    examined = _examined(report.obligation, pieces, by, at)
    with _kept(examined) as pieces_with_files:
        _require_may_add(report, by, at, lock=True)
        return [_add(report, *one, by, at) for one in pieces_with_files]


def renew_evidence(evidence: Evidence, *, piece: Submission, seen: int, by: User, at: datetime) -> Evidence:
    """Add a new version; earlier versions stay. `seen` is the last version that was read.

    Raises ActionRefused, and Outdated if there is a newer version.
    """
    report = evidence.report
    _require_may_add(report, by, at)
    with _kept(_examined(report.obligation, [piece], by, at)) as [(examined, file)]:
        _require_may_add(report, by, at, lock=True)
        last = report.evidence.filter(number=evidence.number).order_by("-version")[0]
        if last.version != seen:
            raise Outdated(last)
        made = _row(report, examined, file, evidence.number, last.version + 1, by, at)
        data = _event_data(made)
        history.record(report.obligation.agreement, EventKind.EVIDENCE_RENEWED, by=by, at=at, data=data)
    return made


def _require_may_add(report: Report, by: User, at: datetime, *, lock: bool = False) -> None:
    """Require permission to add to a report; with `lock`, lock the agreement first."""
    day = timezone.localdate(at)
    terms = terms_of(report.obligation, day)
    if terms is None:
        raise ActionRefused(NOT_SIGNED)
    if lock:
        transitions.lock_instrument(terms.instrument)
        terms = terms_of(report.obligation, day) or terms  # an amendment may have been signed meanwhile
    may_add_evidence(by, terms.owing, ReportingSide(report.side), terms.instrument).require()


def _examined(
    obligation: Obligation, pieces: Sequence[Submission], by: User, at: datetime
) -> list[ExaminedSubmission]:
    """Examine every piece; malware is recorded in the history, which both sides see."""
    terms = terms_of(obligation, timezone.localdate(at))
    if terms is None:
        raise ActionRefused(NOT_SIGNED)
    may_report(by, terms.owing, terms.instrument).require()
    try:
        return [examine(piece) for piece in pieces]
    except InfectedError as infected:
        _record_infected(terms.instrument, obligation, infected, by, at)
        raise


@transaction.atomic
def _record_infected(
    instrument: Instrument, obligation: Obligation, infected: InfectedError, by: User, at: datetime
) -> None:
    data = {"code": obligation.code, "name": infected.name, "found": infected.found}
    history.record(instrument.agreement, EventKind.EVIDENCE_REFUSED, by=by, at=at, data=data)


@contextmanager
def _kept(
    examined: Sequence[ExaminedSubmission],
) -> Iterator[list[tuple[ExaminedSubmission, StoredFile | None]]]:
    """Open a transaction and yield the pieces with their stored files, which stay only if it is not refused."""
    sent = [one.upload for one in examined if one.upload]
    with uploads.kept(*sent) as files:
        stored = iter(files)
        yield [(one, next(stored) if one.upload else None) for one in examined]


def _add(
    report: Report, examined: ExaminedSubmission, file: StoredFile | None, by: User, at: datetime
) -> Evidence:
    last = report.evidence.aggregate(last=Max("number"))["last"] or 0
    if last >= MOST:
        raise ActionRefused(
            f"Eine Meldung hat höchstens {MOST} Nachweise. Fassen Sie zusammen, oder melden Sie den Sachstand neu."
        )
    made = _row(report, examined, file, last + 1, 1, by, at)
    history.record(
        report.obligation.agreement, EventKind.EVIDENCE_ADDED, by=by, at=at, data=_event_data(made)
    )
    return made


def _row(
    report: Report,
    examined: ExaminedSubmission,
    file: StoredFile | None,
    number: int,
    version: int,
    by: User,
    at: datetime,
) -> Evidence:
    piece = examined.piece
    made = Evidence(
        report=report,
        number=number,
        version=version,
        kind=piece.kind,
        title=piece.title,
        file=file,
        pages=examined.upload.pages if examined.upload else None,
        url=piece.url,
        reference=piece.reference,
        note=piece.note,
        starts_on=piece.starts_on,
        ends_on=piece.ends_on,
        last_valid_on=piece.last_valid_on,
        added_at=at,
        added_by=by,
    )
    actions.insert(made)
    if file and examined.scanned:
        VirusCheck.objects.create(file=file, checked_at=at, scanner=examined.scanned.scanner)
    return made


def _event_data(made: Evidence) -> dict[str, object]:
    report = made.report
    return {
        "code": report.obligation.code,
        "key": report.key,
        "due_on": report.due_on,
        "report": report.number,
        "evidence": made.number,
        "version": made.version,
        "what": piece_words(made),
        "file": made.file_id or "",
        "starts_on": made.starts_on,
        "ends_on": made.ends_on,
        "last_valid_on": made.last_valid_on,
    }
