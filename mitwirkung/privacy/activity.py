"""What the record of processing is made of (Art. 30 (1) GDPR). Pure."""

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, kw_only=True)
class DeclaredTable:
    """A table with every field, said to be about a person or not; names are separated by spaces.

    About a person is also who did something and when, and free text in which somebody may be named.
    """

    model: str  # app label and name
    title: str = ""  # in German, where the model has no name of its own
    personal: str = ""
    other: str = ""
    # how a row is found that has no foreign key to the account or to the signatory of its own
    account: str = ""
    signatory: str = ""
    named: str = ""  # fields in which a name may stand
    bulk: str = (
        ""  # whole texts about something else: where a name stands in them is told, not they themselves
    )

    @cached_property
    def personal_fields(self) -> tuple[str, ...]:
        return tuple(self.personal.split())

    @cached_property
    def other_fields(self) -> tuple[str, ...]:
        return tuple(self.other.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """A processing activity, in German; `{years}` in `kept` is how long agreements are kept, `{months}` the security log."""

    key: str
    title: str
    plain: str  # for the privacy statement: what is kept, in a sentence or two
    purpose: str
    basis: str
    subjects: str  # whose data
    readers: str
    kept: str
    tables: tuple[DeclaredTable, ...]
