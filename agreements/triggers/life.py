"""Guards of the life of an instrument and of the agreement around it."""

import pgtrigger

from agreements.lifecycle import TRANSITIONS
from agreements.triggers.append_only import no_delete
from agreements.triggers.archive import archived_first
from agreements.triggers.sql import (
    FROZEN_SENTENCE,
    FROZEN_SQL,
    WITHDRAWN_SENTENCE,
    ProtectingTrigger,
    pairs,
    refuse,
    rule,
)


def instrument_triggers() -> list[ProtectingTrigger]:
    """Hold the instrument's life: permitted steps only, frozen columns fixed, signed only with all signatures."""
    permitted = pairs(
        {(source.value, step.target.value) for step in TRANSITIONS.values() for source in step.sources}
    )
    rest = "(to_jsonb({row}) - 'status' - 'frozen_version_id')"
    changed = f"{rest.format(row='NEW')} <> {rest.format(row='OLD')}"
    func = (
        rule(
            "NEW.status <> OLD.status AND EXISTS (SELECT 1 FROM agreements_agreement a "
            "WHERE a.id = NEW.agreement_id AND a.origin = 'model')",
            "Ein Mustertext wird veröffentlicht, nicht abgestimmt oder gezeichnet.",
        )
        + rule(
            f"NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN ({permitted})",
            "Dieser Schritt ist im Lebenslauf der Urkunde nicht vorgesehen.",
        )
        + rule(
            "NEW.status = 'signed' AND OLD.status <> 'signed' AND ("
            "NOT EXISTS (SELECT 1 FROM agreements_signatory s WHERE s.instrument_id = NEW.id AND s.required) OR "
            "EXISTS (SELECT 1 FROM agreements_signatory s WHERE s.instrument_id = NEW.id AND s.required "
            "AND NOT EXISTS (SELECT 1 FROM agreements_signature g "
            "WHERE g.signatory_id = s.id AND g.version_id = NEW.frozen_version_id)))",
            "Es fehlen noch erforderliche Unterschriften.",
        )
        + rule(f"OLD.status IN ({FROZEN_SQL}) AND {changed}", FROZEN_SENTENCE)
        + rule(f"OLD.status = 'withdrawn' AND {changed}", WITHDRAWN_SENTENCE)
        + rule(
            f"NEW.status <> OLD.status AND {changed}",
            "Ein Schritt ändert nur den Stand, nicht auch den Text.",
        )
        + rule(
            f"OLD.status IN ({FROZEN_SQL}) AND NEW.status IN ({FROZEN_SQL}) "
            "AND NEW.frozen_version_id IS DISTINCT FROM OLD.frozen_version_id",
            "Die festgeschriebene Fassung kann nicht ausgetauscht werden.",
        )
        + rule(
            f"OLD.status NOT IN ({FROZEN_SQL}) AND NEW.status IN ({FROZEN_SQL}) AND NOT EXISTS ("
            "SELECT 1 FROM agreements_version v WHERE v.id = NEW.frozen_version_id AND v.instrument_id = NEW.id "
            "AND v.number = (SELECT max(number) FROM agreements_version WHERE instrument_id = NEW.id) "
            "AND NOT EXISTS (SELECT 1 FROM agreements_signature g WHERE g.version_id = v.id))",
            "Zur Zeichnung geht nur die neueste, noch nicht unterzeichnete Fassung dieser Urkunde.",
        )
        + rule("NEW.agreement_id <> OLD.agreement_id", "Eine Urkunde bleibt bei ihrem Vertrag.")
        + "RETURN NEW;"
    )
    return [
        ProtectingTrigger(name="life", operation=pgtrigger.Update, func=func),
        ProtectingTrigger(
            name="starts_as_draft",
            operation=pgtrigger.Insert,
            func="IF NEW.status <> 'draft' THEN "
            + refuse("Eine Urkunde beginnt als Entwurf.")
            + " END IF; RETURN NEW;",
        ),
        *no_delete("Urkunde"),
    ]


def agreement_triggers() -> list[ProtectingTrigger]:
    """Fix what a frozen instrument says about its agreement, the district for ever, and the end of its history."""
    func = (
        # only an entry of the history itself, through its own trigger, moves the end
        "IF pg_trigger_depth() < 2 THEN NEW.history_length := OLD.history_length; "
        "NEW.history_head := OLD.history_head; END IF; "
        + rule(
            "NEW.district_id IS DISTINCT FROM OLD.district_id OR NEW.origin <> OLD.origin OR NEW.reference <> OLD.reference",
            "Bezirk, Herkunft und Nummer eines Vertrags bleiben, wie sie sind.",
        )
        + rule(
            "NEW.legal_form <> OLD.legal_form AND EXISTS (SELECT 1 FROM agreements_instrument i "
            f"WHERE i.agreement_id = OLD.id AND i.status IN ({FROZEN_SQL}))",
            "Die Rechtsform ist mit der Festschreibung bestimmt und kann nicht geändert werden.",
        )
        + "RETURN NEW;"
    )
    return [ProtectingTrigger(name="fixed", operation=pgtrigger.Update, func=func), *archived_first()]
