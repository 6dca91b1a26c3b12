"""How everything in a conversation is written: instrument locked, right judged, thread found again, history told."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from agreements import policy
from agreements.drafting.comments.locations import places_of
from agreements.drafting.edit_transaction import EditTransaction, all_or_nothing
from agreements.errors import ActionRefused
from agreements.models import Instrument, Thread
from agreements.policy import Verdict
from agreements.transitions import lock_instrument
from districts.models import User


@contextmanager
def thread_transaction(
    instrument: Instrument, action: str, *, by: User, at: datetime
) -> Iterator[EditTransaction]:
    """Open a transaction with the instrument locked, for a person who may do the action. Raises Refused."""
    with all_or_nothing():
        locked = lock_instrument(instrument)
        insist(policy.verdict(by, action, locked))
        yield EditTransaction(locked, by, at)


def insist(answer: Verdict) -> None:
    """Raise Refused with the reason of a verdict that says no."""
    if not answer.allowed:
        raise ActionRefused(answer.reason)


def thread_in(change: EditTransaction, pk: int) -> Thread:
    """Return a thread as it is now. Raises Refused if it is not there for the person."""
    thread = (
        policy.visible_threads(change.by)
        .select_related("obligation")
        .filter(instrument=change.instrument, pk=pk)
        .first()
    )
    if thread is None:
        raise ActionRefused("Diese Anmerkung gibt es nicht. Es wurde nichts geändert.")
    thread.instrument = change.instrument
    return thread


def told_of(change: EditTransaction, thread: Thread) -> dict[str, str]:
    """Return what the history says of a thread: the words of comments stay where only their readers see them."""
    place = places_of([change.instrument.pk])[change.instrument.pk].of(thread)
    return {"thread": thread.key, "addressee": thread.addressee, "place": place.label}
