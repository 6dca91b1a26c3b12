"""The calendar itself, found by its secret without sign-in, and the page on which a person gets its address."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST, require_safe

from agreements.access import current_user
from agreements.calendar_feed.actions import note_fetched, renew_feed, revoke_feed
from agreements.calendar_feed.icalendar_file import calendar_file
from agreements.calendar_feed.presenters import calendar_tag
from agreements.calendar_feed.queries import agreements_in_calendar, calendar_entries, feed_of
from agreements.form_responses import redirect_with_message
from agreements.models import CalendarFeed
from agreements.rate_limit import Bucket, seconds_to_wait, seconds_to_wait_for_network

OF_ONE_FEED = Bucket(name="calendar", burst=30, refill=60)
GUESSED = Bucket(name="calendar-guess", burst=30, refill=10)


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Serve the calendar; 404 for an address that leads nowhere, 304 if it has not changed, 429 if it is asked for too often."""
    now = timezone.now()
    feed = feed_of(secret)
    wait = (
        seconds_to_wait(OF_ONE_FEED, feed.token_sha256, at=now)
        if feed
        else seconds_to_wait_for_network(GUESSED, request, at=now)
    )
    if wait:
        return HttpResponse(status=429, headers={"Retry-After": str(wait)})
    if feed is None:
        raise Http404
    as_of = timezone.localdate(now)
    note_fetched(feed, as_of)
    agreements = agreements_in_calendar(feed.person)
    tag = calendar_tag(agreements, as_of)
    response = get_conditional_response(request, etag=tag) or HttpResponse(
        calendar_file(calendar_entries(agreements, as_of)),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="mitwirkung.ics"'},
    )
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def calendar_account(request: HttpRequest) -> HttpResponse:
    """Say whether the person's calendar has an address, and offer a new one."""
    return _page(request)


@require_POST
def calendar_renew(request: HttpRequest) -> HttpResponse:
    """Make a new address and show it, once."""
    secret = renew_feed(by=current_user(request), at=timezone.now())
    return _page(request, f"{settings.PUBLIC_URL}{reverse('calendar_feed', args=[secret])}")


@require_POST
def calendar_revoke(request: HttpRequest) -> HttpResponse:
    if not revoke_feed(by=current_user(request), at=timezone.now()):
        return redirect_with_message(request, "Ihr Kalender hatte keine Adresse.", "calendar_account")
    return redirect_with_message(
        request,
        "Die Adresse ist ungültig. Kalender, die sie kennen, erhalten nichts mehr.",
        "calendar_account",
    )


def _page(request: HttpRequest, address: str = "") -> HttpResponse:
    context = {
        "feed": CalendarFeed.objects.filter(person=current_user(request)).first(),
        "address": address,
        "opened": address and f"webcal:{address.removeprefix(urlsplit(address).scheme + ':')}",
    }
    return render(request, "calendar_feed/account.html", context)
