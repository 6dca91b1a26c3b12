"""German wording for a signatory's authority and term of office. Pure."""

from collections.abc import Iterable, Iterator
from datetime import date

from agreements.content import Signatory
from agreements.texts.wording import date_words


def authority_words(person: Signatory) -> str:
    """„Vollmacht des Vorstands, vom 03.05.2023“; empty if unknown."""
    dated = f"vom {date_words(person.authority_on)}" if person.authority_on else ""
    if dated and not person.authority:
        return f"Beschluss oder Vollmacht {dated}"
    return ", ".join(filter(None, [person.authority, dated]))


def office_words(person: Signatory) -> str:
    """„im Amt vom 04.11.2021 bis 30.10.2026“; empty if unknown."""
    since, until = person.office_begins_on, person.office_ends_on
    if since and until:
        return f"im Amt vom {date_words(since)} bis {date_words(until)}"
    if since:
        return f"im Amt seit {date_words(since)}"
    return f"im Amt bis {date_words(until)}" if until else ""


def out_of_office(person: Signatory, day: date) -> str:
    """Return the end of a sentence if the term of office does not cover the day, else nothing."""
    if person.office_ends_on and person.office_ends_on < day:
        return f"die angegebene Amtszeit endete am {date_words(person.office_ends_on)}"
    if person.office_begins_on and person.office_begins_on > day:
        return f"die angegebene Amtszeit beginnt erst am {date_words(person.office_begins_on)}"
    return ""


def certified_words(person: Signatory, day: date) -> str:
    """Return the authority on a day as printed on the certificate of completion."""
    known = list(filter(None, [authority_words(person), office_words(person)]))
    if outside := out_of_office(person, day):
        known.append(f"am Tag der Unterzeichnung nicht im Amt: {outside}")
    if person.authority_document:
        known.append(f"Nachweis hinterlegt (SHA-256 {person.authority_document})")
    elif known:
        known.append("ein Nachweis ist nicht hinterlegt")
    return "; ".join(known)


def authority_warnings(people: Iterable[Signatory], day: date) -> Iterator[str]:
    """Yield what should be clarified before signing on a day; it does not prevent signing."""
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
