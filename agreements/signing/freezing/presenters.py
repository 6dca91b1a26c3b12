"""View models of a freeze request, and of what does not fit before it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.http import urlencode

from agreements import policy
from agreements.job_choices import Queue
from agreements.job_queue import worker_is_alive
from agreements.models import FreezeRequest, Instrument
from agreements.signing.freezing.rendering import due_at
from agreements.texts.assembly import DraftText
from agreements.texts.discrepancies import Discrepancy, DiscrepancyKind
from agreements.texts.discrepancy_facts import DiscrepancyFacts, discrepancy_facts
from districts.models import User

LATE = timedelta(seconds=30)  # a running worker starts at once
REFUSAL_SHOWN = timedelta(days=7)


class FreezingStage(TextChoices):
    ASKED = "asked", "wartet auf den Dienst im Hintergrund"
    LATE = "late", "wartet noch immer auf den Dienst im Hintergrund"
    ALONE = "alone", "wartet, denn der Dienst im Hintergrund läuft nicht"
    BEGUN = "begun", "wird gesetzt und gespeichert"
    FAILED = "failed", "hat nicht geklappt und wird wiederholt"
    REFUSED = "refused", "nicht festgeschrieben"
    FROZEN = "frozen", "festgeschrieben"


DONE = {
    FreezingStage.ASKED: 1,
    FreezingStage.LATE: 1,
    FreezingStage.ALONE: 1,
    FreezingStage.BEGUN: 2,
    FreezingStage.FAILED: 1,
}  # of three: asked, begun, frozen


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezingPanel:
    """A request; `mark` changes whenever the page has to."""

    stage: FreezingStage
    asked_at: datetime
    asked_by: str
    problem: str
    next_at: datetime
    refusal: str
    home_url: str
    url: str
    again_url: str
    again: policy.Verdict

    @property
    def mark(self) -> str:
        """Token of the displayed state, sent with each poll."""
        return f"{self.stage}-{self.next_at:%d%H%M%S}"

    @property
    def waits(self) -> bool:
        """Whether to poll."""
        return self.stage in DONE

    @property
    def done(self) -> int:
        """How many of the three parts are done."""
        return DONE.get(self.stage, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscrepancyRow:
    """A discrepancy with the ways to mend it."""

    found: Discrepancy
    ways: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscrepancyPanel:
    """What does not fit, what somebody confirmed, and what the model text decided."""

    rows: tuple[DiscrepancyRow, ...]
    facts: DiscrepancyFacts


def discrepancy_panel(instrument: Instrument, text: DraftText | None = None) -> DiscrepancyPanel:
    facts = discrepancy_facts(instrument, text)
    return DiscrepancyPanel(
        rows=tuple(DiscrepancyRow(found=one, ways=_ways(instrument, one)) for one in facts.open), facts=facts
    )


def _ways(instrument: Instrument, one: Discrepancy) -> tuple[tuple[str, str], ...]:
    ways = []
    if one.clause_key:
        ways.append(("Zum Absatz", f"{reverse('draft_edit', args=[instrument.pk])}#absatz-{one.clause_key}"))
    if one.code:
        ways.append(
            (f"Pflicht {one.code} ändern", reverse("obligation_edit", args=[instrument.pk, one.code]))
        )
    if one.kind == DiscrepancyKind.FIGURE:
        address = reverse("obligation_suggest", args=[instrument.pk, one.clause_key])
        ways.append(("Als Pflicht festhalten", f"{address}?{urlencode({'worte': one.words})}"))
    return tuple(ways)


def freezing_panel(user: User, instrument: Instrument, now: datetime) -> FreezingPanel | None:
    """Return the newest request; None if there is none, it is old, or the user may not see it. Two queries."""
    if not policy.verdict(user, "history.draft", instrument).allowed:
        return None
    request = instrument.freeze_requests.select_related("asked_by").order_by("-pk").first()
    if request is None or _is_old_news(request, instrument, now):
        return None
    return FreezingPanel(
        stage=_stage(request, now),
        asked_at=request.asked_at,
        asked_by=str(request.asked_by),
        problem=request.problem,
        next_at=due_at(request),
        refusal=request.refusal,
        home_url=instrument.get_absolute_url(),
        url=reverse("freezing_state", args=[instrument.pk]),
        again_url=reverse("take_step", args=[instrument.pk, "freeze"]),
        again=policy.verdict(user, "step.freeze", instrument),
    )


def _is_old_news(request: FreezeRequest, instrument: Instrument, now: datetime) -> bool:
    if request.ended_at is None:
        return False
    return now - request.ended_at > REFUSAL_SHOWN or bool(request.refusal and not instrument.is_editable)


def _stage(request: FreezeRequest, now: datetime) -> FreezingStage:
    if request.ended_at:
        return FreezingStage.REFUSED if request.refusal else FreezingStage.FROZEN
    if request.problem:
        return FreezingStage.FAILED
    if request.tried_at and now < due_at(request):
        return FreezingStage.BEGUN
    if not worker_is_alive(Queue.RENDER, now):
        return FreezingStage.ALONE
    return FreezingStage.LATE if now - due_at(request) > LATE else FreezingStage.ASKED
