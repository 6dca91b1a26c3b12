"""How many open comments stand at each place of a text, for the editor and the reading view."""

from collections import Counter
from dataclasses import dataclass, field

from agreements import policy
from agreements.models import Instrument
from agreements.policy import Verdict
from districts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentCounts:
    """What the reader sees at the places of an instrument: open comments, and whether she may begin one."""

    instrument_id: int
    write: Verdict
    clauses: dict[str, int] = field(default_factory=dict)
    duties: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many comments are open; those at a clause that is gone count too."""
        return sum(self.clauses.values()) + sum(self.duties.values())


def comment_counts(user: User, instrument: Instrument) -> CommentCounts:
    """Return the open comments of an instrument that the reader may read. One query."""
    threads = policy.visible_threads(user).filter(instrument=instrument, resolved_at=None)
    clauses: Counter[str] = Counter()
    duties: Counter[str] = Counter()
    for key, code in threads.values_list("clause_key", "obligation__code"):
        (clauses if key else duties)[key or code] += 1
    return CommentCounts(
        instrument_id=instrument.pk,
        write=policy.verdict(user, "comment.write", instrument),
        clauses=dict(clauses),
        duties=dict(duties),
    )
