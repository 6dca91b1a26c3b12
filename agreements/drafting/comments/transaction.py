"""What every change of a conversation needs: the thread as it is now, and what the history records of it."""

from agreements import policy
from agreements.drafting.comments.locations import places_of
from agreements.drafting.edit_transaction import EditTransaction
from agreements.errors import ActionRefused
from agreements.models import Thread


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
