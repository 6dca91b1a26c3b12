"""Mitzeichnung as it stands on a day: who was asked about which text, who answered, and whether the text is still that one.

Nothing of this is stored: it is derived from the rounds, their answers and the text of today. The freezing reads it
here, the pages of the drafting room add which places have changed.
"""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from agreements import policy
from agreements.choices import ClearanceResult, Status
from agreements.content import Content
from agreements.models import Clearance, ClearanceRequest, ClearanceRound, Instrument, Version
from agreements.texts.assembly import content_of, placeholder_values, raw_copy
from agreements.texts.filling import filled
from districts.models import User
from districts.policy import role_scope as standing_of
from districts.roles import DISTRICT_ROLES

UNSEEN = {"Cf", "Cc"}  # letters without a shape: zero-width spaces, soft hyphens, marks of direction


def fold(name: str) -> str:
    """Return what two spellings of the same name have in common: no case, no odd spaces, no unseen letters."""
    seen = "".join(
        letter
        for letter in unicodedata.normalize("NFKC", name)
        if letter.isspace() or unicodedata.category(letter) not in UNSEEN
    )
    return " ".join(seen.split()).casefold()


# --- the text of today ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TextToday:
    """The text of an instrument, read with the number of any version, so that the number alone makes no difference."""

    read_as: Callable[[int], Content]
    frozen: Content | None = None

    def is_in(self, version: Version) -> bool:
        """Say whether a reader of the version has read the text of today, apart from the version's number."""
        asked = version.read()
        texts = [self.read_as(version.number), *([self.frozen] if self.frozen else [])]
        return as_read(asked) in map(as_read, texts)


def text_today(instrument: Instrument) -> TextToday:
    """Return the text of today; the database is asked once, however many versions it is held against."""
    frozen = instrument.frozen_version
    raw = frozen.read_source() if frozen else raw_copy(instrument)
    values = placeholder_values(instrument)

    @cache
    def read_as(number: int) -> Content:
        return replace(filled(raw, {**values, "VERSION": str(number)}), version=number)

    return TextToday(read_as, content_of(instrument) if frozen else None)


def as_read(content: Content) -> Content:
    """Return what a reader finds in a content: without its number, and places instead of keys."""
    clauses = [clause.key for section in content.sections for clause in section.clauses]
    places = {key: str(place) for place, key in enumerate(clauses)}
    numbers = iter(range(len(clauses)))
    return replace(
        content,
        version=0,
        sections=tuple(
            replace(
                section,
                key="",
                clauses=tuple(replace(clause, key=str(next(numbers))) for clause in section.clauses),
            )
            for section in content.sections
        ),
        obligations=tuple(
            replace(duty, clause_key=places.get(duty.clause_key, "")) for duty in content.obligations
        ),
        signatories=tuple(replace(person, key="") for person in content.signatories),
    )


# --- rounds and answers -----------------------------------------------------------------------------------------


def rounds_of(instrument: Instrument) -> tuple[ClearanceRound, ...]:
    """Return all rounds with their versions, requests and answers, the newest first. Three queries."""
    return tuple(_with_answers(instrument.clearance_rounds.all()).order_by("-number"))


def open_rounds(user: User) -> QuerySet[ClearanceRound]:
    """Return the open rounds that the person may see, the most urgent first, without their texts.

    A round rests while its instrument is not in review: nobody can answer then.
    """
    return (
        _with_answers(ClearanceRound.objects.all())
        .filter(
            closed_at__isnull=True,
            instrument__in=policy.visible_instruments(user).filter(status=Status.REVIEW),
        )
        .select_related("instrument__agreement__district", "version", "opened_by")
        .defer("version__content", "version__source")
        .order_by("due_on", "instrument__agreement__district__number", "pk")
    )


def open_requests(user: User) -> tuple[ClearanceRound, ...]:
    """Return the open rounds in which an office of the person's own district has not answered yet."""
    who = standing_of(user)
    if not who.all_roles & DISTRICT_ROLES:
        return ()
    rounds = open_rounds(user).filter(instrument__agreement__district__in=who.district_ids)
    return tuple(round_ for round_ in rounds if missing(round_))


def _with_answers(rounds: QuerySet[ClearanceRound]) -> QuerySet[ClearanceRound]:
    answers = Clearance.objects.select_related("recorded_by").order_by("-recorded_at", "-pk")
    requests = ClearanceRequest.objects.order_by("office_name", "pk").prefetch_related(
        Prefetch("answers", answers)
    )
    return rounds.select_related("version", "opened_by").prefetch_related(Prefetch("requests", requests))


def latest_answer(request: ClearanceRequest) -> Clearance | None:
    """Return the answer that counts: the newest."""
    return next(iter(request.answers.all()), None)


def missing(round_: ClearanceRound) -> tuple[str, ...]:
    """Return the names of those who have not answered."""
    return tuple(request.office_name for request in round_.requests.all() if latest_answer(request) is None)


def is_late(answer: Clearance, due_on: date) -> bool:
    """Say whether an answer came after the deadline; the day of the deadline itself is in time."""
    return timezone.localdate(answer.recorded_at) > due_on


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearanceStatus:
    """Where an office stands over all rounds: its last answer, and the last round that it has left unanswered."""

    name: str
    answer: Clearance | None
    answered: ClearanceRound | None
    waiting: ClearanceRound | None

    @property
    def read_on(self) -> date | None:
        """The day of the text that was answered about."""
        return timezone.localdate(self.answered.version.made_at) if self.answered else None


def clearance_statuses(rounds: Sequence[ClearanceRound]) -> tuple[ClearanceStatus, ...]:
    """Return every office that was ever asked, once, by name. An office keeps its place when it is renamed."""
    found: list[list[tuple[ClearanceRound, ClearanceRequest]]] = []
    for round_ in sorted(rounds, key=lambda row: -row.number):
        for request in round_.requests.all():
            own = next((asked for asked in found if any(_same(request, other) for _, other in asked)), None)
            if own is None:
                found.append([(round_, request)])
            else:
                own.append((round_, request))
    return tuple(sorted(map(_standing, found), key=lambda standing: fold(standing.name)))


def _same(one: ClearanceRequest, other: ClearanceRequest) -> bool:
    by_office = one.office_id is not None and one.office_id == other.office_id
    return by_office or fold(one.office_name) == fold(other.office_name)


def _standing(asked: Iterable[tuple[ClearanceRound, ClearanceRequest]]) -> ClearanceStatus:
    newest_first = list(asked)
    answered, answer = next(
        ((round_, said) for round_, request in newest_first if (said := latest_answer(request))), (None, None)
    )
    round_, request = newest_first[0]
    return ClearanceStatus(
        name=request.office_name,
        answer=answer,
        answered=answered,
        waiting=None if latest_answer(request) else round_,
    )


# --- what a person should know before freezing ------------------------------------------------------------------


def warnings(instrument: Instrument, as_of: date) -> tuple[str, ...]:
    """Say which offices did not answer, refused, remarked, or have read an older text. A person decides what follows."""
    rounds = rounds_of(instrument)
    if not rounds:
        return ("Um Mitzeichnung wurde noch niemand gebeten.",)
    today = text_today(instrument)
    current = {round_.pk: today.is_in(round_.version) for round_ in rounds}
    return tuple(
        warning
        for office in clearance_statuses(rounds)
        for warning in _warnings(office, as_of, older=not (office.answered and current[office.answered.pk]))
    )


def _warnings(office: ClearanceStatus, as_of: date, *, older: bool) -> Iterable[str]:
    if office.waiting:
        passed = " ist abgelaufen" if office.waiting.due_on < as_of else ""
        yield (
            f"{office.name} hat in Runde {office.waiting.number} nicht geantwortet "
            f"(Frist {office.waiting.due_on:%d.%m.%Y}{passed})."
        )
    if office.answer and office.answer.result == ClearanceResult.REFUSED:
        yield f"{office.name} hat abgelehnt: {office.answer.remark}"
    if office.answer and office.answer.result == ClearanceResult.REMARKS:
        yield f"{office.name} hat Hinweise gegeben: {office.answer.remark}"
    if office.answer and older:
        yield f"{office.name} hat den Stand vom {office.read_on:%d.%m.%Y} gelesen; der Text wurde seither geändert."
