"""Prints who may do what as the page docs/permissions.md, from the tables that decide it."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.base import BaseCommand

from agreements.choices import Status
from agreements.parties import ReportingSide
from agreements.permission_table import ALL_STATUSES, PERMISSIONS
from agreements.policy import statuses_seen
from agreements.tracking.permissions import ROLES
from districts.roles import DISTRICT_ROLES, Role

HEADER = """\
# Wer darf was

Diese Seite wird aus den Tabellen erzeugt, nach denen die Anwendung entscheidet
(`manage.py permission_table > docs/permissions.md`); ein Test schlägt an, wenn sie veraltet ist.

Zuerst zählt, was eine Person sehen darf: Was sie nicht sehen darf, gibt es für sie nicht (Antwort 404).
Was sie sieht, aber nicht tun darf, wird mit Begründung abgelehnt (Antwort 403).
Rollen im Bezirk gelten nur für den eigenen Bezirk, alle anderen für die ganze Stadt.
Ohne Rolle ist nach der Anmeldung nichts zu sehen.

Konten betreut die Administration, im Bezirk dessen Leitung: Sie gibt und nimmt nur Rollen im eigenen Bezirk und ändert ein
Konto nur, wenn alle Rollen der Person dort liegen.

Die Administration pflegt in der Verwaltung (`/admin/`) Bezirke, Konten und Rollen und kann dort Kopf, Text, Parteien
und Unterzeichnende offener Entwürfe, Beschlüsse, Meilensteine und Unterzeichnungstermine berichtigen. Pflichten werden
auf den Seiten des Entwurfs geändert. Was festgeschrieben ist, kann auch dort nur gelesen werden, und jede Änderung an
einem Vertrag steht in seiner Geschichte."""


class Command(BaseCommand):
    """Print the page."""

    help = "Druckt die Tabelle der Rechte als Markdown für docs/permissions.md."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(page(), ending="")


def page() -> str:
    """Return the whole page."""
    return "\n".join([HEADER, *_seeing(), *_doing(), *_reporting()]) + "\n"


def _seeing() -> Iterator[str]:
    yield from ("", "## Urkunden sehen", "")
    yield from _table(["Rolle", "sieht Urkunden im Stand"])
    for role in Role:
        own = " (eigener Bezirk)" if role in DISTRICT_ROLES else ""
        yield _row([role.label, f"{_statuses(statuses_seen(role))}{own}"])
    yield from (
        "",
        "Verträge, die nur aus öffentlichen Quellen bekannt sind, sehen alle Rollen, im Bezirk nur die eigenen.",
        "Fassungen, die aus der Zeichnung zurückgeholt wurden, sieht nur, wer jede Änderung des Entwurfs nachlesen darf.",
    )


def _doing() -> Iterator[str]:
    yield from ("", "## Handeln", "")
    yield from _table(["Was", *(role.label for role in Role), "im Stand"])
    for permission in PERMISSIONS.values():
        marks = ["ja" if role in permission.roles else "–" for role in Role]
        yield _row([permission.label, *marks, _statuses(permission.statuses)])


def _reporting() -> Iterator[str]:
    yield from (
        "",
        "## Sachstand melden",
        "",
        "Der Bezirk meldet, was er selbst schuldet; für alle anderen Vertragsparteien meldet die Koordination.",
        "",
    )
    yield from _table(["Wer schuldet", "Wer meldet"])
    everybody = frozenset().union(*ROLES.values())
    for who, roles in {
        "Bezirk": ROLES[ReportingSide.DISTRICT],
        "andere Vertragsparteien": ROLES[ReportingSide.COORDINATION],
        "Bezirk und andere gemeinsam": everybody,
    }.items():
        yield _row([who, ", ".join(role.label for role in Role if role in roles)])


def _statuses(statuses: Iterable[Status]) -> str:
    chosen = set(statuses)
    return "jedem" if chosen == ALL_STATUSES else ", ".join(s.label for s in Status if s in chosen)


def _table(names: list[str]) -> Iterator[str]:
    yield _row(names)
    yield _row(["---"] * len(names))


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
