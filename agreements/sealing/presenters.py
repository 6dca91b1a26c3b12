"""View models of seals: sealed and outstanding editions."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from agreements import policy
from agreements.choices import EditionKind, Status
from agreements.documents.editions import correction_count
from agreements.job_choices import Queue
from agreements.job_queue import worker_is_alive
from agreements.models import Instrument, Seal, Version
from agreements.policy import Verdict
from agreements.sealing import wording
from agreements.sealing.queries import Outstanding, is_closed, outstanding, outstanding_count
from districts.models import User

LATER = "Die Unterschriften gelten. Das Siegel wird von selbst nachgeholt."


@dataclass(frozen=True, slots=True, kw_only=True)
class SealRow:
    seal: Seal
    what: str
    url: str
    is_outdated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OutstandingRow:
    """An edition without its seal, with the last and the next attempt."""

    what: str
    agreement: str
    url: str
    since: datetime
    tries: int
    tried_at: datetime | None
    problem: str
    due_at: datetime
    is_asked: bool
    retry_url: str
    retry: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class SealPanel:
    """The seals on the page of an agreement.

    `closed` says why the original cannot be sealed, `works` whether a worker is alive.
    """

    sealed: tuple[SealRow, ...]
    outstanding: tuple[OutstandingRow, ...]
    closed: str
    works: bool
    sees_problems: bool
    later: str = LATER

    @property
    def is_test(self) -> bool:
        return any(row.seal.is_test for row in self.sealed)


def seal_panel(user: User, instrument: Instrument, now: datetime) -> SealPanel | None:
    """Return the panel; None before all have signed, and for what was signed elsewhere."""
    version = instrument.frozen_version
    if version is None or instrument.status != Status.SIGNED or instrument.made_elsewhere:
        return None
    seals = Seal.objects.filter(edition__version=version).select_related("edition")
    corrections = correction_count(version)
    rows = outstanding(Version.objects.filter(pk=version.pk))
    return SealPanel(
        sealed=tuple(
            SealRow(
                seal=seal,
                what=EditionKind(seal.edition.kind).label,
                url=reverse("edition_file", args=[seal.edition_id]),
                is_outdated=seal.edition.is_outdated(corrections),
            )
            for seal in seals.order_by("edition__kind", "-edition__corrections")
        ),
        outstanding=tuple(outstanding_row(user, row) for row in rows),
        works=not rows or worker_is_alive(Queue.SEAL, now),
        closed=wording.CLOSED if is_closed(version) else "",
        sees_problems=policy.verdict(user, "seal.view", instrument).allowed,
    )


def unsealed_count(user: User) -> int:
    """Return the number of outstanding seals; 0 for users who cannot retry them."""
    return outstanding_count() if policy.verdict(user, "seal.view").allowed else 0


def outstanding_rows(user: User) -> list[OutstandingRow]:
    """Return all outstanding seals, oldest first, in a fixed number of queries."""
    rows = sorted(outstanding(), key=lambda row: (row.since, row.version.pk, row.kind))
    return [outstanding_row(user, row) for row in rows]


def outstanding_row(user: User, row: Outstanding) -> OutstandingRow:
    instrument = row.version.instrument
    return OutstandingRow(
        what=row.kind.label,
        agreement=str(instrument.agreement),
        url=instrument.get_absolute_url(),
        since=row.since,
        tries=row.tries,
        tried_at=row.last.tried_at if row.last else None,
        problem=row.last.problem if row.last else "",
        due_at=row.due_at,
        is_asked=row.last is not None and row.asked_at is not None and row.asked_at > row.last.tried_at,
        retry_url=reverse("seal_retry", args=[instrument.pk]),
        retry=policy.verdict(user, "seal.retry", instrument),
    )
