"""Two people who write the same draft, each in a browser of her own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.test import Client
from django.urls import reverse

from agreements.drafting.actions.text import edit_clause
from agreements.drafting.concurrency.edit import Edit, SaveResult, save
from agreements.drafting.concurrency.form_bundle import FormBundle
from agreements.drafting.forms.text import ClauseForm
from agreements.models import Clause, Instrument
from districts.models import User
from districts.roles import Role
from tests import factories
from tests.drafting.form_bundles import form_with
from tests.page import read
from tests.scenario import Scenario

TOLD = "beide Änderungen wurden zusammengeführt"
BASE = "Der Bezirk benennt zwei Personen aus dem Jugendamt, die bis zum 1. März die Steuerung übernehmen."


@dataclass
class Two:
    """Amira and Gerda, both coordinating, each with a browser of her own."""

    scenario: Scenario
    amira: Client
    gerda: Client
    gerda_herself: User

    @property
    def draft(self) -> Instrument:
        """What both write."""
        return self.scenario.draft

    def address(self, name: str, *parts: str) -> str:
        """Return an address below the draft."""
        return reverse(name, args=[self.draft.pk, *parts])


def two_people(scenario: Scenario) -> Two:
    """Return both, before a draft whose first Absatz of § 3 we know."""
    gerda, browser = factories.person(Role.COORDINATOR, name="Gerda"), Client()
    browser.force_login(gerda)
    Clause.objects.filter(pk=clause_in(scenario.draft).pk).update(text=BASE)
    return Two(scenario, scenario.browser("coordinator"), browser, gerda)


def clause_in(draft: Instrument) -> Clause:
    """Return the Absatz that both write."""
    return Clause.objects.get(section__instrument=draft, key="p03-1")


def both_open(two: Two, address: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the form as both have it open at the same time."""
    return form_with(two.amira.get(address), "Speichern"), form_with(two.gerda.get(address), "Speichern")


def followed(browser: Client, reply: Any) -> str:
    """Return the words of the page that a saved form leads to."""
    assert reply.status_code == 302, read(reply).text[:600]
    return read(browser.get(reply.headers["Location"])).text


def clause_form(data: Mapping[str, Any] | None, row: Clause | None) -> FormBundle:
    """Return the form of an Absatz, as the page makes it."""
    initial = {"text": row.text, "revision": row.revision} if row else {}
    return FormBundle(ClauseForm(data, initial=initial))


def save_clause_text(
    instrument: Instrument,
    *,
    key: str,
    base: str | None,
    revision: int,
    text: str,
    by: User,
    at: datetime,
) -> SaveResult:
    """Save an Absatz that was written from `base` at a revision, as the page does, but without one."""

    def write(bundle: FormBundle) -> Clause:
        said, seen = bundle.form.data["text"], int(bundle.form.data["revision"])
        return edit_clause(instrument, key=key, text=said, revision=seen, by=by, at=at)

    edit = Edit(row=None, make=clause_form, write=write)
    form = clause_form({"text": text, "revision": revision}, None)
    return save(instrument, edit, form, None if base is None else {"text": (base,)})
