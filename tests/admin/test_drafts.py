"""Drafts in the admin: changed under the same guards as on their own pages, or not at all."""

from typing import Any

import pytest
from django.test import Client

from agreements import history
from agreements.choices import Status
from agreements.drafting.actions.text import edit_clause
from agreements.models import Party, Section, Signatory
from agreements.signing.freezing.actions import freeze
from agreements.texts.assembly import working_copy
from tests import factories
from tests.admin.conftest import Story
from tests.admin.page import clause_of, form_of, page_of

DRAFT_ROWS = {
    "section": (lambda i: Section.objects.filter(instrument=i)[2], "heading", "Neue Überschrift"),
    "clause": (clause_of, "text", "Neuer Text des Absatzes."),
    "party": (lambda i: Party.objects.filter(instrument=i)[0], "short", "Amt"),
    "signatory": (lambda i: Signatory.objects.filter(instrument=i)[0], "name", "Renate Rathaus"),
    "instrument": (lambda i: i, "file_reference", "Jug 4712"),
}


@pytest.mark.parametrize(("find", "field", "words"), DRAFT_ROWS.values(), ids=DRAFT_ROWS)
def test_a_change_counts_up_the_revision_and_is_told(
    find: Any, field: str, words: str, story: Story, dana: Client
) -> None:
    row = find(story.draft)
    before, revision = getattr(row, field), row.revision
    assert dana.post(page_of(row), {**form_of(dana, row), field: words}).status_code == 302
    row.refresh_from_db()
    assert getattr(row, field) == words
    assert row.revision == revision + 1
    event = story.draft.agreement.events.order_by("-sequence")[0]
    assert (event.kind, event.actor) == ("admin_changed", str(story.dana))
    assert event.data["changes"] == {field: [before, words]}
    assert event.data["instrument"] == 0
    assert history.verify(story.draft.agreement) == []


@pytest.mark.parametrize(("find", "field", "words"), DRAFT_ROWS.values(), ids=DRAFT_ROWS)
def test_saving_without_a_change_changes_nothing(
    find: Any, field: str, words: str, story: Story, dana: Client
) -> None:
    row = find(story.draft)
    revision, told = row.revision, story.draft.agreement.events.count()
    assert dana.post(page_of(row), form_of(dana, row)).status_code == 302
    row.refresh_from_db()
    assert row.revision == revision
    assert story.draft.agreement.events.count() == told


def test_a_write_makes_the_open_forms_of_drafting_outdated(story: Story, dana: Client) -> None:
    clause = clause_of(story.draft)
    dana.post(page_of(clause), {**form_of(dana, clause), "text": "Danas Text."})
    clause.refresh_from_db()
    from_the_page = clause.revision - 1
    with pytest.raises(Exception, match="Inzwischen hat jemand anderes"):
        edit_clause(
            story.draft,
            key=clause.key,
            text="Amiras Text.",
            revision=from_the_page,
            by=story.amira,
            at=factories.SIGNED_AT,
        )


def test_words_typed_while_the_text_was_frozen_are_refused_but_kept(story: Story, dana: Client) -> None:
    clause = clause_of(story.draft)
    sent = {**form_of(dana, clause), "text": "Zu spät."}
    fingerprint = working_copy(story.draft).fingerprint
    freeze(story.draft, fingerprint=fingerprint, by=story.amira, at=factories.FROZEN_AT)
    answer = dana.post(page_of(clause), sent)
    assert answer.status_code == 200
    assert "Diese Urkunde hat den Stand „zur Zeichnung“" in answer.content.decode()
    assert "Zu spät." in answer.content.decode()
    clause.refresh_from_db()
    assert clause.text != "Zu spät."


@pytest.mark.parametrize(("find", "field", "words"), DRAFT_ROWS.values(), ids=DRAFT_ROWS)
def test_nothing_signed_can_be_changed(find: Any, field: str, words: str, story: Story, dana: Client) -> None:
    row = find(story.signed)
    before = type(row).objects.filter(pk=row.pk).values().get()
    told = story.signed.agreement.events.count()
    sent = {
        field: words,
        "_save": "Sichern",
    }
    answer = dana.post(page_of(row), sent)
    assert answer.status_code == 200
    assert "ihr Text steht fest" in answer.content.decode()
    assert type(row).objects.filter(pk=row.pk).values().get() == before
    assert story.signed.agreement.events.count() == told


def test_a_post_cannot_set_status_or_frozen_version(story: Story, dana: Client) -> None:
    version = story.signed.frozen_version_id
    for instrument in (story.draft, story.signed):
        before = (instrument.status, instrument.frozen_version_id)
        crafted = {
            **form_of(dana, instrument),
            "status": Status.SIGNED,
            "frozen_version": version,
            "number": "5",
            "agreement": story.signed.agreement_id,
        }
        dana.post(page_of(instrument), crafted)
        dana.post(page_of(instrument), {**crafted, "title": "Anderer Titel"})
        instrument.refresh_from_db()
        assert (instrument.status, instrument.frozen_version_id) == before
        assert instrument.number == 0
    assert story.draft.agreement_id != story.signed.agreement_id


def test_a_post_cannot_move_a_row_to_another_instrument(story: Story, dana: Client) -> None:
    signatory = Signatory.objects.filter(instrument=story.draft)[0]
    crafted = {**form_of(dana, signatory), "instrument": story.signed.pk, "key": "neu", "name": "Rita"}
    assert dana.post(page_of(signatory), crafted).status_code == 302
    key = signatory.key
    signatory.refresh_from_db()
    assert (signatory.instrument_id, signatory.key, signatory.name) == (story.draft.pk, key, "Rita")
