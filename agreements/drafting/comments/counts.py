"""Numbers of open threads for each clause and obligation of an instrument."""

from collections import Counter
from dataclasses import dataclass, field

from agreements import policy
from agreements.models import Instrument
from agreements.policy import Verdict
from districts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentCounts:
    """Open threads by clause key and by obligation code; `write` is the verdict on opening one."""

    instrument_id: int
    write: Verdict
    clauses: dict[str, int] = field(default_factory=dict)
    duties: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Number of open threads, including those of removed clauses."""
        return sum(self.clauses.values()) + sum(self.duties.values())


def comment_counts(user: User, instrument: Instrument) -> CommentCounts:
    """Count the open threads of an instrument that the user may read, in one query."""
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
