"""What would be erased of a person, what would stay, and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from districts.erased_names import erased_name
from mitwirkung.privacy.disclosure.person import Person
from mitwirkung.privacy.disclosure.presenters import table_title
from mitwirkung.privacy.disclosure.queries import TableRows
from mitwirkung.privacy.erasing.actions import own_rows

# beside what goes with an account
REMOVED = {"sessions.Session", "agreements.Bounce", "agreements.SignatoryAddress", "agreements.SearchRow"}
CHANGED = {
    "districts.User": "Name, Benutzername, E-Mail-Adresse, Telefon und Passwort gehen; die Nummer bleibt.",
    "admin.LogEntry": "Der Name geht; was geändert wurde, bleibt unter der Nummer.",
    "agreements.Event": "Der Name geht; Nummer, Zeitpunkt und was geschah bleiben. Die Prüfkette gilt weiter.",
    "agreements.SigningLink": "Die Adresse geht; dass ein Link gesendet wurde, bleibt.",
    "agreements.Mail": "Was noch nicht gesendet ist, entfällt; dass gesendet wurde, bleibt.",
}
BY_NUMBER = (
    "Das nennt danach nur noch „{name}“. Was jemand in einem Vertrag getan hat, gehört zur Akte (Art. 17 Abs. 3 Buchst. b und e "
    "DSGVO)."
)
OF_CONTRACT = "Das gehört zum Vertrag oder zu seinem Nachweis und bleibt mit Namen (Art. 17 Abs. 3 Buchst. b und e DSGVO)."
IN_WORDS = (
    "Hier steht der Name in Worten, die andere geschrieben haben oder die unterzeichnet sind. Das bleibt; was davon in einem "
    "Entwurf steht, lässt sich dort ändern."
)


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of the rows of a table."""

    title: str
    count: int
    words: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Tables that keep their rows for the same reason."""

    reason: str
    tables: list[Fate]


@dataclass(frozen=True, slots=True)
class ErasurePreview:
    removed: list[Fate]
    changed: list[Fate]
    kept: list[Kept]


def erasure_preview(person: Person, found: Iterable[TableRows]) -> ErasurePreview:
    removed: list[Fate] = []
    changed: list[Fate] = []
    kept: list[Fate] = []
    gone = REMOVED | {relation.related_model._meta.label for relation in own_rows()}
    for rows in found:
        title, count = table_title(rows), len(rows.rows)
        if count and rows.table.model in gone:
            removed.append(Fate(title, count, ""))
        elif count and rows.table.model in CHANGED:
            changed.append(Fate(title, count, CHANGED[rows.table.model]))
        elif count:
            kept.append(Fate(title, count, _reason(person)))
        kept += _mentions(title, rows)
    reasons = list(dict.fromkeys(fate.words for fate in kept))
    grouped = [Kept(reason, [fate for fate in kept if fate.words == reason]) for reason in reasons]
    return ErasurePreview(removed, changed, grouped)


def _reason(person: Person) -> str:
    return OF_CONTRACT if person.account is None else BY_NUMBER.format(name=erased_name(person.account))


def _mentions(title: str, rows: TableRows) -> Iterator[Fate]:
    if rows.by_name:
        yield Fate(title, len(rows.by_name), IN_WORDS)
