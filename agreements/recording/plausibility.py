"""What cannot be true of a contract that was signed elsewhere, and what is odd but may stand in it. Pure."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from agreements.choices import Side
from agreements.models.instrument import MOST_MONTHS
from agreements.parties import MAX_PARTIES, bare_name
from agreements.recording.key_data import KeyData
from agreements.texts.wording import date_words, quoted


def impossibilities(data: KeyData, today: date) -> Iterator[str]:
    """Yield what must be put right before anything is recorded."""
    if not data.title.strip():
        yield "Bitte geben Sie den Titel an, wie er auf dem Vertrag steht."
    if not 2 <= len(data.parties) <= MAX_PARTIES:
        yield f"Ein Vertrag hat zwei bis {MAX_PARTIES} Vertragsparteien. Bitte geben Sie sie mit Bezeichnung und Kurznamen an."
    if any(party.side != side for party, side in zip(data.parties, Side, strict=False)):
        yield "Bitte geben Sie die Vertragsparteien der Reihe nach an, ohne eine Zeile auszulassen."
    names = Counter(bare_name(party.short).casefold() for party in data.parties)
    for party in data.parties:
        if names.pop(bare_name(party.short).casefold(), 0) > 1:
            yield f"{quoted(party.short)} heißt mehr als eine Vertragspartei. Geben Sie jeder einen eigenen Kurznamen."
    sides = {party.side for party in data.parties}
    for person in data.signatories:
        if person.side not in sides:
            yield f"Für welche Vertragspartei {person.name} unterzeichnet hat, ist nicht angegeben."
    for words, day in (("unterzeichnet", data.signed), ("veröffentlicht", data.published)):
        if day and day.day > today:
            yield f"Der {date_words(day.day)} liegt in der Zukunft; {words} ist der Vertrag schon. Bitte prüfen Sie den Tag."
    if data.begins and data.ends and data.ends.day <= data.begins.day:
        yield "Das Ende muss nach dem Beginn liegen."
    if max(data.extension_months or 0, data.notice_months or 0) > MOST_MONTHS:
        yield f"Verlängerung und Kündigungsfrist sind höchstens {MOST_MONTHS} Monate."


def oddities(data: KeyData) -> Iterator[str]:
    """Yield what a person must confirm: it may stand so in the contract, or be a slip."""
    signed = data.signed
    if data.ends and data.ends.day < signed.day:
        yield f"Die Laufzeit endete am {date_words(data.ends.day)}, vor der Unterzeichnung ({signed.words})."
    if data.begins and data.begins.day < signed.day and not signed.latest:
        yield f"Der Vertrag gilt rückwirkend: in Kraft {data.begins.words}, unterzeichnet {signed.words}."
    if data.published and data.published.day < signed.day and not signed.latest:
        yield f"Veröffentlicht wurde er vor der Unterzeichnung: {data.published.words}."
