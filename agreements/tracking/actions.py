"""What people do with obligations: report, correct, tell of an occasion, confirm, ask back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from agreements import history, transitions
from agreements.choices import DueShape, OwedBy, Progress, ReportDecision, Side
from agreements.errors import ActionRefused, Outdated
from agreements.events import EventKind
from agreements.models import Instrument, Obligation, ObligationTerms, Occasion, Report, ReportAnswer
from agreements.texts.wording import date_words
from agreements.tracking.permissions import may_answer, may_report, other, side_of
from agreements.tracking.queries.obligations import Duty, all_occurrences, terms_of
from agreements.tracking.queries.schedule_facts import contracts_of
from agreements.tracking.status import TrackedState
from agreements.tracking.validation import complaint
from districts.models import User

NOT_SIGNED = "Gemeldet wird auf Pflichten aus einem unterzeichneten Vertrag. Dieser ist es noch nicht."
GONE = (
    "Diesen Termin gibt es nach dem heutigen Text des Vertrags nicht mehr oder noch nicht. Es wurde nichts gemeldet, Ihre "
    "Angaben stehen noch im Formular. Wählen Sie einen anderen Termin."
)
TAKEN = (
    "Zu diesem Termin hat inzwischen jemand anderes gemeldet. Es wurde nichts gemeldet, Ihre Angaben stehen noch im "
    "Formular. Lesen Sie zuerst die neue Meldung."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What somebody says about an occurrence. `seen` is the number of the last report that she has read, 0 for none."""

    key: str
    seen: int
    progress: Progress
    done_on: date
    amount: Decimal | None = None
    remark: str = ""


def report(obligation: Obligation, *, said: Statement, by: User, at: datetime) -> Report:
    """Record what somebody says about an occurrence; a correction is a new report, the old one stays.

    Raises Refused if nothing is owed yet, if the person does not report for the side that owes, if there is no such
    occurrence (any more) or it has not begun, or if what she says does not fit what is owed; Outdated if somebody
    else has reported on it meanwhile.
    """
    with transaction.atomic():
        terms, instrument = _locked(obligation, by)
        day = timezone.localdate(at)
        duty = _occurrence(terms, said.key, day)
        if words := complaint(said.progress, said.amount, said.done_on, said.remark, duty, day):
            raise ActionRefused(words)
        last = obligation.reports.filter(key=said.key).order_by("-number").first()
        if (last.number if last else 0) != said.seen:
            raise Outdated(last)
        occurrence = duty.tracked.occurrence
        made = Report(
            obligation=obligation,
            terms=last.terms if last and occurrence and not occurrence.owed else _terms_of(duty),
            key=said.key,
            starts_on=occurrence.starts_on if occurrence else None,
            due_on=occurrence.due_on if occurrence else None,
            occasion=_occasion_of(obligation, said.key),
            number=said.seen + 1,
            side=side_of(by, OwedBy(terms.owed_by), instrument),
            progress=said.progress,
            amount=said.amount,
            done_on=said.done_on,
            remark=said.remark.strip(),
            reported_at=at,
            reported_by=by,
        )
        keep(made)
        told = {
            "code": obligation.code,
            "key": said.key,
            "due_on": made.due_on,
            "progress": said.progress.value,
            "amount": said.amount,
            "remark": made.remark,
        }
        history.record(instrument.agreement, EventKind.REPORTED, by=by, at=at, data=told)
    return made


@transaction.atomic
def report_several(said: Sequence[tuple[Obligation, Statement]], *, by: User, at: datetime) -> list[Report]:
    """Record the same about several occurrences: all of them or none.

    Raises Refused, with the obligation's code before the reason.
    """
    made = []
    # always in the same order, so that two people with the same choice cannot wait for one another
    for obligation, statement in sorted(said, key=lambda one: (one[0].agreement_id, one[0].pk, one[1].key)):
        try:
            made.append(report(obligation, said=statement, by=by, at=at))
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
    """Record that something has happened which triggers an obligation. Raises Refused."""
    with transaction.atomic():
        terms, instrument = _locked(obligation, by)
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
        keep(made)
        told = {"code": obligation.code, "happened_on": happened_on, "note": made.note}
        history.record(instrument.agreement, EventKind.OCCASION_REPORTED, by=by, at=at, data=told)
    return made


def answer(
    reported: Report, *, decision: ReportDecision, remark: str, seen: int, by: User, at: datetime
) -> ReportAnswer:
    """Confirm a report of the other side, or ask back. `seen` is the number of the last answer that was read.

    Raises Refused if the person may not, or if there is a newer report; Outdated if somebody has answered meanwhile.
    """
    with transaction.atomic():
        obligation = reported.obligation
        instrument = transitions.lock_instrument(_in_force(obligation).instrument)
        verdict = may_answer(by, reported.reported_by_id, Side(reported.side), instrument)
        if not verdict.allowed:
            raise ActionRefused(verdict.reason)
        if obligation.reports.filter(key=reported.key, number__gt=reported.number).exists():
            raise ActionRefused(
                "Zu diesem Termin gibt es inzwischen eine neuere Meldung. Es wurde nichts beantwortet. Lesen Sie zuerst die neue."
            )
        if decision == ReportDecision.CONFIRMED and reported.progress == Progress.IN_PROGRESS:
            raise ActionRefused(
                "Ein Zwischenstand wird nicht bestätigt. Sie können nachfragen oder die nächste Meldung abwarten."
            )
        last = reported.answers.order_by("-number").first()
        if (last.number if last else 0) != seen:
            raise Outdated(last)
        made = ReportAnswer(
            report=reported,
            number=seen + 1,
            side=other(Side(reported.side)),
            decision=decision,
            remark=remark.strip(),
            answered_at=at,
            answered_by=by,
        )
        keep(made)
        told = {
            "code": obligation.code,
            "key": reported.key,
            "due_on": reported.due_on,
            "decision": decision.value,
            "remark": made.remark,
        }
        history.record(instrument.agreement, EventKind.REPORT_ANSWERED, by=by, at=at, data=told)
    return made


def _locked(obligation: Obligation, by: User) -> tuple[ObligationTerms, Instrument]:
    """Return the terms in force with their instrument, the agreement locked; raises Refused for whoever may not report."""
    terms = _in_force(obligation)
    transitions.lock_instrument(terms.instrument)
    terms = _in_force(obligation)  # an amendment may have been signed while we waited
    instrument = terms.instrument
    verdict = may_report(by, OwedBy(terms.owed_by), instrument)
    if not verdict.allowed:
        raise ActionRefused(verdict.reason)
    return terms, instrument


def _in_force(obligation: Obligation) -> ObligationTerms:
    terms = terms_of(obligation)
    if terms is None:
        raise ActionRefused(NOT_SIGNED)
    return terms


def _occurrence(terms: ObligationTerms, key: str, day: date) -> Duty:
    """Return the occurrence that somebody reports on; raises Refused if there is none, or only in the future."""
    found = all_occurrences(ObligationTerms.objects.filter(pk=terms.pk), day)
    duty = next((one for one in found if key and one.key == key), None)
    if duty is None or duty.tracked.state == TrackedState.LAPSED:
        raise ActionRefused(GONE)
    occurrence = duty.tracked.occurrence
    if duty.terms.recurs and occurrence and occurrence.starts_on and occurrence.starts_on > day:
        raise ActionRefused(
            f"Dieser Zeitraum beginnt erst am {date_words(occurrence.starts_on)}. Vorher kann niemand darüber berichten."
        )
    return duty


def _terms_of(duty: Duty) -> ObligationTerms:
    return ObligationTerms.objects.get(obligation=duty.obligation_id, instrument=duty.instrument_id)


def _occasion_of(obligation: Obligation, key: str) -> Occasion | None:
    _, found, pk = key.partition("anlass-")
    return obligation.occasions.get(pk=int(pk)) if found else None


def _first_day(terms: ObligationTerms, at: datetime) -> date:
    """Return the first day on which something can trigger the obligation."""
    rows = ObligationTerms.objects.filter(pk=terms.pk)
    [contract] = contracts_of(rows, timezone.localdate(at)).values()
    return contract.events.in_force_on or date.max


def keep(made: models.Model) -> None:
    """Write a row; what the constraints refuse becomes their sentence."""
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
