"""Triggers for the steps of offering an agreement to the Landesarchiv."""

from agreements.lifecycle import ARCHIVE_FOLLOWS
from districts.triggers.append_only import append_only
from districts.triggers.sql import ProtectingTrigger, on_insert, pairs, refuse_if


def archive_triggers() -> list[ProtectingTrigger]:
    """Accept a step only in its order and not dated before the one it follows."""
    last = "FROM agreements_archiverecord WHERE agreement_id = NEW.agreement_id ORDER BY id DESC LIMIT 1"
    permitted = pairs(
        {
            (before.value if before else "", step.value)
            for before, after in ARCHIVE_FOLLOWS.items()
            for step in after
        }
    )
    return [
        on_insert(
            "in_order",
            # serialised by the agreement: concurrent inserts must see each other
            "PERFORM 1 FROM agreements_agreement WHERE id = NEW.agreement_id FOR NO KEY UPDATE; ",
            refuse_if(
                f"(COALESCE((SELECT step {last}), ''), NEW.step) NOT IN ({permitted})",
                "Ablehnen oder übernehmen kann das Landesarchiv nur, was ihm angeboten wurde, und jedes nur einmal.",
            ),
            refuse_if(
                f"NEW.dated < (SELECT dated {last})",
                "Ein Schritt der Archivierung liegt nicht vor dem Tag des Angebots.",
            ),
        ),
        *append_only("Archivierung"),
    ]
