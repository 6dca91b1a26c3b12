"""What is known of a day that a source does not name exactly. Pure."""

import re
from dataclasses import dataclass
from datetime import date

from agreements.calendar_months import DAY, MONTHS, months_following
from agreements.texts.wording import date_words

YEAR = r"((?:19|20|21)\d\d)\b"
SEASONS = {"Frühjahr": 3, "Frühling": 3, "Sommer": 6, "Herbst": 9}
BOUND = r"(?:\b(vor|nach|bis|spätestens|ab|seit|frühestens)(?: am| dem| zum| im)*\s)?"
DATE = re.compile(rf"{BOUND}(\d{{1,2}})\.\s?(\d{{1,2}})\.\s?{YEAR}")
MONTH = re.compile(rf"{BOUND}\b({'|'.join([*MONTHS, *SEASONS])}) {YEAR}")
WHOLE_YEAR = re.compile(rf"{BOUND}\b{YEAR}")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDay:
    """A day between two days, each None where nobody knows; `words` as they are shown."""

    earliest: date | None
    latest: date | None
    words: str

    @property
    def is_exact(self) -> bool:
        """Whether it is one day."""
        return self.earliest is not None and self.earliest == self.latest

    @property
    def order(self) -> tuple[date, date]:
        """What days are sorted by: those that may have been first, and those of which nothing is known last."""
        return (self.latest or self.earliest or date.max, self.earliest or date.min)


def exact(day: date, words: str) -> KnownDay:
    """Return a day that is known."""
    return KnownDay(earliest=day, latest=day, words=words)


def described(words: str, *, not_after: date | None = None) -> KnownDay:
    """Return what the words of a source say of a day: „vor dem 28.11.2023“, „Herbst 2023“; `not_after` from elsewhere."""
    earliest, latest = _read(words)
    if not_after and (latest is None or not_after < latest):
        latest, words = not_after, f"{words}; spätestens {date_words(not_after)}"
    return KnownDay(earliest=earliest, latest=latest, words=words)


def _read(words: str) -> tuple[date | None, date | None]:
    """Return what the most exact words say; between two days without a bound it may have been any."""
    for pattern, days in ((DATE, _day), (MONTH, _month), (WHOLE_YEAR, _year)):
        found = [(bound, *span) for bound, *parts in pattern.findall(words) if (span := days(*parts))]
        for bound, first, last in found:
            if bound:
                return _bounded(bound, first, last)
        if found:
            return min(first for _, first, _ in found), max(last for _, _, last in found)
    return None, None


def _bounded(bound: str, first: date, last: date) -> tuple[date | None, date | None]:
    match bound:
        case "vor":
            return None, first - DAY
        case "nach":
            return last + DAY, None
        case "bis" | "spätestens":
            return None, last
        case _:
            return first, None


def _day(day: str, month: str, year: str) -> tuple[date, date] | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found, found


def _month(name: str, year: str) -> tuple[date, date]:
    first = date(int(year), SEASONS.get(name) or MONTHS.index(name) + 1, 1)
    return first, months_following(first - DAY, 3 if name in SEASONS else 1)


def _year(year: str) -> tuple[date, date]:
    return date(int(year), 1, 1), date(int(year), 12, 31)
