"""Guards of what is proof: versions, signatures and the history."""

import pgtrigger

from agreements.triggers.append_only import append_only
from agreements.triggers.sql import ProtectingTrigger, refuse, rule


def version_triggers() -> list[ProtectingTrigger]:
    """Keep versions append-only, each with the fingerprint of exactly its content."""
    func = (
        "IF NEW.fingerprint <> encode(sha256(convert_to(NEW.content, 'UTF8')), 'hex') THEN "
        + refuse("Der Prüfwert gehört nicht zu diesem Inhalt.")
        + " END IF; RETURN NEW;"
    )
    return [
        ProtectingTrigger(name="fingerprint", operation=pgtrigger.Insert, func=func),
        *append_only("Fassung"),
    ]


def signature_triggers() -> list[ProtectingTrigger]:
    """Accept a signature only for the version that is out for signing, with its fingerprint; then keep it."""
    func = (
        out_for_signing("Unterzeichnet werden kann nur die Fassung, die zur Zeichnung vorliegt.")
        + rule(
            "NEW.proof_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM agreements_proofcheck p "
            "WHERE p.id = NEW.proof_id AND p.version_id = NEW.version_id AND p.accepted)",
            "Eine Signatur zählt nur mit einer angenommenen Prüfung eben dieser Fassung.",
        )
        + rule(
            "NEW.delegation_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM agreements_delegation d "
            "WHERE d.id = NEW.delegation_id AND d.version_id = NEW.version_id "
            "AND d.signatory_id = NEW.signatory_id AND d.granted_on <= NEW.signed_on)",
            "In Vertretung unterzeichnet nur, wer an diesem Tag für diese Person und Fassung beauftragt war.",
        )
        + rule(LINK_OF_ANOTHER_VERSION, "Ein Link gilt nur für seine Fassung.")
        + rule(
            "NEW.method = 'confirmation' AND NOT EXISTS (SELECT 1 FROM agreements_version v WHERE v.id = NEW.version_id "
            "AND (v.content::jsonb)->>'legal_form' = 'simple')",
            "In der Anwendung bestätigt wird nur, wo das Gesetz keine Form verlangt.",
        )
        + rule(
            "NEW.method = 'confirmation' AND NOT EXISTS (SELECT 1 FROM agreements_signinglink l "
            "JOIN agreements_linkcode c ON c.link_id = l.id WHERE l.id = NEW.link_id "
            "AND l.signatory_id = NEW.signatory_id AND NEW.recorded_at < l.expires_at "
            "AND c.used_at <= NEW.recorded_at AND NEW.recorded_at < c.used_at + interval '1 hour')",
            "Bestätigt wird über den eigenen Link, nachdem sein Code eingegeben wurde.",
        )
        + "RETURN NEW;"
    )
    return [
        ProtectingTrigger(name="what_was_shown", operation=pgtrigger.Insert, func=func),
        *append_only("Unterschrift"),
    ]


def proof_check_triggers() -> list[ProtectingTrigger]:
    """Accept an examination that came by a link only for the link's version; then keep it."""
    func = rule(LINK_OF_ANOTHER_VERSION, "Ein Link gilt nur für seine Fassung.") + "RETURN NEW;"
    return [
        ProtectingTrigger(name="link_of_its_version", operation=pgtrigger.Insert, func=func),
        *append_only("Prüfung"),
    ]


def edition_triggers() -> list[ProtectingTrigger]:
    """Keep editions; one that is made to carry the seal must have it when its transaction ends."""
    func = (
        rule(
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
    return [sealed, *append_only("Ausgabe")]


def seal_triggers() -> list[ProtectingTrigger]:
    """Accept a seal only for a sealed edition of a version that everybody has signed; then keep it."""
    func = (
        "PERFORM 1 FROM agreements_edition e JOIN agreements_instrument i ON i.frozen_version_id = e.version_id "
        "WHERE e.id = NEW.edition_id AND e.kind IN ('completed', 'original') AND i.status = 'signed' "
        "FOR SHARE OF i; IF NOT FOUND THEN "
        + refuse(
            "Gesiegelt werden nur Ausgaben einer unterzeichneten Fassung, die für das Siegel gemacht sind."
        )
        + " END IF; RETURN NEW;"
    )
    return [
        ProtectingTrigger(name="signed_edition", operation=pgtrigger.Insert, func=func),
        *append_only("Siegel"),
    ]


def declining_triggers() -> list[ProtectingTrigger]:
    """Accept that somebody declines only for the version that is out, and before she has signed it; then keep it."""
    func = (
        out_for_signing("Abgelehnt werden kann nur die Fassung, die zur Zeichnung vorliegt.")
        + rule(SIGNED_ALREADY, "Wer unterzeichnet hat, kann diese Fassung nicht mehr ablehnen.")
        + rule(
            "NEW.link_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM agreements_signinglink l WHERE l.id = NEW.link_id "
            "AND l.signatory_id = NEW.signatory_id AND l.version_id = NEW.version_id)",
            "Ein Link gilt nur für seine Person und Fassung.",
        )
        + "RETURN NEW;"
    )
    return [
        ProtectingTrigger(name="what_was_shown", operation=pgtrigger.Insert, func=func),
        *append_only("Ablehnung"),
    ]


def delegation_triggers() -> list[ProtectingTrigger]:
    """Accept a delegation only for the version that is out, and before its person has signed; then keep it."""
    func = (
        out_for_signing("Vertretung gibt es nur für die Fassung, die zur Zeichnung vorliegt.")
        + rule(
            SIGNED_ALREADY, "Wer unterzeichnet hat, kann sich für diese Fassung nicht mehr vertreten lassen."
        )
        + "RETURN NEW;"
    )
    return [
        ProtectingTrigger(name="what_was_shown", operation=pgtrigger.Insert, func=func),
        *append_only("Vertretung"),
    ]


LINK_OF_ANOTHER_VERSION = (
    "NEW.link_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM agreements_signinglink l "
    "WHERE l.id = NEW.link_id AND l.version_id = NEW.version_id)"
)
SIGNED_ALREADY = (
    "EXISTS (SELECT 1 FROM agreements_signature g "
    "WHERE g.version_id = NEW.version_id AND g.signatory_id = NEW.signatory_id)"
)


def out_for_signing(sentence: str) -> str:
    """Return the statement that refuses a row about another version than the one that its person is to sign."""
    return (
        "PERFORM 1 FROM agreements_instrument i "
        "JOIN agreements_version v ON v.id = i.frozen_version_id "
        "JOIN agreements_signatory s ON s.instrument_id = i.id "
        "WHERE i.status = 'signing' AND v.id = NEW.version_id AND s.id = NEW.signatory_id "
        "AND v.fingerprint = NEW.fingerprint FOR SHARE OF i; IF NOT FOUND THEN "
        + refuse(sentence)
        + " END IF; "
    )


def event_triggers() -> list[ProtectingTrigger]:
    """Keep the history append-only, each entry chained to the one before, and its end known to the agreement."""
    func = (
        rule(
            "NOT EXISTS (SELECT 1 FROM agreements_agreement a WHERE a.id = NEW.agreement_id "
            "AND a.history_length + 1 = NEW.sequence AND a.history_head = NEW.previous_hash)",
            "Ein Eintrag der Geschichte schließt an den vorigen an.",
        )
        + "RETURN NEW;"
    )
    end = (
        "UPDATE agreements_agreement SET history_length = NEW.sequence, history_head = NEW.hash "
        "WHERE id = NEW.agreement_id; RETURN NULL;"
    )
    return [
        ProtectingTrigger(name="chained", operation=pgtrigger.Insert, func=func),
        ProtectingTrigger(name="end_of_chain", when=pgtrigger.After, operation=pgtrigger.Insert, func=end),
        *append_only("Geschichte"),
    ]
