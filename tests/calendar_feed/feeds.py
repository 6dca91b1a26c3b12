"""Calendars for the tests: their address, and what a program makes of them."""

from datetime import UTC, date, datetime, time

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Event

from agreements.calendar_feed.actions import renew_feed
from districts.models import User


def today_is(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    moment = datetime.combine(day, time(9), tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: moment)


def address_of(person: User) -> str:
    return reverse("calendar_feed", args=[renew_feed(by=person, at=timezone.now())])


def fetch(address: str, **headers: str) -> HttpResponse:
    """Fetch as a calendar program does, without a session."""
    response: HttpResponse = Client().get(address, headers=headers)
    return response


def events(address: str) -> dict[str, Event]:
    """Return the events by their UID, which no two share."""
    found = [one for one in Calendar.from_ical(fetch(address).content).walk() if isinstance(one, Event)]
    by_uid = {str(event["UID"]).partition("@")[0]: event for event in found}
    assert len(by_uid) == len(found)
    return by_uid
