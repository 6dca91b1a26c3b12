"""The frozen text of a signed instrument, parsed once for all of its obligations."""

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from agreements.amendments.composition import UncomposableTextError
from agreements.choices import Side
from agreements.content import Obligation
from agreements.models import Instrument
from agreements.rendering.clause_text import clause_html
from agreements.texts.amended_text import signed_whole
from agreements.texts.in_force import text_in_force
from agreements.texts.party_words import party_names
from agreements.texts.transcript import transcript_words


@dataclass(frozen=True, slots=True)
class SignedText:
    """The obligations of an instrument by code, its parties' short names, and labels and texts of its clauses by key.

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
        content = signed_whole(instrument)
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

    def clause_in_force(self, key: str, day: date) -> SafeString:
        """Return a clause as it reads on a day, as signed where no text is in force. One query."""
        try:
            found = text_in_force(self.instrument.agreement, day)
        except UncomposableTextError:  # the page of the text in force tells it
            found = None
        if found is None:
            return self.clause_html(key)
        clauses = (clause for section in found.content.sections for clause in section.clauses)
        return clause_html(next((clause.text for clause in clauses if clause.key == key), ""))
