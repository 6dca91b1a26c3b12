"""How somebody signed, in words that fit into a sentence. Pure."""

from agreements.choices import SignatureMethod

HOW = {
    SignatureMethod.INK: "handschriftlich",
    SignatureMethod.QUALIFIED: "mit qualifizierter elektronischer Signatur",
    SignatureMethod.ADVANCED: "mit fortgeschrittener elektronischer Signatur",
    SignatureMethod.SEAL: "mit qualifiziertem elektronischem Siegel der Behörde",
    SignatureMethod.CONFIRMATION: "in der Anwendung (Bestätigung, keine Unterschrift)",
}


def signer_words(signatory: str, deputy: str) -> str:
    """Return by name who signed, and in whose place if it was not the signatory herself."""
    return f"{deputy} in Vertretung für {signatory}" if deputy else signatory


def method_words(method: str) -> str:
    """Return how somebody signed: „… hat handschriftlich unterzeichnet“."""
    return HOW[SignatureMethod(method)]
