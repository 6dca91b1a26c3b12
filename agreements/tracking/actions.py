"""Actions on obligations: report, correct, report an occasion, confirm, ask back."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from agreements import history, transitions
from agreements.choices import DueShape, Progress, ReportDecision
from agreements.errors import ActionRefused, Outdated
from agreements.events import EventKind
from agreements.models import Instrument, Obligation, ObligationTerms, Occasion, Report, ReportAnswer
from agreements.parties import ReportingSide
from agreements.schedule.facts import OCCASION
from agreements.texts.wording import date_words
from agreements.tracking.permissions import may_answer, may_report, other, side_of
from agreements.tracking.queries.obligations import TrackedObligation, all_occurrences, terms_of
from agreements.tracking.queries.schedule_facts import contracts_of
from agreements.tracking.status import TrackedState
from agreements.tracking.validation import Statement, complaint
from districts.models import User

NOT_SIGNED = "Melden können Sie nur zu Pflichten aus einem unterzeichneten Vertrag. Dieser ist es noch nicht."
GONE = (
    "Diesen Termin gibt es nach dem heutigen Text des Vertrags nicht mehr oder noch nicht. Es wurde nichts gemeldet, Ihre "
    "Angaben stehen noch im Formular. Wählen Sie einen anderen Termin."
)
TAKEN = (
    "Zu diesem Termin hat inzwischen jemand anderes gemeldet. Es wurde nichts gemeldet, Ihre Angaben stehen noch im "
    "Formular. Lesen Sie zuerst die neue Meldung."
)


def report(obligation: Obligation, *, statement: Statement, by: User, at: datetime) -> Report:
    """Report on an occurrence; a correction is a new report, the old one stays.

    Raises ActionRefused if nothing is owed yet, if the user may not report for the side that owes, if the occurrence
    does not exist (any more) or has not begun, or if the statement is invalid; Outdated if there is a newer report.
    """
    with transaction.atomic():
        day = timezone.localdate(at)
        terms, instrument = _locked(obligation, by, day)
        tracked = _occurrence(terms, statement.key, day)
        if words := complaint(statement, tracked, day):
            raise ActionRefused(words)
        last = obligation.reports.filter(key=statement.key).order_by("-number").first()
        if (last.number if last else 0) != statement.seen:
            raise Outdated(last)
        occurrence = tracked.status.occurrence
        made = Report(
            obligation=obligation,
            terms=last.terms if last and occurrence and not occurrence.owed else _terms_of(tracked),
            key=statement.key,
            starts_on=occurrence.starts_on if occurrence else None,
            due_on=occurrence.due_on if occurrence else None,
            occasion=_occasion_of(obligation, statement.key),
            number=statement.seen + 1,
            side=side_of(by, terms.owing, instrument),
            progress=statement.progress,
            amount=statement.amount,
            done_on=statement.done_on,
            remark=statement.remark.strip(),
            reported_at=at,
            reported_by=by,
        )
        insert(made)
        data = {
            "code": obligation.code,
            "key": statement.key,
            "due_on": made.due_on,
            "progress": statement.progress.value,
            "amount": statement.amount,
            "remark": made.remark,
            "asked": other(ReportingSide(made.side)),
        }
        history.record(instrument.agreement, EventKind.REPORTED, by=by, at=at, data=data)
    return made


@transaction.atomic
def report_several(
    statements: Sequence[tuple[Obligation, Statement]], *, by: User, at: datetime
) -> list[Report]:
    """Report the same on several occurrences: all or none.

    Raises ActionRefused, with the obligation's code before the reason.
    """
    made = []
    # a fixed order prevents deadlocks between two users with the same choice
    for obligation, statement in sorted(
        statements, key=lambda one: (one[0].agreement_id, one[0].pk, one[1].key)
    ):
        try:
            made.append(report(obligation, statement=statement, by=by, at=at))
        except Outdated as outdated:
            raise ActionRefused(f"{obligation.code}: {TAKEN}") from outdated
        except ActionRefused as refused:
            raise ActionRefused(
                f"{obligation.code}: {refused} Von den gewählten Terminen wurde keiner gemeldet."
            ) from refused
    return made


def report_occasion(
    obligation: Obligation, *, happened_on: date, note: str, by: User, at: datetime
) -> Occasion:
    """Record an event that triggers an obligation. Raises ActionRefused."""
    with transaction.atomic():
        terms, instrument = _locked(obligation, by, timezone.localdate(at))
        if terms.shape != DueShape.EVENT:
            raise ActionRefused(
                f"{obligation.code} hängt nicht von einem Anlass ab. Melden Sie den Sachstand zum Termin."
            )
        if happened_on > timezone.localdate(at):
            raise ActionRefused(
                f"Der {date_words(happened_on)} liegt in der Zukunft. Melden Sie den Anlass, sobald er eingetreten ist."
            )
        if happened_on < _first_day(terms, at):
            raise ActionRefused(
                f"Am {date_words(happened_on)} war der Vertrag noch nicht in Kraft. Es wurde nichts gemeldet."
            )
        made = Occasion(
            obligation=obligation, happened_on=happened_on, note=note.strip(), reported_at=at, reported_by=by
        )
        insert(made)
        data = {"code": obligation.code, "happened_on": happened_on, "note": made.note}
        history.record(instrument.agreement, EventKind.OCCASION_REPORTED, by=by, at=at, data=data)
    return made


def answer(
    reported: Report, *, decision: ReportDecision, remark: str, seen: int, by: User, at: datetime
) -> ReportAnswer:
    """Confirm a report of the other side, or ask back. `seen` is the number of the last answer that was read.

    Raises ActionRefused if the user may not answer, or if there is a newer report; Outdated if there is a newer answer.
    """
    with transaction.atomic():
        obligation = reported.obligation
        instrument = transitions.lock_instrument(_in_force(obligation, timezone.localdate(at)).instrument)
        may_answer(by, reported.reported_by_id, ReportingSide(reported.side), instrument).require()
        if obligation.reports.filter(key=reported.key, number__gt=reported.number).exists():
            raise ActionRefused(
                "Zu diesem Termin gibt es inzwischen eine neuere Meldung. Es wurde nichts beantwortet. Lesen Sie zuerst die neue."
            )
        if decision == ReportDecision.CONFIRMED and reported.progress == Progress.IN_PROGRESS:
            raise ActionRefused(
                "Ein Zwischenstand lässt sich nicht bestätigen. Sie können nachfragen oder die nächste Meldung abwarten."
            )
        last = reported.answers.order_by("-number").first()
        if (last.number if last else 0) != seen:
            raise Outdated(last)
        made = ReportAnswer(
            report=reported,
            number=seen + 1,
            side=other(ReportingSide(reported.side)),
            decision=decision,
            remark=remark.strip(),
            answered_at=at,
            answered_by=by,
        )
        insert(made)
        data = {
            "code": obligation.code,
            "key": reported.key,
            "due_on": reported.due_on,
            "decision": decision.value,
            "remark": made.remark,
            "asked": reported.side,
        }
        history.record(instrument.agreement, EventKind.REPORT_ANSWERED, by=by, at=at, data=data)
    return made


def _locked(obligation: Obligation, by: User, day: date) -> tuple[ObligationTerms, Instrument]:
    """Lock the agreement and return the terms in force with their instrument; raises ActionRefused without permission."""
    terms = _in_force(obligation, day)
    transitions.lock_instrument(terms.instrument)
    terms = _in_force(obligation, day)  # an amendment may have been signed while we waited
    instrument = terms.instrument
    may_report(by, terms.owing, instrument).require()
    return terms, instrument


def _in_force(obligation: Obligation, day: date) -> ObligationTerms:
    terms = terms_of(obligation, day)
    if terms is None:
        raise ActionRefused(NOT_SIGNED)
    return terms


def _occurrence(terms: ObligationTerms, key: str, day: date) -> TrackedObligation:
    """Return the occurrence to be reported on; raises ActionRefused if there is none, or only in the future."""
    occurrences = all_occurrences(ObligationTerms.objects.filter(pk=terms.pk), day)
    tracked = next((one for one in occurrences if key and one.key == key), None)
    if tracked is None or tracked.status.state == TrackedState.LAPSED:
        raise ActionRefused(GONE)
    occurrence = tracked.status.occurrence
    if tracked.terms.recurs and occurrence and occurrence.starts_on and occurrence.starts_on > day:
        raise ActionRefused(
            f"Dieser Zeitraum beginnt erst am {date_words(occurrence.starts_on)}. Vorher kann niemand darüber berichten."
        )
    return tracked


def _terms_of(tracked: TrackedObligation) -> ObligationTerms:
    return ObligationTerms.objects.get(obligation=tracked.obligation_id, instrument=tracked.instrument_id)


def _occasion_of(obligation: Obligation, key: str) -> Occasion | None:
    _, is_occasion, pk = key.partition(OCCASION)
    return obligation.occasions.get(pk=int(pk)) if is_occasion else None


def _first_day(terms: ObligationTerms, at: datetime) -> date:
    """Return the first day on which the obligation can be triggered."""
    rows = ObligationTerms.objects.filter(pk=terms.pk)
    [contract] = contracts_of(rows, timezone.localdate(at)).values()
    return contract.events.in_force_on or date.max


def insert(made: models.Model) -> None:
    """Insert a row; a violated constraint becomes an ActionRefused with its message."""
    try:
        made.full_clean()
    except ValidationError as error:
        raise ActionRefused(" ".join(error.messages)) from error
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise ActionRefused(
            "Die Datenbank hat die Meldung nicht angenommen, weil sie einer Regel widerspricht. Es wurde nichts gespeichert."
        ) from error
