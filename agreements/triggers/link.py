"""Triggers for the links and codes of signatories without an account."""

from agreements.triggers.signature import SIGNED_ALREADY, require_out_for_signing
from districts.triggers.append_only import no_delete
from districts.triggers.sql import ProtectingTrigger, changed_except, on_insert, on_update, refuse_if

# the person was erased: her address goes, and nothing else changes
ADDRESS_ERASED = (
    f"NEW.address = '' AND NOT {changed_except('address')} "
    "AND EXISTS (SELECT 1 FROM districts_erasure e WHERE e.kind = 'signatory' AND e.number = NEW.signatory_id)"
)


def link_triggers() -> list[ProtectingTrigger]:
    """Accept a link only for the version out for signing and a person who has not signed it; it is opened once."""
    return [
        on_insert(
            "what_was_shown",
            require_out_for_signing("Einen Link gibt es nur zu der Fassung, die zur Zeichnung vorliegt."),
            refuse_if(SIGNED_ALREADY, "Wer unterzeichnet hat, braucht keinen Link mehr."),
            refuse_if("NEW.opened_at IS NOT NULL", "Ein neuer Link wurde noch nicht geöffnet."),
        ),
        on_update(
            "opened_once",
            refuse_if(
                f"NOT ({ADDRESS_ERASED}) AND (OLD.opened_at IS NOT NULL OR {changed_except('opened_at')})",
                "Ein Link bleibt, wie er gemacht wurde; nur sein erstes Öffnen wird festgehalten.",
            ),
        ),
        *no_delete("Link"),
    ]


def code_triggers() -> list[ProtectingTrigger]:
    """Accept a code only unused; wrong entries only increase, and it is used once."""
    return [
        on_insert(
            "begins_unused",
            refuse_if("NEW.wrong <> 0 OR NEW.used_at IS NOT NULL", "Ein neuer Code ist unbenutzt."),
        ),
        on_update(
            "used_once",
            refuse_if(
                f"OLD.used_at IS NOT NULL OR NEW.wrong < OLD.wrong OR {changed_except('wrong', 'used_at')}",
                "Ein Code gilt einmal, und falsche Eingaben bleiben gezählt.",
            ),
        ),
        *no_delete("Code"),
    ]
