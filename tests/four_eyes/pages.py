"""The pages on which two people of the administration act together, for the sweeps over all pages."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from districts.four_eyes_choices import Deed
from mitwirkung.four_eyes.actions import decline
from tests.four_eyes.requests import asked
from tests.privacy.pages import signatory_of
from tests.scenario import Scenario


def _asked(scenario: Scenario, of: str) -> list[Any]:
    return [asked(Deed.GIVE_ADMIN, scenario.people["staff"].pk, at=timezone.now()).pk]


FOUR_EYES_ARGUMENTS: dict[str, Callable[[Scenario, str], list[Any]]] = {
    "four_eyes_ask": lambda scenario, of: [Deed.ERASE_SIGNATORY, signatory_of(scenario).pk],
    **dict.fromkeys(("four_eyes_detail", "four_eyes_decline", "four_eyes_withdraw"), _asked),
}


def four_eyes_pages(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield who opens what: without a second person, with one; open, own, decided and expired requests."""
    accounts = set(Deed) - {Deed.ERASE_SIGNATORY}
    addresses = [
        reverse("four_eyes_ask", args=[Deed.ERASE_SIGNATORY, signatory_of(scenario).pk]),
        *(reverse("four_eyes_ask", args=[deed, scenario.people["staff"].pk]) for deed in sorted(accounts)),
    ]
    yield from (("admin", address) for address in addresses)
    yield "admin", reverse("four_eyes_list")
    at, admin, staff = timezone.now(), scenario.people["admin"], scenario.people["staff"].pk
    foreign = asked(Deed.GIVE_ADMIN, staff, at=at)
    own = asked(Deed.ERASE_ACCOUNT, scenario.people["neighbour"].pk, at=at, by=admin)
    declined = asked(Deed.GIVE_ADMIN, scenario.people["nobody"].pk, at=at)
    decline(declined, by=admin, at=at)
    expired = asked(Deed.GIVE_ADMIN, scenario.people["lead"].pk, at=at - timedelta(days=8))
    yield from (("admin", address) for address in addresses)
    yield "admin", reverse("four_eyes_list")
    for request in (foreign, own, declined, expired):
        yield "admin", reverse("four_eyes_detail", args=[request.pk])
