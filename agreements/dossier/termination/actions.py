"""Recording what ends an agreement or not: notices, their retraction, decisions on extension. Nothing recorded is changed."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from agreements import history, policy
from agreements.choices import Side
from agreements.dossier.termination.possible_ends import possible_end
from agreements.dossier.termination.queries import contract_with_facts
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.files import uploads
from agreements.models import Agreement, ExtensionDecision, Instrument, NoticeRetraction, TerminationNotice
from agreements.state import ContractFacts, next_extension
from agreements.termination_choices import ExtensionChoice, RetractionCause, TerminationKind, WrittenForm
from agreements.texts.wording import date_words
from districts.models import User

EMAIL = "email"
EMAIL_REFUSED = (
    "Eine Kündigung per E-Mail gilt nicht: Vertrag und Gesetz verlangen die Schriftform (§ 57 VwVfG), also ein Schreiben mit "
    "eigenhändiger Unterschrift oder eine Datei mit qualifizierter elektronischer Signatur. Der Vertrag läuft unverändert "
    "weiter, es wurde nichts festgehalten. Halten Sie die Kündigung fest, wenn sie in dieser Form zugegangen ist; es zählt der "
    "Tag, an dem sie so zugeht."
)
NO_EXTENSION = (
    "Dieser Vertrag verlängert sich nicht von selbst: Er ist unbefristet, gekündigt oder ohne Verlängerung. Zu entscheiden ist "
    "nichts; es wurde nichts festgehalten."
)
IN_THE_FUTURE = (
    "Dieser Tag liegt in der Zukunft. Festgehalten wird, was geschehen ist. Bitte prüfen Sie das Datum."
)


class NoticeEffect(StrEnum):
    """What a person decides about a notice."""

    AS_GIVEN = "as_given"
    NEXT_END = "next_end"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLetter:
    """What was received; `form` may be an e-mail, which is refused."""

    side: Side
    kind: TerminationKind
    form: str
    written_on: date
    received_on: date
    claimed_on: date | None = None
    reason: str = ""
    note: str = ""
    document: bytes = b""


def record_notice(
    agreement: Agreement, *, letter: NoticeLetter, effect: NoticeEffect, by: User, at: datetime
) -> TerminationNotice:
    """Record a notice with the end that follows. Raises ActionRefused, also if it does not fit the day it names."""
    if letter.form == EMAIL:
        raise ActionRefused(EMAIL_REFUSED)
    if letter.received_on > timezone.localdate(at):
        raise ActionRefused(IN_THE_FUTURE)
    if letter.written_on > letter.received_on:
        raise ActionRefused(
            "Das Schreiben kann nicht vor seinem Datum zugegangen sein. Bitte prüfen Sie beide Tage. Es wurde nichts festgehalten."
        )
    if letter.kind == TerminationKind.EXTRAORDINARY and not letter.reason.strip():
        raise ActionRefused("Bitte geben Sie den Grund der außerordentlichen Kündigung an.")
    with uploads.kept(uploads.examine(letter.document)) as [file]:
        locked = Agreement.objects.select_for_update(no_key=True, of=("self",)).get(pk=agreement.pk)
        contract, facts = contract_with_facts(locked)
        policy.require(by, "termination.record", contract)
        if letter.side not in contract.party_names:
            raise ActionRefused("Diese Seite ist keine Partei des Vertrags. Es wurde nichts festgehalten.")
        row = TerminationNotice.objects.create(
            agreement=locked,
            side=letter.side,
            kind=letter.kind,
            form=WrittenForm(letter.form),
            written_on=letter.written_on,
            received_on=letter.received_on,
            claimed_on=letter.claimed_on,
            ends_on=_decided_end(facts, letter, effect),
            reason=letter.reason.strip(),
            note=letter.note.strip(),
            document=file,
            recorded_at=at,
            recorded_by=by,
        )
        data = {**_event_data(row, contract), "received_on": row.received_on, "file": file.sha256}
        if row.ends_on:
            data["ends_on"] = row.ends_on
        history.record(locked, EventKind.TERMINATION_RECORDED, by=by, at=at, data=data)
    return row


def retract_notice(
    notice: TerminationNotice,
    *,
    cause: RetractionCause,
    dated: date,
    reason: str,
    document: bytes = b"",
    by: User,
    at: datetime,
) -> NoticeRetraction:
    """Record that a notice no longer counts; `document` proves the other side's consent. Raises ActionRefused."""
    if dated > timezone.localdate(at):
        raise ActionRefused(IN_THE_FUTURE)
    if dated < notice.received_on:
        raise ActionRefused(
            f"Zugegangen ist die Kündigung am {date_words(notice.received_on)}; davor lässt sie sich nicht zurücknehmen."
        )
    if cause == RetractionCause.CONSENT and not document:
        raise ActionRefused("Bitte fügen Sie die Zustimmung der anderen Seite als Datei bei.")
    if cause == RetractionCause.CONSENT and notice.ends_on and dated > notice.ends_on:
        raise ActionRefused(
            f"Die Kündigung hat den Vertrag am {date_words(notice.ends_on)} beendet. Eine Rücknahme lässt ihn nicht wieder "
            "aufleben; dafür braucht es einen neuen Vertrag. Es wurde nichts festgehalten."
        )
    proofs = [uploads.examine(document)] if document else []
    with uploads.kept(*proofs) as files:
        locked = Agreement.objects.select_for_update(no_key=True, of=("self",)).get(pk=notice.agreement_id)
        contract, _ = contract_with_facts(locked)
        policy.require(by, "termination.record", contract)
        if NoticeRetraction.objects.filter(notice=notice).exists():
            raise ActionRefused("Diese Kündigung gilt schon nicht mehr. Es wurde nichts geändert.")
        row = NoticeRetraction.objects.create(
            notice=notice,
            cause=cause,
            dated=dated,
            reason=reason.strip(),
            document=next(iter(files), None),
            recorded_at=at,
            recorded_by=by,
        )
        data = {
            **_event_data(notice, contract),
            "cause": cause,
            "dated": dated,
            "file": row.document_id or "",
        }
        history.record(locked, EventKind.TERMINATION_RETRACTED, by=by, at=at, data=data)
    return row


def record_decision(
    agreement: Agreement,
    *,
    choice: ExtensionChoice,
    decided_on: date,
    decided_by: str,
    reason: str,
    by: User,
    at: datetime,
) -> ExtensionDecision:
    """Record what is decided about the next extension. Raises ActionRefused if there is none, or the notice came too late."""
    today = timezone.localdate(at)
    if decided_on > today:
        raise ActionRefused(IN_THE_FUTURE)
    with transaction.atomic():
        locked = Agreement.objects.select_for_update(no_key=True, of=("self",)).get(pk=agreement.pk)
        contract, facts = contract_with_facts(locked)
        policy.require(by, "extension.decide", contract)
        extension = next_extension(facts, today)
        if extension is None:
            raise ActionRefused(NO_EXTENSION)
        if choice == ExtensionChoice.TERMINATE and today > extension.last_notice_on:
            raise ActionRefused(
                f"Zum {date_words(extension.ends_on)} lässt sich nicht mehr kündigen: Die Kündigung hätte bis zum "
                f"{date_words(extension.last_notice_on)} zugehen müssen. Ist sie rechtzeitig zugegangen, halten Sie sie als "
                "Kündigung fest. Es wurde nichts festgehalten."
            )
        row = ExtensionDecision.objects.create(
            agreement=locked,
            ends_on=extension.ends_on,
            choice=choice,
            decided_on=decided_on,
            decided_by=decided_by.strip(),
            reason=reason.strip(),
            recorded_at=at,
            recorded_by=by,
        )
        data = {
            "ends_on": row.ends_on,
            "extension": row.choice,
            "decided_by": row.decided_by,
            "decided_on": row.decided_on,
        }
        history.record(locked, EventKind.EXTENSION_DECIDED, by=by, at=at, data=data)
    return row


def _decided_end(facts: ContractFacts, letter: NoticeLetter, effect: NoticeEffect) -> date | None:
    if effect == NoticeEffect.NONE:
        return None
    end = possible_end(facts, kind=letter.kind, received_on=letter.received_on, claimed=letter.claimed_on)
    if end.objection and effect == NoticeEffect.AS_GIVEN:
        raise ActionRefused(
            f"{end.objection} Der nächste mögliche Tag ist der {date_words(end.ends_on)}. Ob sie zu diesem Tag wirkt oder gar "
            "nicht, entscheidet ein Mensch: Bitte wählen Sie es unter „Wirkung“ und fügen Sie das Schreiben noch einmal bei, "
            "wenn es unten fehlt. Es wurde nichts festgehalten."
        )
    return end.ends_on


def _event_data(row: TerminationNotice, contract: Instrument) -> dict[str, object]:
    names = contract.party_names
    return {
        "terminating_side": row.side,
        "terminated_by": names[row.side],
        "termination": row.kind,
        "written_on": row.written_on,
    }
