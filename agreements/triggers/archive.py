"""Guards of the way into the Landesarchiv: the order of its steps, and no agreement deleted before its end."""

import pgtrigger

from agreements.lifecycle import ARCHIVE_ENDS, ARCHIVE_FOLLOWS
from agreements.triggers.append_only import append_only, no_truncate
from agreements.triggers.sql import ProtectingTrigger, pairs, refuse, rule

NBSP = "\N{NO-BREAK SPACE}"
NOT_DECIDED = (
    "Der Vertrag darf nicht gelöscht werden: Erst muss er dem Landesarchiv angeboten und von ihm abgelehnt oder ihm "
    f"übergeben sein (§{NBSP}5 ArchGB). Es wurde nichts gelöscht."
)
NEVERTHELESS = "Vertrag: Löschen ist nicht vorgesehen. Geschichte und Fassungen bleiben."
ENDS = ", ".join(f"'{step.value}'" for step in sorted(ARCHIVE_ENDS))


def archive_triggers() -> list[ProtectingTrigger]:
    """Take the steps in their order, none before the day of the one it follows; then keep them."""
    last = "FROM agreements_archiverecord WHERE agreement_id = NEW.agreement_id ORDER BY id DESC LIMIT 1"
    permitted = pairs(
        {
            (before.value if before else "", step.value)
            for before, after in ARCHIVE_FOLLOWS.items()
            for step in after
        }
    )
    func = (
        # one at a time: two who record at once must see each other
        "PERFORM 1 FROM agreements_agreement WHERE id = NEW.agreement_id FOR NO KEY UPDATE; "
        + rule(
            f"(COALESCE((SELECT step {last}), ''), NEW.step) NOT IN ({permitted})",
            "Ablehnen oder übernehmen kann das Landesarchiv nur, was ihm angeboten wurde, und jedes nur einmal.",
        )
        + rule(
            f"NEW.dated < (SELECT dated {last})",
            "Ein Schritt der Archivierung liegt nicht vor dem Tag des Angebots.",
        )
        + "RETURN NEW;"
    )
    return [
        ProtectingTrigger(name="in_order", operation=pgtrigger.Insert, func=func),
        *append_only("Archivierung"),
    ]


def archived_first() -> list[ProtectingTrigger]:
    """Refuse to delete an agreement: before the Landesarchiv has decided by law, after that because histories stay."""
    func = rule(
        "OLD.origin <> 'model' AND NOT EXISTS (SELECT 1 FROM agreements_archiverecord r "
        f"WHERE r.agreement_id = OLD.id AND r.step IN ({ENDS}))",
        NOT_DECIDED,
    ) + refuse(NEVERTHELESS)
    return [
        ProtectingTrigger(name="no_delete", operation=pgtrigger.Delete, func=func),
        no_truncate(NEVERTHELESS),
    ]
