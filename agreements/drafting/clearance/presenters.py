"""View models of the Mitzeichnung: its pages, and the panel on the page of an agreement."""

from collections.abc import Callable
from datetime import date
from functools import cache

from django.urls import reverse
from django.utils import timezone

from agreements import policy
from agreements.choices import ClearanceResult, Status
from agreements.drafting.clearance.changed_places import changed_places, places_words
from agreements.drafting.clearance.view_models import (
    AnswerView,
    ClearanceStatusView,
    ClearanceView,
    OpenRoundRow,
    PlaceChange,
    RequestView,
    RoundView,
)
from agreements.drafting.comparison.compare import compare
from agreements.drafting.comparison.sources import WORKING_COPY
from agreements.models import Clearance, ClearanceRequest, ClearanceRound, Instrument
from agreements.texts.assembly import whole_version
from agreements.texts.clearance_facts import (
    ClearanceStatus,
    CurrentText,
    clearance_statuses,
    current_text,
    is_late,
    latest_answer,
    open_rounds,
    rounds_of,
    unanswered,
)
from agreements.tones import Tone
from districts.models import User

CLEARED = {
    ClearanceResult.UNCHANGED: "hat den {text} ohne Änderung mitgezeichnet",
    ClearanceResult.REMARKS: "hat den {text} mit Hinweisen mitgezeichnet",
    ClearanceResult.REFUSED: "hat den {text} abgelehnt",
}
TONES = {
    ClearanceResult.UNCHANGED: Tone.GOOD,
    ClearanceResult.REMARKS: Tone.ATTENTION,
    ClearanceResult.REFUSED: Tone.BAD,
}
CURRENT, OLDER = "gilt für den heutigen Text", "älterer Text"
UNNAMED = "eine Einzelheit"  # a difference without a named place


def clearance_view(user: User, instrument: Instrument, as_of: date) -> ClearanceView:
    """Return the page of a day, in a fixed number of queries."""
    rounds = rounds_of(instrument)
    statuses: tuple[ClearanceStatusView, ...] = ()
    views: tuple[RoundView, ...] = ()
    if rounds:
        change = _change_since(instrument)
        statuses = tuple(_status_view(status, change, as_of) for status in clearance_statuses(rounds))
        views = tuple(_round(instrument, round_, change(round_), as_of) for round_ in rounds)
    return ClearanceView(
        statuses=statuses,
        rounds=views,
        running=next((view for view in views if not view.closed_at), None),
        open=policy.verdict(user, "clearance.open", instrument),
        answer=policy.verdict(user, "clearance.answer", instrument),
    )


def panel_view(user: User, instrument: Instrument, as_of: date) -> ClearanceView | None:
    """Return the panel of an agreement, or None without anything for the user to see."""
    if not policy.verdict(user, "clearance.view", instrument).allowed:
        return None
    view = clearance_view(user, instrument, as_of)
    return view if view.rounds or view.open.allowed else None


def open_rows(user: User, as_of: date) -> list[OpenRoundRow]:
    """Return the open rounds that the user may see, the earliest deadline first."""
    return [
        OpenRoundRow(
            round=round_,
            instrument=round_.instrument,
            due_on=round_.due_on,
            overdue=round_.due_on < as_of,
            requested=len(round_.requests.all()),
            missing=unanswered(round_),
        )
        for round_ in open_rounds(user)
    ]


def request_view(instrument: Instrument, round_: ClearanceRound, request: ClearanceRequest) -> RequestView:
    return RequestView(
        name=request.office_name,
        answers=tuple(_answer(answer, round_.due_on) for answer in request.answers.all()),
        url=reverse("clearance_answer", args=[instrument.pk, request.pk]),
    )


def change_since(instrument: Instrument, round_: ClearanceRound) -> PlaceChange:
    """Return the difference between the text of a round and the current text."""
    return _change_since(instrument)(round_)


def _change_since(instrument: Instrument) -> Callable[[ClearanceRound], PlaceChange]:
    today = current_text(instrument)
    return cache(lambda round_: _place_change(instrument, round_, today))


def _place_change(instrument: Instrument, round_: ClearanceRound, today: CurrentText) -> PlaceChange:
    version = round_.version
    places = ""
    if not today.equals(version):
        read = whole_version(version, today.placeholders)
        changed = changed_places(compare(read, today.as_version(version.number)))
        places = places_words(changed) or UNNAMED
    frozen = instrument.frozen_version
    now = f"fassung-{frozen.number}" if frozen else WORKING_COPY
    return PlaceChange(
        day=timezone.localdate(version.made_at),
        places=places,
        url=f"{reverse('comparison', args=[instrument.pk])}?von=fassung-{version.number}&bis={now}",
    )


def _round(instrument: Instrument, round_: ClearanceRound, change: PlaceChange, as_of: date) -> RoundView:
    state, tone, label = _state(instrument, round_, as_of)
    return RoundView(
        number=round_.number,
        state=state,
        tone=tone,
        label=label,
        due_on=round_.due_on,
        opened_at=round_.opened_at,
        opened_by=str(round_.opened_by),
        closed_at=round_.closed_at,
        note=round_.note,
        version=round_.version.number,
        change=change,
        requests=tuple(request_view(instrument, round_, request) for request in round_.requests.all()),
        missing=unanswered(round_),
    )


def _state(instrument: Instrument, round_: ClearanceRound, as_of: date) -> tuple[str, Tone, str]:
    if round_.closed_at:
        return "closed", Tone.OVER, "geschlossen"
    if instrument.status != Status.REVIEW:
        return "resting", Tone.OVER, "ruht"
    if round_.due_on < as_of and unanswered(round_):
        return "overdue", Tone.BAD, "Frist abgelaufen"
    return "open", Tone.ACTIVE, "offen"


def _answer(answer: Clearance, due_on: date) -> AnswerView:
    return AnswerView(
        tone=TONES[ClearanceResult(answer.result)],
        label=answer.get_result_display(),
        remark=answer.remark,
        who=answer.answered_by,
        at=answer.recorded_at,
        recorded_by=str(answer.recorded_by),
        late=is_late(answer, due_on),
    )


def _status_view(
    status: ClearanceStatus, change: Callable[[ClearanceRound], PlaceChange], as_of: date
) -> ClearanceStatusView:
    waiting = ""
    if status.waiting:
        passed = ", abgelaufen" if status.waiting.due_on < as_of else ""
        waiting = f"Runde {status.waiting.number}: noch keine Antwort (Frist {status.waiting.due_on:%d.%m.%Y}{passed})"
    if status.answer is None or status.answered is None:
        return ClearanceStatusView(
            name=status.name,
            tone=Tone.NEUTRAL,
            label="keine Antwort",
            sentence=f"{status.name} hat noch nicht geantwortet.",
            text="",
            url="",
            waiting=waiting,
        )
    since = change(status.answered)
    result = ClearanceResult(status.answer.result)
    if since.is_current:
        sentence = f"{status.name} {CLEARED[result].format(text='heutigen Text')}."
    else:
        text = CLEARED[result].format(text=f"Stand vom {since.day:%d.%m.%Y}")
        sentence = f"{status.name} {text}; seither geändert: {since.places}."
    return ClearanceStatusView(
        name=status.name,
        tone=TONES[result],
        label=status.answer.get_result_display(),
        sentence=sentence,
        text=CURRENT if since.is_current else OLDER,
        url="" if since.is_current else since.url,
        waiting=waiting,
    )


def latest_answer_pk(request: ClearanceRequest) -> int | None:
    answer = latest_answer(request)
    return answer.pk if answer else None
