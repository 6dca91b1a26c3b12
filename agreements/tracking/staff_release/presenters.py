"""The page of the staff release of one agreement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agreements import policy
from agreements.choices import ReportDecision
from agreements.models import ReleaseReport
from agreements.policy import Verdict
from agreements.texts.wording import date_words, fte_words, months_words, number, share_words
from agreements.tones import Tone
from agreements.tracking.permissions import may_answer_release
from agreements.tracking.presenters.occurrences import ReportEntry
from agreements.tracking.staff_release.agreed_shares import AgreedShare, PostPlace
from agreements.tracking.staff_release.chart import Chart, draw
from agreements.tracking.staff_release.quarters import Quarter
from agreements.tracking.staff_release.queries import Release, fillings_of, reports_of
from agreements.tracking.staff_release.shortfall import ZERO, Filling, Vacancy
from agreements.tracking.staff_release.summaries import (
    ReleaseSummary,
    steps_of,
    summary,
    total,
    vacancies_of,
)
from districts.models import User

NO_LIMIT = "Der Vertrag nennt keine Frist für unbesetzte Stellen."


TONES = {ReportDecision.CONFIRMED: Tone.GOOD, ReportDecision.ASKED_BACK: Tone.ATTENTION}

TAKEN_OVER = "Mit den Angaben des Quartals davor vorausgefüllt: {quarters}."


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionRow:
    """One function on the last reported day."""

    place: PostPlace
    agreed: str
    filled: str
    short: str
    tone: Tone
    state_words: str
    span: str
    substitute: str
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """One line of a reported quarter."""

    place: PostPlace
    agreed: str
    filled: str
    vacant: str
    substitute: str
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """A report on a quarter with its lines and answers."""

    caption: str
    report: ReleaseReport
    lines: tuple[LineRow, ...]
    answers: tuple[ReportEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterView:
    """A reported quarter: the last report and those that it corrects. `seen` is the number of its last answer."""

    quarter: Quarter
    last: ReportView
    earlier: tuple[ReportView, ...]
    tone: Tone
    state_words: str
    seen: int
    answer: Verdict

    @property
    def awaits_answer(self) -> bool:
        return not self.seen


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePage:
    summary: ReleaseSummary
    unknown: str
    limit: str
    rows: tuple[FunctionRow, ...]
    pending: tuple[tuple[str, str], ...]
    district: Chart | None
    offices: tuple[Chart, ...]
    vacancies: tuple[str, ...]
    quarters: tuple[QuarterView, ...]
    open_quarters: tuple[Quarter, ...]
    taken_over_words: str
    report: Verdict


def release_page(user: User, release: Release, as_of: date) -> ReleasePage:
    """Return the page of one agreement for a user on a day."""
    until = release.measured_until(as_of)
    shortfall = total(release, as_of)
    missing = tuple(one for one in release.quarters_until(as_of) if one not in release.reported)
    taken_over = [one.words for one in missing if one.previous in release.reported]
    units = sorted({share.place.unit for share in release.agreed})
    return ReleasePage(
        summary=summary(release, shortfall, as_of),
        unknown=number(shortfall.unknown_fte_months, places=2) if shortfall.unknown_fte_months else "",
        limit=f"höchstens {months_words(release.limit)} unbesetzt" if release.limit else NO_LIMIT,
        rows=tuple(_function(share, release, until) for share in _now(release, until)),
        pending=tuple((f"{one.place.words}, {fte_words(one.share)}", one.reason) for one in release.pending),
        district=release_chart(release, as_of),
        offices=tuple(
            chart
            for number_, unit in enumerate(units, start=1)
            if (
                chart := _chart(
                    f"amt-{number_}",
                    unit,
                    release,
                    [one for one in release.agreed if one.place.unit == unit],
                    as_of,
                )
            )
        ),
        vacancies=tuple(_vacancy_words(one, until) for one in vacancies_of(release) if one.too_long(until)),
        quarters=_quarters(user, release),
        open_quarters=missing,
        taken_over_words=TAKEN_OVER.format(quarters=", ".join(taken_over)) if taken_over else "",
        report=policy.verdict(user, "release.report", release.instrument),
    )


def agreed_words(share: AgreedShare) -> str:
    """Return an agreed share with its sense: „mindestens 0,75 VZÄ (75 %)“."""
    return f"{share.sense.label} {share_words(share.share)}"


def release_chart(release: Release, as_of: date) -> Chart | None:
    """Return the chart of all agreed shares, None before anything is agreed."""
    return _chart("bezirk", "Freistellung insgesamt", release, release.agreed, as_of)


def _chart(
    key: str, title: str, release: Release, agreed: Sequence[AgreedShare], as_of: date
) -> Chart | None:
    steps = steps_of(release, agreed, as_of)
    return draw(key, title, steps) if steps else None


def _now(release: Release, until: date) -> list[AgreedShare]:
    return sorted(
        (share for share in release.agreed if share.applies_on(until)), key=lambda share: share.place
    )


def _function(share: AgreedShare, release: Release, until: date) -> FunctionRow:
    filling = release.reported.get(Quarter.of(until), {}).get(share.place)
    vacancy = next(
        (one for one in vacancies_of(release) if one.place == share.place and one.lasts_on(until)), None
    )
    filled = filling.on(until) if filling else None
    missing = max(ZERO, share.share - filled) if filled is not None and share.can_be_short else ZERO
    tone, words, span = Tone.GOOD, "besetzt", ""
    if filling is None:
        tone, words = Tone.NEUTRAL, "nicht gemeldet"
    elif vacancy:
        too_long = vacancy.too_long(until)
        tone, words = (Tone.BAD, "zu lange unbesetzt") if too_long else (Tone.ATTENTION, "unbesetzt")
        span = _span(vacancy, until)
    elif missing:
        tone, words = Tone.ATTENTION, "nicht voll besetzt"
    return FunctionRow(
        place=share.place,
        agreed=agreed_words(share),
        filled="nicht gemeldet" if filled is None else share_words(filled),
        short=fte_words(missing) if missing else "",
        tone=tone,
        state_words=words,
        span=span,
        substitute=_substitute(filling) if filling and filling.vacant_on(until) else "",
        remark=filling.remark if filling else "",
    )


def _vacancy_words(vacancy: Vacancy, until: date) -> str:
    substitute = f"Vertretung: {vacancy.substitute}" if vacancy.substitute else "Vertretung ist zu klären"
    return f"{vacancy.place.words}: unbesetzt {_span(vacancy, until)}. {substitute}."


def _span(vacancy: Vacancy, until: date) -> str:
    span = f"seit {date_words(vacancy.starts_on)}"
    if vacancy.ends_on and vacancy.ends_on <= until:
        span = f"vom {date_words(vacancy.starts_on)} bis {date_words(vacancy.ends_on)}"
    if vacancy.over_on and vacancy.too_long(until):
        span += f", ab {date_words(vacancy.over_on)} länger als vereinbart"
    return span


def _substitute(filling: Filling) -> str:
    if not filling.substitute:
        return ""
    return f"{filling.substitute}, {fte_words(filling.substitute_share or ZERO)}"


def _quarters(user: User, release: Release) -> tuple[QuarterView, ...]:
    by_quarter: dict[Quarter, list[ReleaseReport]] = {}
    for report in reports_of([release.agreement.pk]):
        by_quarter.setdefault(Quarter.of(report.quarter_on), []).append(report)
    return tuple(
        _quarter(user, release, quarter, by_quarter[quarter]) for quarter in sorted(by_quarter, reverse=True)
    )


def _quarter(user: User, release: Release, quarter: Quarter, reports: list[ReleaseReport]) -> QuarterView:
    last = reports[0]
    answer = next(reversed(last.answers.all()), None)
    views = tuple(_report(release, quarter, report) for report in reports)
    return QuarterView(
        quarter=quarter,
        last=views[0],
        earlier=views[1:],
        tone=TONES[ReportDecision(answer.decision)] if answer else Tone.ACTIVE,
        state_words=answer.get_decision_display() if answer else "wartet auf Bestätigung",
        seen=answer.number if answer else 0,
        answer=may_answer_release(user, last.reported_by_id, release.instrument),
    )


def _report(release: Release, quarter: Quarter, report: ReleaseReport) -> ReportView:
    agreed = release.agreed_in(quarter)
    return ReportView(
        caption=f"{quarter.words}, Meldung {report.number}",
        report=report,
        lines=tuple(
            _line(place, filling, agreed.get(place))
            for place, filling in sorted(fillings_of(report, release).items(), key=lambda one: one[0])
        ),
        answers=tuple(
            ReportEntry(
                at=one.answered_at,
                text=one.get_decision_display(),
                who=str(one.answered_by),
                note=one.remark,
            )
            for one in reversed(report.answers.all())
        ),
    )


def _line(place: PostPlace, filling: Filling, share: AgreedShare | None) -> LineRow:
    vacant = ""
    if filling.vacated_on:
        until = f" bis {date_words(filling.last_vacant_on)}" if filling.last_vacant_on else ""
        vacant = f"ab {date_words(filling.vacated_on)}{until}"
    return LineRow(
        place=place,
        agreed=agreed_words(share) if share else "",
        filled=share_words(filling.filled),
        vacant=vacant,
        substitute=_substitute(filling),
        remark=filling.remark,
    )
