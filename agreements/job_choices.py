"""The queues of background jobs and what recurs in them, with their German labels. Pure."""

from django.db.models import TextChoices


class Queue(TextChoices):
    """Where background jobs wait; each can have processes and machines of its own."""

    MAIL = "mail", "E-Mails"
    RENDER = "render", "Zeichnungsfassungen"
    SEAL = "seal", "Siegel"
    TABLES = "tables", "Tabellen"
    UPKEEP = "upkeep", "laufende Pflege"


class RecurringTask(TextChoices):
    """What is done again and again without being asked."""

    REMIND = "remind", "An Links zum Unterzeichnen und an Fristen zur Kündigung erinnern"
    CHECK_EVIDENCE = "check_evidence", "Nachweise auf Viren prüfen"
    SUMMARISE = "summarise", "Überblick vorbereiten"
    SWEEP_FILES = "sweep_files", "Dateien aufräumen"
    TIDY_JOBS = "tidy_jobs", "Alte Einträge der Warteschlange löschen"
    INDEX_OTHERS = "index_others", "Mustertexte und Personen in die Suche aufnehmen, Wörter zählen"
    SECURITY_LOG = "security_log", "Altes aus dem Sicherheitsprotokoll löschen"
    CHECK_SEAL = "check_seal", "Siegel und Zeitstempeldienst prüfen"
    CHECK_SCANNER = "check_scanner", "Virenscanner prüfen"
    DEPARTURES = "departures", "Zugänge beenden, wenn jemand geht"
    REPORT_HEALTH = "report_health", "Störungen melden"


class WatchedService(TextChoices):
    """What only some worker can ask; it writes down what it was told."""

    SEAL = "seal", "Siegel"
    TIME_STAMP = "time_stamp", "Zeitstempeldienst"
    SCANNER = "scanner", "Virenscanner"
