"""Comparing the text of a transcript with the deed, page by page, by somebody who did not type it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from agreements import policy
from agreements.drafting.edit_transaction import atomic_action
from agreements.errors import ActionRefused, Outdated
from agreements.models import Instrument, Original, PageCheck, TranscriptText
from agreements.recording.actions import ACTION, open_record
from agreements.recording.queries import newest_original, newest_text
from agreements.transitions import lock_instrument
from districts.models import User

NO_TEXT = "Es ist noch kein Text erfasst; gegengelesen wird der volle Text."
NO_PAGES = "Ohne Scan lässt sich nicht gegenlesen. Nehmen Sie zuerst unter „Eckdaten ändern“ die Datei des Originals auf."
OWN_TEXT = "Sie haben an diesem Text geschrieben. Gegenlesen muss ihn eine zweite Person."


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPage:
    """A page of the deed; `by` is empty until somebody has compared it."""

    number: int
    by: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckState:
    """How far the text is compared; `obstacle` says why a person cannot do it, empty if she can."""

    text: TranscriptText | None
    original: Original
    pages: tuple[CheckedPage, ...]
    obstacle: str

    @property
    def open_pages(self) -> int:
        return sum(not page.by for page in self.pages)


def check_state(instrument: Instrument, user: User) -> CheckState:
    """Return it for the text as it is now. Five queries."""
    text = newest_text(instrument)
    original = newest_original(instrument)
    rows = (
        {row.page: row for row in text.checks.filter(file=original.file_id).select_related("checked_by")}
        if text
        else {}
    )
    pages = tuple(
        CheckedPage(
            number=number,
            by=str(rows[number].checked_by) if number in rows else "",
            on=timezone.localdate(rows[number].checked_at) if number in rows else None,
        )
        for number in range(1, (original.pages or 0) + 1)
        if original.file_id
    )
    return CheckState(
        text=text, original=original, pages=pages, obstacle=_obstacle(instrument, text, original, user)
    )


def check_page(instrument: Instrument, *, page: int, seen: int, by: User, at: datetime) -> bool:
    """Record that a page says word for word what is typed; `seen` is the key of the text that was read.

    Return whether it was the last one. Raises Outdated, ActionRefused.
    """
    with atomic_action():
        locked = lock_instrument(instrument)
        policy.require(by, ACTION, locked)
        state = check_state(locked, by)
        if state.obstacle:
            raise ActionRefused(state.obstacle)
        text, file = state.text, state.original.file
        if text is None or file is None or text.pk != seen:
            raise Outdated(text)
        found = {one.number: one for one in state.pages}.get(page)
        if found is None or found.by:
            raise ActionRefused(
                "Diese Seite ist schon gegengelesen." if found else "Diese Seite hat das Original nicht."
            )
        PageCheck.objects.create(text=text, file=file, page=page, checked_at=at, checked_by=by)
        if state.open_pages > 1:
            return False
        with open_record(locked, reason="Gegengelesen", by=by, at=at) as record:
            record.what = "Text wortgleich, gegengelesen"
    return True


def _obstacle(instrument: Instrument, text: TranscriptText | None, original: Original, user: User) -> str:
    if text is None:
        return NO_TEXT
    if not original.file_id or not original.pages:
        return NO_PAGES
    return OWN_TEXT if instrument.transcript_texts.filter(typed_by=user).exists() else ""
