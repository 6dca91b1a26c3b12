"""What has been found out about accessibility and how, and what has not: the statement says this and nothing more."""

from dataclasses import dataclass
from datetime import date

WRITTEN_ON = date(2026, 11, 30)
AXE_VERSION = "4.14.1"
WIDTHS = (320, 390, 720, 1440)  # pixels; 720 is 1440 at a zoom of 200 %


@dataclass(frozen=True, slots=True)
class Check:
    """What is checked with every change of the program, in German, and the tests that do it."""

    what: str
    tests: tuple[str, ...]


CHECKED = (
    Check(
        "Die Seiten, die Menschen im Browser benutzen, werden dabei mit axe-core nach den maschinell prüfbaren Regeln der WCAG "
        "2.2, Stufe A und AA, untersucht, am Telefon und am Schreibtisch.",
        ("tests/browser/test_project.py", "tests/browser/test_story.py", "tests/browser/axe.py"),
    ),
    Check(
        "Auch die Verwaltung (Rolle „Administration“) wird so untersucht.",
        ("tests/browser/test_admin.py",),
    ),
    Check(
        "Alles passt bei 320 Pixeln Breite und bei 200 % Vergrößerung in das Fenster, ohne seitliches Rollen der Seite.",
        ("tests/browser/axe.py", "tests/browser/test_project.py"),
    ),
    Check(
        "Jede Seite hat genau eine Hauptüberschrift, keine übersprungene Überschrift und kein Feld ohne Beschriftung.",
        ("tests/test_pages.py",),
    ),
    Check(
        "Texte schreiben, Nachweise einreichen und Konflikte entscheiden geht mit der Tastatur allein.",
        (
            "tests/browser/test_writing.py",
            "tests/browser/test_evidence.py",
            "tests/browser/test_concurrent_edit.py",
        ),
    ),
    Check(
        "Die erzeugten PDF-Dateien erfüllen die maschinell prüfbaren Regeln von PDF/UA-1 (veraPDF).",
        ("tests/rendering/test_conformance.py",),
    ),
)
BARRIERS = (
    "Hochgeladene Scans und Nachweise sind so zugänglich, wie sie hochgeladen wurden; Scans von Unterschriftsseiten sind meist Bilder "
    "ohne Text. Derselbe Vertragstext steht auf der Seite des Vertrags als lesbarer Text.",
    "Die Vorschau im Editor zeigt Seiten als Bilder. Der Text, den sie zeigt, steht daneben im Editor und im PDF.",
    "Fotos von Unterzeichnungsterminen sind so gut beschrieben, wie es die Person getan hat, die sie hochgeladen hat.",
)
UNPROVEN = (
    "Mit einem Vorleseprogramm (Screenreader) hat die Anwendung noch niemand planmäßig geprüft.",
    "Eine Prüfung durch Menschen mit Behinderungen oder durch eine unabhängige Stelle steht aus.",
    "Ob Texte leicht verständlich sind, wurde nicht untersucht; Fassungen in Leichter Sprache und Gebärdensprache gibt es nicht.",
    "Heruntergeladene Tabellen (Excel, CSV) wurden nicht auf Barrierefreiheit geprüft.",
)
