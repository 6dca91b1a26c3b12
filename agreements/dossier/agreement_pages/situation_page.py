"""The first page of a signed contract: where things stand, and what the reader can do about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from agreements import policy
from agreements.dossier.agreement_pages.contacts import ContactRow, contacts
from agreements.dossier.agreement_pages.situation_facts import SituationFacts, situation_facts
from agreements.dossier.agreement_pages.situation_words import situation_words
from agreements.dossier.agreement_pages.step_buttons import step_buttons
from agreements.dossier.agreement_pages.subject import PageSubject
from agreements.dossier.amendments import AmendmentRow, amendment_rows
from agreements.dossier.succession import SuccessionView, succession_view
from agreements.dossier.termination.presenters import EndView, end_view
from agreements.drafting.amending.permissions import may_begin
from agreements.models import Agreement, Instrument
from agreements.parties import ReportingSide
from agreements.policy import Verdict
from agreements.recording.presenters import OriginalView, original_view
from agreements.state import ContractFacts, NextExtension, last_day, stoppable_extension
from agreements.term_end import next_notice_day
from agreements.texts.amended_text import content_of_version
from agreements.texts.term import force_label
from agreements.texts.wording import counted
from agreements.tracking.agreement_duties import DutyRow
from agreements.tracking.forms import BOTH_SIDES
from agreements.tracking.permissions import may_answer, may_report, other
from agreements.tracking.status import TrackedState
from districts.models import User
from districts.policy import role_scope
from districts.roles import DISTRICT_ROLES, Role

BAR = 900  # width of the bar
# the permission, the label and the page of what is done with a signed agreement
OFFERS = (
    ("termination.record", "Kündigung festhalten", "termination_new"),
    ("record.edit", "Beschluss festhalten", "resolution_new"),
    ("record.edit", "Meilenstein festhalten", "milestone_new"),
    ("brief.print", "Kurzbericht für die Leitung (PDF)", "brief"),
    ("bundle.download", "Ganze Akte herunterladen", "agreement_bundle"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkButton:
    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StateFigure:
    """How many obligations are in a state: a part of the bar, in SVG numbers, and a link to the list of just these."""

    state: TrackedState
    number: int
    url: str
    x: str
    width: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgentRow:
    duty: DutyRow
    url: str
    button: LinkButton


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationPage:
    """`foremost` is the one thing that the reader should do first, `more` what she can do besides.

    `extension` is the next one while notice can be given; `notice_from` is set if it can be only from a later day on.
    """

    says: tuple[str, ...]
    facts: SituationFacts
    figures: tuple[StateFigure, ...]
    urgent: tuple[UrgentRow, ...]
    all_url: str
    foremost: LinkButton | None
    more: tuple[LinkButton, ...]
    original: OriginalView | None
    amendments: tuple[AmendmentRow, ...]
    amend: Verdict
    record: Verdict
    end: EndView | None
    force_label: str
    last_day: date | None
    extension: NextExtension | None
    notice_from: date | None
    succession: SuccessionView
    people: tuple[ContactRow, ...]


def situation_page(subject: PageSubject, contract: Instrument, term: ContractFacts) -> SituationPage:
    """Return the page; `term` are the facts of the contract."""
    user, agreement, day = subject.user, subject.agreement, subject.as_of
    facts = situation_facts(agreement, term, day)
    end = end_view(user, contract, term, day) if subject.in_force_on else None
    succession = succession_view(user, agreement, term, day)
    amend = may_begin(user, contract, term, day)
    side = _side(user, agreement.district_id)
    extension = stoppable_extension(term, None, day)
    return SituationPage(
        says=tuple(situation_words(facts.duties, facts.release, side, day)),
        facts=facts,
        figures=tuple(_figures(facts, agreement.reference)),
        urgent=tuple(_urgent_row(user, contract, duty) for duty in facts.duties.urgent),
        all_url=_list_url(agreement.reference),
        foremost=_foremost(facts, agreement, side, end),
        more=tuple(_more(subject, contract, amend, succession)),
        original=original_view(user, contract, content_of_version(contract))
        if contract.made_elsewhere
        else None,
        amendments=amendment_rows(subject.amendments),
        amend=amend,
        record=policy.verdict(user, "record.edit", agreement),
        end=end,
        force_label=force_label(term, day),
        last_day=last_day(term, day),
        extension=extension,
        notice_from=_notice_from(term, extension, day) if extension else None,
        succession=succession,
        people=contacts(user, agreement),
    )


def _side(user: User, district: int | None) -> ReportingSide | None:
    """Return the side that the reader is on, None for who only reads."""
    roles = role_scope(user).roles_in(district)
    if roles & DISTRICT_ROLES:
        return ReportingSide.DISTRICT
    return ReportingSide.COORDINATION if Role.COORDINATOR in roles else None


def _notice_from(term: ContractFacts, extension: NextExtension, day: date) -> date | None:
    first = next_notice_day(day, extension.ends_on, term.notice_months, term.notice_changes)
    return first if first != day else None


def _list_url(reference: str, **chosen: str) -> str:
    """Return the list of the obligations of both sides of one agreement."""
    return f"{reverse('obligation_list')}?{urlencode({'vertrag': reference, 'wer': BOTH_SIDES, **chosen})}"


def _figures(facts: SituationFacts, reference: str) -> Iterator[StateFigure]:
    x = 0.0
    for state, number in facts.duties.count.numbers:
        width = BAR * number / facts.duties.total
        url = _list_url(reference, stand=state.value)
        yield StateFigure(state=state, number=number, url=url, x=f"{x:.1f}", width=f"{width:.1f}")
        x += width


def _urgent_row(user: User, contract: Instrument, duty: DutyRow) -> UrgentRow:
    detail = reverse("obligation_detail", args=[duty.obligation])
    at_occurrence = f"{detail}?{urlencode({'termin': duty.key})}" if duty.key else detail
    return UrgentRow(
        duty=duty, url=at_occurrence, button=_button(user, contract, duty, detail, at_occurrence)
    )


def _button(user: User, contract: Instrument, duty: DutyRow, detail: str, at_occurrence: str) -> LinkButton:
    last = duty.last
    if last and last.awaits_answer and may_answer(user, last.reported_by, last.side, contract).allowed:
        return LinkButton(label="Prüfen", url=f"{detail}#antwort-{last.report}")
    if duty.key and may_report(user, duty.owed_now, contract).allowed:
        address = reverse("obligation_report", args=[duty.obligation])
        return LinkButton(label="Melden", url=f"{address}?{urlencode({'termin': duty.key})}")
    return LinkButton(label="Ansehen", url=at_occurrence)


def _foremost(
    facts: SituationFacts, agreement: Agreement, side: ReportingSide | None, end: EndView | None
) -> LinkButton | None:
    """Return the decision that is due, or the reports that wait for the reader's side, or what her side is to report."""
    if end and end.pending:
        return LinkButton(
            label="Entscheidung festhalten", url=reverse("extension_decide", args=[agreement.pk])
        )
    if side and (waiting := facts.duties.waiting[other(side)]):
        url = _list_url(agreement.reference, wer=other(side).value, stand=TrackedState.WAITING.value)
        return LinkButton(label=f"{counted(waiting, 'Meldung', 'Meldungen')} prüfen", url=url)
    if side in facts.duties.to_report:
        return LinkButton(label="Sachstand melden", url=_list_url(agreement.reference, wer=side.value))
    return (
        LinkButton(label="Zu den Pflichten", url=_list_url(agreement.reference))
        if facts.duties.total
        else None
    )


def _more(
    subject: PageSubject, contract: Instrument, amend: Verdict, succession: SuccessionView
) -> Iterator[LinkButton]:
    pk, coordinator = subject.agreement.pk, subject.agreement.coordinator_id
    if amend.allowed:
        yield LinkButton(label="Nachtrag beginnen", url=reverse("amendment_new", args=[pk]))
    for action, label, page in OFFERS:
        if policy.verdict(subject.user, action, contract).allowed:
            yield LinkButton(label=label, url=reverse(page, args=[pk]))
    if policy.verdict(subject.user, "agreement.hand_over", contract).allowed:
        yield LinkButton(label="Zuständigkeit übergeben", url=reverse("hand_over", args=[coordinator]))
    if succession.may_begin:
        query = urlencode({"vertrag": contract.pk, "nachfolge": pk})
        yield LinkButton(label="Folgevertrag beginnen", url=f"{reverse('agreement_new')}?{query}")
    for step in step_buttons(subject.user, contract):
        if step.verdict.allowed:
            yield LinkButton(label=step.label, url=step.url)
