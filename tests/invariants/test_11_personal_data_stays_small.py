"""Invariant 11: no hours of a named person anywhere, no person behind a released share, no names in the logs."""

import dataclasses
import logging
import re
from decimal import Decimal

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import DatabaseError, connection, models, transaction
from django.test import Client
from django.urls import reverse

from agreements.choices import ObligationKind, Progress
from agreements.content import Post
from agreements.drafting.presence.actions import report_presence
from agreements.models import Event, ObligationTerms, Presence, Signatory, StaffRelease
from agreements.parties import FIRST_TWO
from districts.models import District, User
from tests import factories
from tests.scenario import Scenario
from tests.tracking.report_factories import make_report

HOURS = re.compile(r"hour|stunde|timesheet|zeiterfassung|arbeitszeit|minutes_worked", re.IGNORECASE)
PARTY_MEMBERSHIP = re.compile(r"fraktion|faction|parteibuch|party_membership|political", re.IGNORECASE)
ABOUT_PEOPLE = re.compile(
    r"birth|geburt|religion|gender|geschlecht|salary|\bgehalt|entgelt|phone|telefon|private", re.IGNORECASE
)

# an office, and the desk of whoever is asked, no private number
TELEPHONES = {
    "Association.telephone",
    "agreements_association.telephone",
    "User.office_phone",
    "districts_user.office_phone",
}

# the party of an elected member who signed is public, and part of the office that she held
OF_ELECTED_MEMBERS = {"Signatory.political_party"}


def our_models() -> list[type[models.Model]]:
    return [
        model
        for app in ("districts", "agreements", "mitwirkung")
        for model in apps.get_app_config(app).get_models()
    ]


@pytest.mark.parametrize(
    "words", [HOURS, PARTY_MEMBERSHIP, ABOUT_PEOPLE], ids=["hours", "parties", "private life"]
)
def test_no_field_of_any_model_asks_for_it(words: re.Pattern[str]) -> None:
    asked = [
        f"{model.__name__}.{field.name}"
        for model in our_models()
        for field in model._meta.get_fields()
        if words.search(
            f"{field.name} {getattr(field, 'verbose_name', '')} {getattr(field, 'help_text', '')}"
        )
    ]
    assert set(asked) <= TELEPHONES | OF_ELECTED_MEMBERS


def test_no_column_was_slipped_in_beside_the_models(db: None) -> None:
    """Columns added by a migration or on the database's console count, too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public' "
            "AND (table_name LIKE 'agreements%' OR table_name LIKE 'districts%')"
        )
        columns = [row[0] for row in cursor.fetchall()]
    assert len(columns) > 100
    asked = {name for name in columns if HOURS.search(name) or ABOUT_PEOPLE.search(name)}
    assert asked <= TELEPHONES


def reached_from(model: type[models.Model]) -> dict[str, type[models.Model]]:
    """Return all models reachable by foreign keys from a field."""
    return {
        field.name: field.related_model
        for field in model._meta.get_fields()
        if field.many_to_one or field.one_to_one or field.many_to_many
        if isinstance(field.related_model, type) and not field.auto_created
    }


def test_a_released_share_knows_an_office_and_a_function_and_nobody() -> None:
    fields = {field.name for field in StaffRelease._meta.get_fields()}
    assert fields == {
        "id",
        "terms",
        "position",
        "office",
        "unit",
        "function",
        "share",
        "sense",
        "starts_after_months",
        "starts_on",
        "ends_on",
        "needs_resolution",
    }
    assert set(reached_from(StaffRelease).values()) == {ObligationTerms, apps.get_model("districts.Office")}
    assert {field.name for field in dataclasses.fields(Post)} == fields - {
        "id",
        "terms",
        "position",
        "office",
    }


@pytest.mark.parametrize("person", [User, Signatory])
def test_nothing_of_an_obligation_points_at_a_person(person: type[models.Model]) -> None:
    """Neither directly nor through office, clause or terms: released staff cannot be identified."""
    waiting, seen = [StaffRelease], set()
    while waiting:
        model = waiting.pop()
        seen.add(model)
        # an agreement has somebody who coordinates it; that is no link between a person and a share
        ends = {"agreement", "template", "frozen_version"}
        found = [to for name, to in reached_from(model).items() if name not in ends]
        assert person not in found, model
        waiting.extend(to for to in found if to not in seen)


def test_a_share_is_a_part_of_a_post_never_a_number_of_hours(scenario: Scenario) -> None:
    """38.5 would be weekly hours: the database takes at most one full post."""
    post = StaffRelease.objects.filter(terms__instrument=scenario.draft)[0]
    for hours in ("38.5", "8", "1.001"):
        with pytest.raises(DatabaseError), transaction.atomic():
            StaffRelease.objects.filter(pk=post.pk).update(share=Decimal(hours))
    post.refresh_from_db()
    assert 0 < post.share <= 1


def test_the_form_of_a_release_asks_for_no_name(scenario: Scenario) -> None:
    terms = ObligationTerms.objects.filter(instrument=scenario.draft, kind=ObligationKind.STAFF_RELEASE)[0]
    page = scenario.browser("coordinator").get(
        reverse("obligation_edit", args=[scenario.draft.pk, terms.obligation.code])
    )
    asked = set(re.findall(r'name="stellen-0-(\w+)"', page.content.decode()))
    assert {"unit", "function", "share"} <= asked
    assert not {name for name in asked if re.search("name|person|user|mail", name)}


def test_presence_is_a_name_and_a_place_for_a_minute(scenario: Scenario) -> None:
    assert {field.name for field in Presence._meta.get_fields()} == {
        "id",
        "instrument",
        "person",
        "window",
        "clause_key",
        "seen_at",
    }
    told = Event.objects.count()
    report_presence(
        scenario.draft, window="fenster-eins", place="p06-2", by=scenario.amira, at=factories.SIGNED_AT
    )
    assert Event.objects.count() == told  # how long somebody sat before a text is nobody's business


# --- the logs -----------------------------------------------------------------------------------------------------


class Everything(logging.Handler):
    """Collects all log records, formatted as by a server."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.loggers: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        self.loggers.add(record.name)
        self.lines.append(f"{record.name} {record.levelname} {self.format(record)}")


def test_a_whole_story_leaves_no_name_in_the_logs(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """From sign-in to signing, with wrong passwords, refused pages and malformed requests, at level DEBUG."""
    cache.clear()
    heard = Everything()
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [heard])
    for name in ("", "agreements", "districts", "mitwirkung", "django", "django.request", "django.security"):
        logger = logging.getLogger(name)
        monkeypatch.setattr(logger, "level", logger.level)
        logger.setLevel(logging.DEBUG)  # forgets what the loggers have remembered of their levels
    use_application()
    said = "\n".join(heard.lines)
    assert "django.request" in heard.loggers, "the story provokes refusals, so something is logged"
    for secret in SECRETS:
        assert secret.casefold() not in said.casefold(), secret


SECRETS = [
    "Zwetschkenbaum",
    "amira.geheim",
    "amira.geheim@example.org",
    "Rosa Rathaus",
    "Viktor Verein",
    "Spreeufer-im-November-7",
    "Ganz-falsches-Wort",
    "Danas vertraulicher Satz",
    "203.0.113.77",
]


def use_application() -> None:
    """Use the application rightly and wrongly."""
    place = factories.district("03")
    amira = factories.coordinator()
    User.objects.filter(pk=amira.pk).update(
        username="amira.geheim", last_name="Zwetschkenbaum", email="amira.geheim@example.org"
    )
    amira.refresh_from_db()
    amira.set_password("Spreeufer-im-November-7")
    amira.save()
    browser = Client(REMOTE_ADDR="203.0.113.77", raise_request_exception=False)
    for password in ("Ganz-falsches-Wort", "Spreeufer-im-November-7"):
        browser.post("/anmelden/", {"username": "amira.geheim", "password": password})
    assert "_auth_user_id" in browser.session
    contract = factories.frozen_contract(place, amira)
    for side in FIRST_TWO:
        factories.sign(contract, side, amira)
    bogdan = factories.staff(place)
    duty = contract.agreement.obligations.get(code="O-06")
    make_report(duty, Progress.PARTLY, bogdan, factories.SIGNED_AT, remark="Danas vertraulicher Satz")
    _browse(browser, place, contract.pk, contract.agreement_id)
    stranger = Client(enforce_csrf_checks=True, raise_request_exception=False)
    stranger.force_login(bogdan)
    stranger.post(f"/urkunden/{contract.pk}/kopf/", {"title": "Danas vertraulicher Satz"})
    Session.objects.all().delete()


def _browse(browser: Client, place: District, instrument: int, agreement: int) -> None:
    for address in (
        "/vertraege/",
        f"/vertraege/{agreement}/",
        f"/bezirke/{place.slug}/",
        "/pflichten/",
        f"/urkunden/{instrument}/bearbeiten/",  # 403: signed
        f"/urkunden/{instrument}/absaetze/gibt-es-nicht/",
        "/urkunden/999999/bearbeiten/",  # 404
        "/admin/",
    ):
        browser.get(address)
    browser.post(f"/urkunden/{instrument}/anwesenheit/", {"window": "Danas vertraulicher Satz"})
    browser.post("/passwort/", {"old_password": "Ganz-falsches-Wort"})
    browser.get("/vertraege/", headers={"host": "anderswo.example.org"})  # 400
