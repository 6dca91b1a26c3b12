"""Triggers for what belongs to an amendment."""

from agreements.triggers.draft import frozen_with_instrument
from districts.triggers.append_only import no_delete
from districts.triggers.sql import ProtectingTrigger, on_insert, on_update, refuse_if


def amendment_triggers() -> list[ProtectingTrigger]:
    """Fix it with its instrument, which is never the contract and never another one."""
    return [
        *frozen_with_instrument(),
        on_insert(
            "amends",
            refuse_if(
                "EXISTS (SELECT 1 FROM agreements_instrument i WHERE i.id = NEW.instrument_id AND i.number = 0)",
                "Der Vertrag selbst ist kein Nachtrag.",
            ),
        ),
        on_update(
            "stays",
            refuse_if("NEW.instrument_id <> OLD.instrument_id", "Ein Nachtrag bleibt bei seiner Urkunde."),
        ),
        no_delete("Nachtrag")[0],
    ]
