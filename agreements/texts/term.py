"""German wording for the term of a contract on a day. Pure."""

from collections.abc import Iterator
from datetime import date

from agreements.content import Term
from agreements.state import extended_until
from agreements.texts.wording import date_words


def force_label(first_day: date, as_of: date) -> str:
    """Return what stands before the first day in force: it is not in force before that day."""
    return "Tritt in Kraft am" if as_of < first_day else "In Kraft seit"


def term_warnings(term: Term, as_of: date) -> Iterator[str]:
    """Yield what is odd about a term that is signed on a day; it does not prevent signing."""
    if term.ends_on is None or term.ends_on >= as_of:
        return
    ended = f"Die Laufzeit ist am {date_words(term.ends_on)} zu Ende gegangen, vor jeder Unterschrift"
    if not term.extension_months:
        yield f"{ended}: Der Vertrag wäre mit der letzten Unterschrift schon beendet."
        return
    last = date_words(extended_until(term.ends_on, term.extension_months, as_of))
    yield f"{ended}; nur mit der Verlängerung liefe der Vertrag, zurzeit bis {last}."
