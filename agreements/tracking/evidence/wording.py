"""German labels for evidence. Pure."""

from datetime import date

from agreements.choices import EvidenceKind
from agreements.models import Evidence
from agreements.texts.wording import date_words, inner_quotes
from agreements.tones import Tone
from agreements.tracking.evidence.malware import Safety

LONGEST = 80
SAFETY = {
    Safety.CLEAN: "auf Viren geprüft",
    Safety.UNCHECKED: "nicht auf Viren geprüft",
    Safety.WAITING: "noch nicht auf Viren geprüft, bis dahin gesperrt",
    Safety.INFECTED: "gesperrt: Schadsoftware gefunden",
}
TONES = {
    Safety.CLEAN: Tone.GOOD,
    Safety.UNCHECKED: Tone.ATTENTION,
    Safety.WAITING: Tone.ATTENTION,
    Safety.INFECTED: Tone.BAD,
}
HELD_BACK = {
    Safety.WAITING: "Die Virenprüfung war nicht erreichbar, als diese Datei hochgeladen wurde, oder sie wurde erst später "
    "eingerichtet. Die Datei ist sicher aufbewahrt. Sobald sie geprüft ist, kann sie hier gelesen werden.",
    Safety.INFECTED: "In dieser Datei hat die Virenprüfung Schadsoftware gefunden. Sie wird aufbewahrt, aber niemandem "
    "gezeigt oder gesendet. Bitte laden Sie eine neue Fassung hoch.",
}


def piece_words(evidence: Evidence) -> str:
    """Return the label of a piece: Datei „Protokoll.pdf“, Drs. IX-1234."""
    match evidence.kind:
        case EvidenceKind.FILE:
            return f"Datei „{inner_quotes(evidence.title)}“"
        case EvidenceKind.LINK:
            return f"Link „{inner_quotes(evidence.title or _short(evidence.url))}“"
        case EvidenceKind.REFERENCE:
            return evidence.reference
        case _:
            return f"Vermerk „{inner_quotes(_short(evidence.note))}“"


def title_words(evidence: Evidence) -> str:
    return evidence.title or evidence.reference or _short(evidence.url or evidence.note)


def period_words(first: date | None, last: date | None) -> str:
    """Return the covered period, empty if unknown."""
    if first and last:
        return date_words(first) if first == last else f"{date_words(first)} bis {date_words(last)}"
    if first:
        return f"ab {date_words(first)}"
    return f"bis {date_words(last)}" if last else ""


def valid_words(evidence: Evidence, as_of: date) -> str:
    """Return the last day of validity, and whether it is past."""
    if not evidence.last_valid_on:
        return ""
    words = date_words(evidence.last_valid_on)
    return f"{words} (abgelaufen)" if evidence.last_valid_on < as_of else words


def size_words(size: int) -> str:
    """Return the size of a file: „240 KB“, „1,4 MB“."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB".replace(".", ",")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"
