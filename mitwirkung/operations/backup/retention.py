"""Which sets are kept. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Of how many days, weeks and months the last set is kept; all zero means that every set is kept."""

    daily: int = 0
    weekly: int = 0
    monthly: int = 0

    def surplus(self, names: Iterable[str]) -> list[str]:
        """Return the sets that need not be kept, oldest first; the latest is always kept."""
        newest_first = sorted(names, reverse=True)
        if not (self.daily or self.weekly or self.monthly):
            return []
        kept = {*newest_first[:1]}
        for most, form in ((self.daily, "%Y-%m-%d"), (self.weekly, "%G-%V"), (self.monthly, "%Y-%m")):
            last_of: dict[str, str] = {}
            for name in newest_first:
                last_of.setdefault(date.fromisoformat(name[:10]).strftime(form), name)
            kept.update([*last_of.values()][:most])
        return sorted({*newest_first} - kept)
