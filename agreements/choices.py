"""The controlled words of an agreement with their German labels (docs/glossary in the README), one for one idea. Pure."""

from django.db.models import TextChoices


class Side(TextChoices):
    """The parties of an agreement; pages and documents call each by its short name, never by these labels."""

    DISTRICT = "district", "Bezirk"
    ASSOCIATION = "association", "zweite Partei"
    THIRD = "third", "dritte Partei"
    FOURTH = "fourth", "vierte Partei"
    FIFTH = "fifth", "fünfte Partei"
    SIXTH = "sixth", "sechste Partei"


class OwedBy(TextChoices):
    """Who owes an obligation; NAMED: the sides stored beside it (`parties.owing_sides`)."""

    DISTRICT = "district", "Bezirk"
    ASSOCIATION = "association", "zweite Partei"
    BOTH = "both", "beide gemeinsam"
    NAMED = "named", "genannte Parteien"


class LegalForm(TextChoices):
    """What the agreement is in law; a person decides it, the software never guesses."""

    PUBLIC_LAW = "public_law", "öffentlich-rechtlicher Vertrag (Schriftform, § 57 VwVfG)"
    PRIVATE_LAW = "private_law", "privatrechtlicher Vertrag"
    SIMPLE = "simple", "einfache Vereinbarung ohne Formvorschrift"


class Origin(TextChoices):
    """Where our knowledge of an agreement comes from."""

    DRAFTED = "drafted", "hier geschrieben"
    REPORTED = "reported", "aus öffentlichen Quellen bekannt"
    RECORDED = "recorded", "andernorts geschlossen, hier nacherfasst"
    MODEL = "model", "Mustertext"


class Status(TextChoices):
    """What somebody decided about an instrument; everything else is derived."""

    DRAFT = "draft", "Entwurf"
    REVIEW = "review", "in Abstimmung"
    SIGNING = "signing", "zur Zeichnung"
    SIGNED = "signed", "unterzeichnet"
    WITHDRAWN = "withdrawn", "zurückgezogen"


class SectionKind(TextChoices):
    """The places of text in an instrument; a group heading stands above sections and has no text."""

    PREAMBLE = "preamble", "Präambel"
    GROUP = "group", "Zwischenüberschrift"
    SECTION = "section", "Paragraf"
    ANNEX = "annex", "Anlage"


class Inset(TextChoices):
    """A table that is computed from the obligations and printed at the end of a section."""

    NONE = "", "keine Tabelle"
    OBLIGATIONS = "obligations", "Übersicht der Pflichten"
    STAFF_RELEASE = "staff_release", "Freistellung und Stellenanteile"


class ObligationKind(TextChoices):
    """What an obligation is about (the model agreement's list of structured obligations)."""

    STAFF_RELEASE = "staff_release", "Freistellung"
    IBS_WORK = "ibs_work", "IBS-Arbeit"
    POVERTY_SENSITIVE = "poverty_sensitive", "armutssensibles Arbeiten"
    GOVERNANCE = "governance", "Gremien und Steuerung"
    ACCOMPANIMENT = "accompaniment", "Prozessbegleitung"
    REPORT = "report", "Bericht"
    RESOLUTION = "resolution", "Beschluss"
    PR_DATA = "pr_data", "Öffentlichkeit und Daten"


class Sense(TextChoices):
    """How a quantity is meant: „bis zu 12 Tage“ can never be unmet."""

    AT_LEAST = "at_least", "mindestens"
    UP_TO = "up_to", "bis zu"
    EXACTLY = "exactly", "genau"


class DueShape(TextChoices):
    """The shapes of due rules."""

    PERIOD = "period", "Regelmäßig, zu einem Termin"
    COUNT = "count", "Regelmäßig, in einer Mindestzahl"
    OFFSET = "offset", "Einmal, mit Abstand zu einem Ereignis"
    FIXED = "fixed", "Einmal, an einem festen Tag"
    EVENT = "event", "Wenn etwas geschieht"
    CONTINUOUS = "continuous", "Laufend"


class Anchor(TextChoices):
    """The events of a contract that a due rule can count from."""

    BEGIN = "begin", "Vertragsbeginn"
    SIGNING = "signing", "Unterzeichnung"
    BA_RESOLUTION = "ba_resolution", "BA-Beschluss"
    FULFILMENT = "fulfilment", "Erfüllung einer anderen Pflicht"
    END = "end", "Vertragsende"
    MILESTONE = "milestone", "Meilenstein"


class FieldOfAction(TextChoices):
    """The four Handlungsfelder of the Berliner Strategie."""

    PARTICIPATION = "participation", "Teilhabe"
    EDUCATION = "education", "Bildung"
    HEALTH = "health", "Gesund aufwachsen"
    MATERIAL = "material", "Materielle Versorgung"
    ALL = "all", "alle Handlungsfelder"


class Phase(TextChoices):
    """The phases of the process accompaniment."""

    MANDATE = "mandate", "Auftragsklärung"
    STRUCTURE = "structure", "Struktur"
    KICK_OFF = "kick_off", "Auftakt im Bezirk"
    INVENTORY = "inventory", "Bestand und Bedarf"
    STRATEGY = "strategy", "Strategieentwicklung"
    IMPLEMENTATION = "implementation", "Umsetzung und Sensibilisierung"
    IMPACT = "impact", "Wirkung und Fortschreibung"


class SensitivityStep(TextChoices):
    """The three steps of poverty-sensitive working."""

    KNOWLEDGE = "knowledge", "Wissen"
    ATTITUDE = "attitude", "Haltung"
    ACTION = "action", "Handeln"


class SignatureMethod(TextChoices):
    """How a person signed, or an authority sealed. Further methods come with their proof, not before."""

    INK = "ink", "handschriftlich"
    QUALIFIED = "qualified", "qualifizierte elektronische Signatur"
    ADVANCED = "advanced", "fortgeschrittene elektronische Signatur"
    SEAL = "seal", "qualifiziertes elektronisches Siegel der Behörde"
    CONFIRMATION = "confirmation", "Bestätigung in der Anwendung, keine Unterschrift"


class DateSource(TextChoices):
    """Where a signing date comes from."""

    DOCUMENT = "document", "steht neben der Unterschrift"
    WITNESSED = "witnessed", "bei der Unterzeichnung festgehalten"
    TOLD = "told", "von der unterzeichnenden Seite mitgeteilt"
    PUBLISHED = "published", "aus einer Veröffentlichung"
    TIMESTAMP = "timestamp", "bestätigter Zeitstempel in der Signatur"
    SIGNATURE = "signature", "Zeitangabe in der Signatur, nicht bestätigt"
    APPLICATION = "application", "von der Anwendung festgehalten"


class LinkOccasion(TextChoices):
    """Why a signatory was sent a link."""

    INVITED = "invited", "Einladung"
    REMINDED = "reminded", "Erinnerung"
    RENEWED = "renewed", "erneuert, weil der vorige abgelaufen war"
    RECOVERED = "recovered", "auf eigene Bitte noch einmal gesendet"


class EditionKind(TextChoices):
    """The files that are made of a frozen version."""

    EXECUTION = "execution", "Zeichnungsfassung"
    READING = "reading", "Lesefassung"
    COMPLETED = "completed", "Lesefassung mit Siegel"
    ORIGINAL = "original", "Original mit Siegel"


# the editions that carry the association's seal as their last revision
SEALED_EDITIONS = frozenset({EditionKind.COMPLETED, EditionKind.ORIGINAL})
# the editions that state who signed how, when and where
READING_COPIES = frozenset({EditionKind.READING, EditionKind.COMPLETED})


class SealLevel(TextChoices):
    """What a PAdES seal carries beside the signature (ETSI EN 319 142-1)."""

    B_T = "B-T", "mit Zeitstempel (B-T)"
    B_LT = "B-LT", "mit Zeitstempel und Sperrdaten (B-LT)"


class ArchiveStep(TextChoices):
    """What becomes of an agreement when its retention is over (§ 5 ArchGB)."""

    OFFERED = "offered", "dem Landesarchiv angeboten"
    DECLINED = "declined", "vom Landesarchiv abgelehnt"
    HANDED_OVER = "handed_over", "dem Landesarchiv übergeben"


class ResolutionKind(TextChoices):
    """Decisions of the district's bodies around an agreement."""

    BVV_MOTION = "bvv_motion", "Antrag in der BVV"
    BVV_DECISION = "bvv_decision", "Beschluss der BVV"
    BA_RESOLUTION = "ba_resolution", "BA-Beschluss"
    BVV_NOTED = "bvv_noted", "Kenntnisnahme der BVV"
    BVV_REPORT = "bvv_report", "Zwischenbericht an die BVV"


class MilestoneKind(TextChoices):
    """Dated facts about an agreement, each with its source."""

    SIGNED = "signed", "Unterzeichnung (laut Quelle)"
    PUBLISHED = "published", "Veröffentlichung"
    PRESENTED = "presented", "öffentliche Vorstellung"
    STRUCTURE = "structure", "Arbeitsstruktur"
    EVENT = "event", "Veranstaltung"


class Progress(TextChoices):
    """What a report says about an obligation."""

    IN_PROGRESS = "in_progress", "in Arbeit"
    FULFILLED = "fulfilled", "erfüllt"
    PARTLY = "partly", "teilweise erfüllt"
    NOT_FULFILLED = "not_fulfilled", "nicht erfüllt"
    IMPOSSIBLE = "impossible", "nicht mehr möglich"


class ReportDecision(TextChoices):
    """How the other side answers a report."""

    CONFIRMED = "confirmed", "bestätigt"
    ASKED_BACK = "asked_back", "Rückfrage"


class EvidenceKind(TextChoices):
    """What shows that a report is true."""

    FILE = "file", "Datei"
    LINK = "link", "Link"
    REFERENCE = "reference", "Drucksache oder Aktenzeichen"
    NOTE = "note", "Vermerk"


class PlaceholderKind(TextChoices):
    """What a placeholder of a model text is filled with."""

    TEXT = "text", "kurzer Text"
    LONG_TEXT = "long_text", "langer Text"
    DATE = "date", "Datum"
    NUMBER = "number", "Zahl"


class Addressee(TextChoices):
    """Who a comment is for; comments of the team are not there for anybody else."""

    TEAM = "team", "nur MitWirkung"
    DISTRICT = "district", "MitWirkung und Bezirk"


class Decision(TextChoices):
    """What became of a suggestion."""

    OPEN = "open", "offen"
    ACCEPTED = "accepted", "übernommen"
    DECLINED = "declined", "abgelehnt"


class ClearanceResult(TextChoices):
    """How an office answered when it was asked for its Mitzeichnung."""

    UNCHANGED = "unchanged", "ohne Änderung"
    REMARKS = "remarks", "mit Hinweisen"
    REFUSED = "refused", "abgelehnt"
