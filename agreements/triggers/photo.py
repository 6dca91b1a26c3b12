"""Triggers for photos of a ceremony and the consents to show them."""

import pgtrigger

from districts.triggers.append_only import no_delete, no_truncate
from districts.triggers.sql import ProtectingTrigger, changed_except, on_update, refuse, refuse_if


def consent_triggers() -> list[ProtectingTrigger]:
    """Let a consent be given once and withdrawn once; one never given goes with its removed photo."""
    func = (
        "PERFORM 1 FROM agreements_photo WHERE id = OLD.photo_id AND removed_at IS NOT NULL; "
        "IF NOT FOUND OR OLD.given_on IS NOT NULL THEN "
        + refuse(
            "Einwilligung: Löschen ist nicht vorgesehen, außer bei einem entfernten Foto, wenn keine erteilt war."
        )
        + " END IF; RETURN OLD;"
    )
    return [
        on_update(
            "given_and_withdrawn_once",
            refuse_if(
                f"{changed_except('given_on', 'how', 'withdrawn_on')} OR OLD.withdrawn_on IS NOT NULL "
                "OR (OLD.given_on IS NOT NULL AND (NEW.given_on, NEW.how) IS DISTINCT FROM (OLD.given_on, OLD.how))",
                "Eine Einwilligung wird einmal erteilt und einmal widerrufen; beides bleibt stehen.",
            ),
        ),
        ProtectingTrigger(name="kept_when_given", operation=pgtrigger.Delete, func=func),
        no_truncate("Einwilligung: Löschen ist nicht vorgesehen."),
    ]


def photo_triggers() -> list[ProtectingTrigger]:
    """Fix a photo; it is removed once, which empties its description."""
    return [
        on_update(
            "removed_once",
            refuse_if(
                f"OLD.removed_at IS NOT NULL OR NEW.removed_at IS NULL OR {changed_except('removed_at', 'description')}",
                "Foto: Was festgehalten ist, bleibt; ein Foto wird höchstens einmal entfernt.",
            ),
        ),
        *no_delete("Foto"),
    ]
