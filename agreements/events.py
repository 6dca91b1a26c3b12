"""The table of event kinds; the value of each is stored and hashed: it never changes, and no row is removed. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Self

from agreements import notices
from agreements.event_row import Audience, EventKey, EventRow
from agreements.notices import Notice

EVERYBODY, CONVERSATION = Audience.EVERYBODY, Audience.CONVERSATION
CLAUSE, SECTION, OBLIGATION, SIGNATORY, PARTY = EventKey


class EventKind(StrEnum):
    """A kind of event with its row."""

    row: EventRow

    def __new__(cls, row: EventRow) -> Self:
        member = str.__new__(cls, row.kind)
        member._value_ = row.kind
        member.row = row
        return member

    CONTRACT_CREATED = EventRow("contract_created", "Entwurf angelegt aus {template}")
    AGREEMENT_REPORTED = EventRow(
        "agreement_reported", "Vertrag aus öffentlichen Quellen aufgenommen", EVERYBODY
    )
    AGREEMENT_RECORDED = EventRow(
        "agreement_recorded", "Andernorts geschlossen, nacherfasst (Erfassung {version}): {what}", EVERYBODY
    )
    RECORD_REOPENED = EventRow("record_reopened", "Nacherfassung geöffnet: {reason}")
    RECORD_WITHDRAWN = EventRow("record_withdrawn", "Aufnahme zurückgezogen: {reason}", EVERYBODY)
    AMENDMENT_BEGUN = EventRow("amendment_begun", "{name} begonnen")
    AMENDMENT_EDITED = EventRow("amendment_edited", "Inkrafttreten und Begründung des Nachtrags geändert")
    INSTRUCTIONS_WORDED = EventRow(
        "instructions_worded", "Form und Gründe der Änderungen im Nachtrag festgelegt"
    )
    AMENDMENT_REBASED = EventRow(
        "amendment_rebased", "Nachtrag auf den geltenden Text gebracht; der Stand davor ist Fassung {version}"
    )
    HEAD_EDITED = EventRow("head_edited", "Kopf des Vertrags geändert")
    PARTY_EDITED = EventRow("party_edited", "Vertragspartei geändert", changes=PARTY)
    PARTY_ADDED = EventRow("party_added", "Vertragspartei „{short}“ aufgenommen", changes=PARTY)
    PARTY_REMOVED = EventRow("party_removed", "Vertragspartei „{short}“ entfernt", removes=PARTY)
    SECTION_ADDED = EventRow("section_added", "Abschnitt „{after}“ angelegt", changes=SECTION)
    SECTION_EDITED = EventRow(
        "section_edited", "Überschrift „{before}“ geändert in „{after}“", changes=SECTION
    )
    TABLE_PLACED = EventRow("table_placed", "Tabelle am Ende von „{heading}“: {table}", changes=SECTION)
    SECTION_MOVED = EventRow("section_moved", "Abschnitt „{heading}“ verschoben", changes=SECTION)
    SECTION_REMOVED = EventRow("section_removed", "Abschnitt „{heading}“ entfernt", removes=SECTION)
    SECTION_RESTORED = EventRow("section_restored", "Abschnitt „{heading}“ wieder eingefügt", changes=SECTION)
    TEXT_IMPORTED = EventRow("text_imported", "Text eingefügt: {what}")
    CLAUSE_ADDED = EventRow("clause_added", "Absatz angelegt", changes=CLAUSE, quotes=True)
    CLAUSE_EDITED = EventRow("clause_edited", "Absatz geändert", changes=CLAUSE, quotes=True, rewrites=True)
    CLAUSE_MOVED = EventRow("clause_moved", "Absatz verschoben", changes=CLAUSE, rewrites=True)
    CLAUSE_REMOVED = EventRow("clause_removed", "Absatz entfernt", removes=CLAUSE, quotes=True, rewrites=True)
    CLAUSE_RESTORED = EventRow("clause_restored", "Absatz wieder eingefügt", changes=CLAUSE, quotes=True)
    OBLIGATION_ADDED = EventRow("obligation_added", "Pflicht {code} angelegt", changes=OBLIGATION)
    OBLIGATION_EDITED = EventRow("obligation_edited", "Pflicht {code} geändert", changes=OBLIGATION)
    OBLIGATION_REMOVED = EventRow("obligation_removed", "Pflicht {code} entfernt", removes=OBLIGATION)
    SIGNATORY_ADDED = EventRow("signatory_added", "{name} als unterzeichnende Person aufgenommen")
    SIGNATORY_EDITED = EventRow("signatory_edited", "Angaben zu {name} geändert", changes=SIGNATORY)
    SIGNATORY_REMOVED = EventRow(
        "signatory_removed", "{name} von der Liste der Unterzeichnenden genommen", removes=SIGNATORY
    )
    VERSION_KEPT = EventRow("version_kept", "Fassung {version} festgehalten: {name}")
    VERSION_RESTORED = EventRow("version_restored", "Fassung {version} wiederhergestellt")
    CLEARANCE_OPENED = EventRow(
        "clearance_opened",
        "Mitzeichnung, Runde {round}, begonnen: {offices}, Frist {due_on}",
        notice=notices.CLEARANCE_OPENED,
    )
    CLEARANCE_ASKED = EventRow(
        "clearance_asked",
        "Mitzeichnung, Runde {round}, weitere Stellen gefragt: {offices}",
        notice=notices.CLEARANCE_ASKED,
    )
    CLEARANCE_ANSWERED = EventRow(
        "clearance_answered", "Mitzeichnung, Runde {round}, Antwort von {office}: {result} ({answered_by})"
    )
    CLEARANCE_CLOSED = EventRow("clearance_closed", "Mitzeichnung, Runde {round}, geschlossen")
    THREAD_OPENED = EventRow(
        "thread_opened", "Anmerkung zu {place} begonnen ({addressee})", CONVERSATION, notice=notices.MENTIONED
    )
    THREAD_ANSWERED = EventRow(
        "thread_answered",
        "Auf die Anmerkung zu {place} geantwortet ({addressee})",
        CONVERSATION,
        notice=notices.MENTIONED,
    )
    THREAD_RESOLVED = EventRow("thread_resolved", "Anmerkung zu {place} erledigt ({addressee})", CONVERSATION)
    THREAD_REOPENED = EventRow(
        "thread_reopened", "Anmerkung zu {place} wieder geöffnet ({addressee})", CONVERSATION
    )
    SUGGESTION_MADE = EventRow(
        "suggestion_made",
        "Anderen Wortlaut zu {place} vorgeschlagen",
        CONVERSATION,
        notice=notices.SUGGESTION_MADE,
    )
    SUGGESTION_ACCEPTED = EventRow(
        "suggestion_accepted", "Vorschlag zu {place} übernommen", CONVERSATION, rewrites=True
    )
    SUGGESTION_DECLINED = EventRow(
        "suggestion_declined", "Vorschlag zu {place} abgelehnt: {reason}", CONVERSATION
    )
    MODEL_OPENED = EventRow("model_opened", "Mustertext in Arbeit genommen, ausgehend von {template}")
    MODEL_PUBLISHED = EventRow(
        "model_published", "Mustertext als Version {version} veröffentlicht, Prüfwert {fingerprint_short}"
    )
    CLAUSE_RULES_EDITED = EventRow("clause_rules_edited", "Regeln eines Absatzes geändert: „{text} …“")
    PLACEHOLDER_ADDED = EventRow("placeholder_added", "Platzhalter [{name}] beschrieben")
    PLACEHOLDER_EDITED = EventRow("placeholder_edited", "Beschreibung des Platzhalters [{name}] geändert")
    PLACEHOLDER_REMOVED = EventRow("placeholder_removed", "Beschreibung des Platzhalters [{name}] entfernt")
    DEVIATION_RECORDED = EventRow(
        "deviation_recorded", "Abweichung vom Mustertext festgehalten, {place}: {reason}"
    )
    DEVIATION_WITHDRAWN = EventRow(
        "deviation_withdrawn",
        "Abweichung vom Mustertext zurückgenommen: {reason}",
        quotes=True,
        rewrites=True,
    )
    DISCREPANCY_CONFIRMED = EventRow("discrepancy_confirmed", "Bestätigt: {what} Begründung: {reason}")
    BLOCK_TAKEN_IN = EventRow("block_taken_in", "Wahlweisen Absatz des Mustertexts aufgenommen", quotes=True)
    BLOCK_LEFT_OUT = EventRow(
        "block_left_out", "Wahlweisen Absatz des Mustertexts weggelassen", quotes=True, rewrites=True
    )
    BLOCK_CHOSEN = EventRow("block_chosen", "Andere Möglichkeit gewählt: {choice}", quotes=True)
    MODEL_CHANGE_TAKEN = EventRow(
        "model_change_taken", "Aus {template} übernommen: {place}", quotes=True, rewrites=True
    )
    MODEL_CHANGE_DECLINED = EventRow("model_change_declined", "Aus {template} nicht übernommen: {place}")
    TEMPLATE_SWITCHED = EventRow("template_switched", "Entwurf auf {template} umgestellt")
    REVIEW_OPENED = EventRow("review_opened", "In die Abstimmung gegeben", EVERYBODY)
    REVIEW_CLOSED = EventRow("review_closed", "Zurück in den Entwurf genommen")
    FROZEN = EventRow(
        "frozen",
        "Fassung {version} zur Zeichnung festgeschrieben, Prüfwert {fingerprint_short}",
        EVERYBODY,
        notice=notices.FROZEN,
    )
    UNFROZEN = EventRow(
        "unfrozen", "Aus der Zeichnung zurückgeholt: {reason}", EVERYBODY, notice=notices.UNFROZEN
    )
    WITHDRAWN = EventRow("withdrawn", "Zurückgezogen: {reason}", EVERYBODY, notice=notices.WITHDRAWN)
    SIGNATURE_RECORDED = EventRow(
        "signature_recorded",
        "{signer} hat {method} unterzeichnet am {signed_on} in {place}",
        EVERYBODY,
        notice=notices.SIGNATURE_RECORDED,
    )
    SIGNATURE_CORRECTED = EventRow(
        "signature_corrected",
        "Unterschrift von {signer} berichtigt: {changed}. Begründung: {reason}",
        EVERYBODY,
        notice=notices.SIGNATURE_CORRECTED,
    )
    SIGNATURE_DECLINED = EventRow(
        "signature_declined",
        "{signatory} hat am {declined_on} abgelehnt, Fassung {version} zu unterzeichnen: {reason}",
        EVERYBODY,
        notice=notices.SIGNATURE_DECLINED,
    )
    DELEGATION_RECORDED = EventRow(
        "delegation_recorded",
        "{deputy} darf in Vertretung für {signatory} unterzeichnen: {basis}, erteilt am {granted_on}",
        EVERYBODY,
        notice=notices.DELEGATION_RECORDED,
    )
    LINK_ADDRESS_SET = EventRow(
        "link_address_set", "E-Mail-Adresse zum Unterzeichnen für {signatory} eingetragen"
    )
    LINK_MADE = EventRow(
        "link_made", "Link zum Unterzeichnen für {signatory} auf den Weg gebracht: {occasion}"
    )
    SIGNED_FILE_ACCEPTED = EventRow(
        "signed_file_accepted",
        "Signierte Datei zu Fassung {version} geprüft und angenommen, Prüfwert {file_short}",
        EVERYBODY,
    )
    SIGNED_FILE_REFUSED = EventRow(
        "signed_file_refused", "Signierte Datei zu Fassung {version} geprüft und nicht angenommen: {problems}"
    )
    CONCLUDED = EventRow(
        "concluded",
        "Alle erforderlichen Unterschriften liegen vor: unterzeichnet",
        EVERYBODY,
        notice=notices.CONCLUDED,
    )
    SEALED = EventRow(
        "sealed", "{edition} gesiegelt, {level}, Zeitstempel {stamped_at}", EVERYBODY, notice=notices.SEALED
    )
    RESOLUTION_RECORDED = EventRow("resolution_recorded", "Beschluss festgehalten: {what}", EVERYBODY)
    RESOLUTION_CORRECTED = EventRow("resolution_corrected", "Beschluss berichtigt: {what}", EVERYBODY)
    RESOLUTION_REMOVED = EventRow("resolution_removed", "Beschluss entfernt: {what}", EVERYBODY)
    MILESTONE_RECORDED = EventRow("milestone_recorded", "Meilenstein festgehalten: {what}", EVERYBODY)
    MILESTONE_CORRECTED = EventRow("milestone_corrected", "Meilenstein berichtigt: {what}", EVERYBODY)
    MILESTONE_REMOVED = EventRow("milestone_removed", "Meilenstein entfernt: {what}", EVERYBODY)
    CEREMONY_RECORDED = EventRow(
        "ceremony_recorded", "Unterzeichnungstermin am {held_on} in {place} festgehalten", EVERYBODY
    )
    CEREMONY_CORRECTED = EventRow(
        "ceremony_corrected", "Unterzeichnungstermin berichtigt: am {held_on} in {place}", EVERYBODY
    )
    PHOTO_ADDED = EventRow(
        "photo_added", "Foto {photo} zum Unterzeichnungstermin hinzugefügt; abgebildete Personen: {people}"
    )
    PHOTO_PERSON_NAMED = EventRow("photo_person_named", "Zu Foto {photo} eine weitere Person benannt")
    CONSENT_GIVEN = EventRow(
        "consent_given",
        "Einwilligung zu Foto {photo} festgehalten (Personen: {people}), erteilt am {given_on}",
    )
    CONSENT_WITHDRAWN = EventRow(
        "consent_withdrawn", "Einwilligung zu Foto {photo} widerrufen am {withdrawn_on}"
    )
    PHOTO_REMOVED = EventRow("photo_removed", "Foto {photo} entfernt: {reason}")
    EXTENSION_DECIDED = EventRow(
        "extension_decided",
        "Zur Verlängerung nach dem {ends_on} entschieden: {extension} ({decided_by}, {decided_on})",
    )
    TERMINATION_RECORDED = EventRow(
        "termination_recorded",
        "Kündigung ({termination}) durch {terminated_by}, zugegangen am {received_on}: {effect}",
        EVERYBODY,
        notice=notices.TERMINATION_RECORDED,
    )
    TERMINATION_RETRACTED = EventRow(
        "termination_retracted",
        "Kündigung durch {terminated_by} vom {written_on} {cause} ({dated})",
        EVERYBODY,
        notice=notices.TERMINATION_RETRACTED,
    )
    NOTICE_REMINDED = EventRow("notice_reminded", "An die Frist zur Kündigung erinnert: {pending}")
    ARCHIVE_STEP = EventRow("archive_step", "{step} am {dated}", EVERYBODY)
    REPORTED = EventRow(
        "reported", "Sachstand zu {code} gemeldet: {progress}", EVERYBODY, notice=notices.REPORTED
    )
    REPORT_ANSWERED = EventRow(
        "report_answered",
        "Sachstand zu {code} beantwortet: {decision}",
        EVERYBODY,
        notice=notices.REPORT_QUERIED,
    )
    OCCASION_REPORTED = EventRow(
        "occasion_reported", "Anlass zu {code} gemeldet: {note}, am {happened_on}", EVERYBODY
    )
    EVIDENCE_ADDED = EventRow("evidence_added", "Nachweis zu {code} hinzugefügt: {what}", EVERYBODY)
    EVIDENCE_RENEWED = EventRow(
        "evidence_renewed", "Nachweis zu {code} in Fassung {version}: {what}", EVERYBODY
    )
    EVIDENCE_REFUSED = EventRow(
        "evidence_refused",
        "Nachweis zu {code} abgewiesen: In „{name}“ wurde Schadsoftware gefunden ({found}). Nichts davon ist gespeichert",
    )
    EVIDENCE_INFECTED = EventRow(
        "evidence_infected",
        "Schadsoftware in einem Nachweis gefunden ({found}). Die Datei wird zurückgehalten",
    )
    RELEASE_REPORTED = EventRow(
        "release_reported",
        "Freistellung für das {quarter} gemeldet (Meldung {number})",
        EVERYBODY,
        notice=notices.RELEASE_REPORTED,
    )
    RELEASE_ANSWERED = EventRow(
        "release_answered",
        "Meldung zur Freistellung im {quarter} beantwortet: {decision}",
        EVERYBODY,
        notice=notices.RELEASE_QUERIED,
    )
    HANDED_OVER = EventRow(
        "handed_over", "Zuständigkeit übergeben: von {giver} an {taker}", notice=notices.HANDED_OVER
    )
    ADMIN_ADDED = EventRow("admin_added", "In der Verwaltung angelegt: {model}")
    ADMIN_CHANGED = EventRow("admin_changed", "In der Verwaltung geändert: {model}")
    ADMIN_DELETED = EventRow("admin_deleted", "In der Verwaltung gelöscht: {model}")


# by stored value: the history may hold one that this release does not know
EVENTS: Mapping[str, EventRow] = {kind.value: kind.row for kind in EventKind}
NOTICES: Mapping[str, Notice] = {kind: row.notice for kind, row in EVENTS.items() if row.notice}


def kinds_changing(key: EventKey) -> list[EventKind]:
    """Return the kinds that change, but do not remove, a row of the draft."""
    return [kind for kind in EventKind if kind.row.changes == key]


def kinds_removing(key: EventKey) -> list[EventKind]:
    return [kind for kind in EventKind if kind.row.removes == key]
