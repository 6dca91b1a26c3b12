"""Until when certificates hold: of the seal, of the time stamp service, and in the trust lists."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from agreements.sealing.key_providers import subject_name
from agreements.signing.certificates.examination.certificates import (
    AnchorsUnreadableError,
    TrustLists,
    read_lists,
)
from mitwirkung.operations.health.result import HealthCheck, HealthState, Measured

LOG = logging.getLogger(__name__)
WARN_DAYS = 30
NAMED = 3  # of many that have expired


@dataclass(frozen=True, slots=True)
class Expiring:
    name: str
    expires_at: datetime

    def days_left(self, at: datetime) -> int:
        """Return the whole days that are left, below zero once it has expired."""
        return (self.expires_at - at).days


def expiry_state(days: int) -> HealthState:
    if days < 0:
        return HealthState.RED
    return HealthState.WARN if days < WARN_DAYS else HealthState.OK


def expiry_words(one: Expiring, at: datetime) -> str:
    days, until = one.days_left(at), f"{one.expires_at:%d.%m.%Y}"
    if days < 0:
        return f"Das Zertifikat „{one.name}“ ist am {until} abgelaufen."
    return f"Das Zertifikat „{one.name}“ gilt noch {days} {'Tag' if days == 1 else 'Tage'}, bis {until}."


def days_left(key: str, days: int) -> Measured:
    return Measured(metric="certificate_days_left", value=days, labels={"certificate": key})


def trust_list_checks(*, at: datetime) -> list[HealthCheck]:
    folder = Path(settings.TRUST_ANCHORS)
    try:
        return [*list_checks(read_lists(folder), at)]
    except (AnchorsUnreadableError, OSError) as error:
        LOG.warning("the trust lists cannot be read: %s", error)
        return [
            HealthCheck(
                key="trust",
                name="Vertrauenslisten",
                state=HealthState.RED,
                sentence="Eine Datei darin ist kein Zertifikat oder lässt sich nicht lesen. Bis dahin zählt keine elektronische "
                "Unterschrift.",
                advice="Die Datei berichtigen oder herausnehmen; im Protokoll steht, welche es ist.",
            )
        ]


def list_checks(lists: TrustLists, at: datetime) -> Iterator[HealthCheck]:
    """Say of each list when the next certificate in it expires."""
    if not any(lists.values()):
        yield HealthCheck(
            key="trust",
            name="Vertrauenslisten",
            state=HealthState.WARN,
            sentence="Es sind keine hinterlegt. Elektronische Unterschriften zählen darum nicht; auf Papier geht alles.",
            advice="Zertifikate der nationalen Vertrauensliste hinterlegen (MITWIRKUNG_TRUST_ANCHORS).",
        )
    for name, certificates in sorted(lists.items()):
        all_of = sorted(
            (Expiring(subject_name(one), one.not_valid_after) for one in certificates),
            key=lambda one: one.expires_at,
        )
        if not all_of:
            continue
        soon = [one for one in all_of if one.days_left(at) < WARN_DAYS]
        days = all_of[0].days_left(at)
        sentence = " ".join(expiry_words(one, at) for one in (soon or all_of[:1])[:NAMED])
        more = f" Und {len(soon) - NAMED} weitere." if len(soon) > NAMED else ""
        state = expiry_state(days)
        yield HealthCheck(
            key=f"trust_{name}",
            name=f"Vertrauensliste „{name}“",
            state=state,
            sentence=sentence + more,
            advice="Die Zertifikate aus der nationalen Vertrauensliste erneuern; was abgelaufen ist, herausnehmen."
            if state != HealthState.OK
            else "",
            measured=(days_left(f"trust_{name}", days),),
        )
