"""How a contract joins the one that it follows: without a gap, with a gap or an overlap, to the day. Pure."""

from datetime import date

from agreements.calendar_months import DAY
from agreements.recording_choices import UnknownFact
from agreements.state import ContractFacts, in_force_on, last_day, next_extension
from agreements.texts.term import outlook_words
from agreements.texts.wording import counted, date_words


def joint_words(former: ContractFacts, following: ContractFacts, as_of: date) -> str:
    """Return how two contracts join as of a day; a following one that is not signed begins when its draft says."""
    begin, end = in_force_on(following) or following.begins_on, last_day(former, as_of)
    if begin is None:
        return "Beginn noch offen" + (f"; der bisherige Vertrag läuft bis {date_words(end)}" if end else "")
    words = _joint(begin, end, last_day(following, as_of))
    if UnknownFact.END in former.unknown:
        words = f"Beginn am {date_words(begin)}"
    uncertain = former.unknown & {UnknownFact.END, UnknownFact.EXTENSION}
    if next_extension(former, as_of) or end is None or uncertain:
        words += f"; der bisherige Vertrag: {outlook_words(former, as_of)}"
    return words


def _joint(begin: date, end: date | None, following_end: date | None) -> str:
    if end is None or begin <= end:
        both = [day for day in (end, following_end) if day]
        if not both:
            return f"Überschneidung ab {date_words(begin)}"
        return f"Überschneidung von {_span(begin, min(both))}"
    if begin == end + DAY:
        return f"schließt am {date_words(begin)} ohne Lücke an"
    return f"Lücke von {_span(end + DAY, begin - DAY)}"


def _span(first: date, last: date) -> str:
    days = counted((last - first).days + 1, "Tag", "Tagen")
    return f"{days}: {date_words(first)}" + (f" bis {date_words(last)}" if last > first else "")
