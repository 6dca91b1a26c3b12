"""Rounds of Mitzeichnung: opened on exactly the text of that moment, widened, closed; and the answers of the offices."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils import timezone

from agreements.choices import ClearanceResult
from agreements.drafting.edit_transaction import EditTransaction, clean_text, edit_transaction
from agreements.errors import ActionRefused, Outdated
from agreements.events import EventKind
from agreements.models import Clearance, ClearanceRequest, ClearanceRound, Instrument
from agreements.texts.clearance_facts import latest_answer, normalised_name
from agreements.texts.versions import create_version
from districts.models import Office, User

LONGEST_NAME = 140
LONGEST_REMARK = 10_000


def open_round(
    instrument: Instrument,
    *,
    offices: Sequence[Office],
    names: Sequence[str],
    due_on: date,
    note: str = "",
    by: User,
    at: datetime,
) -> ClearanceRound:
    """Ask offices of the district, and others by name, about the text as it is now; it is kept as a version.

    Raises Refused: nobody is asked, the deadline is past, a round is still open, an office is another district's.
    """
    with edit_transaction(instrument, action="clearance.open", by=by, at=at) as change:
        if due_on < timezone.localdate(at):
            raise ActionRefused(
                "Die Frist liegt in der Vergangenheit. Wählen Sie heute oder einen späteren Tag."
            )
        rounds = change.instrument.clearance_rounds
        running = rounds.filter(closed_at__isnull=True).first()
        if running is not None:
            raise ActionRefused(
                f"Die Mitzeichnung, Runde {running.number}, läuft noch. Fügen Sie ihr Ämter hinzu oder schließen Sie sie zuerst."
            )
        asked = _asked(change.instrument, offices, names)
        if not asked:
            raise ActionRefused("Wählen Sie mindestens ein Amt, oder schreiben Sie eines auf.")
        last = rounds.order_by("-number").values_list("number", flat=True).first()
        number = (last or 0) + 1
        note = clean_text(note)
        version = create_version(
            change.instrument, name=f"Mitzeichnung, Runde {number}", note=note, by=by, at=at
        )
        round_ = rounds.create(
            number=number, version=version, due_on=due_on, note=note, opened_at=at, opened_by=by
        )
        _ask(round_, asked)
        told = {
            "round": number,
            "version": version.number,
            "due_on": due_on,
            "offices": [name for _, name in asked],
        }
        change.record(EventKind.CLEARANCE_OPENED, told)
    return round_


def add_offices(
    instrument: Instrument,
    *,
    number: int,
    offices: Sequence[Office],
    names: Sequence[str],
    by: User,
    at: datetime,
) -> ClearanceRound:
    """Ask further offices in the open round, about the same text. Raises Refused, also if all are asked already."""
    with edit_transaction(instrument, action="clearance.open", by=by, at=at) as change:
        round_ = _open(change, number)
        before = {normalised_name(request.office_name) for request in round_.requests.all()}
        known = {request.office_id for request in round_.requests.all()}
        wanted = _asked(change.instrument, offices, names)
        if not wanted:
            raise ActionRefused("Wählen Sie mindestens ein Amt, oder schreiben Sie eines auf.")
        asked = [
            (office, name)
            for office, name in wanted
            if normalised_name(name) not in before and (office is None or office.pk not in known)
        ]
        if not asked:
            named = ", ".join(name for _, name in wanted)
            raise ActionRefused(f"In dieser Runde schon gefragt: {named}. Es wurde nichts geändert.")
        _ask(round_, asked)
        change.record(EventKind.CLEARANCE_ASKED, {"round": number, "offices": [name for _, name in asked]})
    return round_


def close_round(instrument: Instrument, *, number: int, by: User, at: datetime) -> ClearanceRound:
    """Close a round: nobody can answer any more. Raises Refused."""
    with edit_transaction(instrument, action="clearance.open", by=by, at=at) as change:
        round_ = _open(change, number)
        round_.closed_at = at
        round_.save(update_fields=["closed_at"])
        change.record(EventKind.CLEARANCE_CLOSED, {"round": number})
    return round_


def record_answer(
    instrument: Instrument,
    *,
    request: ClearanceRequest,
    result: ClearanceResult,
    remark: str,
    answered_by: str,
    seen: int | None,
    by: User,
    at: datetime,
) -> Clearance:
    """Record what an office answered; `seen` is the key of the answer that the person knew as the last one.

    A correction is a new answer. The same answer sent twice is one. Raises Refused; Outdated with the newer answer
    if somebody else has recorded one meanwhile.
    """
    with edit_transaction(instrument, action="clearance.answer", by=by, at=at) as change:
        _open(change, request.round.number)
        asked = ClearanceRequest.objects.prefetch_related("answers").get(
            pk=request.pk, round__instrument=change.instrument
        )
        said = {
            "result": ClearanceResult(result),
            "remark": clean_text(remark),
            "answered_by": _named(
                answered_by, "Wer geantwortet hat, wird gebraucht: Name oder Funktion im Amt."
            ),
        }
        if said["result"] != ClearanceResult.UNCHANGED and not normalised_name(str(said["remark"])):
            raise ActionRefused("Hinweise oder Gründe werden gebraucht, damit der Text darauf eingehen kann.")
        last = latest_answer(asked)
        if last is not None and all(getattr(last, name) == value for name, value in said.items()):
            return last
        if last is not None and last.pk != seen:
            raise Outdated(last)
        answer = Clearance(request=asked, **said, recorded_at=at, recorded_by=by)
        answer.save(force_insert=True)
        change.record(
            EventKind.CLEARANCE_ANSWERED, {"round": request.round.number, "office": asked.office_name, **said}
        )
    return answer


def _open(change: EditTransaction, number: int) -> ClearanceRound:
    round_ = change.instrument.clearance_rounds.filter(number=number).first()
    if round_ is None:
        raise ActionRefused("Diese Runde gibt es nicht.")
    if round_.closed_at is not None:
        when = timezone.localtime(round_.closed_at)
        raise ActionRefused(
            f"Die Runde {number} ist seit dem {when:%d.%m.%Y, %H:%M} Uhr geschlossen. Es wurde nichts festgehalten."
        )
    return round_


def _asked(
    instrument: Instrument, offices: Iterable[Office], names: Iterable[str]
) -> list[tuple[Office | None, str]]:
    """Return who is to be asked, each once: a typed name that is an office of the district is that office."""
    own = list(Office.objects.filter(district=instrument.agreement.district_id))
    by_name = {
        normalised_name(name): office
        for office in reversed(own)
        for name in (office.short_name, office.name)
        if name
    }
    found: dict[str, tuple[Office | None, str]] = {}
    for office in offices:
        if office not in own:
            raise ActionRefused(f"„{office}“ ist kein Amt dieses Bezirks. Es wurde nichts geändert.")
        found.setdefault(normalised_name(office.name), (office, office.name))
    for typed in names:
        name = _named(typed, "Ein Amt ohne lesbaren Namen kann nicht gefragt werden.")
        if len(name) > LONGEST_NAME:
            raise ActionRefused(f"Ein Name ist länger als {LONGEST_NAME} Zeichen: „{name[:40]} …“")
        match = by_name.get(normalised_name(name))
        name = match.name if match else name
        found.setdefault(normalised_name(name), (match, name))
    return list(found.values())


def _ask(round_: ClearanceRound, asked: Iterable[tuple[Office | None, str]]) -> None:
    ClearanceRequest.objects.bulk_create(
        ClearanceRequest(round=round_, office=office, office_name=name) for office, name in asked
    )


def _named(text: str, refusal: str) -> str:
    name = " ".join(clean_text(text).split())
    if not normalised_name(name):
        raise ActionRefused(refusal)
    return name
