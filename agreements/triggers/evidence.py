"""Guards of evidence: counted without a gap, a new version beside the old one, and nothing that is known to be malware."""

import pgtrigger

from agreements.triggers.append_only import append_only
from agreements.triggers.sql import ProtectingTrigger, rule


def evidence_triggers() -> list[ProtectingTrigger]:
    """Accept the next piece of a report or the next version of a piece; then keep it."""
    func = (
        rule(
            "NEW.version = 1 AND NEW.number <> 1 + (SELECT coalesce(max(e.number), 0) FROM agreements_evidence e "
            "WHERE e.report_id = NEW.report_id)",
            "Zu dieser Meldung hat inzwischen jemand anderes einen Nachweis hinzugefügt.",
        )
        + rule(
            "NEW.version <> 1 + (SELECT coalesce(max(e.version), 0) FROM agreements_evidence e "
            "WHERE e.report_id = NEW.report_id AND e.number = NEW.number)",
            "Von diesem Nachweis gibt es inzwischen eine andere Fassung.",
        )
        + rule(
            "NEW.added_at < (SELECT r.reported_at FROM agreements_report r WHERE r.id = NEW.report_id)",
            "Ein Nachweis kommt nicht vor seiner Meldung.",
        )
        + rule(
            "EXISTS (SELECT 1 FROM agreements_viruscheck v WHERE v.file_id = NEW.file_id AND v.found <> '')",
            "In dieser Datei wurde Schadsoftware gefunden. Sie wird kein Nachweis.",
        )
        + "RETURN NEW;"
    )
    return [
        ProtectingTrigger(name="in_turn", operation=pgtrigger.Insert, func=func),
        *append_only("Nachweis"),
    ]
