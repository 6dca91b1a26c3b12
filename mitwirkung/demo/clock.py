"""The story's clock."""

from datetime import datetime
from zoneinfo import ZoneInfo


def berlin(year: int, month: int, day: int, hour: int = 10) -> datetime:
    """Return a moment in Berlin."""
    return datetime(year, month, day, hour, tzinfo=ZoneInfo("Europe/Berlin"))
