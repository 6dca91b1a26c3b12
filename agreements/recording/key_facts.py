"""The key data of a contract signed elsewhere in German words. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from agreements.parties import bare_name
from agreements.recording.key_data import KeyData, SourcedDay
from agreements.texts.wording import enumerated, legal_form_words, months_words, quoted

NOT_KNOWN = "nicht bekannt"
NEW_FILE = "Datei ausgetauscht"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFact:
    """A line of the list; `source` says where a day is known from."""

    label: str
    words: str
    source: str = ""


def key_facts(data: KeyData) -> tuple[KeyFact, ...]:
    """Return the facts in the order in which they are shown; what is not known says so."""
    return tuple(_facts(data))


def changed_words(before: KeyData, after: KeyData, *, new_file: bool) -> str:
    """Return what a correction changes: „Ende der Laufzeit: 31.12.2026 statt 31.12.2025“; empty if nothing."""
    changed = [
        f"{new.label}: {sourced_words(new)} statt {sourced_words(old)}"
        for old, new in zip(key_facts(before), key_facts(after), strict=True)
        if old != new
    ]
    return "; ".join([*changed, *([NEW_FILE] if new_file else [])])


def unknown_words(data: KeyData) -> str:
    """Return what is missing: „Ende der Laufzeit und Rechtsform“; empty if nothing is."""
    return enumerated([fact.label for fact in data.unknown])


def sourced_words(fact: KeyFact) -> str:
    """Return „3. Juli 2023 (Blog des Projekts)“."""
    return f"{fact.words} ({fact.source})" if fact.source else fact.words


def _facts(data: KeyData) -> Iterator[KeyFact]:
    yield KeyFact(label="Titel", words=data.title)
    yield KeyFact(label="Vertragsparteien", words="; ".join(_party_words(data)))
    yield _day("Unterzeichnet", data.signed)
    yield _day("Veröffentlicht", data.published)
    yield _day("In Kraft", data.begins)
    end = "unbefristet" if data.unlimited else NOT_KNOWN
    yield _day("Ende der Laufzeit", data.ends, otherwise=end)
    yield KeyFact(label="Verlängerung", words=_extension_words(data))
    yield KeyFact(label="Kündigungsfrist", words=_months(data.notice_months, "nicht geregelt"))
    yield KeyFact(label="Rechtsform", words=legal_form_words(data.legal_form))
    yield KeyFact(label="Folgt auf", words=data.follows or "keinem hier erfassten Vertrag")
    yield KeyFact(label="Geschäftszeichen", words=data.file_reference or NOT_KNOWN)
    yield KeyFact(label="Unterzeichnet haben", words="; ".join(_people_words(data)) or NOT_KNOWN)
    yield KeyFact(label="Wo das Original liegt", words=data.paper or NOT_KNOWN)


def _party_words(data: KeyData) -> Iterator[str]:
    for party in data.parties:
        named = f"{' '.join(party.line.split())} („{party.short}“)"
        yield ", ".join(filter(None, [named, party.represented_by or "", party.address]))


def _people_words(data: KeyData) -> Iterator[str]:
    """Yield for whom somebody signed, with the office held then."""
    names = {party.side: bare_name(party.short) for party in data.parties}
    for person in data.signatories:
        office = ", ".join(filter(None, [person.name, person.function, person.department]))
        member = f" ({person.political_party})" if person.political_party else ""
        yield f"{office}{member}, für {quoted(names[person.side])}"


def _day(label: str, known: SourcedDay | None, otherwise: str = NOT_KNOWN) -> KeyFact:
    if known is None:
        return KeyFact(label=label, words=otherwise)
    return KeyFact(label=label, words=known.words, source=known.source)


def _extension_words(data: KeyData) -> str:
    if data.unlimited:
        return "keine, unbefristet"
    return _months(data.extension_months, "keine", before="jeweils um ")


def _months(months: int | None, none: str, before: str = "") -> str:
    if months is None:
        return NOT_KNOWN
    return f"{before}{months_words(months)}" if months else none
