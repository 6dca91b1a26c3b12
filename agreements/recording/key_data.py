"""The key data of a contract that was signed elsewhere. Pure values; None is not known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agreements.choices import LegalForm, Side
from agreements.content import Party
from agreements.recording_choices import DayKind, UnknownFact
from agreements.texts.wording import date_words


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcedDay:
    """A day with its source; `latest`: on it or earlier."""

    day: date
    source: str
    latest: bool = False

    @property
    def words(self) -> str:
        return f"{'spätestens am ' if self.latest else ''}{date_words(self.day)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerSignatory:
    """Who signed, with the office held then; `political_party` only of elected members of a Bezirksamt."""

    side: Side
    name: str
    function: str
    department: str = ""
    political_party: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyData:
    """What is known of it. Months of extension and notice: 0 is none.

    The parties are 2 to 6, on the sides in order. Without `ends` it runs without end if `unlimited`, else its end is unknown.
    `follows` is the reference of the agreement that it follows.
    """

    title: str
    parties: Sequence[Party]
    signed: SourcedDay
    published: SourcedDay | None = None
    begins: SourcedDay | None = None
    ends: SourcedDay | None = None
    unlimited: bool = False
    extension_months: int | None = None
    notice_months: int | None = None
    legal_form: LegalForm | None = None
    signatories: Sequence[FormerSignatory] = ()
    file_reference: str = ""
    paper: str = ""
    follows: str = ""

    @property
    def days(self) -> dict[DayKind, SourcedDay]:
        """The known days."""
        days = {
            DayKind.SIGNED: self.signed,
            DayKind.PUBLISHED: self.published,
            DayKind.BEGIN: self.begins,
            DayKind.END: self.ends,
        }
        return {kind: day for kind, day in days.items() if day is not None}

    @property
    def unknown(self) -> list[UnknownFact]:
        """What is not known."""
        known = {
            UnknownFact.END: self.ends is not None or self.unlimited,
            # a contract without end is not extended
            UnknownFact.EXTENSION: self.extension_months is not None or self.unlimited,
            UnknownFact.NOTICE: self.notice_months is not None,
            UnknownFact.LEGAL_FORM: self.legal_form is not None,
        }
        return [fact for fact, is_known in known.items() if not is_known]
