"""Renders every Zeichnungsfassung anew and compares: same content, same bytes."""

import time
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agreements.choices import EditionKind
from agreements.files import store
from agreements.models import Edition
from agreements.rendering.batch import RenderJob, render_all

DAMAGED = "Die gespeicherte Datei fehlt oder wurde verändert. Bitte die Datensicherung einspielen."
OTHER_BYTES = (
    "Neu erstellt ergibt derselbe Inhalt andere Bytes. Es gilt weiter die gespeicherte Datei, sie ist unversehrt; "
    "der Grund ist meist eine andere Fassung des Programms oder eine andere MITWIRKUNG_PUBLIC_URL."
)
UNRENDERED = (
    "Lässt sich nicht neu erstellen ({why}). Es gilt weiter die gespeicherte Datei, sie ist unversehrt."
)
BROKEN = (
    "Ein Prozess wurde von außen beendet, meist weil der Speicher nicht reicht. Geprüft sind {done} von {total}; "
    "es wurde nichts geändert. Starten Sie noch einmal, mit --processes 1."
)


class Command(BaseCommand):
    """Check each stored file against its SHA-256, render its content once more, and name whatever differs."""

    help = "Prüft jede gespeicherte Zeichnungsfassung und erstellt sie zum Vergleich neu: gleicher Inhalt, gleiche Bytes."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how many processes render."""
        parser.add_argument("--processes", type=int, default=2, help="so viele Prozesse (Vorgabe: 2)")

    def handle(self, *args: Any, processes: int, **options: Any) -> None:
        """Say what differs, and end with an error if anything does."""
        if processes < 1:
            raise CommandError("--processes braucht mindestens 1.")
        begin = time.monotonic()
        self.total = Edition.objects.filter(kind=EditionKind.EXECUTION).count()
        self.done = self.faults = 0
        self.names: dict[int, tuple[str, str]] = {}  # of what is being rendered: its name and its SHA-256
        try:
            self._compare(processes)
        except BrokenProcessPool as error:
            raise CommandError(BROKEN.format(done=self.done, total=self.total)) from error
        if self.faults:
            raise CommandError(f"Zeichnungsfassungen: {self.total}, davon nicht in Ordnung: {self.faults}.")
        seconds = time.monotonic() - begin
        self.stdout.write(
            f"Zeichnungsfassungen: {self.total}, alle unversehrt und Byte für Byte gleich ({seconds:.0f} s)."
        )

    def _compare(self, processes: int) -> None:
        for rendered in render_all(self._orders(), processes=processes):
            name, sha256 = self.names.pop(rendered.key)
            if rendered.problem:
                self._fault(name, UNRENDERED.format(why=rendered.problem))
            elif rendered.sha256 != sha256:
                self._fault(name, OTHER_BYTES)
            self._advance()

    def _orders(self) -> Iterator[RenderJob]:
        """Yield what is to be rendered; a damaged file is reported at once and not compared."""
        editions = Edition.objects.filter(kind=EditionKind.EXECUTION).order_by("pk")
        for edition in editions.select_related("file", "version__instrument__agreement__district").iterator():
            version = edition.version
            name = f"{version.instrument.agreement}, Fassung {version.number}"
            try:
                with store.open_verified(edition.file):
                    pass
            except store.DamagedFileError:
                self._fault(name, DAMAGED)
                self._advance()
                continue
            self.names[edition.pk] = name, edition.file_id
            yield RenderJob(key=edition.pk, content=version.content, moment=edition.made_at)

    def _fault(self, name: str, words: str) -> None:
        self.faults += 1
        self.stdout.write(f"{name}: {words}")

    def _advance(self) -> None:
        """Show how far it is: on a terminal in one line, otherwise at every tenth part."""
        self.done += 1
        if self.stderr.isatty():
            end = "\n" if self.done == self.total else ""
            self.stderr.write(f"\r{self.done} von {self.total}", style_func=str, ending=end)
            self.stderr.flush()
        elif self.done == self.total or self.done % max(self.total // 10, 1) == 0:
            self.stderr.write(f"{self.done} von {self.total}", style_func=str)
