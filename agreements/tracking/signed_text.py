"""What a signed instrument says about its obligations: read once, asked for each of them."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from agreements.content import Obligation
from agreements.models import Instrument
from agreements.rendering.clause_text import clause_html
from agreements.texts.assembly import content_of


@dataclass(frozen=True, slots=True)
class SignedText:
    """The obligations of an instrument by their code, and the places and words of its clauses by their key."""

    instrument: Instrument
    duties: dict[str, Obligation]
    places: dict[str, str]
    clauses: dict[str, str]

    @classmethod
    def of(cls, instrument: Instrument) -> "SignedText":
        """Read the frozen text of an instrument."""
        content = content_of(instrument)
        return cls(
            instrument=instrument,
            duties={duty.code: duty for duty in content.obligations},
            places=content.clause_labels(),
            clauses={clause.key: clause.text for section in content.sections for clause in section.clauses},
        )

    def clause_html(self, key: str) -> SafeString:
        """Return the words of a clause, empty if the key names none."""
        return clause_html(self.clauses.get(key, ""))
