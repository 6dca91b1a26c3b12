"""The calendar as iCalendar (RFC 5545): all-day events whose bytes depend on their facts alone. Pure."""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event, vDuration

from agreements.calendar_feed.queries import CalendarEntry
from agreements.calendar_months import DAY
from agreements.mail_topics import Topic
from agreements.texts.wording import date_words

EVERY = timedelta(hours=6)
HEADINGS = {
    Topic.OBLIGATION: "{title}",
    Topic.NOTICE: "Letzter Tag für eine Kündigung (Zugang)",
    Topic.END: "Letzter Tag der Laufzeit",
}
PARTICULARS = {
    Topic.OBLIGATION: "Fällig am {day}. Kooperationsvertrag {reference}, {district}.",
    Topic.NOTICE: "Kooperationsvertrag {reference}, {district}: Eine Kündigung muss bis zum {day} zugehen, sonst verlängert er sich.",
    Topic.END: "Der Kooperationsvertrag {reference}, {district}, läuft bis zum {day}.",
}


def calendar_file(entries: Iterable[CalendarEntry]) -> bytes:
    """Return the calendar. It has no UID: a random one changes the bytes, and programs take it for that of an event."""
    calendar = Calendar()
    calendar.add("prodid", "-//MitWirkung//Termine//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", "MitWirkung")
    calendar.add("x-wr-calname", "MitWirkung")
    # the library writes no VALUE by itself
    calendar.add("refresh-interval", vDuration(EVERY), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(EVERY))
    for entry in entries:
        calendar.add_component(_event(entry))
    written: bytes = calendar.to_ical()
    return written


def _event(entry: CalendarEntry) -> Event:
    words = {
        "title": entry.title,
        "day": date_words(entry.due_on),
        "reference": entry.reference,
        "district": entry.district,
    }
    event = Event()
    event.add("uid", f"{entry.event}@{urlsplit(settings.PUBLIC_URL).hostname}")
    event.add("summary", f"{HEADINGS[entry.topic].format(**words)} · {entry.district}")
    event.add("description", PARTICULARS[entry.topic].format(**words))
    event.add("url", f"{settings.PUBLIC_URL}{_page(entry)}")
    event.add("dtstart", entry.due_on)
    event.add("dtend", entry.due_on + DAY)  # the first day after it; the same day would be shown as midnight
    event.add("sequence", entry.revision)  # programs take a moved date only from a higher one
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("transp", "TRANSPARENT")
    event.add("x-microsoft-cdo-busystatus", "FREE")
    return event


def _page(entry: CalendarEntry) -> str:
    if entry.obligation_id:
        return reverse("obligation_detail", args=[entry.obligation_id])
    return reverse("agreement_detail", args=[entry.agreement_id])
