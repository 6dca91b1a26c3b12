"""The demo freezes texts beside answering, as the worker does in earnest."""

from collections.abc import Callable
from datetime import datetime
from threading import Event, Thread

from agreements.looking import keep_looking
from agreements.signing.freezing.rendering import SECONDS, look


def freeze_in_background(now: Callable[[], datetime]) -> Callable[[], None]:
    """Begin to freeze what is asked for in a thread of this process; return what ends it."""
    stop = Event()
    worker = Thread(
        target=keep_looking,
        args=(look, stop, _say_nothing),
        kwargs={"now": now, "seconds": SECONDS},
        daemon=True,
        name="zeichnungsfassung",
    )
    worker.start()

    def end() -> None:
        stop.set()
        worker.join(timeout=2)

    return end


def _say_nothing(text: str) -> None:
    """The page says how far it is."""
