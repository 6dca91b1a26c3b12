"""The state of Mitzeichnung: who was asked about which text, who answered, and whether the text has changed since.

Derived from the rounds, their answers and the current text; nothing of it is stored.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from msgspec import UNSET

from agreements import policy
from agreements.amendments.labels import with_labels
from agreements.choices import ClearanceResult, Status
from agreements.content import Content
from agreements.models import Clearance, ClearanceRequest, ClearanceRound, Instrument, Version
from agreements.texts.assembly import draft_text, placeholder_values, raw_copy
from agreements.texts.filling import fill_content
from districts.models import User
from districts.policy import role_scope
from districts.roles import DISTRICT_ROLES

INVISIBLE = {"Cf", "Cc"}  # zero-width spaces, soft hyphens, direction marks


def normalised_name(name: str) -> str:
    """Return a name for comparison, without case, invisible characters and surplus white space."""
    visible = "".join(
        letter
        for letter in unicodedata.normalize("NFKC", name)
        if letter.isspace() or unicodedata.category(letter) not in INVISIBLE
    )
    return " ".join(visible.split()).casefold()


# --- the current text -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CurrentText:
    """The current text of an instrument, for comparison with its versions.

    `printed` is what a frozen text or the draft of an amendment prints, whose `raw` is the whole text.
    """

    raw: Content
    placeholders: Mapping[str, str]
    printed: Content | None

    def as_version(self, number: int) -> Content:
        """Return the text filled as if it were the version of that number."""
        return replace(fill_content(self.raw, {**self.placeholders, "VERSION": str(number)}), version=number)

    def equals(self, version: Version) -> bool:
        """Return whether the text is that of the version, apart from the version's number."""
        texts = [self.as_version(version.number), *([self.printed] if self.printed else [])]
        return without_keys(version.read()) in map(without_keys, texts)


def current_text(instrument: Instrument) -> CurrentText:
    """Return the current text, in a fixed number of queries for any number of comparisons."""
    values = placeholder_values(instrument)
    if frozen := instrument.frozen_version:
        return CurrentText(frozen.read_source(), values, frozen.read())
    if instrument.number:
        text = draft_text(instrument)
        return CurrentText(text.source, values, text.content)
    return CurrentText(raw_copy(instrument), values, None)


def without_keys(content: Content) -> Content:
    """Return what a reader sees of a content: labels, positions instead of keys, sentences instead of changes, and no version number."""
    content = with_labels(content)
    clauses = [clause.key for section in content.sections for clause in section.clauses]
    places = {key: str(place) for place, key in enumerate(clauses)}
    numbers = iter(range(len(clauses)))
    return replace(
        content,
        version=0,
        amendment=UNSET,
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
    """Return all rounds with versions, requests and answers, newest first. Three queries."""
    return tuple(_with_answers(instrument.clearance_rounds.all()).order_by("-number"))


def open_rounds(user: User) -> QuerySet[ClearanceRound]:
    """Return the open rounds visible to the user, most urgent first, without the texts of their versions.

    Only of instruments in review: otherwise a round cannot be answered.
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
    """Return the open rounds in which an office of the user's own district has not answered yet."""
    scope = role_scope(user)
    if not scope.all_roles & DISTRICT_ROLES:
        return ()
    rounds = open_rounds(user).filter(instrument__agreement__district__in=scope.district_ids)
    return tuple(round_ for round_ in rounds if unanswered(round_))


def _with_answers(rounds: QuerySet[ClearanceRound]) -> QuerySet[ClearanceRound]:
    answers = Clearance.objects.select_related("recorded_by").order_by("-recorded_at", "-pk")
    requests = ClearanceRequest.objects.order_by("office_name", "pk").prefetch_related(
        Prefetch("answers", answers)
    )
    return rounds.select_related("version", "opened_by").prefetch_related(Prefetch("requests", requests))


def latest_answer(request: ClearanceRequest) -> Clearance | None:
    """Return the newest answer, which counts."""
    return next(iter(request.answers.all()), None)


def unanswered(round_: ClearanceRound) -> tuple[str, ...]:
    """Return the names of the offices that have not answered."""
    return tuple(request.office_name for request in round_.requests.all() if latest_answer(request) is None)


def is_late(answer: Clearance, due_on: date) -> bool:
    """Return whether an answer came after the day of the deadline."""
    return timezone.localdate(answer.recorded_at) > due_on


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearanceStatus:
    """The state of an office over all rounds: its last answer, and the newest round if it is unanswered."""

    name: str
    answer: Clearance | None
    answered: ClearanceRound | None
    waiting: ClearanceRound | None

    @property
    def read_on(self) -> date | None:
        """The day of the version answered about."""
        return timezone.localdate(self.answered.version.made_at) if self.answered else None


def clearance_statuses(rounds: Sequence[ClearanceRound]) -> tuple[ClearanceStatus, ...]:
    """Return one status per office ever asked, sorted by name; a renamed office is still the same."""
    by_office: list[list[tuple[ClearanceRound, ClearanceRequest]]] = []
    for round_ in sorted(rounds, key=lambda row: -row.number):
        for request in round_.requests.all():
            own = next(
                (asked for asked in by_office if any(_same_office(request, other) for _, other in asked)),
                None,
            )
            if own is None:
                by_office.append([(round_, request)])
            else:
                own.append((round_, request))
    return tuple(sorted(map(_status, by_office), key=lambda status: normalised_name(status.name)))


def _same_office(one: ClearanceRequest, other: ClearanceRequest) -> bool:
    by_office = one.office_id is not None and one.office_id == other.office_id
    return by_office or normalised_name(one.office_name) == normalised_name(other.office_name)


def _status(newest_first: Sequence[tuple[ClearanceRound, ClearanceRequest]]) -> ClearanceStatus:
    answered, answer = next(
        ((round_, found) for round_, request in newest_first if (found := latest_answer(request))),
        (None, None),
    )
    round_, request = newest_first[0]
    return ClearanceStatus(
        name=request.office_name,
        answer=answer,
        answered=answered,
        waiting=None if latest_answer(request) else round_,
    )


# --- warnings before freezing -----------------------------------------------------------------------------------


def warnings(instrument: Instrument, as_of: date) -> tuple[str, ...]:
    """Return the offices that did not answer, refused, remarked or read an older text, in German sentences."""
    rounds = rounds_of(instrument)
    if not rounds:
        return ("Um Mitzeichnung wurde noch niemand gebeten.",)
    text = current_text(instrument)
    current = {round_.pk: text.equals(round_.version) for round_ in rounds}
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
