"""Text and obligations must say the same before a text is frozen, or somebody says why they need not."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from agreements import history, policy, transitions
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.models import ConfirmedDiscrepancy, Instrument
from agreements.texts.assembly import DraftText
from agreements.texts.discrepancy_facts import discrepancy_facts
from districts.models import User


@transaction.atomic
def confirm_discrepancies(
    instrument: Instrument, *, identities: Collection[str], reason: str, by: User, at: datetime
) -> list[ConfirmedDiscrepancy]:
    """Record why open discrepancies stay; valid for these words and terms only. Raises ActionRefused."""
    locked = transitions.lock_instrument(instrument)
    policy.require(by, "step.freeze", locked)
    reason = reason.strip()
    if not reason:
        raise ActionRefused("Bitte begründen, warum das so bleiben soll. Es wurde nichts bestätigt.")
    found = {one.identity: one for one in discrepancy_facts(locked).open}
    if not identities or not set(identities) <= found.keys():
        raise ActionRefused(
            "Inzwischen hat sich geändert, was nicht übereinstimmt. Es wurde nichts bestätigt. Lesen Sie die Liste und "
            "bestätigen Sie noch einmal; Ihre Begründung steht noch da."
        )
    rows = []
    for identity in sorted(set(identities), key=list(found).index):
        one = found[identity]
        row = ConfirmedDiscrepancy.objects.create(
            instrument=locked,
            identity=identity,
            place=one.place,
            sentence=one.sentence,
            reason=reason,
            confirmed_at=at,
            confirmed_by=by,
        )
        data = {"instrument": locked.number, "identity": identity, "what": one.sentence, "reason": reason}
        history.record(locked.agreement, EventKind.DISCREPANCY_CONFIRMED, by=by, at=at, data=data)
        rows.append(row)
    return rows


def require_no_discrepancies(instrument: Instrument, text: DraftText) -> None:
    """Refuse to freeze a text that says something else than its obligations. Raises ActionRefused."""
    count = len(discrepancy_facts(instrument, text).open)
    if count:
        where = "An einer Stelle" if count == 1 else f"An {count} Stellen"
        raise ActionRefused(
            f"{where} sagen Text und Pflichten nicht dasselbe. Es wurde nichts festgeschrieben. Berichtigen Sie Text oder "
            "Pflicht, oder bestätigen Sie mit Begründung, dass es so bleiben soll."
        )
