"""The table of permissions: which roles may do what, and in which status of the instrument.

It is printed in docs/permissions.md and checked by the tests; `policy` answers from it.
"""

from dataclasses import dataclass
from enum import StrEnum

from agreements.choices import Status
from agreements.lifecycle import EDITABLE, FROZEN, TRANSITIONS
from districts.roles import DISTRICT_ROLES, Role

ALL_STATUSES = frozenset(Status)
SIGNING = frozenset({Status.SIGNING})

COORDINATOR = frozenset({Role.COORDINATOR})
READERS = frozenset(Role)


class About(StrEnum):
    """What an action applies to: contracts, only those made elsewhere, model texts in progress, or all."""

    CONTRACT = "Ein Mustertext lässt sich nur veröffentlichen, nicht abstimmen oder unterzeichnen."
    MODEL = "Das geht nur mit einem Mustertext."
    MADE_ELSEWHERE = "Das geht nur mit einem Vertrag, der andernorts geschlossen und hier nacherfasst ist."
    BOTH = ""


@dataclass(frozen=True, slots=True)
class Permission:
    """A row of the table: roles, and statuses of the instrument."""

    action: str
    label: str
    roles: frozenset[Role]
    statuses: frozenset[Status] = ALL_STATUSES
    refusal: str = ""
    about: About = About.CONTRACT


_NOT_FROZEN = "Berichtigt wird, was zu einer Fassung festgehalten ist, die zur Zeichnung vorliegt oder unterzeichnet ist."
_NOT_SIGNING = "Unterschriften lassen sich nur festhalten, solange die Urkunde zur Zeichnung vorliegt."

PERMISSIONS = {
    row.action: row
    for row in (
        Permission("agreement.view", "Vertrag lesen", READERS),
        Permission(
            "contact.view",
            "Wen man im Bezirk fragt, mit Telefon und E-Mail",
            DISTRICT_ROLES | COORDINATOR | {Role.ADMIN},
        ),
        Permission("agreement.create", "Neuen Vertrag anlegen", COORDINATOR),
        Permission(
            "agreement.record",
            "Andernorts geschlossenen Vertrag aufnehmen und berichtigen",
            COORDINATOR,
            frozenset({Status.SIGNED}),
            "Berichtigt wird eine Aufnahme, die gilt.",
            About.MADE_ELSEWHERE,
        ),
        Permission("association.view", "Angaben zum Verein lesen", COORDINATOR | {Role.ADMIN}),
        Permission(
            "agreement.hand_over",
            "Zuständigkeit für Verträge übergeben",
            COORDINATOR | {Role.ADMIN},
            about=About.BOTH,
        ),
        Permission("instrument.view", "Urkunde lesen", READERS, about=About.BOTH),
        Permission(
            "amendment.begin",
            "Nachtrag beginnen",
            COORDINATOR,
            frozenset({Status.SIGNED}),
            "Ein Nachtrag ändert einen unterzeichneten Vertrag.",
        ),
        Permission(
            "draft.edit",
            "Text, Pflichten und Unterzeichnende ändern",
            COORDINATOR,
            EDITABLE,
            "Ändern lässt sich der Text nur im Entwurf und in der Abstimmung.",
            About.BOTH,
        ),
        Permission("template.view", "Mustertexte lesen", COORDINATOR | {Role.ADMIN}, about=About.BOTH),
        Permission("template.open", "Mustertext weiterschreiben", COORDINATOR),
        Permission("template.edit", "Regeln des Mustertexts ändern", COORDINATOR, about=About.MODEL),
        Permission("template.publish", "Mustertext veröffentlichen", COORDINATOR, about=About.MODEL),
        Permission(
            "comment.read", "Anmerkungen lesen", DISTRICT_ROLES | COORDINATOR | {Role.ADMIN}, about=About.BOTH
        ),
        Permission(
            "comment.write",
            "Anmerkungen schreiben und erledigen",
            DISTRICT_ROLES | COORDINATOR,
            EDITABLE,
            "Anmerkungen lassen sich nur im Entwurf und in der Abstimmung schreiben.",
            About.BOTH,
        ),
        Permission(
            "suggestion.make",
            "Andere Worte vorschlagen",
            DISTRICT_ROLES,
            frozenset({Status.REVIEW}),
            "Vorschlagen können Sie nur in der Abstimmung.",
        ),
        Permission(
            "suggestion.decide",
            "Vorschläge übernehmen oder ablehnen",
            COORDINATOR,
            EDITABLE,
            "Über Vorschläge lässt sich nur vor dem Festschreiben entscheiden.",
        ),
        Permission(
            "clearance.view", "Mitzeichnung nachlesen", DISTRICT_ROLES | COORDINATOR | frozenset({Role.ADMIN})
        ),
        Permission(
            "clearance.open",
            "Mitzeichnung beginnen und schließen",
            COORDINATOR,
            frozenset({Status.REVIEW}),
            "Mitzeichnen geht nur in der Abstimmung.",
        ),
        Permission(
            "clearance.answer",
            "Ergebnis einer Mitzeichnung festhalten",
            DISTRICT_ROLES | COORDINATOR,
            frozenset({Status.REVIEW}),
            "Mitzeichnen geht nur in der Abstimmung.",
        ),
        Permission("signature.record", "Unterschrift festhalten", COORDINATOR, SIGNING, _NOT_SIGNING),
        Permission(
            "signature.correct", "Unterschrift auf Papier berichtigen", COORDINATOR, FROZEN, _NOT_FROZEN
        ),
        Permission(
            "link.send",
            "Unterzeichnende per Link einladen und erinnern",
            COORDINATOR,
            SIGNING,
            "Einladen können Sie nur, solange die Urkunde zur Zeichnung vorliegt.",
        ),
        Permission("seal.view", "Ausstehende Siegel ansehen", COORDINATOR | {Role.ADMIN}),
        Permission(
            "seal.retry",
            "Ausstehendes Siegel jetzt versuchen",
            COORDINATOR | {Role.ADMIN},
            frozenset({Status.SIGNED}),
            "Siegeln lässt sich nur, was unterzeichnet ist.",
        ),
        Permission("mail.view", "Nicht gesendete E-Mails ansehen und anstoßen", COORDINATOR | {Role.ADMIN}),
        Permission("reminder.view", "Versandprotokoll der Erinnerungen lesen", COORDINATOR | {Role.ADMIN}),
        Permission("reminder.set", "Vorlauf der Erinnerungen festlegen", COORDINATOR),
        Permission("document.download", "PDF und Scans herunterladen", READERS, about=About.BOTH),
        Permission("bundle.download", "Ganze Akte herunterladen", COORDINATOR | {Role.ADMIN}),
        Permission("archive.record", "Angebot an das Landesarchiv festhalten", COORDINATOR | {Role.ADMIN}),
        Permission(
            "extension.decide",
            "Entscheidung über die Verlängerung festhalten",
            COORDINATOR,
            frozenset({Status.SIGNED}),
            "Über die Verlängerung wird bei einem unterzeichneten Vertrag entschieden.",
        ),
        Permission(
            "extension.read", "Entscheidungen über die Verlängerung lesen", COORDINATOR | {Role.ADMIN}
        ),
        Permission(
            "termination.record",
            "Kündigung oder ihre Rücknahme festhalten",
            COORDINATOR,
            frozenset({Status.SIGNED}),
            "Kündigen lässt sich nur ein unterzeichneter Vertrag.",
        ),
        Permission(
            "termination.read",
            "Kündigungsschreiben und Gründe lesen",
            DISTRICT_ROLES | COORDINATOR | {Role.ADMIN},
        ),
        Permission("record.edit", "Beschlüsse und Meilensteine festhalten", COORDINATOR),
        Permission(
            "history.draft",
            "Änderungen und Fassungen des Entwurfs nachlesen",
            COORDINATOR | {Role.ADMIN},
            about=About.BOTH,
        ),
        Permission(
            "obligation.report",
            "Sachstand melden",
            DISTRICT_ROLES | COORDINATOR,
            frozenset({Status.SIGNED}),
            "Melden können Sie nur zu Pflichten aus einem unterzeichneten Vertrag.",
        ),
        Permission(
            "obligation.confirm",
            "Sachstand der anderen Seite bestätigen oder nachfragen",
            DISTRICT_ROLES | COORDINATOR,
            frozenset({Status.SIGNED}),
            "Bestätigen können Sie nur, was zu einem unterzeichneten Vertrag gemeldet ist.",
        ),
        Permission(
            "release.report",
            "Freistellung melden",
            DISTRICT_ROLES,
            frozenset({Status.SIGNED}),
            "Freistellung lässt sich nur zu einem unterzeichneten Vertrag melden.",
        ),
        Permission(
            "release.confirm",
            "Meldung zur Freistellung bestätigen oder nachfragen",
            COORDINATOR,
            frozenset({Status.SIGNED}),
            "Bestätigen können Sie nur, was zu einem unterzeichneten Vertrag gemeldet ist.",
        ),
        Permission(
            "table.exchange",
            "Tabellen herunterladen und einlesen",
            DISTRICT_ROLES | COORDINATOR,
            about=About.BOTH,
        ),
        Permission(
            "privacy.record",
            "Verzeichnis der Verarbeitungstätigkeiten lesen",
            frozenset({Role.ADMIN}),
            about=About.BOTH,
        ),
        Permission("person.view", "Alles über eine Person lesen", frozenset({Role.ADMIN}), about=About.BOTH),
        Permission(
            "four_eyes.ask",
            "Beantragen, was nur zwei aus der Administration zusammen tun: Rolle „Administration“, fremde Faktoren, Löschen",
            frozenset({Role.ADMIN}),
            about=About.BOTH,
        ),
        Permission(
            "four_eyes.decide",
            "Bestätigen oder ablehnen, was jemand anderes aus der Administration beantragt hat",
            frozenset({Role.ADMIN}),
            about=About.BOTH,
        ),
        Permission(
            "people.view",
            "Menschen mit Konto und ihre Rollen sehen, als Leitung die des eigenen Bezirks",
            COORDINATOR | {Role.ADMIN, Role.DISTRICT_LEAD},
            about=About.BOTH,
        ),
        Permission(
            "people.look_after",
            "Menschen einladen und betreuen, als Leitung die des eigenen Bezirks",
            frozenset({Role.ADMIN, Role.DISTRICT_LEAD}),
            about=About.BOTH,
        ),
        Permission("brief.print", "Kurzbericht für die Leitung drucken", DISTRICT_ROLES | COORDINATOR),
        Permission("start.city", "„Meine Arbeit“ und alle Bezirke sehen", COORDINATOR | {Role.OBSERVER}),
        Permission("start.district", "„Was steht an“ im Bezirk sehen", DISTRICT_ROLES),
        *(
            Permission(
                f"step.{step.name}",
                step.label,
                step.roles,
                step.sources,
                f"Dieser Schritt ist möglich aus: {', '.join(s.label for s in Status if s in step.sources)}.",
                About.MADE_ELSEWHERE if step.made_elsewhere else About.CONTRACT,
            )
            for step in TRANSITIONS.values()
            if step.roles
        ),
    )
}
