"""What was reported on Pankow's obligations: invented, so that every standing can be looked at."""

from agreements.models import Agreement
from agreements.tracking.actions import report
from agreements.vocabulary import Progress
from mitwirkung.demo.clock import berlin
from mitwirkung.demo.people import Cast

DONE = Progress.FULFILLED
REPORTS = (
    ("O-19", DONE, "Zwei Ansprechpersonen benannt.", "amira", berlin(2024, 6, 10)),
    ("O-01", DONE, "Stelle besetzt.", "bogdan", berlin(2024, 6, 11)),
    ("O-03", DONE, "Schreiben vom 25.10.2023.", "bogdan", berlin(2024, 6, 11, 11)),
    ("O-16", DONE, "BA-Beschluss vom 29.08.2023.", "bogdan", berlin(2024, 6, 11, 12)),
    ("O-17", DONE, "Kenntnisnahme am 20.09.2023, Drs. IX-0731.", "bogdan", berlin(2024, 6, 11, 13)),
    ("O-06", DONE, "Bestandsaufnahme liegt vor.", "bogdan", berlin(2024, 6, 12)),
    (
        "O-07",
        Progress.PARTLY,
        "Entwurf liegt vor, der Maßnahmenplan fehlt noch.",
        "bogdan",
        berlin(2025, 1, 30),
    ),
    ("O-11", DONE, "Zwei Verfahren geprüft und geändert.", "bogdan", berlin(2026, 1, 12)),
    ("O-12", DONE, "43 Beschäftigte fortgebildet.", "bogdan", berlin(2026, 1, 12, 11)),
    ("O-13", DONE, "Familiencafé mit 18 Familien.", "bogdan", berlin(2026, 1, 12, 12)),
    ("O-14", DONE, "Elf Sitzungen, Protokolle liegen vor.", "bogdan", berlin(2026, 1, 14)),
    ("O-15", DONE, "Zwei Sitzungen, Protokolle liegen vor.", "bogdan", berlin(2026, 1, 14, 11)),
    ("O-21", DONE, "Drei Lernwerkstätten, Dokumentation liegt vor.", "amira", berlin(2026, 1, 15)),
    ("O-23", DONE, "Versandt am 28.01.2026.", "bogdan", berlin(2026, 1, 28)),
    ("O-24", DONE, "Jahresübersicht 2025 versandt.", "amira", berlin(2026, 2, 20)),
    ("O-09", DONE, "Auswahl bestätigt, Vermerk im Bilanzgespräch.", "bogdan", berlin(2026, 3, 25)),
    ("O-25", DONE, "Bilanzgespräch am 24.03.2026.", "bogdan", berlin(2026, 3, 25, 11)),
    (
        "O-08",
        Progress.NOT_FULFILLED,
        "Die Daten des Sozialamts liegen noch nicht vor.",
        "bogdan",
        berlin(2026, 6, 29),
    ),
    ("O-11", Progress.IN_PROGRESS, "Ein Angebot geprüft, eines folgt.", "bogdan", berlin(2026, 9, 14)),
    ("O-02", DONE, "Amtsleitungen haben bestätigt.", "bogdan", berlin(2026, 10, 28)),
)


def tell_reports(agreement: Agreement, cast: Cast) -> None:
    """Report in the order of time; every remark says that it is invented."""
    for code, progress, remark, who, at in REPORTS:
        report(
            agreement.obligations.get(code=code),
            progress=progress,
            remark=f"{remark} (erfunden)",
            by=cast[who],
            at=at,
        )
