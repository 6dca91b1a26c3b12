"""What each method of signing proves and what it does not, in German for the public. Pure."""

from dataclasses import dataclass

from agreements.choices import DateSource, SignatureMethod


@dataclass(frozen=True, slots=True)
class Meaning:
    proven: str
    open: str


MEANINGS = {
    SignatureMethod.INK: Meaning(
        "Das Original ist das von Hand unterschriebene Papier. Hier ist festgehalten, dass es unterzeichnet wurde.",
        "Die Unterschrift selbst beweist nur das Papier, nicht diese Seite und keine PDF-Datei.",
    ),
    SignatureMethod.QUALIFIED: Meaning(
        "Die signierte Datei wurde geprüft: Sie ist unverändert, und die Signatur ist qualifiziert. Damit hat sie die "
        "Wirkung einer handschriftlichen Unterschrift.",
        "Das gilt nur für die signierte Datei selbst, nicht für Lesefassung und Ausdruck.",
    ),
    SignatureMethod.ADVANCED: Meaning(
        "Die signierte Datei wurde geprüft: Sie ist unverändert, und das Zertifikat führt zu einer hinterlegten "
        "Vertrauensliste.",
        "Eine fortgeschrittene Signatur ist keine qualifizierte und ersetzt die gesetzliche Schriftform nicht.",
    ),
    SignatureMethod.SEAL: Meaning(
        "Die gesiegelte Datei wurde geprüft: Sie ist unverändert, und das qualifizierte Siegel ist das einer Behörde.",
        "Ein Siegel steht für die Behörde und nicht für eine Person. Es gilt nur für die gesiegelte Datei selbst.",
    ),
    SignatureMethod.CONFIRMATION: Meaning(
        "Bestätigung in der Anwendung, keine Unterschrift: Wer den Link und den Code an die bekannte E-Mail-Adresse hatte, "
        "hat diesem Wortlaut zugestimmt.",
        "Wer das Postfach gelesen hat, beweist sie nicht. Sie genügt nur, wo das Gesetz keine Form verlangt.",
    ),
}
WITH_SCAN = "Ein Scan der Unterschrift liegt uns vor; er ist ein Bild und nicht das Original."
WITHOUT_SCAN = "Einen Scan der Unterschrift haben wir nicht."
TIME_PROVEN = "Der Zeitpunkt ist durch einen Zeitstempel bestätigt."
TIME_CLAIMED = "Der Zeitpunkt ist die Angabe des Signierprogramms und nicht bestätigt."
DATE_SOURCES = {
    DateSource.DOCUMENT: "Der Tag steht neben der Unterschrift.",
    DateSource.WITNESSED: "Der Tag wurde bei der Unterzeichnung festgehalten.",
    DateSource.TOLD: "Der Tag wurde uns von der unterzeichnenden Seite mitgeteilt.",
    DateSource.PUBLISHED: "Der Tag stammt aus einer Veröffentlichung.",
    DateSource.TIMESTAMP: TIME_PROVEN,
    DateSource.SIGNATURE: TIME_CLAIMED,
    DateSource.APPLICATION: "Den Tag hat diese Anwendung festgehalten.",
}


def meaning(method: SignatureMethod, source: DateSource, *, has_scan: bool) -> Meaning:
    """Return what a signature proves, including its date and scan."""
    base = MEANINGS[method]
    proven, still_open = [base.proven], [base.open]
    (still_open if source == DateSource.SIGNATURE else proven).append(DATE_SOURCES[source])
    if method == SignatureMethod.INK:
        (proven if has_scan else still_open).append(WITH_SCAN if has_scan else WITHOUT_SCAN)
    return Meaning(" ".join(proven), " ".join(still_open))
