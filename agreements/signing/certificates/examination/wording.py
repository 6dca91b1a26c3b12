"""Sentences of an examination result. Pure."""

from collections.abc import Iterator

from agreements.signing.certificates.examination.certificates import Qualification
from agreements.signing.certificates.examination.result import ExaminedSignature, Level, Revocation

BROKEN = (
    "Die Datei lässt sich nicht vollständig lesen: Sie ist beschädigt, abgeschnitten oder nicht regelgerecht."
)
NOT_PDF = "Die Datei ist keine PDF-Datei."
UNCHANGED = "Die Datei ist unverändert die, die zum Signieren bereitliegt. Sie enthält keine neue Signatur."
CUT_OFF = "Die Datei bricht mittendrin ab oder ist ein älterer Stand als der, der zum Signieren bereitliegt."
OUTDATED = (
    "Diese Datei geht von einem älteren Stand aus: Inzwischen liegt eine weitere Signatur vor. "
    "Laden Sie die aktuelle Datei herunter und lassen Sie diese signieren."
)
OTHER_FILE = (
    "Das ist nicht die Datei, die wir ausgegeben haben. Entweder ist es eine andere Datei oder Fassung, oder sie wurde "
    "vor dem Signieren neu gespeichert, gedruckt oder verändert. Laden Sie die Datei zum Signieren noch einmal herunter "
    "und signieren Sie sie, ohne sie vorher anders zu speichern."
)
TOO_OFTEN = (
    "Die Datei wurde seit der Bereitstellung über hundertmal fortgeschrieben. "
    "So sind signierte PDF-Dateien nicht gebaut; die Datei zählt nicht."
)
ENCRYPTED = "Die Datei ist verschlüsselt und lässt sich deshalb nicht prüfen."
OTHER_CONTENT = (
    "Die Datei enthält zwar die von uns ausgegebene, zeigt aber einen anderen Inhalt: "
    "Ihr Verzeichnis führt nicht auf sie zurück."
)
APPENDED = "An das Ende der Datei ist etwas angehängt, das nicht zur PDF-Datei gehört."
MORE_THAN_SIGNED = (
    "In der Datei wurde mehr geändert als signiert: Hinzugekommen oder verändert ist etwas, das keine Signatur, kein "
    "Zeitstempel und kein Prüfnachweis ist (zum Beispiel Text, eine Seite, eine Anlage oder ein Feld)."
)
LESS_THAN_BEFORE = (
    "In der Datei fehlt etwas, das vorher darin stand, oder es lautet anders: der Titel der Datei oder Prüfnachweise zu "
    "einer Signatur. Das macht kein Signierprogramm von sich aus."
)
OTHER_FORMAT = (
    "Die Datei enthält eine Signatur in einem Format, das nicht geprüft werden kann. "
    "Gebraucht wird PAdES oder PKCS#7 (detached)."
)
NOTHING_NEW = "Die Datei enthält keine neue Signatur."
LOST = "In der Datei fehlt eine Signatur, die schon vorlag, oder sie wurde ersetzt."
STAMP_BROKEN = "Ein Zeitstempel über die Datei ist beschädigt."
NOT_INTACT = (
    "Die Signatur von „{who}“ passt nicht zum Inhalt der Datei: Nach dem Signieren wurde etwas verändert."
)
NOT_COVERED = "Die Signatur von „{who}“ deckt nicht die ganze Urkunde ab."
NOT_ALLOWED = "Nach der Signatur von „{who}“ wurde etwas hinzugefügt, das sie nicht zulässt."
REVOKED = "Das Zertifikat von „{who}“ war zum Zeitpunkt der Signatur gesperrt."
NO_LISTS = "Es sind keine Vertrauenslisten hinterlegt; deshalb ist nicht bewiesen, wer hinter „{who}“ steht."
NOT_TRUSTED = (
    "Das Zertifikat von „{who}“ führt zu keiner der hinterlegten Vertrauenslisten oder war nicht gültig. "
    "Damit ist nicht bewiesen, wer signiert hat."
)
NO_TIME = "Die Signatur von „{who}“ nennt keinen Zeitpunkt."
COVERS_TEXT = (
    "Auf Seite {page} wurde ein sichtbares Signaturfeld über den Text gelegt; es könnte ihn verdecken. "
    "Bitte im vorgesehenen Unterschriftsfeld oder unsichtbar signieren."
)
FOREIGN_FIELD = (
    "Auf Seite {page} wurde ein eigenes sichtbares Signaturfeld ergänzt. Es ist nicht für Vorleseprogramme "
    "ausgezeichnet; die Datei erfüllt PDF/UA deshalb womöglich nicht mehr."
)
FOREIGN_FONT = (
    "Der Stempel der Signatur von „{who}“ verwendet eine Schrift, die nicht in der Datei enthalten ist; die Datei "
    "erfüllt PDF/A und PDF/UA deshalb womöglich nicht mehr. Die Signatur selbst ist davon nicht betroffen."
)
STANDARD_LOST = (
    "Das Signierprogramm hat die Angabe entfernt, dass die Datei {standards} entspricht; sie gilt damit nicht mehr als "
    "barrierefrei oder archivfähig. Die Signatur selbst ist davon nicht betroffen."
)
CLOSED = (
    "Die Signatur von „{who}“ schließt die Datei ab: Danach kann niemand mehr elektronisch darin signieren."
)
LEVELS = {
    Level.SEAL: "Es ist ein qualifiziertes elektronisches Siegel.",
    Level.QUALIFIED: "Es ist eine qualifizierte elektronische Signatur.",
    Level.ADVANCED: "Es ist eine fortgeschrittene elektronische Signatur.",
}


def proven_words(signature: ExaminedSignature) -> Iterator[str]:
    yield "Der Inhalt ist seit dieser Signatur unverändert."
    if signature.trusted_by:
        named = (
            f"{signature.subject}, {signature.organisation}" if signature.organisation else signature.subject
        )
        lists = ", ".join(f"„{name}“" for name in signature.trusted_by)
        yield f"Signiert wurde mit dem Zertifikat von {named}, ausgestellt von {signature.issuer} (Vertrauensliste {lists})."
        yield LEVELS[signature.level]
    if signature.time_proven:
        yield "Der Zeitpunkt ist durch einen Zeitstempel bestätigt."
    if signature.revocation == Revocation.GOOD:
        yield "Das Zertifikat war nach den Nachweisen in der Datei nicht gesperrt."


def unproven_words(signature: ExaminedSignature, claims: Qualification) -> Iterator[str]:
    """Yield what is not proven, and why the level is not higher."""
    if not signature.trusted_by:
        yield "Wer signiert hat, ist nicht bewiesen."
    if not signature.time_proven:
        yield "Der Zeitpunkt ist die Angabe des Signierprogramms; ein gültiger Zeitstempel fehlt."
    if signature.revocation == Revocation.UNCHECKED:
        yield "Sperrung nicht geprüft: Die Datei trägt dafür keine ausreichenden Nachweise."
    if signature.level == Level.ADVANCED:
        if not claims.compliant:
            yield "Nicht qualifiziert: Das Zertifikat bezeichnet sich nicht als qualifiziert."
        elif not claims.on_device:
            yield "Nicht qualifiziert: Das Zertifikat nennt keine qualifizierte Signaturerstellungseinheit."
        else:
            yield "Nicht qualifiziert: Die Vertrauensliste für diese Art von Zertifikat kennt es nicht."
