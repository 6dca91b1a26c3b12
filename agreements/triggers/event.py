"""Triggers for the history."""

import pgtrigger

from districts.erased_names import ERASED
from districts.triggers.append_only import no_delete
from districts.triggers.sql import ProtectingTrigger, changed_except, on_insert, on_update, refuse_if


def event_triggers() -> list[ProtectingTrigger]:
    """Accept an entry only as the next in the chain, and move the end of the chain that the agreement records."""
    end = (
        "UPDATE agreements_agreement SET history_length = NEW.sequence, history_head = NEW.hash "
        "WHERE id = NEW.agreement_id; RETURN NULL;"
    )
    return [
        on_insert(
            "chained",
            refuse_if(
                "NOT EXISTS (SELECT 1 FROM agreements_agreement a WHERE a.id = NEW.agreement_id "
                "AND a.history_length + 1 = NEW.sequence AND a.history_head = NEW.previous_hash)",
                "Ein Eintrag der Geschichte schließt an den vorigen an.",
            ),
        ),
        ProtectingTrigger(name="end_of_chain", when=pgtrigger.After, operation=pgtrigger.Insert, func=end),
        on_update(
            "only_erased_names",
            refuse_if(
                f"{changed_except('actor', 'actor_salt')} OR NEW.actor_salt <> '' OR NEW.actor_digest = '' "
                f"OR NEW.actor IS DISTINCT FROM '{ERASED} ' || NEW.actor_id "
                "OR NOT EXISTS (SELECT 1 FROM districts_erasure e WHERE e.kind = 'account' AND e.number = NEW.actor_id)",
                "Geschichte: Was festgehalten ist, kann weder geändert noch gelöscht werden.",
            ),
        ),
        *no_delete("Geschichte"),
    ]
