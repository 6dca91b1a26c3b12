"""Actions on rounds of Mitzeichnung and on the answers of offices."""

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

NAME_LIMIT = 140
REMARK_LIMIT = 10_000
PAST_DEADLINE = "Die Frist liegt in der Vergangenheit. Wählen Sie heute oder einen späteren Tag."
NO_REMARK = "Bitte Hinweise oder Gründe angeben, damit der Text darauf eingehen kann."


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
    """Open a round on the current text, saved as a version, for offices of the district and others by name.

    Raises ActionRefused without any office, for a past deadline, with a round still open, and for another district's
    office.
    """
    with edit_transaction(instrument, action="clearance.open", by=by, at=at) as change:
        if due_on < timezone.localdate(at):
            raise ActionRefused(PAST_DEADLINE)
        rounds = change.instrument.clearance_rounds
        running = rounds.filter(closed_at__isnull=True).first()
        if running is not None:
            raise ActionRefused(
                f"Die Mitzeichnung, Runde {running.number}, läuft noch. Fügen Sie ihr Ämter hinzu oder schließen Sie sie zuerst."
            )
        requested = _requested_offices(change.instrument, offices, names)
        last = rounds.order_by("-number").values_list("number", flat=True).first()
        number = (last or 0) + 1
        note = clean_text(note)
        version = create_version(
            change.instrument, name=f"Mitzeichnung, Runde {number}", note=note, by=by, at=at
        )
        round_ = rounds.create(
            number=number, version=version, due_on=due_on, note=note, opened_at=at, opened_by=by
        )
        _create_requests(round_, requested)
        data = {
            "round": number,
            "version": version.number,
            "due_on": due_on,
            "offices": [name for _, name in requested],
        }
        change.record(EventKind.CLEARANCE_OPENED, data)
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
    """Add offices to an open round, on the same text. Raises ActionRefused, also if it has all of them already."""
    with edit_transaction(instrument, action="clearance.open", by=by, at=at) as change:
        round_ = _require_open_round(change, number)
        requests = round_.requests.all()
        known_names = {normalised_name(request.office_name) for request in requests}
        known_offices = {request.office_id for request in requests}
        requested = _requested_offices(change.instrument, offices, names)
        new = [
            (office, name)
            for office, name in requested
            if normalised_name(name) not in known_names and (office is None or office.pk not in known_offices)
        ]
        if not new:
            known = ", ".join(name for _, name in requested)
            raise ActionRefused(f"In dieser Runde schon gefragt: {known}. Es wurde nichts geändert.")
        _create_requests(round_, new)
        change.record(EventKind.CLEARANCE_ASKED, {"round": number, "offices": [name for _, name in new]})
    return round_


def close_round(instrument: Instrument, *, number: int, by: User, at: datetime) -> ClearanceRound:
    """Close a round; it accepts no answers any more. Raises ActionRefused."""
    with edit_transaction(instrument, action="clearance.open", by=by, at=at) as change:
        round_ = _require_open_round(change, number)
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
    """Record the answer of an office; `seen` is the primary key of the last answer that the user has seen.

    A correction is a new answer; repeating the last answer has no effect. Raises ActionRefused, and Outdated with the
    last answer if that is not the one seen.
    """
    with edit_transaction(instrument, action="clearance.answer", by=by, at=at) as change:
        _require_open_round(change, request.round.number)
        request = (
            ClearanceRequest.objects.select_related("round")
            .prefetch_related("answers")
            .get(pk=request.pk, round__instrument=change.instrument)
        )
        data = {
            "result": ClearanceResult(result),
            "remark": clean_text(remark),
            "answered_by": _require_name(
                answered_by, "Bitte angeben, wer geantwortet hat: Name oder Funktion im Amt."
            ),
        }
        if data["result"] != ClearanceResult.UNCHANGED and not normalised_name(str(data["remark"])):
            raise ActionRefused(NO_REMARK)
        last = latest_answer(request)
        if last is not None and all(getattr(last, name) == value for name, value in data.items()):
            return last
        if last is not None and last.pk != seen:
            raise Outdated(last)
        answer = Clearance(request=request, **data, recorded_at=at, recorded_by=by)
        answer.save(force_insert=True)
        change.record(
            EventKind.CLEARANCE_ANSWERED,
            {"round": request.round.number, "office": request.office_name, **data},
        )
    return answer


def _require_open_round(change: EditTransaction, number: int) -> ClearanceRound:
    round_ = change.instrument.clearance_rounds.filter(number=number).first()
    if round_ is None:
        raise ActionRefused("Diese Runde gibt es nicht.")
    if round_.closed_at is not None:
        when = timezone.localtime(round_.closed_at)
        raise ActionRefused(
            f"Die Runde {number} ist seit dem {when:%d.%m.%Y, %H:%M} Uhr geschlossen. Es wurde nichts festgehalten."
        )
    return round_


def _requested_offices(
    instrument: Instrument, offices: Iterable[Office], names: Iterable[str]
) -> list[tuple[Office | None, str]]:
    """Return offices and names without duplicates, typed names of the district's offices as these offices.

    Raises ActionRefused without any.
    """
    own = list(Office.objects.filter(district=instrument.agreement.district_id))
    by_name = {
        normalised_name(name): office
        for office in reversed(own)
        for name in (office.short_name, office.name)
        if name
    }
    requested: dict[str, tuple[Office | None, str]] = {}
    for office in offices:
        if office not in own:
            raise ActionRefused(f"„{office}“ ist kein Amt dieses Bezirks. Es wurde nichts geändert.")
        requested.setdefault(normalised_name(office.name), (office, office.name))
    for typed in names:
        name = _require_name(typed, "Bitte den Namen des Amts angeben.")
        if len(name) > NAME_LIMIT:
            raise ActionRefused(f"Ein Name ist länger als {NAME_LIMIT} Zeichen: „{name[:40]} …“")
        match = by_name.get(normalised_name(name))
        name = match.name if match else name
        requested.setdefault(normalised_name(name), (match, name))
    if not requested:
        raise ActionRefused("Wählen Sie mindestens ein Amt, oder schreiben Sie eines auf.")
    return list(requested.values())


def _create_requests(round_: ClearanceRound, requested: Iterable[tuple[Office | None, str]]) -> None:
    ClearanceRequest.objects.bulk_create(
        ClearanceRequest(round=round_, office=office, office_name=name) for office, name in requested
    )


def _require_name(text: str, refusal: str) -> str:
    name = " ".join(clean_text(text).split())
    if not normalised_name(name):
        raise ActionRefused(refusal)
    return name
