"""What was removed from a draft and can be brought back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from agreements.content import Content
from agreements.drafting.actions.removals import open_removals
from agreements.events import EventKind
from agreements.models import Instrument
from agreements.texts.filling import fill_clause
from agreements.texts.token_words import token_words
from agreements.texts.wording import quoted

WORDS_SHOWN = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovalRow:
    """A removed row that can be restored; `possible` is false for a clause whose section is gone.

    `key` is that of the clause or of the section.
    """

    sequence: int
    key: str
    is_section: bool
    words: str
    who: str
    at: datetime
    possible: bool


def removal_rows(instrument: Instrument, names: Mapping[str, str], content: Content) -> Iterator[RemovalRow]:
    """Yield what can be brought back; `names` are those of the sections that are there, by key."""
    words_of = token_words(content)
    for event in open_removals(instrument, {*names, *content.clause_labels()}):
        data = event.data
        is_section = event.kind == EventKind.SECTION_REMOVED
        if is_section:
            words, possible = f"Abschnitt {quoted(data['heading'])}", True
        else:
            possible = data["section"] in names
            place = f" aus {names[data['section']]}" if possible else ""
            words = f"Absatz{place}: {quoted(_short(fill_clause(data['before'], {}, words_of)))}"
        yield RemovalRow(
            sequence=event.sequence,
            key=data["section" if is_section else "clause"],
            is_section=is_section,
            words=words,
            who=event.actor,
            at=event.at,
            possible=possible,
        )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= WORDS_SHOWN else f"{line[:WORDS_SHOWN].rstrip()} …"
