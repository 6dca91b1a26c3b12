"""The history of an agreement, each kind of entry in one German sentence."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.dateparse import parse_date

from agreements import policy
from agreements.models import Agreement, Event
from agreements.vocabulary import Progress, SignatureMethod, Status
from districts.models import User

SENTENCES = {
    "contract_created": "Entwurf angelegt aus {template}",
    "agreement_reported": "Vertrag aus öffentlichen Quellen aufgenommen",
    "head_edited": "Kopf des Vertrags geändert",
    "party_edited": "Vertragspartei geändert",
    "section_added": "Abschnitt „{after}“ angelegt",
    "section_edited": "Überschrift „{before}“ geändert in „{after}“",
    "section_moved": "Abschnitt „{heading}“ verschoben",
    "section_removed": "Abschnitt „{heading}“ entfernt",
    "clause_added": "Absatz angelegt",
    "clause_edited": "Absatz geändert",
    "clause_moved": "Absatz verschoben",
    "clause_removed": "Absatz entfernt",
    "obligation_added": "Pflicht {code} angelegt",
    "obligation_edited": "Pflicht {code} geändert",
    "obligation_removed": "Pflicht {code} entfernt",
    "signatory_added": "{name} als unterzeichnende Person aufgenommen",
    "signatory_edited": "Angaben zu {name} geändert",
    "signatory_removed": "{name} von der Liste der Unterzeichnenden genommen",
    "version_kept": "Fassung {version} festgehalten: {name}",
    "version_restored": "Fassung {version} wiederhergestellt",
    "review_opened": "In die Abstimmung gegeben",
    "review_closed": "Zurück in den Entwurf genommen",
    "frozen": "Fassung {version} zur Zeichnung festgeschrieben, Prüfwert {fingerprint_short}",
    "unfrozen": "Aus der Zeichnung zurückgeholt: {reason}",
    "withdrawn": "Zurückgezogen: {reason}",
    "signature_recorded": "{signatory} hat {method} unterzeichnet am {signed_on} in {place}",
    "concluded": "Alle erforderlichen Unterschriften liegen vor: unterzeichnet",
    "resolution_recorded": "Beschluss vom {dated} festgehalten",
    "milestone_recorded": "Meilenstein festgehalten: {title}",
    "ceremony_recorded": "Unterzeichnungstermin am {held_on} in {place} festgehalten",
    "reported": "Sachstand zu {code} gemeldet: {progress}",
    "admin_added": "In der Verwaltung angelegt: {model}",
    "admin_changed": "In der Verwaltung geändert: {model}",
    "admin_deleted": "In der Verwaltung gelöscht: {model}",
}
DAYS = {"dated", "held_on", "signed_on"}
WORDS = {"progress": Progress, "method": SignatureMethod, "from": Status, "to": Status}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One entry as the page tells it."""

    at: datetime
    text: str
    who: str
    note: str = ""


def timeline(user: User, agreement: Agreement) -> tuple[Told, ...]:
    """Return the history, newest first. Who may not edit sees what was decided, not every stroke of a draft."""
    events = agreement.events.order_by("-sequence")
    if not policy.verdict(user, "history.draft", agreement).allowed:
        events = events.filter(kind__in=PUBLIC_KINDS)
    return tuple(tell(event) for event in events)


PUBLIC_KINDS = (
    "agreement_reported",
    "review_opened",
    "frozen",
    "unfrozen",
    "withdrawn",
    "signature_recorded",
    "concluded",
    "resolution_recorded",
    "milestone_recorded",
    "ceremony_recorded",
    "reported",
)


def tell(event: Event) -> Told:
    """Return one entry in words; a kind without a sentence is told by its name rather than not at all."""
    facts = {key: _word(key, value) for key, value in event.data.items()}
    facts["fingerprint_short"] = str(event.data.get("fingerprint", ""))[:12]
    sentence = SENTENCES.get(event.kind, event.kind)
    note = str(event.data.get("remark") or "")
    if event.kind in {"clause_edited", "clause_added", "clause_removed"}:
        note = " → ".join(f"„{event.data[key]}“" for key in ("before", "after") if event.data.get(key))
    return Told(at=event.at, text=sentence.format_map(_Facts(facts)), who=event.actor, note=note)


class _Facts(dict[str, str]):
    """Facts of an entry; one that an older entry does not have is a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


def _word(key: str, value: object) -> str:
    if key in WORDS and value in WORDS[key].values:
        return str(WORDS[key](value).label)
    day: date | None = parse_date(value) if key in DAYS and isinstance(value, str) else None
    return f"{day:%d.%m.%Y}" if day else str(value)
