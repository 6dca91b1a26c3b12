"""The history of an agreement, each kind of entry in one German sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from agreements import policy
from agreements.choices import (
    Addressee,
    ArchiveStep,
    ClearanceResult,
    EditionKind,
    LinkOccasion,
    Progress,
    ReportDecision,
    SealLevel,
    SignatureMethod,
    Status,
)
from agreements.dossier.event_groups import grouped_events
from agreements.drafting.comments.locations import CommentLocations, places_of
from agreements.models import Agreement, Event
from agreements.texts.signature_wording import method_words, signer_words
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
    "section_restored": "Abschnitt „{heading}“ wieder eingefügt",
    "clause_added": "Absatz angelegt",
    "clause_edited": "Absatz geändert",
    "clause_moved": "Absatz verschoben",
    "clause_removed": "Absatz entfernt",
    "clause_restored": "Absatz wieder eingefügt",
    "obligation_added": "Pflicht {code} angelegt",
    "obligation_edited": "Pflicht {code} geändert",
    "obligation_removed": "Pflicht {code} entfernt",
    "signatory_added": "{name} als unterzeichnende Person aufgenommen",
    "signatory_edited": "Angaben zu {name} geändert",
    "signatory_removed": "{name} von der Liste der Unterzeichnenden genommen",
    "version_kept": "Fassung {version} festgehalten: {name}",
    "version_restored": "Fassung {version} wiederhergestellt",
    "clearance_opened": "Mitzeichnung, Runde {round}, begonnen: {offices}, Frist {due_on}",
    "clearance_asked": "Mitzeichnung, Runde {round}, weitere Stellen gefragt: {offices}",
    "clearance_answered": "Mitzeichnung, Runde {round}, Antwort von {office}: {result} ({answered_by})",
    "clearance_closed": "Mitzeichnung, Runde {round}, geschlossen",
    "thread_opened": "Anmerkung zu {place} begonnen ({addressee})",
    "thread_answered": "Auf die Anmerkung zu {place} geantwortet ({addressee})",
    "thread_resolved": "Anmerkung zu {place} erledigt ({addressee})",
    "thread_reopened": "Anmerkung zu {place} wieder geöffnet ({addressee})",
    "suggestion_made": "Anderen Wortlaut zu {place} vorgeschlagen",
    "suggestion_accepted": "Vorschlag zu {place} übernommen",
    "suggestion_declined": "Vorschlag zu {place} abgelehnt: {reason}",
    "model_opened": "Mustertext in Arbeit genommen, ausgehend von {template}",
    "model_published": "Mustertext als Version {version} veröffentlicht, Prüfwert {fingerprint_short}",
    "clause_rules_edited": "Regeln eines Absatzes geändert: „{text} …“",
    "placeholder_added": "Platzhalter [{name}] beschrieben",
    "placeholder_edited": "Beschreibung des Platzhalters [{name}] geändert",
    "placeholder_removed": "Beschreibung des Platzhalters [{name}] entfernt",
    "deviation_recorded": "Abweichung vom Mustertext festgehalten, {place}: {reason}",
    "deviation_withdrawn": "Abweichung vom Mustertext zurückgenommen: {reason}",
    "block_taken_in": "Wahlweisen Absatz des Mustertexts aufgenommen",
    "block_left_out": "Wahlweisen Absatz des Mustertexts weggelassen",
    "block_chosen": "Andere Möglichkeit gewählt: {choice}",
    "model_change_taken": "Aus {template} übernommen: {place}",
    "model_change_declined": "Aus {template} nicht übernommen: {place}",
    "template_switched": "Entwurf auf {template} umgestellt",
    "review_opened": "In die Abstimmung gegeben",
    "review_closed": "Zurück in den Entwurf genommen",
    "frozen": "Fassung {version} zur Zeichnung festgeschrieben, Prüfwert {fingerprint_short}",
    "unfrozen": "Aus der Zeichnung zurückgeholt: {reason}",
    "withdrawn": "Zurückgezogen: {reason}",
    "signature_recorded": "{signatory} hat {method} unterzeichnet am {signed_on} in {place}",
    "signature_declined": "{signatory} hat am {declined_on} abgelehnt, Fassung {version} zu unterzeichnen: {reason}",
    "delegation_recorded": "{deputy} darf in Vertretung für {signatory} unterzeichnen: {basis}, erteilt am {granted_on}",
    "link_address_set": "E-Mail-Adresse zum Unterzeichnen für {signatory} eingetragen",
    "link_made": "Link zum Unterzeichnen für {signatory} auf den Weg gebracht: {occasion}",
    "signed_file_accepted": "Signierte Datei zu Fassung {version} geprüft und angenommen, Prüfwert {file_short}",
    "signed_file_refused": "Signierte Datei zu Fassung {version} geprüft und nicht angenommen: {problems}",
    "concluded": "Alle erforderlichen Unterschriften liegen vor: unterzeichnet",
    "sealed": "{edition} gesiegelt, {level}, Zeitstempel {stamped_at}",
    "resolution_recorded": "Beschluss vom {dated} festgehalten",
    "milestone_recorded": "Meilenstein festgehalten: {title}",
    "ceremony_recorded": "Unterzeichnungstermin am {held_on} in {place} festgehalten",
    "ceremony_corrected": "Unterzeichnungstermin berichtigt: am {held_on} in {place}",
    "photo_added": "Foto {photo} zum Unterzeichnungstermin hinzugefügt; abgebildete Personen: {people}",
    "photo_person_named": "Zu Foto {photo} eine weitere Person benannt",
    "consent_given": "Einwilligung zu Foto {photo} festgehalten (Personen: {people}), erteilt am {given_on}",
    "consent_withdrawn": "Einwilligung zu Foto {photo} widerrufen am {withdrawn_on}",
    "photo_removed": "Foto {photo} entfernt: {reason}",
    "archive_step": "{step} am {dated}",
    "reported": "Sachstand zu {code} gemeldet: {progress}",
    "report_answered": "Sachstand zu {code} beantwortet: {decision}",
    "occasion_reported": "Anlass zu {code} gemeldet: {note}, am {happened_on}",
    "evidence_added": "Nachweis zu {code} hinzugefügt: {what}",
    "evidence_renewed": "Nachweis zu {code} in Fassung {version}: {what}",
    "evidence_refused": "Nachweis zu {code} abgewiesen: In „{name}“ wurde Schadsoftware gefunden ({found}). Nichts davon ist gespeichert",
    "evidence_infected": "Schadsoftware in einem Nachweis gefunden ({found}). Die Datei wird zurückgehalten",
    "release_reported": "Freistellung für das {quarter} gemeldet (Meldung {number})",
    "release_answered": "Meldung zur Freistellung im {quarter} beantwortet: {decision}",
    "handed_over": "Zuständigkeit übergeben: von {giver} an {taker}",
    "admin_added": "In der Verwaltung angelegt: {model}",
    "admin_changed": "In der Verwaltung geändert: {model}",
    "admin_deleted": "In der Verwaltung gelöscht: {model}",
}
# agreeing in the application is no signature, and the history does not say so
CONFIRMED = "{signatory} hat am {signed_on} in {place} in der Anwendung bestätigt (keine Unterschrift)"
# entries that quote what stood there and what stands there now
QUOTED = {
    "clause_edited",
    "clause_added",
    "clause_removed",
    "clause_restored",
    "deviation_withdrawn",
    "block_taken_in",
    "block_left_out",
    "block_chosen",
    "model_change_taken",
}
DAYS = {
    "dated",
    "declined_on",
    "due_on",
    "happened_on",
    "given_on",
    "granted_on",
    "held_on",
    "signed_on",
    "withdrawn_on",
}
MOMENTS = {"stamped_at"}
WORDS = {
    "addressee": Addressee,
    "edition": EditionKind,
    "level": SealLevel,
    "occasion": LinkOccasion,
    "decision": ReportDecision,
    "progress": Progress,
    "result": ClearanceResult,
    "step": ArchiveStep,
    "from": Status,
    "to": Status,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One entry as the page tells it."""

    at: datetime
    text: str
    who: str
    note: str = ""


def timeline(user: User, agreement: Agreement) -> tuple[TimelineEntry, ...]:
    """Return the history, newest first. Who may not edit sees what was decided, not every stroke of a draft."""
    events = agreement.events.order_by("-sequence")
    if not policy.verdict(user, "history.draft", agreement).allowed:
        events = events.filter(_open_to(user, agreement))
    found = grouped_events(events)
    places = _places(agreement) if any(sitting[0].kind == "clause_edited" for sitting in found) else {}
    return tuple(_tell_sitting(sitting, places) for sitting in found)


def _open_to(user: User, agreement: Agreement) -> Q:
    """Return what is told to those who do not write the draft; conversations only to whom they are for."""
    told = Q(kind__in=PUBLIC_KINDS)
    if policy.verdict(user, "comment.read", agreement).allowed:
        seen = policy.visible_instruments(user).filter(agreement=agreement).values_list("number", flat=True)
        told |= Q(kind__in=TALK_KINDS, data__addressee=Addressee.DISTRICT, data__instrument__in=list(seen))
    return told


TALK_KINDS = (
    "thread_opened",
    "thread_answered",
    "thread_resolved",
    "thread_reopened",
    "suggestion_made",
    "suggestion_accepted",
    "suggestion_declined",
)
PUBLIC_KINDS = (
    "agreement_reported",
    "review_opened",
    "frozen",
    "unfrozen",
    "withdrawn",
    "signature_recorded",
    "signature_declined",
    "delegation_recorded",
    "signed_file_accepted",
    "concluded",
    "sealed",
    "resolution_recorded",
    "milestone_recorded",
    "ceremony_recorded",
    "ceremony_corrected",
    "archive_step",
    "reported",
    "report_answered",
    "occasion_reported",
    "evidence_added",
    "evidence_renewed",
    "release_reported",
    "release_answered",
)


def _places(agreement: Agreement) -> dict[int, CommentLocations]:
    """Return where the clauses stand today, by the number of the instrument."""
    numbers = dict(agreement.instruments.values_list("pk", "number"))
    return {numbers[pk]: places for pk, places in places_of(numbers).items()}


def _tell_sitting(sitting: Sequence[Event], places: Mapping[int, CommentLocations]) -> TimelineEntry:
    """Return what somebody did in one go; of a clause that she saved several times the first and the last words."""
    last, first = sitting[0], sitting[-1]
    told = tell(last)
    if last.kind != "clause_edited":
        return told
    where = places.get(last.data.get("instrument", 0), CommentLocations()).clauses.get(
        str(last.data.get("clause"))
    )
    text = f"Absatz {where.label} geändert" if where else told.text
    if last is first:
        return replace(told, text=text)
    begun, ended = (f"{timezone.localtime(event.at):%H:%M}" for event in (first, last))
    when = ended if begun == ended else f"{begun} bis {ended}"
    before, after = first.data.get("before"), last.data.get("after")
    note = "am Ende wie zuvor" if before == after else f"„{before}“ → „{after}“"
    return replace(told, text=f"{text}, {when} Uhr, {len(sitting)}-mal gespeichert", note=note)


def tell(event: Event) -> TimelineEntry:
    """Return one entry in words; a kind without a sentence is told by its name rather than not at all."""
    facts = {key: _word(key, value) for key, value in event.data.items()}
    facts["fingerprint_short"] = str(event.data.get("fingerprint", ""))[:12]
    facts["file_short"] = str(event.data.get("file", ""))[:12]
    sentence = SENTENCES.get(event.kind, event.kind)
    if event.data.get("method") == SignatureMethod.CONFIRMATION:
        sentence = CONFIRMED
    if event.kind == "signature_recorded":
        facts["signatory"] = signer_words(facts.get("signatory", "–"), facts.get("deputy", ""))
    note = str(event.data.get("remark") or "")
    if event.data.get("is_test"):
        note = "nur zum Ausprobieren"
    if event.kind in QUOTED:
        note = " → ".join(f"„{event.data[key]}“" for key in ("before", "after") if event.data.get(key))
    return TimelineEntry(at=event.at, text=sentence.format_map(_Facts(facts)), who=event.actor, note=note)


class _Facts(dict[str, str]):
    """Facts of an entry; one that an older entry does not have is a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


def _word(key: str, value: object) -> str:
    if key == "method" and value in SignatureMethod.values:
        return method_words(str(value))
    if key in WORDS and value in WORDS[key].values:
        return str(WORDS[key](value).label)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if key in MOMENTS and isinstance(value, str) and (moment := parse_datetime(value)):
        return f"{timezone.localtime(moment):%d.%m.%Y %H:%M} Uhr"
    day: date | None = parse_date(value) if key in DAYS and isinstance(value, str) else None
    return f"{day:%d.%m.%Y}" if day else str(value)
