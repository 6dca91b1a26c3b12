"""Triggers for the security log: the database itself numbers and chains its entries."""

import pgtrigger

from districts.triggers.append_only import no_delete, no_truncate
from districts.triggers.sql import ProtectingTrigger, on_insert, on_update, refuse, refuse_if

FIRST_HASH = "0" * 64
# in the order of `security_log.verification.digest`
HASHED = (
    "NEW.sequence, (extract(epoch FROM NEW.at) * 1000000)::bigint, NEW.kind, NEW.person, NEW.about, NEW.network, "
    "NEW.request, NEW.previous_hash"
)
YOUNGEST = "1 month"  # nothing younger is ever deleted, whatever the setting says
STAYS = "Sicherheitsprotokoll: Was festgehalten ist, kann nicht geändert werden und wird nur am älteren Ende gelöscht."
CHAIN = "Sicherheitsprotokoll: Die Kette führt die Datenbank selbst."


def security_event_triggers() -> list[ProtectingTrigger]:
    """Append each entry to the chain, whose row also lets one writer wait for the other; delete only up to the anchor."""
    chain = (
        "INSERT INTO districts_securitychain (id, length, head, anchor_sequence, anchor_hash) "
        f"VALUES (1, 0, '{FIRST_HASH}', 0, '{FIRST_HASH}') ON CONFLICT DO NOTHING; "
        "UPDATE districts_securitychain SET length = length + 1 WHERE id = 1 "
        "RETURNING length, head INTO NEW.sequence, NEW.previous_hash; "
        f"NEW.hash := encode(sha256(convert_to(json_build_array({HASHED})::text, 'UTF8')), 'hex'); "
        "UPDATE districts_securitychain SET head = NEW.hash WHERE id = 1; "
    )
    anchored = "EXISTS (SELECT 1 FROM districts_securitychain c WHERE c.anchor_sequence >= OLD.sequence)"
    return [
        on_insert("chained", chain),
        ProtectingTrigger(name="unchanged", operation=pgtrigger.Update, func=refuse(STAYS)),
        ProtectingTrigger(
            name="oldest_only",
            operation=pgtrigger.Delete,
            func=f"{refuse_if(f'NOT {anchored}', STAYS)}RETURN OLD;",
        ),
        no_truncate(STAYS),
    ]


def security_chain_triggers() -> list[ProtectingTrigger]:
    """Let only new entries move the end of the chain, and the anchor only to an older entry that is still there."""
    moved = "(NEW.anchor_sequence, NEW.anchor_hash) <> (OLD.anchor_sequence, OLD.anchor_hash)"
    there = (
        "EXISTS (SELECT 1 FROM districts_securityevent e WHERE e.sequence = NEW.anchor_sequence "
        "AND e.hash = NEW.anchor_hash AND NEW.anchor_sequence > OLD.anchor_sequence)"
    )
    young = (
        "EXISTS (SELECT 1 FROM districts_securityevent e WHERE e.sequence <= NEW.anchor_sequence "
        f"AND e.at > now() - interval '{YOUNGEST}')"
    )
    return [
        on_insert("begins_empty", refuse_if("pg_trigger_depth() < 2", CHAIN)),
        on_update(
            "moved_by_entries",
            refuse_if(
                "(NEW.length, NEW.head) <> (OLD.length, OLD.head) AND pg_trigger_depth() < 2",
                CHAIN,
            ),
            refuse_if(f"{moved} AND (NOT {there} OR {young})", STAYS),
        ),
        *no_delete("Sicherheitsprotokoll"),
    ]
