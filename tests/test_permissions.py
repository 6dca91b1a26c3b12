"""Who may do what: the annex, read against the policy and against every address of the house."""

from collections.abc import Iterator
from contextlib import nullcontext

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from agreements import policy
from agreements.choices import Status
from agreements.permission_table import PERMISSIONS
from tests.page import unrendered
from tests.permissions.annex import ANNEX, HEAD, OPEN, SEES, WHO
from tests.permissions.arguments import ARGUMENTS
from tests.permissions.table import ACTION_OF, ROWS, Row
from tests.scenario import Scenario

pytestmark = pytest.mark.usefixtures("application_role")  # every page is served with no other rights

SENT = {"revision": "1", "direction": "1"}
WHOLE = {row.name: row for row in reversed(ROWS)}  # one page of each name is made with all that stands there


def test_the_annex_names_every_action_and_status() -> None:
    assert set(ANNEX) == set(PERMISSIONS)
    assert [status.value for status in Status] == HEAD


@pytest.mark.parametrize("action", ANNEX)
def test_the_policy_answers_as_the_annex_says(action: str, scenario: Scenario) -> None:
    for status, contract in scenario.contracts.items():
        for letter, who in WHO.items():
            answer = policy.verdict(scenario.people[who], action, contract)
            assert answer.allowed == (letter in ANNEX[action][status]), (action, status, who)
            assert bool(answer.reason) != answer.allowed


def test_who_sees_what(scenario: Scenario) -> None:
    for cell, (status, contract) in zip(SEES.split(), scenario.contracts.items(), strict=True):
        for letter, who in WHO.items():
            user = scenario.people[who]
            assert policy.visible_instruments(user).filter(pk=contract.pk).exists() == (letter in cell), (
                status,
                who,
            )
            assert policy.visible_to(user).filter(pk=contract.agreement_id).exists() == (letter in cell)
    for letter, who in WHO.items():
        seen = policy.visible_to(scenario.people[who]).filter(pk=scenario.reported.pk).exists()
        assert seen == (letter in "CSLOA"), who


def test_a_disabled_account_is_nobody(scenario: Scenario) -> None:
    amira = scenario.amira
    amira.is_active = False
    assert not policy.visible_to(amira).exists()
    assert not any(policy.verdict(amira, action, scenario.draft).allowed for action in PERMISSIONS)


def address(row: Row, scenario: Scenario) -> str:
    return reverse(row.name, args=ARGUMENTS[row.name](scenario, row.of) if row.name in ARGUMENTS else [])


def answer(client: Client, method: str, url: str) -> int:
    """Return the status of the answer, and take back what the request has changed."""
    with transaction.atomic():
        reply = client.generic(method, url) if method == "GET" else client.post(url, SENT)
        if reply.streaming:
            b"".join(reply)  # read to its end, so that its file is closed
        transaction.set_rollback(True)
    status: int = reply.status_code
    return status


@pytest.fixture
def one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everybody ask at the same moment of the day, so that all of them get the same PDF, which is printed once."""
    moment = timezone.now().replace(hour=11, minute=0, second=0, microsecond=0)
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.mark.usefixtures("one_moment")
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.name} {row.of}")
def test_every_reader_gets_the_answer_of_the_table(row: Row, scenario: Scenario) -> None:
    url = address(row, scenario)
    readers = {who: scenario.browser(who) for who in WHO.values()}
    expected = dict(zip(WHO.values(), map(int, row.answers.split()), strict=True))
    first = next((who for who, status in expected.items() if status == 200), "coordinator")
    with nullcontext() if row is WHOLE[row.name] else unrendered():
        assert answer(readers[first], "GET", url) == expected[first]
    with unrendered():
        assert answer(Client(), "GET", url) == 302, "a stranger signs in first"
        assert answer(Client(), "POST", url) == 302
        got = {who: answer(client, "GET", url) for who, client in readers.items() if who != first}
        assert got | {first: expected[first]} == expected
        assert answer(readers["coordinator"], "POST", url) == row.sent
        one_of_each = {status: who for who, status in got.items() if status in {403, 404}}
        for status, who in one_of_each.items():
            refused = answer(readers[who], "POST", url)
            assert refused == status or (refused == 405 and row.sent == 405), (who, refused)


def addresses(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every address of the house with its name, however deep it is included."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry, namespace or entry.namespace or "")
        else:
            yield (f"{namespace}:{entry.name}" if namespace else str(entry.name), entry)


def ours() -> dict[str, URLPattern]:
    return {name: entry for name, entry in addresses(get_resolver()) if not name.startswith("admin:")}


def test_every_address_has_its_row() -> None:
    assert set(ours()) - OPEN == {row.name for row in ROWS}


def test_every_view_is_the_action_of_the_table_or_open() -> None:
    for name, entry in ours().items():
        opened = not getattr(entry.callback, "login_required", True)
        assert opened == (name in OPEN), name
        # „start“ and „account_change_password“ are nobody's action: everybody has them, and they show nothing of others
        assert getattr(entry.callback, "action", None) == ACTION_OF.get(name), name
    assert set(ACTION_OF.values()) <= {*PERMISSIONS, "district.view"}


def test_what_is_open_is_open_to_strangers(db: None) -> None:
    visited = (
        "link_read",
        "link_file_new",
        "link_decline",
        "link_confirm",
        "link_closed",
        "link_leave",
        "link_file",
    )
    parts: dict[str, list[object]] = {
        "verify_code": ["MW-00000-00000-0"],
        **{name: ["no-such-token"] for name in ("link_start", "link_code")},
        **{name: [1] for name in visited},
        "calendar_feed": ["no-such-secret"],
        "invitation": ["no-such-token"],
        **{name: ["no-such-provider"] for name in ("sign_on_begin", "sign_on_callback")},
        "sign_on_invitation": ["no-such-token", "no-such-provider"],
        "account_reset_password_from_key": ["1", "no-such-key"],
        "mail_unsubscribe": ["no-such-token"],
        "link_file": [1, "signieren"],
    }
    got = {name: answer(Client(), "GET", reverse(name, args=parts.get(name))) for name in OPEN}
    other = {
        "account_logout": 405,
        "mfa_authenticate": 302,
        "favicon": 302,
        "verify_file": 405,
        "verify_code": 404,
        "link_start": 404,
        "link_code": 404,
        "calendar_feed": 404,
        "invitation": 404,
        **dict.fromkeys(("sign_on_begin", "sign_on_callback", "sign_on_invitation"), 404),
        "mail_unsubscribe": 404,
        "metrics": 404,
    }
    other |= dict.fromkeys(visited, 403)  # tests/links says what opens them
    assert got == {**dict.fromkeys(OPEN, 200), **other}


def test_the_whole_admin_is_for_admins(scenario: Scenario) -> None:
    """One rule for all its addresses: who is no admin is sent to its sign-in, which tells members why not."""
    found = {name for name, entry in addresses(get_resolver()) if name.startswith("admin:") and entry.name}
    assert len(found) > 100
    readers = {who: scenario.browser(who) for who in ("stranger", "coordinator", "nobody")}
    sign_in = reverse("admin:login")
    for name in sorted(found - {"admin:login", "admin:logout"}):
        for who, client in readers.items():
            reply = client.get(any_address(name))
            led_to = {sign_in, reverse("account_login")} if who == "stranger" else {sign_in}
            assert reply.status_code == 302, (name, who)
            assert reply.headers["Location"].split("?")[0] in led_to, (name, who)
    got = {who: scenario.browser(who).get(sign_in).status_code for who in ("stranger", *WHO.values())}
    assert got == {**dict.fromkeys(WHO.values(), 403), "stranger": 302, "admin": 302}


def any_address(name: str) -> str:
    for arguments in ([], [1], ["agreements"], [1, 1]):
        try:
            return reverse(name, args=arguments)
        except NoReverseMatch:  # the next number of arguments fits
            continue
    raise AssertionError(name)
