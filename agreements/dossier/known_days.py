"""What is known of a day that a source does not name exactly. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from agreements.calendar_months import DAY, MONTHS, months_following
from agreements.texts.wording import date_words

DATE = r"(\d{1,2})\.\s?(\d{1,2})\.\s?((?:19|20|21)\d\d)"
BOUND = re.compile(rf"\b(vor|nach|bis|spätestens|ab|seit|frühestens)\b(?: am| dem| zum)*\s{DATE}")
SEASONS = {"Frühjahr": 3, "Frühling": 3, "Sommer": 6, "Herbst": 9}
MONTH = re.compile(rf"\b({'|'.join([*MONTHS, *SEASONS])}) ((?:19|20|21)\d\d)\b")
YEAR = re.compile(r"\b((?:19|20|21)\d\d)\b")


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
    earliest, latest = next(_read(words), (None, None))
    if not_after and (latest is None or not_after < latest):
        latest, words = not_after, f"{words}; spätestens {date_words(not_after)}"
    return KnownDay(earliest=earliest, latest=latest, words=words)


def _read(words: str) -> Iterator[tuple[date | None, date | None]]:
    for bound, *figures in BOUND.findall(words):
        if day := _day(*figures):
            yield {
                "vor": (None, day - DAY),
                "nach": (day + DAY, None),
                "bis": (None, day),
                "spätestens": (None, day),
            }.get(bound, (day, None))
    for figures in re.findall(DATE, words):
        if day := _day(*figures):
            yield day, day
    for name, year in MONTH.findall(words):
        first = date(int(year), SEASONS.get(name) or MONTHS.index(name) + 1, 1)
        yield first, months_following(first - DAY, 3 if name in SEASONS else 1)
    for year in YEAR.findall(words):
        yield date(int(year), 1, 1), date(int(year), 12, 31)


def _day(day: str, month: str, year: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
