"""Validation of a report on a quarter. Pure; every message says what to do."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agreements.texts.wording import date_words, share_words
from agreements.tracking.staff_release.agreed_shares import AgreedShare, PostPlace
from agreements.tracking.staff_release.quarters import Quarter
from agreements.tracking.staff_release.queries import Release
from agreements.tracking.staff_release.shortfall import Filling

HOURS = re.compile(r"\d\s*(?:h|Std|Stunden?)\b", re.IGNORECASE)
NO_HOURS = "Bitte keine Stunden: Festgehalten wird, welcher Anteil einer Funktion besetzt ist, nie die Zeit einzelner Personen."


@dataclass(frozen=True, slots=True)
class Complaint:
    """An error message with its function and field, if it concerns one."""

    words: str
    place: PostPlace | None = None
    field: str = ""


def quarter_complaint(release: Release, quarter: Quarter, as_of: date) -> str:
    """Return why a quarter cannot be reported on a day, empty if it can."""
    if quarter.first_day > as_of:
        return f"Das {quarter.words} beginnt erst am {date_words(quarter.first_day)}. Melden Sie es, sobald es begonnen hat."
    if release.agreed_in(quarter):
        return ""
    if not release.agreed:
        return "In diesem Vertrag ist noch für keinen Tag eine Freistellung vereinbart."
    first = min(share.starts_on for share in release.agreed)
    ends = [share.ends_on for share in release.agreed]
    last = "" if None in ends else f" bis {date_words(max(day for day in ends if day))}"
    return (
        f"Für das {quarter.words} ist keine Freistellung vereinbart. Vereinbart ist sie ab {date_words(first)}{last}. "
        "Wählen Sie ein anderes Quartal."
    )


def complaints(
    agreed: Mapping[PostPlace, AgreedShare],
    fillings: Mapping[PostPlace, Filling],
    quarter: Quarter,
    as_of: date,
) -> list[Complaint]:
    """Return all errors in the lines of a report."""
    result = [
        Complaint(f"{place.words}: Hier fehlt eine Angabe.", place, "filled")
        for place in agreed
        if place not in fillings
    ]
    result += [
        Complaint(
            f"{place.words}: Für das {quarter.words} ist diese Funktion nicht mehr vereinbart. Laden Sie das Formular neu."
        )
        for place in fillings
        if place not in agreed
    ]
    for place, filling in fillings.items():
        if place in agreed:
            result += [
                Complaint(words, place, name)
                for name, words in _of_one(agreed[place], filling, quarter, as_of)
            ]
    return result or list(_sums(fillings, quarter))


def _of_one(share: AgreedShare, filling: Filling, quarter: Quarter, as_of: date) -> Iterator[tuple[str, str]]:
    since, until = filling.vacated_on, filling.last_vacant_on
    if not 0 <= filling.filled <= 1:
        yield "filled", "Der Anteil muss zwischen 0 und 1 liegen; 1 ist eine volle Stelle."
    if since is None and until is not None:
        yield "vacated_on", "Bitte angeben, ab wann die Stelle unbesetzt war."
    if since is None and not filling.filled:
        yield "vacated_on", "Der Anteil 0 heißt unbesetzt: Bitte angeben, ab wann."
    if since is not None:
        yield from _vacancy(share, filling, since, quarter, as_of)
    if filling.substitute and filling.substitute_share is None:
        yield "substitute_share", "Bitte angeben, mit welchem Anteil die Vertretung eingesprungen ist."
    if filling.substitute_share is not None and not filling.substitute:
        yield "substitute", "Bitte die Funktion nennen, die vertritt."
    if filling.substitute and since is None:
        yield (
            "vacated_on",
            "Eine Vertretung gibt es, solange die Stelle unbesetzt ist: Bitte angeben, ab wann.",
        )
    for name in ("substitute", "remark"):
        if HOURS.search(getattr(filling, name)):
            yield name, NO_HOURS


def _vacancy(
    share: AgreedShare, filling: Filling, since: date, quarter: Quarter, as_of: date
) -> Iterator[tuple[str, str]]:
    until = filling.last_vacant_on
    if since > as_of:
        yield (
            "vacated_on",
            f"Der {date_words(since)} liegt in der Zukunft. Melden Sie, was bis heute geschehen ist.",
        )
    elif since > quarter.last_day:
        yield (
            "vacated_on",
            f"Der {date_words(since)} liegt nach dem {quarter.words}. Melden Sie es im Quartal danach.",
        )
    if until is not None and until < since:
        yield "last_vacant_on", "„Unbesetzt bis“ liegt vor „unbesetzt ab“. Bitte prüfen Sie die Tage."
    elif until is not None and until < quarter.first_day:
        yield (
            "last_vacant_on",
            f"Am {date_words(until)} war das {quarter.words} noch nicht angefangen. Lassen Sie beide Tage leer, wenn die "
            "Stelle im ganzen Quartal besetzt war.",
        )
    first = max(quarter.first_day, share.starts_on)
    if not filling.filled and first < since <= quarter.last_day:
        yield (
            "filled",
            f"Bis zum {date_words(since)} war die Stelle besetzt: Bitte angeben, mit welchem Anteil.",
        )
    last = min(quarter.last_day, share.ends_on or quarter.last_day, as_of)
    if not filling.filled and since <= first and until is not None and quarter.first_day <= until < last:
        yield (
            "filled",
            f"Nach dem {date_words(until)} war die Stelle besetzt: Bitte angeben, mit welchem Anteil.",
        )


def _sums(fillings: Mapping[PostPlace, Filling], quarter: Quarter) -> Iterator[Complaint]:
    """Yield an error for every function that is filled and substitutes beyond one whole post on a day."""
    days = {quarter.first_day} | {
        max(quarter.first_day, filling.vacated_on) for filling in fillings.values() if filling.vacated_on
    }
    days |= {day for place in fillings.values() if (day := place.last_vacant_on) and day < quarter.last_day}
    over: dict[str, tuple[Decimal, list[PostPlace]]] = {}
    for day in sorted(days):
        for name, (total, places) in _loads(fillings, day).items():
            if total > 1 and total > over.get(name, (Decimal(0), []))[0]:
                over[name] = (total, places)
    for name, (total, places) in over.items():
        yield Complaint(
            f"{name}: Das sind zusammen {share_words(total)}, mehr als eine volle Stelle. Bitte prüfen Sie die Anteile "
            f"von {' und '.join(place.words for place in places)}.",
            places[-1],
            "filled",
        )


def _loads(fillings: Mapping[PostPlace, Filling], day: date) -> dict[str, tuple[Decimal, list[PostPlace]]]:
    """Return for each function its total share on a day, and the lines that add to it."""
    loads: dict[str, tuple[Decimal, list[PostPlace]]] = {}
    names = {place.function.casefold(): f"{place.unit}: {place.function}" for place in fillings}
    names |= {place.words.casefold(): place.words for place in fillings}
    for place, filling in fillings.items():
        name, amount = place.words, filling.filled
        if filling.vacant_on(day):
            if not filling.substitute:
                continue
            name = names.get(filling.substitute.strip().casefold(), filling.substitute.strip())
            amount = filling.substitute_share or Decimal(0)
        total, places = loads.get(name, (Decimal(0), []))
        loads[name] = (total + amount, [*places, place])
    return loads
