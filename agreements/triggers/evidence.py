"""Triggers for evidence."""

from districts.triggers.append_only import append_only
from districts.triggers.sql import ProtectingTrigger, on_insert, refuse_if


def evidence_triggers() -> list[ProtectingTrigger]:
    """Accept only the next piece of a report or the next version of a piece, and no file that is known to be malware."""
    return [
        on_insert(
            "in_turn",
            refuse_if(
                "NEW.version = 1 AND NEW.number <> 1 + (SELECT coalesce(max(e.number), 0) FROM agreements_evidence e "
                "WHERE e.report_id = NEW.report_id)",
                "Zu dieser Meldung hat inzwischen jemand anderes einen Nachweis hinzugefügt.",
            ),
            refuse_if(
                "NEW.version <> 1 + (SELECT coalesce(max(e.version), 0) FROM agreements_evidence e "
                "WHERE e.report_id = NEW.report_id AND e.number = NEW.number)",
                "Von diesem Nachweis gibt es inzwischen eine andere Fassung.",
            ),
            refuse_if(
                "NEW.added_at < (SELECT r.reported_at FROM agreements_report r WHERE r.id = NEW.report_id)",
                "Ein Nachweis kommt nicht vor seiner Meldung.",
            ),
            refuse_if(
                "EXISTS (SELECT 1 FROM agreements_viruscheck v WHERE v.file_id = NEW.file_id AND v.found <> '')",
                "In dieser Datei wurde Schadsoftware gefunden. Sie wird kein Nachweis.",
            ),
        ),
        *append_only("Nachweis"),
    ]
