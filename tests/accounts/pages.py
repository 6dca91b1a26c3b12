"""The pages of sign-in that can be opened, for the sweeps over all pages."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone

from districts.account_letters import AccountLetter
from tests.accounts.people import invited, link_in_mail
from tests.scenario import Scenario

ACCOUNT_ARGUMENTS: dict[str, Callable[[Scenario, str], list[Any]]] = {
    "mfa_remove_webauthn": lambda scenario, of: [1],
    "session_end": lambda scenario, of: [1],
}


def account_pages(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield who opens which page, and its address."""
    for name in ("account_login", "account_reset_password", "account_reset_password_done"):
        yield "stranger", reverse(name)
    greta = invited(scenario.place, by=scenario.people["admin"], at=timezone.now())
    yield "stranger", link_in_mail(greta, AccountLetter.INVITATION, timezone.now())
    for name in ("account_change_password", "account_reauthenticate", "mfa_index", "session_list"):
        yield "staff", reverse(name)
