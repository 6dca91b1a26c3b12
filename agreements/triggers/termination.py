"""Triggers for what is recorded about the end of an agreement: notices, their retractions, decisions on extension."""

from districts.triggers.append_only import append_only
from districts.triggers.sql import ProtectingTrigger, on_insert, refuse_if, refuse_unless_found

RECORDED_ON = "(NEW.recorded_at AT TIME ZONE 'Europe/Berlin')::date"


def termination_triggers() -> list[ProtectingTrigger]:
    """Accept a notice only for a signed contract, and not before it is received."""
    return [
        on_insert(
            "of_a_signed_contract",
            _require_signed("Kündigen lässt sich nur ein unterzeichneter Vertrag."),
            refuse_if(
                f"NEW.received_on > {RECORDED_ON}",
                "Eine Kündigung wird festgehalten, wenn sie zugegangen ist.",
            ),
        ),
        *append_only("Kündigung"),
    ]


def retraction_triggers() -> list[ProtectingTrigger]:
    """Accept a retraction by consent only while the notice has not ended the agreement."""
    return [
        on_insert(
            "while_it_lasts",
            refuse_unless_found(
                "PERFORM 1 FROM agreements_agreement a JOIN agreements_terminationnotice n ON n.agreement_id = a.id "
                "WHERE n.id = NEW.notice_id AND n.received_on <= NEW.dated FOR NO KEY UPDATE OF a",
                "Zurückgenommen wird eine Kündigung nicht vor ihrem Zugang.",
            ),
            refuse_if(
                f"NEW.dated > {RECORDED_ON} OR NEW.cause = 'consent' AND NEW.dated > "
                "(SELECT ends_on FROM agreements_terminationnotice WHERE id = NEW.notice_id)",
                "Zurückgenommen wird eine Kündigung, solange der Vertrag läuft.",
            ),
        ),
        *append_only("Rücknahme"),
    ]


def decision_triggers() -> list[ProtectingTrigger]:
    """Accept a decision only for a signed contract."""
    return [
        on_insert(
            "of_a_signed_contract",
            _require_signed("Über die Verlängerung wird bei einem unterzeichneten Vertrag entschieden."),
            refuse_if(f"NEW.decided_on > {RECORDED_ON}", "Festgehalten wird, was entschieden ist."),
        ),
        *append_only("Entscheidung über die Verlängerung"),
    ]


def _require_signed(sentence: str) -> str:
    return refuse_unless_found(
        "PERFORM 1 FROM agreements_agreement a JOIN agreements_instrument i ON i.agreement_id = a.id "
        "WHERE a.id = NEW.agreement_id AND i.number = 0 AND i.status = 'signed' FOR NO KEY UPDATE OF a",
        sentence,
    )
