"""Named versions: created by hand and by transitions, read, restored without losing the replaced text."""

import html
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from agreements import history
from agreements.choices import Side, Status
from agreements.drafting.actions.obligations import remove_obligation
from agreements.drafting.actions.people import add_signatory, edit_signatory
from agreements.drafting.actions.text import edit_clause, remove_section
from agreements.drafting.actions.versions import name_version, restore_version
from agreements.errors import ActionRefused, Outdated
from agreements.models import Instrument
from agreements.signing.transition_actions import take_step
from agreements.texts.assembly import raw_copy, working_copy
from districts.models import User
from tests import factories
from tests.drafting.texts import clause_of
from tests.page import unrendered

pytestmark = pytest.mark.django_db
AT = factories.FROZEN_AT


@pytest.fixture
def amira() -> User:
    return factories.coordinator()


@pytest.fixture
def draft(amira: User) -> Instrument:
    return factories.draft(factories.district(), amira)


def test_a_version_keeps_what_was_shown_and_what_was_written(draft: Instrument, amira: User) -> None:
    shown = working_copy(draft)
    version = name_version(draft, name="vor der Sitzung", note="mit Jugendamt", by=amira, at=AT)

    assert version.read() == shown
    assert version.fingerprint == shown.fingerprint
    assert "[BEZIRK]" in version.source
    assert "[BEZIRK]" not in version.content
    assert (version.name, version.note, version.made_by) == ("vor der Sitzung", "mit Jugendamt", amira)


def test_restoring_brings_everything_back_and_keeps_what_it_replaces(draft: Instrument, amira: User) -> None:
    before = raw_copy(draft)
    name_version(draft, name="Ausgang", by=amira, at=AT)
    first = clause_of(draft, "p01-1")
    edit_clause(draft, key="p01-1", text="Ganz anders.", revision=first.revision, by=amira, at=AT)
    remove_obligation(
        draft, code="O-30", revision=draft.terms.get(obligation__code="O-30").revision, by=amira, at=AT
    )
    preamble = draft.sections.get(key="pre")
    remove_section(draft, key="pre", revision=preamble.revision, by=amira, at=AT)
    rosa = draft.signatories.get(side=Side.DISTRICT)
    edit_signatory(
        draft,
        key=rosa.key,
        side=Side.DISTRICT,
        name="Rita Rathaus",
        function=rosa.function,
        department="",
        authority="",
        authority_on=None,
        office_begins_on=None,
        office_ends_on=None,
        order=1,
        required=True,
        revision=rosa.revision,
        by=amira,
        at=AT,
    )
    add_signatory(draft, side=Side.DISTRICT, name="Noch Jemand", function="Zeugin", by=amira, at=AT)
    changed = raw_copy(draft)

    restore_version(draft, number=1, by=amira, at=AT + timedelta(hours=1))

    draft.refresh_from_db()
    assert raw_copy(draft) == before
    replaced = draft.versions.get(number=2)
    assert replaced.read_source() == changed
    assert "Wiederherstellung von Fassung 1" in replaced.name
    assert history.verify(draft.agreement) == []


def test_a_form_opened_before_a_restoration_is_outdated(draft: Instrument, amira: User) -> None:
    name_version(draft, name="Ausgang", by=amira, at=AT)
    seen = clause_of(draft, "p01-1")
    restore_version(draft, number=1, by=amira, at=AT)
    with pytest.raises(Outdated):
        edit_clause(draft, key="p01-1", text="Zu spät.", revision=seen.revision, by=amira, at=AT)


def test_every_step_keeps_a_version(draft: Instrument, amira: User) -> None:
    take_step(draft, "open_review", by=amira, at=AT)
    draft.refresh_from_db()
    take_step(draft, "withdraw", reason="Der Bezirk wartet ab.", by=amira, at=AT)
    names = list(draft.versions.order_by("number").values_list("name", "note"))
    assert names == [("In die Abstimmung geben", ""), ("Zurückziehen", "Der Bezirk wartet ab.")]


def test_a_refused_step_keeps_nothing(draft: Instrument, amira: User) -> None:
    with pytest.raises(ActionRefused):
        take_step(draft, "withdraw", reason=" ", by=amira, at=AT)
    assert draft.versions.count() == 0
    assert Instrument.objects.get().status == Status.DRAFT


def test_frozen_text_is_not_restored(amira: User) -> None:
    frozen = factories.frozen_contract(factories.district(), amira)
    with pytest.raises(ActionRefused, match="Jetzt ist der Stand"):
        restore_version(frozen, number=1, by=amira, at=AT)


def test_the_pages_tell_the_story(client: Client, draft: Instrument, amira: User) -> None:
    client.force_login(amira)
    versions = reverse("version_list", args=[draft.pk])
    assert "Noch keine Fassung" in client.get(versions).content.decode()
    assert client.post(versions, {"name": "  ", "note": ""}).status_code == 422
    assert client.post(versions, {"name": "Stand März", "note": ""}).status_code == 302
    assert "Stand März" in client.get(versions).content.decode()
    page = client.get(reverse("version_detail", args=[draft.pk, 1])).content.decode()
    assert "Gegenstand des Vertrags" in page
    assert client.get(reverse("version_detail", args=[draft.pk, 9])).status_code == 404
    pdf = client.get(reverse("version_pdf", args=[draft.pk, 1]))
    assert pdf.content.startswith(b"%PDF")
    answer = client.post(reverse("version_restore", args=[draft.pk, 1]), follow=True)
    assert "Fassung 1 ist wieder der Arbeitsstand" in answer.content.decode()


def test_every_link_of_the_versions_leads_somewhere(client: Client, draft: Instrument, amira: User) -> None:
    client.force_login(amira)
    name_version(draft, name="Ausgang", by=amira, at=AT)
    frozen = factories.freeze_draft(draft, amira)
    frozen.refresh_from_db()
    found = set()
    for page in (reverse("version_list", args=[frozen.pk]), reverse("version_detail", args=[frozen.pk, 1])):
        links = re.findall(r'href="(/urkunden/[^"]+)"', client.get(page).content.decode())
        assert any("vergleich" in link for link in links)
        found.update(map(html.unescape, links))
    with unrendered():
        for link in found:
            assert client.get(link).status_code == 200, link
