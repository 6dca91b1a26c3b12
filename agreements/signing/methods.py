"""Which method of signing satisfies which legal form on which side."""

from agreements.choices import LegalForm, Side, SignatureMethod
from agreements.signing.certificates.examination.result import Level

METHOD_OF = {
    Level.ADVANCED: SignatureMethod.ADVANCED,
    Level.QUALIFIED: SignatureMethod.QUALIFIED,
    Level.SEAL: SignatureMethod.SEAL,
}
_INK, _QES, _FES, _SEAL, _CLICK = (
    SignatureMethod.INK,
    SignatureMethod.QUALIFIED,
    SignatureMethod.ADVANCED,
    SignatureMethod.SEAL,
    SignatureMethod.CONFIRMATION,
)

# § 57 and § 3a VwVfG: written form is ink, a qualified signature or, for the authority alone, its qualified seal.
# Private law knows no seal of an authority in place of a signature.
_BY_PERSON = {
    LegalForm.PUBLIC_LAW: {_INK, _QES},
    LegalForm.PRIVATE_LAW: {_INK, _QES, _FES},
    LegalForm.SIMPLE: {_INK, _QES, _FES, _CLICK},
}
_BY_SEAL = frozenset({LegalForm.PUBLIC_LAW, LegalForm.SIMPLE})


def satisfying(side: Side, form: LegalForm | None) -> set[SignatureMethod]:
    """Return the methods that satisfy a legal form on a side; of one that is not known those of the strictest."""
    form = form or LegalForm.PUBLIC_LAW
    sealing = {_SEAL} if side == Side.DISTRICT and form in _BY_SEAL else set()
    return _BY_PERSON[form] | sealing


def shortfall(method: SignatureMethod, side: Side, form: LegalForm | None) -> str:
    """Return why a method does not satisfy the legal form on a side, or an empty string."""
    if method in satisfying(side, form):
        return ""
    if method == SignatureMethod.CONFIRMATION:
        return (
            "Eine Bestätigung in der Anwendung ist keine Unterschrift. Sie genügt nur bei einer einfachen Vereinbarung ohne "
            "Formvorschrift; hier wird unterzeichnet, auf Papier oder mit einer elektronischen Signatur."
        )
    if method == SignatureMethod.SEAL and side != Side.DISTRICT:
        return "Ein Behördensiegel steht nur für den Bezirk. Die anderen Vertragsparteien unterzeichnen durch eine Person."
    if method == SignatureMethod.SEAL:
        return "Bei einem privatrechtlichen Vertrag ersetzt ein Behördensiegel die Unterschrift nicht."
    unknown = "" if form else "Die Rechtsform ist nicht bekannt; deshalb gilt die strengste. "
    return unknown + (
        "Ein öffentlich-rechtlicher Vertrag braucht die Schriftform (§\N{NO-BREAK SPACE}57, "
        "§\N{NO-BREAK SPACE}3a VwVfG). Dafür genügt eine fortgeschrittene elektronische Signatur nicht: Gebraucht wird "
        "eine qualifizierte elektronische Signatur, auf Seiten des Bezirks auch das qualifizierte Siegel der Behörde, "
        "oder die Unterschrift auf Papier."
    )


def shortfall_everywhere(method: SignatureMethod, form: LegalForm | None) -> str:
    """Return why a method satisfies the legal form on no side, or an empty string."""
    sentences = [shortfall(method, side, form) for side in Side]
    return "" if "" in sentences else sentences[0]
