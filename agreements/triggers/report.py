"""Triggers for reports on obligations and the answers to them."""

from districts.triggers.append_only import append_only
from districts.triggers.sql import ProtectingTrigger, on_insert, refuse_if


def report_triggers() -> list[ProtectingTrigger]:
    """Accept a report only on signed terms, with the next number of its occurrence and no day in the future."""
    return [
        on_insert(
            "in_turn",
            refuse_if(
                "NOT EXISTS (SELECT 1 FROM agreements_obligationterms t JOIN agreements_instrument i "
                "ON i.id = t.instrument_id WHERE t.id = NEW.terms_id AND t.obligation_id = NEW.obligation_id "
                "AND i.status = 'signed')",
                "Melden können Sie nur zu Pflichten aus einem unterzeichneten Vertrag.",
            ),
            refuse_if(
                "NEW.occasion_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM agreements_occasion o "
                "WHERE o.id = NEW.occasion_id AND o.obligation_id = NEW.obligation_id)",
                "Ein Anlass gehört zu seiner Pflicht.",
            ),
            refuse_if(
                "NEW.number <> 1 + (SELECT coalesce(max(r.number), 0) FROM agreements_report r "
                "WHERE r.obligation_id = NEW.obligation_id AND r.key = NEW.key)",
                "Zu diesem Termin hat inzwischen jemand anderes gemeldet.",
            ),
            refuse_if(
                "NEW.done_on > (NEW.reported_at AT TIME ZONE 'Europe/Berlin')::date",
                "Gemeldet wird, was geschehen ist: Der Tag liegt in der Zukunft.",
            ),
        ),
        *append_only("Sachstand"),
    ]


def report_answer_triggers() -> list[ProtectingTrigger]:
    """Accept an answer only to the last report on an occurrence, by another person of the other side."""
    return [
        on_insert(
            "other_side",
            refuse_if(
                "EXISTS (SELECT 1 FROM agreements_report r WHERE r.id = NEW.report_id "
                "AND (r.reported_by_id = NEW.answered_by_id OR r.side = NEW.side))",
                "Einen Sachstand bestätigt die andere Seite, nie wer ihn gemeldet hat.",
            ),
            refuse_if(
                "EXISTS (SELECT 1 FROM agreements_report r JOIN agreements_report newer "
                "ON newer.obligation_id = r.obligation_id AND newer.key = r.key AND newer.number > r.number "
                "WHERE r.id = NEW.report_id)",
                "Zu diesem Termin gibt es inzwischen eine neuere Meldung.",
            ),
            refuse_if(
                "NEW.number <> 1 + (SELECT coalesce(max(a.number), 0) FROM agreements_reportanswer a "
                "WHERE a.report_id = NEW.report_id)",
                "Inzwischen hat jemand anderes geantwortet.",
            ),
        ),
        *append_only("Antwort auf einen Sachstand"),
    ]
