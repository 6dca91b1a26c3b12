"""German wording for who signed and how, as parts of a sentence. Pure."""

from agreements.choices import SignatureMethod

HOW = {
    SignatureMethod.INK: "handschriftlich",
    SignatureMethod.QUALIFIED: "mit qualifizierter elektronischer Signatur",
    SignatureMethod.ADVANCED: "mit fortgeschrittener elektronischer Signatur",
    SignatureMethod.SEAL: "mit qualifiziertem elektronischem Siegel der Behörde",
    SignatureMethod.CONFIRMATION: "in der Anwendung (Bestätigung, keine Unterschrift)",
}


def signer_words(signatory: str, deputy: str) -> str:
    """Return who signed: the signatory, or a delegate „in Vertretung für“ her."""
    return f"{deputy} in Vertretung für {signatory}" if deputy else signatory


def method_words(method: str) -> str:
    """„handschriftlich“, as in „… hat handschriftlich unterzeichnet“."""
    return HOW[SignatureMethod(method)]
