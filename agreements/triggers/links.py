"""Guards of links for signatories without an account."""

import pgtrigger

from agreements.triggers.append_only import no_delete
from agreements.triggers.proof import SIGNED_ALREADY, out_for_signing
from agreements.triggers.sql import ProtectingTrigger, rule


def link_triggers() -> list[ProtectingTrigger]:
    """Accept a link only for the version that is out, and for whoever has not signed it; then keep it as it was made."""
    made = (
        out_for_signing("Einen Link gibt es nur zu der Fassung, die zur Zeichnung vorliegt.")
        + rule(SIGNED_ALREADY, "Wer unterzeichnet hat, braucht keinen Link mehr.")
        + rule("NEW.opened_at IS NOT NULL", "Ein neuer Link wurde noch nicht geöffnet.")
        + "RETURN NEW;"
    )
    rest = "(to_jsonb({row}) - 'opened_at')"
    opened = (
        rule(
            f"OLD.opened_at IS NOT NULL OR {rest.format(row='NEW')} <> {rest.format(row='OLD')}",
            "Ein Link bleibt, wie er gemacht wurde; nur sein erstes Öffnen wird festgehalten.",
        )
        + "RETURN NEW;"
    )
    return [
        ProtectingTrigger(name="what_was_shown", operation=pgtrigger.Insert, func=made),
        ProtectingTrigger(name="opened_once", operation=pgtrigger.Update, func=opened),
        *no_delete("Link"),
    ]


def code_triggers() -> list[ProtectingTrigger]:
    """Let a code begin fresh, count what was wrong upwards only, and be used once."""
    made = rule("NEW.wrong <> 0 OR NEW.used_at IS NOT NULL", "Ein neuer Code ist unbenutzt.") + "RETURN NEW;"
    rest = "(to_jsonb({row}) - 'wrong' - 'used_at')"
    used = (
        rule(
            f"OLD.used_at IS NOT NULL OR NEW.wrong < OLD.wrong OR {rest.format(row='NEW')} <> {rest.format(row='OLD')}",
            "Ein Code gilt einmal, und falsche Eingaben bleiben gezählt.",
        )
        + "RETURN NEW;"
    )
    return [
        ProtectingTrigger(name="begins_unused", operation=pgtrigger.Insert, func=made),
        ProtectingTrigger(name="used_once", operation=pgtrigger.Update, func=used),
        *no_delete("Code"),
    ]
