"""Triggers for rounds of Mitzeichnung and their answers."""

from districts.triggers.append_only import append_only, no_delete
from districts.triggers.sql import (
    ProtectingTrigger,
    changed_except,
    on_insert,
    on_update,
    refuse_if,
    refuse_unless_found,
)


def clearance_round_triggers() -> list[ProtectingTrigger]:
    """Fix a round; it is closed once."""
    return [
        on_update(
            "closed_once",
            refuse_if(
                f"OLD.closed_at IS NOT NULL OR {changed_except('closed_at')}",
                "Eine Mitzeichnungsrunde bleibt, wie sie begonnen wurde, und wird einmal geschlossen.",
            ),
        ),
        *no_delete("Mitzeichnungsrunde"),
    ]


def clearance_triggers() -> list[ProtectingTrigger]:
    """Accept an office's answer only while its round is open."""
    return [
        on_insert(
            "while_open",
            refuse_unless_found(
                "PERFORM 1 FROM agreements_clearanceround r JOIN agreements_clearancerequest q ON q.round_id = r.id "
                "WHERE q.id = NEW.request_id AND r.closed_at IS NULL FOR SHARE OF r",
                "Diese Mitzeichnungsrunde ist geschlossen.",
            ),
        ),
        *append_only("Mitzeichnung"),
    ]
