"""A signed text, or the one in force on a day, parsed once for all of its obligations."""

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from agreements.amendments.composition import UncomposableTextError
from agreements.choices import Side
from agreements.content import Content, Obligation
from agreements.models import Instrument
from agreements.rendering.clause_text import clause_html
from agreements.texts.amended_text import signed_whole
from agreements.texts.in_force import text_in_force
from agreements.texts.party_words import party_names
from agreements.texts.transcript import transcript_words


@dataclass(frozen=True, slots=True)
class SignedText:
    """The obligations of a text by code, its parties' short names, and labels and texts of its clauses by key.

    `notice` says of a transcript that it is none but that.
    """

    instrument: Instrument
    obligations: dict[str, Obligation]
    names: dict[Side, str]
    places: dict[str, str]
    clauses: dict[str, str]
    notice: str

    @classmethod
    def of(cls, instrument: Instrument) -> "SignedText":
        """Parse the frozen text of an instrument."""
        return cls._read(instrument, signed_whole(instrument))

    @classmethod
    def in_force(cls, instrument: Instrument, day: date) -> "SignedText":
        """Return the text in force on a day, where there is none that of an instrument. One query."""
        try:
            found = text_in_force(instrument.agreement, day)
        except UncomposableTextError:  # the page of the text in force tells it
            found = None
        return cls._read(instrument, found.content if found else signed_whole(instrument))

    @classmethod
    def _read(cls, instrument: Instrument, content: Content) -> "SignedText":
        before = instrument.amendment.read_base().obligations if instrument.number else ()  # it may end some
        return cls(
            instrument=instrument,
            obligations={obligation.code: obligation for obligation in (*before, *content.obligations)},
            names=party_names(content),
            places=content.clause_labels(),
            clauses={clause.key: clause.text for section in content.sections for clause in section.clauses},
            notice=transcript_words(content),
        )

    def clause_html(self, key: str) -> SafeString:
        """Return a clause as HTML, empty for an unknown key."""
        return clause_html(self.clauses.get(key, ""))
