"""Invented reports on Pankow's obligations, with answers, covering every status."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from agreements.choices import Progress, ReportDecision
from agreements.models import Agreement, Report
from agreements.tracking.actions import answer, report, report_occasion
from agreements.tracking.validation import Statement
from mitwirkung.demo.clock import berlin
from mitwirkung.demo.people import Cast

DONE = Progress.FULFILLED
INVENTED = "(erfunden)"
# yearly reports: code, day and month, first and last year, quantity, reporter, remark
YEARLY = (
    ("O-02", "11-01", 2023, 2025, None, "bogdan", "Amtsleitungen haben bestätigt."),
    ("O-08", "06-30", 2024, 2025, 1, "bogdan", "Datenblatt übergeben."),
    ("O-09", "03-31", 2024, 2026, 1, "bogdan", "Auswahl bestätigt, Vermerk im Bilanzgespräch."),
    ("O-11", "12-31", 2023, 2025, 2, "bogdan", "Zwei Verfahren geprüft und geändert."),
    ("O-12", "12-31", 2023, 2025, 43, "bogdan", "Fortbildung und Fachtag, Teilnahmezahl ohne Namen."),
    ("O-13", "12-31", 2023, 2025, 1, "bogdan", "Familiencafé mit 18 Familien."),
    ("O-14", "12-31", 2023, 2025, 11, "bogdan", "Elf Sitzungen, Protokolle liegen vor."),
    ("O-15", "12-31", 2023, 2025, 2, "bogdan", "Zwei Sitzungen, Protokolle liegen vor."),
    ("O-18", "03-31", 2024, 2025, 1, "bogdan", "Anlage 1 fortgeschrieben."),
    ("O-20", "12-31", 2023, 2025, 9, "amira", "Neun Begleittage, Übersicht liegt vor."),
    ("O-21", "12-31", 2023, 2025, 3, "amira", "Drei Lernwerkstätten, Dokumentation liegt vor."),
    ("O-22", "11-30", 2023, 2025, 1, "amira", "Programm des Fachtags liegt vor."),
    ("O-23", "01-31", 2024, 2026, 1, "bogdan", "Sachstandsbericht versandt."),
    ("O-24", "02-28", 2024, 2026, 1, "amira", "Jahresübersicht versandt."),
    ("O-25", "03-31", 2024, 2026, 1, "bogdan", "Bilanzgespräch geführt, Protokoll liegt vor."),
)
ONCE = (
    ("O-19", "2023-09-01", DONE, "Zwei Ansprechpersonen benannt.", "amira", berlin(2024, 6, 10)),
    ("O-01", "2023-11-01", DONE, "Stelle besetzt.", "bogdan", berlin(2024, 6, 11)),
    ("O-03", "2023-11-01", DONE, "Schreiben vom 25.10.2023.", "bogdan", berlin(2024, 6, 11, 11)),
    ("O-16", "2024-01-03", DONE, "BA-Beschluss vom 29.08.2023.", "bogdan", berlin(2024, 6, 11, 12)),
    (
        "O-17",
        "2023-11-29",
        DONE,
        "Kenntnisnahme am 20.09.2023, Drs. IX-0731.",
        "bogdan",
        berlin(2024, 6, 11, 13),
    ),
    ("O-06", "2024-02-01", DONE, "Bestandsaufnahme liegt vor.", "bogdan", berlin(2024, 6, 12)),
    (
        "O-07",
        "2025-02-01",
        Progress.PARTLY,
        "Entwurf liegt vor, der Maßnahmenplan fehlt noch.",
        "bogdan",
        berlin(2025, 1, 30),
    ),
    (
        "O-08",
        "2026-06-30",
        Progress.NOT_FULFILLED,
        "Die Daten des Sozialamts liegen noch nicht vor.",
        "bogdan",
        berlin(2026, 6, 29),
    ),
    (
        "O-11",
        "2026-12-31",
        Progress.IN_PROGRESS,
        "Ein Angebot geprüft, eines folgt.",
        "bogdan",
        berlin(2026, 9, 14),
    ),
    ("O-02", "2026-11-01", DONE, "Amtsleitungen haben bestätigt.", "bogdan", berlin(2026, 10, 28)),
)
ASKED_BACK = {("O-12", "2025-12-31"): "Sind die Teilnehmenden des Fachtags darin doppelt gezählt?"}
WAITING = {("O-02", "2026-11-01"), ("O-22", "2025-11-30"), ("O-25", "2026-03-31")}
OCCASION_ON = date(2026, 11, 16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A report to create."""

    at: datetime
    code: str
    key: str
    who: str
    progress: Progress
    remark: str
    amount: int | None = None


def add_reports(agreement: Agreement, cast: Cast) -> None:
    """Create reports and answers in chronological order, all marked as invented."""
    for line in sorted(_lines(), key=lambda line: (line.at, line.code)):
        made = report(
            agreement.obligations.get(code=line.code),
            statement=Statement(
                key=line.key,
                seen=0,
                progress=line.progress,
                done_on=timezone.localdate(line.at),
                amount=Decimal(line.amount) if line.amount else None,
                remark=f"{line.remark} {INVENTED}",
            ),
            by=cast[line.who],
            at=line.at,
        )
        _answer(made, line, cast)
    report_occasion(
        agreement.obligations.get(code="O-27"),
        happened_on=OCCASION_ON,
        note=f"Pressemitteilung zum Fachtag liegt zur Abstimmung vor {INVENTED}",
        by=cast["amira"],
        at=berlin(2026, 11, 16, 9),
    )


def _lines() -> Iterator[Line]:
    for code, key, progress, remark, who, at in ONCE:
        yield Line(at=at, code=code, key=key, who=who, progress=progress, remark=remark)
    for code, day, first, last, amount, who, remark in YEARLY:
        for year in range(first, last + 1):
            due_on = date.fromisoformat(f"{year}-{day}")
            at = berlin(due_on.year, due_on.month, min(due_on.day, 28), 14)
            yield Line(
                at=at,
                code=code,
                key=due_on.isoformat(),
                who=who,
                progress=DONE,
                remark=remark,
                amount=amount,
            )


def _answer(made: Report, line: Line, cast: Cast) -> None:
    key = (line.code, line.key)
    if line.progress != DONE or key in WAITING:
        return
    question = ASKED_BACK.get(key, "")
    answer(
        made,
        decision=ReportDecision.ASKED_BACK if question else ReportDecision.CONFIRMED,
        remark=question,
        seen=0,
        by=cast["bogdan" if line.who == "amira" else "amira"],
        at=line.at.replace(hour=16),
    )
