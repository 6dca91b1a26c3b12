"""Times the editor's save of an Absatz against the same statements sent bare.

Both are rolled back every time, so that each save meets the same rows; what the disk takes to flush is in neither.
"""

from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.models import Clause
from bench import floor
from bench.measure import (
    CURSOR,
    URLCONF,
    WARM_UP,
    BrokenPageError,
    Measured,
    ProcessorTimer,
    bare_client,
    in_turns,
)
from bench.pages import Page
from bench.progress import Progress
from bench.story import Dataset

TYPED = " Näheres regelt die Anlage."


def save_page(dataset: Dataset) -> Page:
    """Return the address to which the editor sends what somebody writes."""
    return Page(
        "editor: save of a clause",
        "coordinator",
        reverse("clause_edit", args=[dataset.draft.pk, _clause(dataset).key]),
    )


@override_settings(ROOT_URLCONF=URLCONF)
def measure_save(dataset: Dataset, repeat: int, progress: Progress) -> Measured:
    """Save an Absatz again and again as the editor does while somebody writes, and its floor as often."""
    page, clause = save_page(dataset), _clause(dataset)
    client = Client()
    client.force_login(dataset.readers[page.reader])
    sent = {"text": clause.text + TYPED, "revision": str(clause.revision), "base": ""}

    def save() -> Any:
        return client.post(page.url, sent, headers={"X-Autosave": "1"})

    for _ in range(WARM_UP):
        answer = _undone(save)
        if answer.status_code != 200 or answer.json()["outcome"] != "saved":
            raise BrokenPageError(
                f"{page.url} answered {answer.status_code}: {answer.content.decode()[:200]}"
            )
    with CaptureQueriesContext(connection) as captured:
        _undone(save)
    floor.statements[:] = _inner([CURSOR.sub("", query["sql"]) for query in captured.captured_queries])
    bare, address = bare_client(), reverse(floor.bare)
    timed_save = ProcessorTimer(lambda: _undone(save))
    seconds, floor_seconds = in_turns(
        timed_save, lambda: _undone(lambda: bare.get(address)), repeat, progress.tick
    )
    return Measured(
        queries=len(floor.statements),
        seconds=seconds,
        floor_seconds=floor_seconds,
        processor=timed_save.median,
        size=len(answer.content),
    )


def _clause(dataset: Dataset) -> Clause:
    return Clause.objects.filter(section__instrument=dataset.draft, locked=False).order_by("pk")[0]


def _undone(act: Callable[[], Any]) -> Any:
    """Act in a transaction and take back what it has written."""
    with transaction.atomic():
        answer = act()
        transaction.set_rollback(True)
    return answer


def _inner(statements: list[str]) -> list[str]:
    """Leave out the transaction around the save: the floor has one of its own."""
    return [statement for statement in statements if statement not in {"BEGIN", "COMMIT", "ROLLBACK"}]
