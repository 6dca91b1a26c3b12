"""What people do with evidence: hand it in with a report or afterwards, and put a new version beside the old one."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from agreements import history, transitions
from agreements.choices import OwedBy, Side
from agreements.errors import ActionRefused, Outdated
from agreements.events import EventKind
from agreements.files import store
from agreements.models import Evidence, Instrument, Obligation, Report, VirusCheck
from agreements.tracking import actions
from agreements.tracking.actions import NOT_SIGNED, Statement
from agreements.tracking.evidence.submissions import Examined, InfectedError, Submission, examine
from agreements.tracking.evidence.wording import piece_words
from agreements.tracking.permissions import may_add_evidence, may_report
from agreements.tracking.queries.obligations import terms_of
from districts.models import User

NOTHING = "Wählen Sie eine Datei, oder geben Sie einen Link, eine Nummer oder einen Vermerk an."
MOST = 20  # pieces of one report


def report_with(
    obligation: Obligation, *, said: Statement, pieces: Sequence[Submission], by: User, at: datetime
) -> Report:
    """Record a report together with its evidence: both or neither. Raises Refused and Outdated like `report`."""
    examined = _examined(obligation, pieces, by, at) if pieces else []
    with transaction.atomic():
        made = actions.report(obligation, said=said, by=by, at=at)
        for one in examined:
            _add(made, one, by, at)
    return made


def add_evidence(report: Report, *, pieces: Sequence[Submission], by: User, at: datetime) -> list[Evidence]:
    """Add evidence to a report that was made before: all of it or none. Raises Refused."""
    if not pieces:
        raise ActionRefused(NOTHING)
    _insist(report, by)
    examined = _examined(report.obligation, pieces, by, at)
    with transaction.atomic():
        _insist(report, by, lock=True)
        return [_add(report, one, by, at) for one in examined]


def renew_evidence(evidence: Evidence, *, piece: Submission, seen: int, by: User, at: datetime) -> Evidence:
    """Put a new version beside the earlier ones, which stay. `seen` is the last version that was read.

    Raises Refused, and Outdated if somebody has made a newer one meanwhile.
    """
    report = evidence.report
    _insist(report, by)
    [examined] = _examined(report.obligation, [piece], by, at)
    with transaction.atomic():
        _insist(report, by, lock=True)
        last = report.evidence.filter(number=evidence.number).order_by("-version")[0]
        if last.version != seen:
            raise Outdated(last)
        made = _row(report, examined, evidence.number, last.version + 1, by, at)
        told = _told(made)
        history.record(report.obligation.agreement, EventKind.EVIDENCE_RENEWED, by=by, at=at, data=told)
    return made


def _insist(report: Report, by: User, *, lock: bool = False) -> None:
    """Refuse whoever may not add to a report; with `lock`, asked again while nobody else can add."""
    terms = terms_of(report.obligation)
    if terms is None:
        raise ActionRefused(NOT_SIGNED)
    if lock:
        transitions.lock_instrument(terms.instrument)
        terms = terms_of(report.obligation) or terms  # an amendment may have been signed while we waited
    may_add_evidence(by, OwedBy(terms.owed_by), Side(report.side), terms.instrument).require()


def _examined(obligation: Obligation, pieces: Sequence[Submission], by: User, at: datetime) -> list[Examined]:
    """Look at every piece; that somebody has handed in malware is told to both sides, in the history."""
    terms = terms_of(obligation)
    if terms is None:
        raise ActionRefused(NOT_SIGNED)
    may_report(by, OwedBy(terms.owed_by), terms.instrument).require()
    try:
        return [examine(piece) for piece in pieces]
    except InfectedError as infected:
        _tell_infected(terms.instrument, obligation, infected, by, at)
        raise


@transaction.atomic
def _tell_infected(
    instrument: Instrument, obligation: Obligation, infected: InfectedError, by: User, at: datetime
) -> None:
    told = {"code": obligation.code, "name": infected.name, "found": infected.found}
    history.record(instrument.agreement, EventKind.EVIDENCE_REFUSED, by=by, at=at, data=told)


def _add(report: Report, examined: Examined, by: User, at: datetime) -> Evidence:
    last = report.evidence.aggregate(last=Max("number"))["last"] or 0
    if last >= MOST:
        raise ActionRefused(
            f"Eine Meldung hat höchstens {MOST} Nachweise. Fassen Sie zusammen, oder melden Sie den Sachstand neu."
        )
    made = _row(report, examined, last + 1, 1, by, at)
    history.record(report.obligation.agreement, EventKind.EVIDENCE_ADDED, by=by, at=at, data=_told(made))
    return made


def _row(report: Report, examined: Examined, number: int, version: int, by: User, at: datetime) -> Evidence:
    piece = examined.piece
    file = store.save(piece.data, examined.media_type) if piece.data else None
    made = Evidence(
        report=report,
        number=number,
        version=version,
        kind=piece.kind,
        title=piece.title,
        file=file,
        pages=examined.pages,
        url=piece.url,
        reference=piece.reference,
        note=piece.note,
        starts_on=piece.starts_on,
        ends_on=piece.ends_on,
        last_valid_on=piece.last_valid_on,
        added_at=at,
        added_by=by,
    )
    actions.keep(made)
    if file and examined.scanned:
        VirusCheck.objects.create(file=file, checked_at=at, scanner=examined.scanned.scanner)
    return made


def _told(made: Evidence) -> dict[str, object]:
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
