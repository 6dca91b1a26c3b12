"""What the admin accepts as the content of a draft, and how it words what the database refuses."""

import pytest
from django.contrib import admin
from django.db import IntegrityError, transaction
from django.test import Client

from agreements.models import Agreement, Clause
from tests import factories
from tests.admin.conftest import Story
from tests.admin.page import clause_of, form_of, page_of


def test_text_is_stored_as_drafting_stores_it(story: Story, dana: Client) -> None:
    clause = clause_of(story.draft)
    dana.post(page_of(clause), {**form_of(dana, clause), "text": "  A\u0308rger \r\nzwei  \r\n"})
    clause.refresh_from_db()
    assert clause.text == "Ärger\nzwei"


def test_the_values_of_placeholders_are_only_read(story: Story, dana: Client) -> None:
    before = story.draft.placeholders
    sent = {**form_of(dana, story.draft), "title": "Neuer Titel", "placeholders": '{"SOZIALRAEUME": "Süd"}'}
    assert dana.post(page_of(story.draft), sent).status_code == 302
    story.draft.refresh_from_db()
    assert (story.draft.title, story.draft.placeholders) == ("Neuer Titel", before)


def test_a_rule_of_the_database_comes_back_as_its_sentence(story: Story, dana: Client) -> None:
    sent = {**form_of(dana, story.draft), "title": "Behalten", "ends_on": "01.01.1999"}
    page = dana.post(page_of(story.draft), sent)
    assert page.status_code == 200
    assert "Das Ende muss nach dem Beginn liegen." in page.content.decode()
    assert "Behalten" in page.content.decode()


def test_letters_that_could_deceive_come_back_as_a_sentence(story: Story, dana: Client) -> None:
    sent = {**form_of(dana, story.draft), "title": "Behalten", "subject": "a\u202eb"}
    page = dana.post(page_of(story.draft), sent)
    assert page.status_code == 200
    assert "hinter „a“: U+202E" in page.content.decode()
    assert "Behalten" in page.content.decode()


def test_a_trigger_speaks_for_itself(story: Story) -> None:
    clause = clause_of(story.signed)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Clause.objects.filter(pk=clause.pk).update(text="Anders")
    assert admin.site.get_model_admin(Clause).sentence(refused.value) == (
        "Der Text ist zur Zeichnung festgeschrieben und kann nicht geändert werden. Es wurde nichts geändert."
    )


def test_a_constraint_speaks_with_the_sentence_of_its_model(story: Story) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Clause.objects.filter(pk=clause_of(story.draft).pk).update(text="")
    sentence = admin.site.get_model_admin(Clause).sentence(refused.value)
    assert sentence == "Bitte den Text des Absatzes schreiben. Es wurde nichts geändert."


def test_the_legal_form_is_fixed_with_the_text(story: Story, dana: Client) -> None:
    for instrument, expected in ((story.signed, "public_law"), (story.draft, "simple")):
        agreement = Agreement.objects.get(pk=instrument.agreement_id)
        form = form_of(dana, agreement)
        crafted = {**form, "legal_form": "simple", "district": "1", "origin": "reported", "reference": "X"}
        assert dana.post(page_of(agreement), crafted).status_code == 302
        stored = Agreement.objects.get(pk=agreement.pk)
        assert stored.legal_form == expected
        assert (stored.district_id, stored.origin, stored.reference) == (
            agreement.district_id,
            agreement.origin,
            agreement.reference,
        )


def test_only_somebody_who_coordinates_can_look_after_an_agreement(story: Story, dana: Client) -> None:
    agreement = story.draft.agreement
    form = form_of(dana, agreement)
    assert dana.post(page_of(agreement), {**form, "coordinator": story.bogdan.pk}).status_code == 200
    other = factories.coordinator()
    assert dana.post(page_of(agreement), {**form, "coordinator": other.pk}).status_code == 302
    event = Agreement.objects.get(pk=agreement.pk).events.order_by("-sequence")[0]
    assert event.data["changes"] == {"coordinator": [story.amira.pk, other.pk]}
