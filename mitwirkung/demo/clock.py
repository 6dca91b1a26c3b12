"""Moments of the demo data."""

from datetime import datetime
from zoneinfo import ZoneInfo


def berlin(year: int, month: int, day: int, hour: int = 10) -> datetime:
    return datetime(year, month, day, hour, tzinfo=ZoneInfo("Europe/Berlin"))
