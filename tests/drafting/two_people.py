"""Two users who edit the same draft, each in a browser of her own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse

from agreements.drafting.concurrency.form_bundle import FormBundle
from agreements.drafting.forms.text import ClauseForm
from agreements.models import Clause, Instrument
from districts.models import User
from districts.roles import Role
from tests import factories
from tests.drafting.form_bundles import form_with
from tests.drafting.texts import clause_of
from tests.scenario import Scenario

MERGED_MESSAGE = "beide Änderungen wurden zusammengeführt"
BASE = "Der Bezirk benennt zwei Personen aus dem Jugendamt, die bis zum 1. März die Steuerung übernehmen."


@dataclass
class Two:
    """The coordinators Amira and Gerda, each with a browser."""

    scenario: Scenario
    amira: Client
    gerda: Client
    gerda_user: User

    @property
    def draft(self) -> Instrument:
        return self.scenario.draft

    def address(self, name: str, *parts: str) -> str:
        return reverse(name, args=[self.draft.pk, *parts])


def two_people(scenario: Scenario) -> Two:
    """Return both users of a draft whose first clause of § 3 has a known text."""
    gerda, browser = factories.person(Role.COORDINATOR, name="Gerda"), Client()
    browser.force_login(gerda)
    Clause.objects.filter(pk=clause_of(scenario.draft).pk).update(text=BASE)
    return Two(scenario, scenario.browser("coordinator"), browser, gerda)


def both_open(two: Two, address: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the form as both users have it open at the same time."""
    return form_with(two.amira.get(address), "Speichern"), form_with(two.gerda.get(address), "Speichern")


def clause_form(data: Mapping[str, Any] | None, row: Clause | None) -> FormBundle:
    """Return the form of a clause, as the page builds it."""
    initial = {"text": row.text, "revision": row.revision} if row else {}
    return FormBundle(ClauseForm(data, initial=initial))
