"""What the pages of the obligations show."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.utils.safestring import SafeString

from agreements.content import Obligation, Post
from agreements.documents.text import tied
from agreements.documents.wording import post_words, quantity_words, start_words
from agreements.models import Instrument, ObligationTerms, Report
from agreements.policy import Verdict
from agreements.tracking.queries import Choice, Duty, duties, latest_reports, terms_visible_to
from agreements.tracking.rules import may_report
from agreements.tracking.signed_text import SignedText
from agreements.tracking.standing import TrackedState
from agreements.tracking.wording import HEADINGS, rule_words, state_words, target_words
from agreements.vocabulary import Progress
from districts.models import District, User
from districts.policy import standing
from districts.roles import DISTRICT_ROLES

ROWS_ON_A_PAGE = 60
ALWAYS_COUNTED = frozenset({TrackedState.OVERDUE, TrackedState.DUE, TrackedState.UPCOMING, TrackedState.DONE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A report as the pages tell it."""

    at: datetime
    text: str
    who: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyView:
    """One obligation as a row, and as the head of its page."""

    pk: int
    code: str
    title: str
    place: str
    kind: str
    owed_by: str
    district: District | None
    quantity: str
    due_on: date | None
    rule: str
    evidence: str
    state: TrackedState
    state_words: str
    last: Told | None
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class DutySection:
    """The rows of one state under its heading; `total` counts those on other pages too."""

    state: TrackedState
    heading: str
    total: int
    rows: tuple[DutyView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many obligations are in a state; the figure is a filter, and a second click lifts it."""

    state: TrackedState
    number: int
    active: bool
    value: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyList:
    """The page that says in a minute what is owed and where it stands."""

    title: str
    lead: str
    nothing_signed: bool
    shows_district: bool
    tallies: tuple[Tally, ...]
    sections: tuple[DutySection, ...]
    page: "Page[Duty]"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostView:
    """A released share of a post."""

    unit: str
    function: str
    share: str
    start: str
    needs_resolution: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyPage:
    """Everything about one obligation."""

    duty: DutyView
    list_title: str
    kicker: str
    agreement_id: int
    instrument: str
    clause_title: str
    clause: SafeString
    needs_resolution: bool
    posts: tuple[PostView, ...]
    particulars: tuple[tuple[str, str], ...]
    reports: tuple[Told, ...]
    target: str


def list_title(user: User) -> str:
    """Return what the list is called for this reader."""
    return "Unsere Pflichten" if standing(user).all_roles & DISTRICT_ROLES else "Pflichten"


def duty_list(user: User, choice: Choice, page_number: str | None, as_of: date) -> DutyList:
    """Return the chosen part of what the reader may see, the most urgent first. Five queries."""
    found = duties(terms_visible_to(user).filter(choice.condition()), as_of)
    counted = Counter(duty.tracked.state for duty in found)
    wanted = [duty for duty in found if choice.state in {None, duty.tracked.state}]
    page = Paginator(wanted, ROWS_ON_A_PAGE).get_page(page_number)
    who = standing(user)
    return DutyList(
        title=list_title(user),
        lead=f"Stand vom {as_of:%d.%m.%Y}: was aus unterzeichneten Verträgen zu tun ist, das Dringende zuerst.",
        nothing_signed=not found and not terms_visible_to(user).exists(),
        shows_district=bool(who.city) or len(who.district_ids) > 1,
        tallies=_tallies(counted, choice.state),
        sections=_sections(user, list(page), counted, as_of),
        page=page,
    )


def duty_page(user: User, terms: ObligationTerms, as_of: date) -> DutyPage:
    """Return everything about one obligation of a signed instrument that the reader may see."""
    [duty] = duties(ObligationTerms.objects.filter(pk=terms.pk), as_of)
    text = SignedText.of(terms.instrument)
    said = text.duties[duty.code]
    reports = list(terms.obligation.reports.select_related("reported_by"))
    view = _duty(user, duty, text, reports[0] if reports else None, as_of)
    return DutyPage(
        duty=view,
        list_title=list_title(user),
        kicker=" · ".join(word for word in (str(view.district), view.code, view.place) if word),
        agreement_id=terms.instrument.agreement_id,
        instrument=terms.instrument.name,
        clause_title=f"Wortlaut {view.place}",
        clause=text.clause_html(said.clause_key),
        needs_resolution=said.needs_resolution,
        posts=tuple(_post(post) for post in said.posts),
        particulars=_particulars(said),
        reports=tuple(_told(report) for report in reports),
        target=target_words(duty.tracked),
    )


def _tallies(counted: Counter[TrackedState], active: TrackedState | None) -> tuple[Tally, ...]:
    return tuple(
        Tally(
            state=state,
            number=counted[state],
            active=state == active,
            value=None if state == active else state.value,
        )
        for state in TrackedState
        if counted[state] or state in ALWAYS_COUNTED or state == active
    )


def _sections(
    user: User, shown: Sequence[Duty], counted: Counter[TrackedState], as_of: date
) -> tuple[DutySection, ...]:
    instruments = Instrument.objects.filter(pk__in={duty.instrument_id for duty in shown}).select_related(
        "agreement__district", "frozen_version"
    )
    texts = {instrument.pk: SignedText.of(instrument) for instrument in instruments}
    reports = latest_reports(duty.obligation_id for duty in shown)
    return tuple(
        DutySection(
            state=state,
            heading=HEADINGS[state],
            total=counted[state],
            rows=tuple(
                _duty(user, duty, texts[duty.instrument_id], reports.get(duty.obligation_id), as_of)
                for duty in group
            ),
        )
        for state, group in groupby(shown, key=lambda duty: duty.tracked.state)
    )


def _duty(user: User, duty: Duty, text: SignedText, last: Report | None, as_of: date) -> DutyView:
    said = text.duties[duty.code]
    return DutyView(
        pk=duty.obligation_id,
        code=duty.code,
        title=said.title,
        place=text.places.get(said.clause_key, ""),
        kind=said.kind.label,
        owed_by=said.owed_by.label,
        district=text.instrument.agreement.district,
        quantity=tied(quantity_words(said)),
        due_on=duty.tracked.due_on,
        rule=rule_words(said.due, duty.tracked),
        evidence=tied(said.evidence),
        state=duty.tracked.state,
        state_words=state_words(duty.tracked, as_of),
        last=_told(last) if last else None,
        verdict=may_report(user, said.owed_by, text.instrument),
    )


def _told(report: Report) -> Told:
    return Told(
        at=report.reported_at,
        text=Progress(report.progress).label,
        who=str(report.reported_by),
        note=report.remark,
    )


def _post(post: Post) -> PostView:
    return PostView(
        unit=post.unit,
        function=post.function,
        share=post_words(post),
        start=start_words(post),
        needs_resolution=post.needs_resolution,
    )


def _particulars(said: Obligation) -> tuple[tuple[str, str], ...]:
    found = []
    if said.ibs:
        found += [("Handlungsfeld", said.ibs.field_of_action.label), ("Phase", said.ibs.phase.label)]
        if said.ibs.social_spaces:
            found.append(("Sozialräume", ", ".join(said.ibs.social_spaces)))
    if said.sensitivity:
        found += [("Schritt", said.sensitivity.step.label), ("Gegenstand", said.sensitivity.subject)]
    return tuple(found)
