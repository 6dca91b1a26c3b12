"""E-mails about events: text and recipients. Pure; `texts.event_wording` fills the braces."""

from dataclasses import dataclass
from enum import StrEnum

from agreements.mail_topics import Topic


class Recipients(StrEnum):
    COORDINATOR = "zuständige Koordination"
    DISTRICT = "Menschen des Bezirks"
    ASKED = "die Seite, die antworten soll"
    MENTIONED = "wer angesprochen ist"


BOTH = frozenset({Recipients.COORDINATOR, Recipients.DISTRICT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """An e-mail: `subject` in a few words, `happened` in sentences, `now` what to do.

    Who has switched the `topic` off is not told; without one everybody is.
    """

    to: frozenset[Recipients] = BOTH
    subject: str
    happened: str
    now: str
    topic: Topic | None = None


FROZEN = Notice(
    subject="liegt zur Zeichnung vor",
    happened="Der Text ist festgeschrieben und liegt als Fassung {version} zur Zeichnung vor.",
    now="Unterzeichnet wird genau diese Fassung. Die Zeichnungsfassung steht auf der Seite des Vertrags bereit.",
)
UNFROZEN = Notice(
    subject="aus der Zeichnung zurückgeholt",
    happened="Der Text wurde aus der Zeichnung zurückgeholt. Begründung: {reason}",
    now="Bitte unterzeichnen Sie die bisherige Fassung nicht mehr. Unterschriften unter ihr gelten nicht; Links zum "
    "Unterzeichnen sind erloschen. Sie hören von uns, wenn eine neue Fassung zur Zeichnung vorliegt.",
)
WITHDRAWN = Notice(
    subject="zurückgezogen",
    happened="Die Urkunde wurde zurückgezogen. Begründung: {reason}",
    now="Aus dieser Fassung wird kein Vertrag. Bitte unterzeichnen Sie sie nicht; Links zum Unterzeichnen sind "
    "erloschen.",
)
SIGNATURE_RECORDED = Notice(
    topic=Topic.SIGNING,
    subject="{act} eingegangen",
    happened="{signer} hat {method} {acted} am {signed_on} in {place}.",
    now="Wessen Unterschrift noch fehlt, steht auf der Seite des Vertrags. Sie hören von uns, wenn alle vorliegen.",
)
SIGNATURE_CORRECTED = Notice(
    topic=Topic.SIGNING,
    subject="Unterschrift berichtigt",
    happened="Die Angaben zur Unterschrift von {signer} sind berichtigt: {changed}. Begründung: {reason}",
    now="Was gilt, steht auf der Seite des Vertrags. Haben Sie eine Lesefassung aufbewahrt, laden Sie sie dort neu; die "
    "bisherige ist überholt.",
)
SIGNATURE_DECLINED = Notice(
    subject="Unterzeichnung abgelehnt",
    happened="{signatory} hat am {declined_on} abgelehnt, Fassung {version} zu unterzeichnen. Der Grund steht auf der "
    "Seite des Vertrags.",
    now="Bitte klären Sie den Grund miteinander. Die Fassung liegt weiterhin zur Zeichnung vor, bis die Koordination sie "
    "zurückholt; wer es sich anders überlegt, kann weiterhin unterzeichnen.",
)
DELEGATION_RECORDED = Notice(
    topic=Topic.SIGNING,
    subject="Vertretung festgehalten",
    happened="{deputy} darf in Vertretung für {signatory} unterzeichnen. Grundlage: {basis}, erteilt am {granted_on}.",
    now="Sie müssen nichts tun. Der Nachweis liegt auf der Seite des Vertrags.",
)
CONCLUDED = Notice(
    subject="von allen unterzeichnet",
    happened="Alle erforderlichen Unterschriften liegen vor. Der {kind} ist unterzeichnet.",
    now="Lesefassung und Nachweis über den Abschluss stehen auf seiner Seite. Was als Nächstes ansteht, zeigt "
    "die Liste der Pflichten.",
)
SEALED = Notice(
    topic=Topic.SIGNING,
    subject="gesiegelt",
    happened="Die Ausgabe „{edition}“ trägt jetzt das Siegel des Vereins mit Zeitstempel.{trial}",
    now="Sie müssen nichts tun. Die Datei steht auf der Seite des Vertrags; sie ist die, die aufzubewahren ist.",
)
TERMINATION_RECORDED = Notice(
    subject="Kündigung festgehalten",
    happened="Eine Kündigung ({termination}) durch {terminated_by} ist am {received_on} zugegangen. Festgehalten ist: {effect}.",
    now="Bitte lesen Sie auf der Seite des Vertrags nach, und sagen Sie der Koordination, wenn etwas nicht stimmt. Was nach dem "
    "Ende fällig ist, bleibt fällig.",
)
TERMINATION_RETRACTED = Notice(
    subject="Kündigung gilt nicht mehr",
    happened="Die Kündigung durch {terminated_by} vom {written_on} ist {cause} ({dated}).",
    now="Bis wann der Vertrag jetzt läuft, steht auf seiner Seite.",
)
HANDED_OVER = Notice(
    to=frozenset({Recipients.COORDINATOR}),
    subject="jetzt in Ihrer Zuständigkeit",
    happened="{taker} ist ab jetzt für diesen Vertrag zuständig. Bisher war es {giver}.",
    now="Was offen ist, zeigt der Überblick. Nachrichten zu diesem Vertrag gehen ab jetzt an Sie.",
)

# what waits for whoever is told; the link leads to where the answer is given
REPORTED = Notice(
    topic=Topic.REPORT,
    to=frozenset({Recipients.ASKED}),
    subject="neue Meldung zum Sachstand",
    happened="{actor} hat zu {code} gemeldet: {progress}.",
    now="Bitte lesen Sie die Meldung. Was erledigt ist, bestätigen Sie; ist etwas unklar, fragen Sie dort nach.",
)
REPORT_QUERIED = Notice(
    topic=Topic.REPORT,
    to=frozenset({Recipients.ASKED}),
    subject="Nachfrage zu {code}",
    happened="{actor} fragt zu dem nach, was zu {code} gemeldet ist: „{remark}“.",
    now="Bitte antworten Sie mit einer neuen Meldung.",
)
RELEASE_REPORTED = Notice(
    topic=Topic.REPORT,
    to=frozenset({Recipients.COORDINATOR}),
    subject="Freistellung für das {quarter} gemeldet",
    happened="{actor} hat gemeldet, wie die freigestellten Stellenanteile im {quarter} besetzt sind.",
    now="Bitte bestätigen Sie die Meldung, oder fragen Sie dort nach.",
)
RELEASE_QUERIED = Notice(
    topic=Topic.REPORT,
    to=frozenset({Recipients.DISTRICT}),
    subject="Nachfrage zur Freistellung im {quarter}",
    happened="{actor} fragt zur gemeldeten Freistellung im {quarter} nach: „{remark}“.",
    now="Bitte antworten Sie mit einer neuen Meldung.",
)
MENTIONED = Notice(
    topic=Topic.COMMENT,
    to=frozenset({Recipients.MENTIONED}),
    subject="Sie werden in einer Anmerkung angesprochen",
    happened="{actor} spricht Sie in einer Anmerkung zum Text an ({place}).",
    now="Bitte lesen und beantworten Sie die Anmerkung.",
)
SUGGESTION_MADE = Notice(
    topic=Topic.COMMENT,
    to=frozenset({Recipients.COORDINATOR}),
    subject="Vorschlag zum Wortlaut",
    happened="{actor} schlägt einen anderen Wortlaut vor ({place}).",
    now="Bitte übernehmen Sie den Vorschlag, oder lehnen Sie ihn mit Begründung ab.",
)
CLEARANCE_OPENED = Notice(
    topic=Topic.CLEARANCE,
    to=frozenset({Recipients.DISTRICT}),
    subject="Mitzeichnung bis zum {due_on}",
    happened="{actor} bittet bis zum {due_on} um Mitzeichnung (Runde {round}) durch: {offices}.",
    now="Bitte legen Sie den Text den Ämtern vor und halten Sie fest, was sie antworten.",
)
CLEARANCE_ASKED = Notice(
    topic=Topic.CLEARANCE,
    to=frozenset({Recipients.DISTRICT}),
    subject="weitere Ämter um Mitzeichnung gebeten",
    happened="{actor} bittet in Runde {round} der Mitzeichnung auch um die Antwort von: {offices}.",
    now="Bitte legen Sie den Text den Ämtern vor und halten Sie fest, was sie antworten.",
)
