"""Triggers for the parties of a draft. That there are six at most follows from one party per side."""

import pgtrigger

from agreements.parties import FIRST_TWO
from agreements.triggers.draft import frozen_with_instrument
from districts.triggers.sql import ProtectingTrigger, on_update, refuse_if

_FIRST_TWO_SQL = ", ".join(f"'{side.value}'" for side in FIRST_TWO)


def party_triggers() -> list[ProtectingTrigger]:
    """Keep the first two parties, and any that signs or owes."""
    stays = (
        refuse_if(
            f"OLD.side IN ({_FIRST_TWO_SQL})",
            "Ein Vertrag hat mindestens zwei Vertragsparteien; die ersten beiden bleiben.",
        ),
        refuse_if(
            "EXISTS (SELECT 1 FROM agreements_signatory s WHERE s.instrument_id = OLD.instrument_id "
            "AND s.side = OLD.side)",
            "Für diese Vertragspartei unterzeichnet noch jemand.",
        ),
        refuse_if(
            "EXISTS (SELECT 1 FROM agreements_obligationterms t WHERE t.instrument_id = OLD.instrument_id "
            "AND OLD.side = ANY (t.owed_by_sides))",
            "Diese Vertragspartei schuldet noch etwas.",
        ),
    )
    return [
        *frozen_with_instrument(),
        on_update(
            "keeps_side",
            refuse_if(
                "NEW.side <> OLD.side OR NEW.instrument_id <> OLD.instrument_id",
                "Eine Vertragspartei bleibt auf ihrer Seite und in ihrer Urkunde.",
            ),
        ),
        ProtectingTrigger(name="stays", operation=pgtrigger.Delete, func="".join(stays) + "RETURN OLD;"),
    ]
