"""Triggers for agreements."""

import pgtrigger

from agreements.lifecycle import ARCHIVE_ENDS
from agreements.triggers.sql import FROZEN_SQL
from districts.triggers.append_only import no_truncate
from districts.triggers.sql import ProtectingTrigger, on_insert, on_update, refuse, refuse_if

NBSP = "\N{NO-BREAK SPACE}"
NOT_ARCHIVED = (
    "Der Vertrag darf nicht gelöscht werden: Erst muss er dem Landesarchiv angeboten und von ihm abgelehnt oder ihm "
    f"übergeben sein (§{NBSP}5 ArchGB). Es wurde nichts gelöscht."
)
NO_DELETE = "Vertrag: Löschen ist nicht vorgesehen. Geschichte und Fassungen bleiben."
UNSIGNED_PREDECESSOR = (
    "NEW.predecessor_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM agreements_agreement a "
    "JOIN agreements_instrument i ON i.agreement_id = a.id WHERE a.id = NEW.predecessor_id "
    "AND a.district_id = NEW.district_id AND i.number = 0 AND i.status = 'signed')"
)
PREDECESSOR = "Ein Folgevertrag folgt auf einen unterzeichneten Vertrag desselben Bezirks."
ENDS = ", ".join(f"'{step.value}'" for step in sorted(ARCHIVE_ENDS))


def agreement_triggers() -> list[ProtectingTrigger]:
    """Fix district, reference, predecessor, origin (what was only reported may be recorded) and, once frozen, the legal form.

    While a record is open, its predecessor can be corrected.

    Refuse deletion, by law before archiving.
    """
    no_delete = refuse_if(
        "OLD.origin <> 'model' AND NOT EXISTS (SELECT 1 FROM agreements_archiverecord r "
        f"WHERE r.agreement_id = OLD.id AND r.step IN ({ENDS}))",
        NOT_ARCHIVED,
    ) + refuse(NO_DELETE)
    return [
        on_insert(
            "follows_a_signed_contract",
            refuse_if(UNSIGNED_PREDECESSOR, PREDECESSOR),
        ),
        on_update(
            "fixed",
            # only the trigger of a new history entry (depth 2) moves the end of the chain
            "IF pg_trigger_depth() < 2 THEN NEW.history_length := OLD.history_length; "
            "NEW.history_head := OLD.history_head; END IF; ",
            refuse_if(
                "NEW.district_id IS DISTINCT FROM OLD.district_id OR NEW.reference <> OLD.reference OR "
                "NEW.predecessor_id IS DISTINCT FROM OLD.predecessor_id AND NOT EXISTS (SELECT 1 FROM agreements_instrument i "
                "WHERE i.agreement_id = OLD.id AND i.number = 0 AND i.made_elsewhere AND i.status = 'draft') OR "
                "NEW.origin <> OLD.origin AND (OLD.origin, NEW.origin) <> ('reported', 'recorded')",
                "Bezirk, Herkunft, Nummer und Vorgänger eines Vertrags bleiben, wie sie sind.",
            ),
            refuse_if(
                f"NEW.predecessor_id IS DISTINCT FROM OLD.predecessor_id AND {UNSIGNED_PREDECESSOR}",
                PREDECESSOR,
            ),
            refuse_if(
                "EXISTS (WITH RECURSIVE earlier(id) AS (SELECT NEW.predecessor_id UNION SELECT a.predecessor_id "
                "FROM agreements_agreement a JOIN earlier e ON a.id = e.id) SELECT 1 FROM earlier WHERE id = NEW.id)",
                "Kein Vertrag folgt auf sich selbst.",
            ),
            refuse_if(
                "NEW.legal_form <> OLD.legal_form AND EXISTS (SELECT 1 FROM agreements_instrument i "
                f"WHERE i.agreement_id = OLD.id AND i.status IN ({FROZEN_SQL}))",
                "Die Rechtsform ist mit der Festschreibung bestimmt und kann nicht geändert werden.",
            ),
        ),
        ProtectingTrigger(name="no_delete", operation=pgtrigger.Delete, func=no_delete),
        no_truncate(NO_DELETE),
    ]
