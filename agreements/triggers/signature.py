"""Triggers for what is recorded about the version out for signing: signatures, checked files, declinings, delegations."""

from districts.triggers.append_only import append_only
from districts.triggers.sql import ProtectingTrigger, if_else, on_insert, refuse_if, refuse_unless_found

LINK_OF_ANOTHER_VERSION = (
    "NEW.link_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM agreements_signinglink l "
    "WHERE l.id = NEW.link_id AND l.version_id = NEW.version_id)"
)
STANDING = "NOT EXISTS (SELECT 1 FROM agreements_signature c WHERE c.corrects_id = g.id)"
SIGNED_ALREADY = (
    "EXISTS (SELECT 1 FROM agreements_signature g "
    f"WHERE g.version_id = NEW.version_id AND g.signatory_id = NEW.signatory_id AND {STANDING})"
)


def require_out_for_signing(sentence: str) -> str:
    """Refuse a row unless its version, with its fingerprint, is out for signing by its signatory."""
    return refuse_unless_found(
        "PERFORM 1 FROM agreements_instrument i "
        "JOIN agreements_version v ON v.id = i.frozen_version_id "
        "JOIN agreements_signatory s ON s.instrument_id = i.id "
        "WHERE i.status = 'signing' AND v.id = NEW.version_id AND s.id = NEW.signatory_id "
        "AND v.fingerprint = NEW.fingerprint FOR NO KEY UPDATE OF i",
        sentence,
    )


def signature_triggers() -> list[ProtectingTrigger]:
    """Accept a signature only for what is out for signing, with its proof, delegation or confirmed link."""
    return [
        on_insert(
            "what_was_shown",
            if_else(
                "NEW.corrects_id IS NULL",
                require_out_for_signing(
                    "Unterzeichnet werden kann nur die Fassung, die zur Zeichnung vorliegt."
                ),
                _require_correctable(),
            ),
            refuse_if(
                "EXISTS (SELECT 1 FROM agreements_signature g WHERE g.version_id = NEW.version_id "
                f"AND g.signatory_id = NEW.signatory_id AND g.id IS DISTINCT FROM NEW.corrects_id AND {STANDING})",
                "Diese Unterschrift ist schon festgehalten.",
            ),
            refuse_if(
                "NEW.proof_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM agreements_proofcheck p "
                "WHERE p.id = NEW.proof_id AND p.version_id = NEW.version_id AND p.accepted)",
                "Eine Signatur zählt nur mit einer angenommenen Prüfung eben dieser Fassung.",
            ),
            refuse_if(
                "NEW.delegation_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM agreements_delegation d "
                "WHERE d.id = NEW.delegation_id AND d.version_id = NEW.version_id "
                "AND d.signatory_id = NEW.signatory_id AND d.granted_on <= NEW.signed_on)",
                "In Vertretung unterzeichnet nur, wer an diesem Tag für diese Person und Fassung beauftragt war.",
            ),
            refuse_if(LINK_OF_ANOTHER_VERSION, "Ein Link gilt nur für seine Fassung."),
            refuse_if(
                "NEW.method = 'confirmation' AND NOT EXISTS (SELECT 1 FROM agreements_version v WHERE v.id = NEW.version_id "
                "AND (v.content::jsonb)->>'legal_form' = 'simple')",
                "In der Anwendung bestätigt wird nur, wo das Gesetz keine Form verlangt.",
            ),
            refuse_if(
                "NEW.method = 'confirmation' AND NOT EXISTS (SELECT 1 FROM agreements_signinglink l "
                "JOIN agreements_linkcode c ON c.link_id = l.id WHERE l.id = NEW.link_id "
                "AND l.signatory_id = NEW.signatory_id AND NEW.recorded_at < l.expires_at "
                "AND c.used_at <= NEW.recorded_at AND NEW.recorded_at < c.used_at + interval '1 hour')",
                "Bestätigt wird über den eigenen Link, nachdem sein Code eingegeben wurde.",
            ),
        ),
        *append_only("Unterschrift"),
    ]


def _require_correctable() -> str:
    """Refuse a correction unless it is of an ink signature that holds, and leaves a signed instrument complete."""
    return refuse_unless_found(
        "PERFORM 1 FROM agreements_signature g JOIN agreements_instrument i ON i.frozen_version_id = g.version_id "
        "JOIN agreements_signatory s ON s.instrument_id = i.id "
        "WHERE i.status IN ('signing', 'signed') AND g.id = NEW.corrects_id AND g.method = 'ink' AND NEW.method = 'ink' "
        "AND g.version_id = NEW.version_id AND g.fingerprint = NEW.fingerprint AND s.id = NEW.signatory_id "
        f"AND {STANDING} FOR NO KEY UPDATE OF i",
        "Berichtigt wird eine handschriftliche Unterschrift, die gilt, unter derselben Fassung und für jemanden, der sie "
        "unterzeichnen soll.",
    ) + refuse_if(
        "EXISTS (SELECT 1 FROM agreements_signature g JOIN agreements_signatory s ON s.id = g.signatory_id "
        "JOIN agreements_instrument i ON i.id = s.instrument_id WHERE g.id = NEW.corrects_id AND s.required "
        "AND g.signatory_id <> NEW.signatory_id AND i.status = 'signed')",
        "Einer unterzeichneten Urkunde darf keine erforderliche Unterschrift fehlen.",
    )


def proof_check_triggers() -> list[ProtectingTrigger]:
    """Accept a check that came by a link only for the link's version."""
    return [
        on_insert(
            "link_of_its_version", refuse_if(LINK_OF_ANOTHER_VERSION, "Ein Link gilt nur für seine Fassung.")
        ),
        *append_only("Prüfung"),
    ]


def declining_triggers() -> list[ProtectingTrigger]:
    """Accept a declining only for what is out for signing, before the person has signed."""
    return [
        on_insert(
            "what_was_shown",
            require_out_for_signing("Abgelehnt werden kann nur die Fassung, die zur Zeichnung vorliegt."),
            refuse_if(SIGNED_ALREADY, "Wer unterzeichnet hat, kann diese Fassung nicht mehr ablehnen."),
            refuse_if(
                "NEW.link_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM agreements_signinglink l WHERE l.id = NEW.link_id "
                "AND l.signatory_id = NEW.signatory_id AND l.version_id = NEW.version_id)",
                "Ein Link gilt nur für seine Person und Fassung.",
            ),
        ),
        *append_only("Ablehnung"),
    ]


def delegation_triggers() -> list[ProtectingTrigger]:
    """Accept a delegation only for what is out for signing, before the person has signed."""
    return [
        on_insert(
            "what_was_shown",
            require_out_for_signing("Vertretung gibt es nur für die Fassung, die zur Zeichnung vorliegt."),
            refuse_if(
                SIGNED_ALREADY,
                "Wer unterzeichnet hat, kann sich für diese Fassung nicht mehr vertreten lassen.",
            ),
        ),
        *append_only("Vertretung"),
    ]
