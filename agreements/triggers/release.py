"""Triggers for the quarterly reports on staff release."""

from districts.triggers.append_only import append_only
from districts.triggers.sql import ProtectingTrigger, on_insert, refuse_if


def release_report_triggers() -> list[ProtectingTrigger]:
    """Accept a report only on a signed contract, with the next number of its quarter, once the quarter has begun."""
    return [
        on_insert(
            "in_turn",
            refuse_if(
                "NOT EXISTS (SELECT 1 FROM agreements_instrument i WHERE i.agreement_id = NEW.agreement_id "
                "AND i.status = 'signed')",
                "Freistellung lässt sich nur zu einem unterzeichneten Vertrag melden.",
            ),
            refuse_if(
                "NEW.number <> 1 + (SELECT coalesce(max(r.number), 0) FROM agreements_releasereport r "
                "WHERE r.agreement_id = NEW.agreement_id AND r.quarter_on = NEW.quarter_on)",
                "Zu diesem Quartal hat inzwischen jemand anderes gemeldet.",
            ),
            refuse_if(
                "NEW.quarter_on > (NEW.reported_at AT TIME ZONE 'Europe/Berlin')::date",
                "Dieses Quartal hat noch nicht begonnen.",
            ),
        ),
        *append_only("Meldung zur Freistellung"),
    ]


def release_line_triggers() -> list[ProtectingTrigger]:
    """Accept only as many lines as the report's `size`, on signed posts of its contract, up to one FTE per post."""
    return [
        on_insert(
            "of_its_report",
            refuse_if(
                "NOT EXISTS (SELECT 1 FROM agreements_staffrelease p "
                "JOIN agreements_obligationterms t ON t.id = p.terms_id "
                "JOIN agreements_instrument i ON i.id = t.instrument_id "
                "JOIN agreements_releasereport r ON r.agreement_id = i.agreement_id "
                "WHERE p.id = NEW.post_id AND r.id = NEW.report_id AND i.status = 'signed')",
                "Gemeldet wird, was in demselben unterzeichneten Vertrag vereinbart ist.",
            ),
            refuse_if(
                "(SELECT count(*) FROM agreements_releaseline l WHERE l.report_id = NEW.report_id) >= "
                "(SELECT r.size FROM agreements_releasereport r WHERE r.id = NEW.report_id)",
                "Eine Meldung zur Freistellung bekommt keine weiteren Zeilen. Eine Berichtigung ist eine neue Meldung.",
            ),
            refuse_if(
                "NEW.filled + (SELECT coalesce(sum(l.filled), 0) FROM agreements_releaseline l "
                "JOIN agreements_staffrelease q ON q.id = l.post_id "
                "JOIN agreements_staffrelease p ON p.unit = q.unit AND p.function = q.function "
                "WHERE l.report_id = NEW.report_id AND p.id = NEW.post_id) > 1",
                "Zusammen sind das mehr als 100 Prozent einer Stelle.",
            ),
            refuse_if(
                "EXISTS (SELECT 1 FROM agreements_releasereport r WHERE r.id = NEW.report_id AND ("
                "NEW.vacated_on >= (r.quarter_on + interval '3 months')::date OR NEW.last_vacant_on < r.quarter_on))",
                "Die Zeit ohne Besetzung liegt nicht in diesem Quartal.",
            ),
        ),
        *append_only("Gemeldeter Stellenanteil"),
    ]


def release_answer_triggers() -> list[ProtectingTrigger]:
    """Accept an answer only to the last report on a quarter, by another person, with the next number."""
    return [
        on_insert(
            "other_person",
            refuse_if(
                "EXISTS (SELECT 1 FROM agreements_releasereport r WHERE r.id = NEW.report_id "
                "AND r.reported_by_id = NEW.answered_by_id)",
                "Die eigene Meldung bestätigt niemand selbst.",
            ),
            refuse_if(
                "EXISTS (SELECT 1 FROM agreements_releasereport r JOIN agreements_releasereport newer "
                "ON newer.agreement_id = r.agreement_id AND newer.quarter_on = r.quarter_on "
                "AND newer.number > r.number WHERE r.id = NEW.report_id)",
                "Zu diesem Quartal gibt es inzwischen eine neuere Meldung.",
            ),
            refuse_if(
                "NEW.number <> 1 + (SELECT coalesce(max(a.number), 0) FROM agreements_releaseanswer a "
                "WHERE a.report_id = NEW.report_id)",
                "Inzwischen hat jemand anderes geantwortet.",
            ),
        ),
        *append_only("Antwort zur Freistellung"),
    ]
