"""The register of personal data names every field of every table, and is what the pages say."""

from collections import Counter

import pytest
from django.apps import apps
from django.db.models import EmailField, Field, ForeignKey, Model
from django.test import Client, override_settings
from django.urls import reverse

from districts.models import User
from mitwirkung.privacy.activity import Activity, DeclaredTable
from mitwirkung.privacy.register import ACTIVITIES
from mitwirkung.privacy.register.impersonal import IMPERSONAL
from tests.page import read
from tests.scenario import Scenario

TABLES = [*(table for activity in ACTIVITIES for table in activity.tables), *IMPERSONAL]
MODELS = [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]


def test_every_table_is_named_once() -> None:
    named = Counter(table.model for table in TABLES)
    assert set(named) == {model._meta.label for model in MODELS}
    assert set(named.values()) == {1}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.model)
def test_every_field_is_about_a_person_or_not(table: DeclaredTable) -> None:
    fields = [field.name for field in apps.get_model(table.model)._meta.concrete_fields]
    assert sorted([*table.personal_fields, *table.other_fields]) == sorted(fields)
    assert bool(table.personal_fields) == (table not in IMPERSONAL)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_what_names_an_account_or_an_address_is_about_a_person(model: type[Model]) -> None:
    personal = next(table.personal_fields for table in TABLES if table.model == model._meta.label)
    assert {field.name for field in model._meta.concrete_fields if names_somebody(field)} <= set(personal)


def names_somebody(field: "Field[object, object]") -> bool:
    if isinstance(field, ForeignKey):
        return field.related_model in {User, apps.get_model("agreements", "Signatory")}
    return isinstance(field, EmailField)


@pytest.mark.parametrize("activity", ACTIVITIES, ids=lambda activity: activity.key)
def test_every_activity_says_all_that_the_law_asks_for(activity: Activity) -> None:
    for words in (
        activity.title,
        activity.plain,
        activity.purpose,
        activity.basis,
        activity.subjects,
        activity.readers,
        activity.kept,
    ):
        assert words.strip()
    assert "DSGVO" in activity.basis


@override_settings(RETENTION_YEARS=7, SECURITY_LOG_MONTHS=3)
def test_statement_and_record_say_what_the_register_says(scenario: Scenario) -> None:
    public = read(Client().get(reverse("privacy"))).text
    record = read(scenario.browser("admin").get(reverse("processing_record"))).text
    for activity in ACTIVITIES:
        kept = activity.kept.format(years=7, months=3)
        assert {
            word for word in (activity.plain, activity.purpose, kept) if " ".join(word.split()) not in public
        } == set()
        assert {word for word in (activity.subjects, activity.basis, kept) if word not in record} == set()
    for table in TABLES:
        name = table.title or str(apps.get_model(table.model)._meta.verbose_name_plural)
        assert not table.personal_fields or name in record


@override_settings(
    OPERATOR="Verein MitWirkung|Weg 1, 10999 Berlin", PRIVACY_OFFICER="Dora Schutz|dora@example.org"
)
def test_who_is_responsible_is_said_once_it_is_set(scenario: Scenario) -> None:
    public = read(Client().get(reverse("privacy"))).text
    assert "Verein MitWirkung" in public
    assert "Dora Schutz" in public
    assert "Noch nicht eingetragen" not in public


def test_who_is_responsible_is_missed_until_it_is_set(db: None) -> None:
    assert "Noch nicht eingetragen" in read(Client().get(reverse("privacy"))).text
