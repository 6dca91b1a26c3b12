"""What the security log writes down of people's and strangers' ways through the application, and what it never holds."""

import json
from collections.abc import Callable
from io import StringIO

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import include, path, reverse

from agreements.models import Edition, Signature
from districts.client_address import shortened_network
from districts.models import Membership, SecurityEvent, User
from districts.roles import Role
from districts.security_log.verification import security_log_faults
from mitwirkung.accounts.attempt_limit import FAILURES
from tests import factories
from tests.accounts.people import with_password
from tests.accounts.test_second_factor import signed_in_with_password, with_app
from tests.project.conftest import PASSWORD, person
from tests.scenario import Scenario

__all__ = ["person"]  # a fixture
ADDRESS = "203.0.113.77"


def entries() -> list[tuple[str, int | None, str]]:
    """Return what is written, the oldest first."""
    return list(SecurityEvent.objects.order_by("sequence").values_list("kind", "person", "about"))


def since(count: int) -> list[tuple[str, int | None, str]]:
    return entries()[count:]


@login_not_required
def refuse_after_writing(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Change something, then refuse: the change is rolled back."""
    with transaction.atomic():
        User.objects.filter(pk=request.user.pk).update(office_phone="1")
        raise PermissionDenied("Nein.")


urlpatterns = [
    path("nein/<int:pk>/<slug:token>/", refuse_after_writing, name="no"),
    path("", include("mitwirkung.urls")),
]


@pytest.mark.django_db
def test_signing_in_and_out_is_written_with_number_and_shortened_network(
    client: Client, person: Callable[..., User]
) -> None:
    amira = person(Role.COORDINATOR)
    before = len(entries())
    names = (
        {"username": "amira", "password": "daneben-geraten"},
        {"username": PASSWORD, "password": "amira"},
    )
    for sent in (*names, {"username": "amira", "password": PASSWORD}):
        client.post(reverse("account_login"), sent, REMOTE_ADDR=ADDRESS)
    client.post(reverse("account_logout"), REMOTE_ADDR=ADDRESS)
    assert since(before) == [
        ("sign_in_failed", amira.pk, "account_login"),
        ("sign_in_failed", None, "account_login"),
        ("signed_in", amira.pk, "account_login"),
        ("signed_out", amira.pk, "account_logout"),
    ]
    rows = list(SecurityEvent.objects.order_by("sequence"))[before:]
    assert {row.network for row in rows} == {"203.0.113.0/24"}
    assert len({row.request for row in rows}) == 4
    out = StringIO()
    call_command("security_log", stdout=out)
    written = out.getvalue()
    assert not [word for word in ("amira", "Beispiel", PASSWORD, "daneben", ADDRESS) if word in written]
    assert [json.loads(line)["sequence"] for line in written.splitlines()] == [*range(1, before + 5)]


@pytest.mark.django_db
def test_factors_and_whatever_fails_at_them_are_written(client: Client) -> None:
    cache.clear()
    dana = with_password(factories.admin(), "dana@example.org")
    client = signed_in_with_password(dana)
    before = len(entries())
    _, spare = with_app(client)
    client.post(reverse("account_reauthenticate"), {"password": "falsch"})
    client.post(reverse("mfa_reauthenticate"), {"code": "000000"})
    client.post(reverse("mfa_reauthenticate"), {"code": spare[0]})
    Client().post(reverse("mfa_login_webauthn"), {"credential": '{"id": 1}'})
    client.post(reverse("mfa_deactivate_totp"))
    assert since(before) == [
        ("factor_added", dana.pk, f"account={dana.pk} totp"),
        ("factor_added", dana.pk, f"account={dana.pk} recovery_codes"),
        ("sign_in_failed", dana.pk, "account_reauthenticate"),
        ("sign_in_failed", dana.pk, "mfa_reauthenticate"),
        ("confirmed_again", dana.pk, "mfa_reauthenticate"),
        ("sign_in_failed", None, "mfa_login_webauthn"),
        ("factor_removed", dana.pk, f"account={dana.pk} totp"),
        ("factor_removed", dana.pk, f"account={dana.pk} recovery_codes"),
    ]


@pytest.mark.django_db
def test_attempts_above_the_limit_are_written(client: Client) -> None:
    cache.clear()
    for _ in range(FAILURES + 2):
        client.post(reverse("account_login"), {"username": "niemand", "password": "daneben-geraten"})
    kinds = [kind for kind, _, _ in entries()]
    assert kinds == ["sign_in_failed"] * FAILURES + ["attempts_limited"] * 2


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_a_refusal_stays_though_its_request_is_rolled_back(
    client: Client, person: Callable[..., User]
) -> None:
    amira = person(Role.COORDINATOR)
    client.force_login(amira)
    before = len(entries())
    assert client.get("/nein/12/abc_DEF-123/").status_code == 403
    assert Client().get("/nein/12/abc_DEF-123/").status_code == 403
    assert client.get("/admin/").status_code == 302
    assert client.get("/admin/", follow=True).status_code == 403
    assert since(before) == [("refused", amira.pk, "no pk=12"), ("refused", amira.pk, "admin:login")]
    amira.refresh_from_db()
    assert amira.office_phone == ""


@pytest.mark.django_db
def test_a_page_without_an_entry_costs_nothing_and_one_with_it_a_statement(
    client: Client, person: Callable[..., User]
) -> None:
    client.force_login(person(Role.OBSERVER))
    with CaptureQueriesContext(
        connection,
    ) as read:
        client.get(reverse("district_list"))
    assert not [one for one in read.captured_queries if "security" in one["sql"]]
    with CaptureQueriesContext(connection) as refused:
        assert client.get(reverse("agreement_new")).status_code == 403
    assert len([one for one in refused.captured_queries if "security" in one["sql"]]) == 1


def test_downloads_of_scans_bundles_and_tables_are_written(scenario: Scenario) -> None:
    scan = Signature.objects.exclude(scan=None)[0]
    edition = Edition.objects.filter(version__instrument=scenario.signed)[0]
    agreement = scenario.signed.agreement
    before = len(entries())
    browser, amira = scenario.browser("coordinator"), scenario.amira.pk
    pages = [
        reverse("signature_scan", args=[scan.pk]),
        reverse("edition_file", args=[edition.pk]),
        reverse("agreement_bundle", args=[agreement.pk]),
        reverse("table_download", args=["kontakte", "csv"]),
    ]
    for page in pages:
        assert browser.get(page).status_code == 200
        assert browser.head(page).status_code == 200
    for partial in ("bytes=0-20", "bytes=10-20"):
        assert browser.get(pages[0], headers={"Range": partial}).status_code == 206
    assert since(before) == [
        ("downloaded", amira, f"signature_scan pk={scan.pk}"),
        ("downloaded", amira, f"agreement_bundle pk={agreement.pk}"),
        ("downloaded", amira, "table_download"),
        ("downloaded", amira, "table_download"),
        ("downloaded", amira, f"signature_scan pk={scan.pk}"),
    ]


@pytest.mark.django_db
def test_changes_of_accounts_roles_and_passwords_are_written_in_their_transaction(
    client: Client, person: Callable[..., User]
) -> None:
    amira = person(Role.COORDINATOR)
    client.force_login(amira)
    before = len(entries())
    new = "Ganz-neu-am-Ufer-31"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    client.post(reverse("account_change_password"), sent)
    amira.refresh_from_db()
    amira.email, amira.first_name = "neu@example.org", "Neu"
    amira.save()
    amira.save()
    role = amira.memberships.get()
    role.role = Role.OBSERVER
    role.save()
    role.delete()
    try:
        with transaction.atomic():
            Membership.objects.create(user=amira, role=Role.OBSERVER)
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    number = amira.pk
    amira.delete()
    about = f"account={number}"
    assert since(before) == [
        ("password_changed", number, about),
        ("account_changed", None, f"{about} first_name, email"),
        ("role_changed", None, f"{about} role=coordinator -> {about} role=observer"),
        ("role_taken", None, f"{about} role=observer"),
        ("account_deleted", None, about),
    ]
    assert entries()[:2] == [
        ("account_added", None, about),
        ("role_given", None, f"{about} role=coordinator"),
    ]


@pytest.mark.django_db
def test_a_password_kept_in_a_newer_way_at_sign_in_is_no_change(
    client: Client, person: Callable[..., User]
) -> None:
    person(Role.COORDINATOR)
    before = len(entries())
    hashers = [
        "django.contrib.auth.hashers.ScryptPasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    with override_settings(PASSWORD_HASHERS=hashers):
        client.post(reverse("account_login"), {"username": "amira", "password": PASSWORD})
    assert User.objects.get().password.startswith("scrypt")
    assert [kind for kind, _, _ in since(before)] == ["signed_in"]


def test_the_secret_of_a_calendar_is_written_when_made_and_revoked(scenario: Scenario) -> None:
    browser, staff = scenario.browser("staff"), scenario.people["staff"]
    before = len(entries())
    browser.post(reverse("calendar_renew"))
    browser.post(reverse("calendar_revoke"))
    browser.post(reverse("calendar_revoke"))
    assert since(before) == [("calendar_made", staff.pk, ""), ("calendar_revoked", staff.pk, "")]


def test_only_admins_read_it(scenario: Scenario) -> None:
    scenario.browser("staff").get(reverse("agreement_new"))
    address = reverse("admin:districts_securityevent_changelist")
    assert "abgewiesen" in scenario.browser("admin").get(f"{address}?kind__exact=refused").content.decode()
    for who in ("coordinator", "lead", "observer"):
        assert scenario.browser(who).get(address, follow=True).status_code == 403
    assert list(security_log_faults()) == []


@pytest.mark.django_db(transaction=True)
def test_a_log_that_cannot_be_written_breaks_no_page(
    client: Client, person: Callable[..., User], caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(person(Role.OBSERVER))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE districts_securityevent RENAME TO elsewhere")
    try:
        assert client.get(reverse("agreement_new")).status_code == 403
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE elsewhere RENAME TO districts_securityevent")
    assert "not in the security log: refused agreement_new" in caplog.text


@pytest.mark.django_db
def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(CommandError, match="--since needs a day"):
        call_command("security_log", "--since", "gestern")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("", ""),
        ("unix:", ""),
        ("203.0.113.999", ""),
    ],
)
def test_an_address_is_shortened(address: str, network: str) -> None:
    assert shortened_network(address) == network
