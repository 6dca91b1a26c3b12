"""The table of event kinds is complete: every kind has its row and is recorded, and only kinds are recorded."""

import ast
from pathlib import Path
from string import Formatter

import pytest
from django.conf import settings

from agreements.event_row import Audience, EventKey
from agreements.events import EVENTS, NOTICES, EventKind, kinds_changing, kinds_removing
from agreements.lifecycle import TRANSITIONS
from agreements.texts.event_wording import CHOICES, MOMENTS


def written_kinds() -> set[str]:
    """Return the kinds that stand in a module which records, each as `EventKind.NAME`."""
    reads = {"events.py", "event_wording.py", "timeline.py", "event_groups.py", "last_change.py"}
    return {
        node.attr
        for path in (Path(settings.BASE_DIR) / "agreements").rglob("*.py")
        if path.name not in reads
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "EventKind"
    }


def test_every_kind_is_recorded_somewhere() -> None:
    written = written_kinds() | {step.event.name for step in TRANSITIONS.values()}
    assert written | {"NOTICE_REMINDED"} == set(EventKind.__members__), "that is in older histories only"


def test_the_name_of_a_kind_is_its_stored_word() -> None:
    assert {kind.name.lower(): kind.row for kind in EventKind} == EVENTS
    assert len(EVENTS) == len(EventKind.__members__)


@pytest.mark.parametrize("kind", EventKind)
def test_a_kind_has_a_sentence_that_can_be_filled(kind: EventKind) -> None:
    assert kind.row.sentence[0].isupper() or kind.row.sentence[0] == "{"
    texts = [kind.row.sentence]
    if notice := kind.row.notice:
        texts += [notice.subject, notice.happened, notice.now]
    names = {name for text in texts for _, name, _, _ in Formatter().parse(text) if name is not None}
    assert all(name.isidentifier() for name in names)
    assert {name for name in names if name.endswith("_at")} <= MOMENTS


def test_every_fact_that_is_translated_is_in_some_sentence() -> None:
    texts = [kind.row.sentence for kind in EventKind]
    texts += [notice.happened for notice in NOTICES.values()]
    assert all(any(f"{{{name}}}" in text for text in texts) for name in (*CHOICES, *MOMENTS))


def test_who_hears_of_an_event_by_e_mail_reads_it_on_the_page_too() -> None:
    """Except what only the coordinator hears of, who reads everything; and what has a page of its own."""
    hidden = {kind for kind in NOTICES if EVENTS[kind].audience != Audience.EVERYBODY}
    comments = {EventKind.THREAD_OPENED, EventKind.THREAD_ANSWERED, EventKind.SUGGESTION_MADE}
    clearance = {EventKind.CLEARANCE_OPENED, EventKind.CLEARANCE_ASKED}
    assert hidden == {EventKind.HANDED_OVER} | comments | clearance


@pytest.mark.parametrize("key", EventKey)
def test_a_row_of_the_draft_is_found_by_what_changes_it(key: EventKey) -> None:
    assert kinds_changing(key)
    assert kinds_removing(key)
    assert not set(kinds_changing(key)) & set(kinds_removing(key))
