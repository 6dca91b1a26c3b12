"""The worker: seals what is outstanding and due, waits a little, looks again. Several may run beside each other."""

from collections.abc import Callable, Iterator
from datetime import datetime
from threading import Event

from agreements.looking import keep_looking
from agreements.models import Edition
from agreements.sealing.actions import seal_edition
from agreements.sealing.queries import outstanding

SECONDS = 3.0  # between two looks; one look is four small queries


def seal_what_is_due(*, at: datetime) -> list[Edition]:
    """Try everything that is due at a moment once, the longest waiting first, and return what is sealed now."""
    due = sorted((row for row in outstanding() if row.due_at <= at), key=lambda row: row.due_at)
    tried = (seal_edition(row.version, row.kind, at=at) for row in due)
    return [edition for edition in tried if edition is not None]


def look(at: datetime) -> Iterator[str]:
    """Seal what is due and say what was."""
    for edition in seal_what_is_due(at=at):
        yield f"sealed: {edition.version_id} {edition.kind}"


def work(
    stop: Event, say: Callable[[str], None], *, now: Callable[[], datetime], seconds: float = SECONDS
) -> None:
    """Seal until told to stop; `now` is the clock. A database that is away for a while is waited for."""
    keep_looking(look, stop, say, now=now, seconds=seconds)
