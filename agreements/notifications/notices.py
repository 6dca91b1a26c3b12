"""What an e-mail about an agreement says: one function for each kind of entry. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.dateparse import parse_date

from agreements.choices import EditionKind, SignatureMethod
from agreements.texts.signature_wording import method_words, signer_words


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFacts:
    """The words of an e-mail: `subject` says what happened in a few words, `happened` in sentences, `now` what to do."""

    subject: str
    happened: str
    now: str


Facts = Mapping[str, Any]
TOLD_AGAIN = "Sie hören von uns, wenn alle vorliegen."


def notice(kind: str, facts: Facts) -> NoticeFacts:
    """Return the words for an entry of the history, from what the entry itself tells."""
    return NOTICES[kind](facts)


def _frozen(facts: Facts) -> NoticeFacts:
    return NoticeFacts(
        subject="liegt zur Zeichnung vor",
        happened=f"Der Text ist festgeschrieben und liegt als Fassung {facts['version']} zur Zeichnung vor.",
        now="Unterzeichnet wird genau diese Fassung. Die Zeichnungsfassung steht auf der Seite des Vertrags bereit.",
    )


def _unfrozen(facts: Facts) -> NoticeFacts:
    return NoticeFacts(
        subject="aus der Zeichnung zurückgeholt",
        happened=f"Der Text wurde aus der Zeichnung zurückgeholt. Begründung: {facts.get('reason', '')}",
        now="Bitte unterzeichnen Sie die bisherige Fassung nicht mehr. Unterschriften unter ihr gelten nicht; Links zum "
        "Unterzeichnen sind erloschen. Sie hören von uns, wenn eine neue Fassung zur Zeichnung vorliegt.",
    )


def _withdrawn(facts: Facts) -> NoticeFacts:
    return NoticeFacts(
        subject="zurückgezogen",
        happened=f"Die Urkunde wurde zurückgezogen. Begründung: {facts.get('reason', '')}",
        now="Aus dieser Fassung wird kein Vertrag. Bitte unterzeichnen Sie sie nicht; Links zum Unterzeichnen sind "
        "erloschen.",
    )


def _signed(facts: Facts) -> NoticeFacts:
    who = signer_words(facts["signatory"], facts.get("deputy", ""))
    confirmed = facts["method"] == SignatureMethod.CONFIRMATION
    done = "bestätigt" if confirmed else "unterzeichnet"
    return NoticeFacts(
        subject="Bestätigung eingegangen" if confirmed else "Unterschrift eingegangen",
        happened=f"{who} hat {method_words(facts['method'])} {done} am {_day(facts['signed_on'])} in {facts['place']}.",
        now=f"Wessen Unterschrift noch fehlt, steht auf der Seite des Vertrags. {TOLD_AGAIN}",
    )


def _declined(facts: Facts) -> NoticeFacts:
    return NoticeFacts(
        subject="Unterzeichnung abgelehnt",
        happened=f"{facts['signatory']} hat am {_day(facts['declined_on'])} abgelehnt, Fassung {facts['version']} zu "
        "unterzeichnen. Der Grund steht auf der Seite des Vertrags.",
        now="Bitte klären Sie den Grund miteinander. Die Fassung liegt weiterhin zur Zeichnung vor, bis die Koordination sie "
        "zurückholt; wer es sich anders überlegt, kann weiterhin unterzeichnen.",
    )


def _delegated(facts: Facts) -> NoticeFacts:
    return NoticeFacts(
        subject="Vertretung festgehalten",
        happened=f"{facts['deputy']} darf in Vertretung für {facts['signatory']} unterzeichnen. Grundlage: "
        f"{facts['basis']}, erteilt am {_day(facts['granted_on'])}.",
        now="Sie müssen nichts tun. Der Nachweis liegt auf der Seite des Vertrags.",
    )


def _concluded(_: Facts) -> NoticeFacts:
    return NoticeFacts(
        subject="von allen unterzeichnet",
        happened="Alle erforderlichen Unterschriften liegen vor. Der Vertrag ist unterzeichnet.",
        now="Lesefassung und Nachweis über den Abschluss stehen auf der Seite des Vertrags. Was als Nächstes ansteht, zeigt "
        "die Liste der Pflichten.",
    )


def _sealed(facts: Facts) -> NoticeFacts:
    what = EditionKind(facts["edition"]).label
    trial = " Das Siegel dient nur zum Ausprobieren." if facts.get("is_test") else ""
    return NoticeFacts(
        subject="gesiegelt",
        happened=f"Die Ausgabe „{what}“ trägt jetzt das Siegel des Vereins mit Zeitstempel.{trial}",
        now="Sie müssen nichts tun. Die Datei steht auf der Seite des Vertrags; sie ist die, die aufzubewahren ist.",
    )


def _handed_over(facts: Facts) -> NoticeFacts:
    return NoticeFacts(
        subject="jetzt in Ihrer Zuständigkeit",
        happened=f"{facts['taker']} ist ab jetzt für diesen Vertrag zuständig. Bisher war es {facts['giver']}.",
        now="Was offen ist, zeigt der Überblick. Nachrichten zu diesem Vertrag gehen ab jetzt an Sie.",
    )


def _day(value: Any) -> str:
    day: date | None = value if isinstance(value, date) else parse_date(str(value))
    return f"{day:%d.%m.%Y}" if day else str(value)


NOTICES: dict[str, Callable[[Facts], NoticeFacts]] = {
    "frozen": _frozen,
    "unfrozen": _unfrozen,
    "withdrawn": _withdrawn,
    "signature_recorded": _signed,
    "signature_declined": _declined,
    "delegation_recorded": _delegated,
    "concluded": _concluded,
    "sealed": _sealed,
    "handed_over": _handed_over,
}
