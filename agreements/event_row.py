"""The properties of a kind of event: its sentence, its readers and its e-mail. Pure."""

from dataclasses import KW_ONLY, dataclass
from enum import Enum, StrEnum, auto

from agreements.notices import Notice


class Audience(Enum):
    """Who can read an event on the page of its agreement."""

    DRAFTERS = auto()  # authors of the draft
    CONVERSATION = auto()  # and the addressee of a comment
    EVERYBODY = auto()  # all who see the agreement


class EventKey(StrEnum):
    """Key in an event's data that identifies the row of the draft."""

    CLAUSE = "clause"
    SECTION = "section"
    OBLIGATION = "code"
    SIGNATORY = "key"
    PARTY = "side"


@dataclass(frozen=True, slots=True)
class EventRow:
    """The properties of a kind. `texts.event_wording` fills the braces of `sentence`.

    `changes` and `removes` name the row of the draft. `quotes`: show the text before and after. `rewrites`: pages that show the
    clause are outdated.
    """

    kind: str
    sentence: str
    audience: Audience = Audience.DRAFTERS
    _: KW_ONLY
    changes: EventKey | None = None
    removes: EventKey | None = None
    quotes: bool = False
    rewrites: bool = False
    notice: Notice | None = None
