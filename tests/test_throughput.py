"""The bench's gunicorn: it serves what the bench asks for, and a page that refuses is not measured."""

import pytest
from django.urls import reverse

from bench import floor
from bench.measure import URLCONF, BrokenPageError
from bench.pages import Page
from bench.table import served_table
from bench.throughput import CLIENTS, asked, serving


@pytest.mark.kills
@pytest.mark.django_db
def test_pages_are_asked_for_by_many_clients_at_once() -> None:
    nothing = Page("bare view", "anybody", reverse(floor.nothing, urlconf=URLCONF))
    sign_in = Page("sign in", "anybody", reverse("account_login"))
    with serving() as server:
        found = [asked(server, page, "", requests=2 * CLIENTS, seconds=60) for page in (nothing, sign_in)]
        refused = Page("overview", "anybody", reverse("overview"))
        with pytest.raises(BrokenPageError, match="302"):
            asked(server, refused, "", requests=CLIENTS)
    for one in found:
        assert min(one.per_second, one.p95) > 0
    # processor time comes in hundredths of a second: a page with a template computes long enough to be seen
    assert found[1].processor > 0
    assert "sign in" in served_table({12: found}).splitlines()[-1]
