"""What the running of the application itself leaves behind."""

from mitwirkung.privacy.activity import Activity, DeclaredTable
from mitwirkung.privacy.register.bases import SECURITY

OPERATION = Activity(
    key="betrieb",
    title="Betrieb und Sicherheit",
    plain="Das Protokoll des Servers nennt bei einer Anfrage Zeit, Seite und Nummer des Kontos, nie Namen oder Eingaben; das "
    "Sicherheitsprotokoll hält fest, wer sich angemeldet hat, abgewiesen wurde, etwas heruntergeladen oder an Konten geändert hat, mit "
    "Nummer und gekürzter Netzadresse. Damit "
    "niemand die Anwendung durch zu viele Anfragen lahmlegt, wird gezählt, wie oft eine Netzadresse fragt; "
    "gespeichert wird dafür nur ein daraus gebildeter Wert.",
    purpose="Störungen und Angriffe erkennen, Daten wiederherstellen können.",
    basis=SECURITY,
    subjects="Alle, die die Anwendung benutzen",
    readers="Der Betrieb; das Sicherheitsprotokoll auch die Administration.",
    kept="Das Sicherheitsprotokoll {months} Monate. Andere Protokolle und Sicherungen so lange, wie der Betrieb es festlegt; die Zählung höchstens eine Stunde. Was gelöscht "
    "wurde, wird nach dem Einspielen einer Sicherung noch einmal gelöscht.",
    tables=(
        DeclaredTable(
            model="districts.SecurityEvent",
            account="person",
            personal="at kind person about network request",
            other="id sequence previous_hash hash",
        ),
    ),
)
