"""On what somebody's power to sign rests, in words, and what is doubtful about it. Pure."""

from collections.abc import Iterable, Iterator
from datetime import date

from agreements.content import Signatory


def authority_words(person: Signatory) -> str:
    """Return the basis with its day: „Vollmacht des Vorstands, vom 03.05.2023“; nothing if nothing is known."""
    dated = f"vom {_day(person.authority_on)}" if person.authority_on else ""
    if dated and not person.authority:
        return f"Beschluss oder Vollmacht {dated}"
    return ", ".join(filter(None, [person.authority, dated]))


def office_words(person: Signatory) -> str:
    """Return the term of office: „im Amt vom 04.11.2021 bis 30.10.2026“; nothing if it is not known."""
    since, until = person.office_begins_on, person.office_ends_on
    if since and until:
        return f"im Amt vom {_day(since)} bis {_day(until)}"
    if since:
        return f"im Amt seit {_day(since)}"
    return f"im Amt bis {_day(until)}" if until else ""


def out_of_office(person: Signatory, day: date) -> str:
    """Say that the term of office does not cover a day, in words that end a sentence; nothing if it does."""
    if person.office_ends_on and person.office_ends_on < day:
        return f"die angegebene Amtszeit endete am {_day(person.office_ends_on)}"
    if person.office_begins_on and person.office_begins_on > day:
        return f"die angegebene Amtszeit beginnt erst am {_day(person.office_begins_on)}"
    return ""


def certified_words(person: Signatory, day: date) -> str:
    """Return all that is known of somebody's power to sign on a day, as the certificate of completion prints it."""
    known = list(filter(None, [authority_words(person), office_words(person)]))
    if outside := out_of_office(person, day):
        known.append(f"am Tag der Unterzeichnung nicht im Amt: {outside}")
    if person.authority_document:
        known.append(f"Nachweis hinterlegt (SHA-256 {person.authority_document})")
    elif known:
        known.append("ein Nachweis ist nicht hinterlegt")
    return "; ".join(known)


def doubts(people: Iterable[Signatory], day: date) -> Iterator[str]:
    """Yield what should be cleared before people sign on a day. It stops nobody: a human decides whether it matters."""
    people = tuple(people)
    for person in people:
        if outside := out_of_office(person, day):
            yield f"{person.name}, {person.function}: {outside}."
    unproven = [person.name for person in people if not person.authority_document]
    if unproven:
        yield (
            "Ein Nachweis der Vertretungsbefugnis (Beschluss, Wahl oder Vollmacht) ist nicht hinterlegt für: "
            f"{', '.join(unproven)}."
        )


def _day(day: object) -> str:
    return f"{day:%d.%m.%Y}"
