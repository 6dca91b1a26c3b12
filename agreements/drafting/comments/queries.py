"""Queries for a single thread in a transaction."""

from agreements import policy
from agreements.drafting.comments.locations import locations_in
from agreements.drafting.edit_transaction import EditTransaction
from agreements.errors import ActionRefused
from agreements.models import Thread


def get_thread(change: EditTransaction, pk: int) -> Thread:
    """Reload a thread in the transaction. Raises ActionRefused if the user may not see it."""
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


def thread_event_data(change: EditTransaction, thread: Thread) -> dict[str, str]:
    """Return the event data of a thread, without the text of its comments: not all readers of events may see it."""
    place = locations_in(change.instrument).of(thread)
    return {"thread": thread.key, "addressee": thread.addressee, "place": place.label}
