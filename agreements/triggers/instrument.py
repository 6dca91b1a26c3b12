"""Triggers for the lifecycle of an instrument."""

from agreements.lifecycle import TRANSITIONS
from agreements.triggers.sql import FROZEN_SENTENCE, FROZEN_SQL, WITHDRAWN_SENTENCE
from districts.triggers.append_only import no_delete
from districts.triggers.sql import ProtectingTrigger, changed_except, on_insert, on_update, pairs, refuse_if


def instrument_triggers() -> list[ProtectingTrigger]:
    """Permit only transitions of the table, fix what is frozen, and require all signatures of every party for „unterzeichnet“."""
    here, elsewhere = (
        pairs(
            {
                (source.value, row.target.value)
                for row in TRANSITIONS.values()
                for source in row.sources
                if row.made_elsewhere == made_elsewhere
            }
        )
        for made_elsewhere in (False, True)
    )
    changed = changed_except("status", "frozen_version_id")
    return [
        on_update(
            "life",
            refuse_if(
                "NEW.status <> OLD.status AND EXISTS (SELECT 1 FROM agreements_agreement a "
                "WHERE a.id = NEW.agreement_id AND a.origin = 'model')",
                "Ein Mustertext lässt sich nur veröffentlichen, nicht abstimmen oder unterzeichnen.",
            ),
            refuse_if(
                "NEW.status <> OLD.status AND NOT ("
                f"OLD.made_elsewhere AND (OLD.status, NEW.status) IN ({elsewhere}) OR "
                f"NOT OLD.made_elsewhere AND (OLD.status, NEW.status) IN ({here}))",
                "Dieser Schritt ist im Lebenslauf der Urkunde nicht vorgesehen.",
            ),
            refuse_if(
                "NEW.status = 'signed' AND OLD.status <> 'signed' AND NOT NEW.made_elsewhere AND ("
                "NOT EXISTS (SELECT 1 FROM agreements_signatory s WHERE s.instrument_id = NEW.id AND s.required) OR "
                "EXISTS (SELECT 1 FROM agreements_party p WHERE p.instrument_id = NEW.id AND NOT EXISTS ("
                "SELECT 1 FROM agreements_signatory s WHERE s.instrument_id = NEW.id AND s.side = p.side AND s.required)) OR "
                "EXISTS (SELECT 1 FROM agreements_signatory s WHERE s.instrument_id = NEW.id AND s.required "
                "AND NOT EXISTS (SELECT 1 FROM agreements_signature g "
                "WHERE g.signatory_id = s.id AND g.version_id = NEW.frozen_version_id "
                "AND NOT EXISTS (SELECT 1 FROM agreements_signature c WHERE c.corrects_id = g.id))))",
                "Es fehlen noch erforderliche Unterschriften.",
            ),
            refuse_if(
                "NEW.status = 'signed' AND OLD.status <> 'signed' AND NEW.made_elsewhere AND NOT EXISTS ("
                "SELECT 1 FROM agreements_originalday d WHERE d.kind = 'signed' AND d.original_id = "
                "(SELECT max(o.id) FROM agreements_original o WHERE o.instrument_id = NEW.id))",
                "Aufgenommen wird ein Vertrag nur mit dem Tag seiner Unterzeichnung, oder bis wann er unterzeichnet war.",
            ),
            refuse_if(
                "NEW.made_elsewhere <> OLD.made_elsewhere",
                "Wo eine Urkunde unterzeichnet ist, ändert sich nicht.",
            ),
            refuse_if(f"OLD.status IN ({FROZEN_SQL}) AND {changed}", FROZEN_SENTENCE),
            refuse_if(f"OLD.status = 'withdrawn' AND {changed}", WITHDRAWN_SENTENCE),
            refuse_if(
                f"NEW.status <> OLD.status AND {changed}",
                "Ein Schritt ändert nur den Stand, nicht auch den Text.",
            ),
            refuse_if(
                f"OLD.status IN ({FROZEN_SQL}) AND NEW.status IN ({FROZEN_SQL}) "
                "AND NEW.frozen_version_id IS DISTINCT FROM OLD.frozen_version_id",
                "Die festgeschriebene Fassung kann nicht ausgetauscht werden.",
            ),
            refuse_if(
                f"OLD.status NOT IN ({FROZEN_SQL}) AND NEW.status IN ({FROZEN_SQL}) AND NOT EXISTS ("
                "SELECT 1 FROM agreements_version v WHERE v.id = NEW.frozen_version_id AND v.instrument_id = NEW.id "
                "AND v.number = (SELECT max(number) FROM agreements_version WHERE instrument_id = NEW.id) "
                "AND NOT EXISTS (SELECT 1 FROM agreements_signature g WHERE g.version_id = v.id))",
                "Zur Zeichnung geht nur die neueste, noch nicht unterzeichnete Fassung dieser Urkunde.",
            ),
            refuse_if("NEW.agreement_id <> OLD.agreement_id", "Eine Urkunde bleibt bei ihrem Vertrag."),
        ),
        on_insert(
            "starts_as_draft",
            refuse_if("NEW.status <> 'draft'", "Eine Urkunde beginnt als Entwurf."),
            refuse_if(
                "NEW.number = 0 AND NEW.made_elsewhere <> EXISTS (SELECT 1 FROM agreements_agreement a "
                "WHERE a.id = NEW.agreement_id AND a.origin = 'recorded')",
                "Nacherfasst wird nur der Text eines andernorts geschlossenen Vertrags.",
            ),
        ),
        *no_delete("Urkunde"),
    ]
