"""Triggers for what is known of deeds that were signed elsewhere."""

from districts.triggers.append_only import append_only
from districts.triggers.sql import ProtectingTrigger, on_insert, refuse_unless_found


def original_triggers() -> list[ProtectingTrigger]:
    """Accept a row only for an instrument signed elsewhere, while its record is open."""
    return [
        on_insert("of_an_open_record", require_open_record("i.id = NEW.instrument_id")),
        *append_only("Original"),
    ]


def original_day_triggers() -> list[ProtectingTrigger]:
    """Accept a day only together with what it belongs to."""
    return [
        on_insert(
            "of_an_open_record",
            require_open_record(
                "i.id = (SELECT instrument_id FROM agreements_original WHERE id = NEW.original_id)"
            ),
        ),
        *append_only("Tag laut Quelle"),
    ]


def require_open_record(condition: str) -> str:
    return refuse_unless_found(
        f"PERFORM 1 FROM agreements_instrument i WHERE {condition} AND i.made_elsewhere AND i.status = 'draft' "
        "FOR NO KEY UPDATE",
        "Festgehalten wird das nur, während die Nacherfassung eines andernorts unterzeichneten Vertrags offen ist.",
    )
