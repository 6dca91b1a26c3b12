"""Triggers for comment threads, mentions and suggestions."""

from districts.triggers.append_only import no_delete
from districts.triggers.sql import (
    ProtectingTrigger,
    changed_except,
    on_insert,
    on_update,
    refuse_if,
    refuse_unless_found,
)


def thread_triggers() -> list[ProtectingTrigger]:
    """Fix a thread's subject and addressee; it may only be resolved and reopened."""
    return [
        on_update(
            "as_opened",
            refuse_if(
                changed_except("resolved_at", "resolved_by_id"),
                "Eine Anmerkung bleibt bei ihrer Stelle und in ihrem Kreis.",
            ),
        ),
        *no_delete("Anmerkung"),
    ]


def mention_triggers() -> list[ProtectingTrigger]:
    """Fix a mention; `seen_at` is set once."""
    return [
        on_update(
            "seen_once",
            refuse_if(
                f"OLD.seen_at IS NOT NULL OR {changed_except('seen_at')}",
                "Eine Erwähnung bleibt, wie sie ist, und wird einmal gelesen.",
            ),
        ),
        *no_delete("Erwähnung"),
    ]


def suggestion_triggers() -> list[ProtectingTrigger]:
    """Accept suggestions only in a thread that asks the district about a clause; fix them and decide them once."""
    return [
        on_insert(
            "asked_for",
            refuse_unless_found(
                "PERFORM 1 FROM agreements_thread "
                "WHERE id = NEW.thread_id AND addressee = 'district' AND clause_key <> ''",
                "Vorschläge gehören zu einer Anmerkung an den Bezirk über einen Absatz.",
            ),
        ),
        on_update(
            "decided_once",
            refuse_if(
                f"OLD.decision <> 'open' OR {changed_except('decision', 'reason', 'decided_at', 'decided_by_id')}",
                "Ein Vorschlag bleibt, wie er gemacht wurde, und wird einmal entschieden.",
            ),
        ),
        *no_delete("Vorschlag"),
    ]
