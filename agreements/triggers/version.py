"""Triggers for versions, their editions and seals."""

import pgtrigger

from districts.triggers.append_only import append_only
from districts.triggers.sql import ProtectingTrigger, on_insert, refuse_if, refuse_unless_found


def version_triggers() -> list[ProtectingTrigger]:
    """Accept a version only with the fingerprint of exactly its content."""
    return [
        on_insert(
            "fingerprint",
            refuse_if(
                "NEW.fingerprint <> encode(sha256(convert_to(NEW.content, 'UTF8')), 'hex')",
                "Der Prüfwert gehört nicht zu diesem Inhalt.",
            ),
        ),
        *append_only("Fassung"),
    ]


def edition_triggers() -> list[ProtectingTrigger]:
    """Require the seal of a sealed edition at the end of the transaction; of a transcript there is only one to read."""
    func = (
        refuse_if(
            "NEW.kind IN ('completed', 'original') AND NOT EXISTS "
            "(SELECT 1 FROM agreements_seal s WHERE s.edition_id = NEW.id)",
            "Eine Ausgabe mit Siegel braucht das Siegel.",
        )
        + "RETURN NULL;"
    )
    sealed = ProtectingTrigger(
        name="has_its_seal",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        func=func,
    )
    elsewhere = on_insert(
        "made_here",
        refuse_if(
            "NEW.kind <> 'reading' AND EXISTS (SELECT 1 FROM agreements_version v JOIN agreements_instrument i "
            "ON i.id = v.instrument_id WHERE v.id = NEW.version_id AND i.made_elsewhere)",
            "Was andernorts unterzeichnet ist, bekommt hier weder Zeichnungsfassung noch Siegel.",
        ),
    )
    return [sealed, elsewhere, *append_only("Ausgabe")]


def seal_triggers() -> list[ProtectingTrigger]:
    """Accept a seal only for a sealed edition of a signed version."""
    return [
        on_insert(
            "signed_edition",
            refuse_unless_found(
                "PERFORM 1 FROM agreements_edition e JOIN agreements_instrument i ON i.frozen_version_id = e.version_id "
                "WHERE e.id = NEW.edition_id AND e.kind IN ('completed', 'original') AND i.status = 'signed' "
                "FOR SHARE OF i",
                "Gesiegelt werden nur Ausgaben einer unterzeichneten Fassung, die für das Siegel gemacht sind.",
            ),
        ),
        *append_only("Siegel"),
    ]
