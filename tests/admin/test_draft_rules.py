"""What the admin accepts as the content of a draft, and how it words what the database refuses."""

import pytest
from django.contrib import admin
from django.db import IntegrityError, transaction
from django.test import Client

from agreements.choices import ObligationKind
from agreements.models import (
    Agreement,
    Clause,
    IbsWork,
    ObligationTerms,
    StaffRelease,
)
from districts.models import SocialSpace
from tests import factories
from tests.admin.conftest import Story
from tests.admin.page import clause_of, form_of, page_of


def test_text_is_stored_as_drafting_stores_it(story: Story, dana: Client) -> None:
    clause = clause_of(story.draft)
    dana.post(page_of(clause), {**form_of(dana, clause), "text": "  A\u0308rger \r\nzwei  \r\n"})
    clause.refresh_from_db()
    assert clause.text == "Ärger\nzwei"


def test_placeholders_are_known_names_with_words(story: Story, dana: Client) -> None:
    form = form_of(dana, story.draft)
    for wrong in ('{"ERFUNDEN": "x"}', '{"SOZIALRAEUME": 3}', '["SOZIALRAEUME"]', '"x"', "{"):
        answer = dana.post(page_of(story.draft), {**form, "placeholders": wrong})
        assert answer.status_code == 200, wrong
        assert answer.context["adminform"].form.errors["placeholders"], wrong
    assert (
        dana.post(page_of(story.draft), {**form, "placeholders": '{"SOZIALRAEUME": "Süd"}'}).status_code
        == 302
    )
    story.draft.refresh_from_db()
    assert story.draft.placeholders == {"SOZIALRAEUME": "Süd"}


def test_posts_are_changed_with_the_revision_of_their_obligation(story: Story, dana: Client) -> None:
    terms = ObligationTerms.objects.filter(instrument=story.draft, kind=ObligationKind.STAFF_RELEASE)[0]
    count = terms.posts.count()
    form = form_of(dana, terms)
    added = {
        **form,
        "posts-0-unit": "Neues Amt",
        "posts-TOTAL_FORMS": count + 1,
        f"posts-{count}-position": "9",
        f"posts-{count}-unit": "Schulamt",
        f"posts-{count}-function": "Leitung",
        f"posts-{count}-share": "0.25",
        f"posts-{count}-sense": "exactly",
        f"posts-{count}-starts_after_months": "0",
        f"posts-{count}-terms": terms.pk,
        f"posts-{count}-id": "",
        f"posts-{count}-office": "",
    }
    answer = dana.post(page_of(terms), added)
    assert answer.status_code == 302, answer.context["errors"]
    assert terms.posts.count() == count + 1
    revision = terms.revision
    terms.refresh_from_db()
    assert terms.revision == revision + 1
    told = story.draft.agreement.events.order_by("-sequence")[0].data["changes"]["Freistellungen"]
    assert told[0]["added"]["unit"] == "Schulamt"
    assert told[1]["changed"]["unit"][1] == "Neues Amt"
    outdated = dana.post(page_of(terms), {**form, "posts-0-unit": "Noch eins"})
    assert outdated.status_code == 200
    assert not StaffRelease.objects.filter(unit="Noch eins").exists()


def test_a_share_above_one_is_refused(story: Story, dana: Client) -> None:
    terms = ObligationTerms.objects.filter(instrument=story.draft, kind=ObligationKind.STAFF_RELEASE)[0]
    answer = dana.post(page_of(terms), {**form_of(dana, terms), "posts-0-share": "1.5"})
    assert answer.status_code == 200
    assert "Dieser Wert muss kleiner oder gleich 1 sein." in answer.content.decode()
    assert not StaffRelease.objects.filter(share__gt=1).exists()


def test_social_spaces_are_those_of_the_district_and_told(story: Story, dana: Client) -> None:
    work = IbsWork.objects.filter(terms__instrument=story.draft, spaces__isnull=False)[0]
    own = SocialSpace.objects.create(district=factories.district("07"), key="0702", level="pgr", name="Süd")
    strange = SocialSpace.objects.create(
        district=factories.district("03"), key="0302", level="pgr", name="Fern"
    )
    form = {**form_of(dana, work), "spaces-TOTAL_FORMS": 2, "spaces-1-work": work.pk, "spaces-1-id": ""}
    assert dana.post(page_of(work), {**form, "spaces-1-social_space": strange.pk}).status_code == 200
    revision = work.terms.revision
    assert dana.post(page_of(work), {**form, "spaces-1-social_space": own.pk}).status_code == 302
    assert work.spaces.count() == 2
    assert ObligationTerms.objects.get(pk=work.terms_id).revision == revision + 1
    story.draft.agreement.events.get(
        kind="admin_changed", data__changes__has_key="Sozialräume der IBS-Arbeit"
    )


def test_a_rule_of_the_database_comes_back_as_its_sentence(story: Story, dana: Client) -> None:
    terms = ObligationTerms.objects.filter(instrument=story.draft)[0]
    broken = {**form_of(dana, terms), "shape": "fixed", "due_on": "", "title": "Behalten"}
    answer = dana.post(page_of(terms), broken)
    assert answer.status_code == 200
    assert "Zur gewählten Fälligkeit fehlt eine Angabe" in answer.content.decode()
    assert "Behalten" in answer.content.decode()


def test_letters_that_cannot_be_kept_come_back_as_a_sentence(story: Story, dana: Client) -> None:
    form = {
        **form_of(dana, story.draft),
        "title": "Behalten",
        "placeholders": r'{"SOZIALRAEUME": "a\ud800b"}',
    }
    answer = dana.post(page_of(story.draft), form)
    assert answer.status_code == 200
    assert "Zeile 1, hinter „a“: U+D800" in answer.content.decode()
    assert "Behalten" in answer.content.decode()


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
    assert sentence == "Ein Absatz braucht Text. Es wurde nichts geändert."


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


def test_an_agreement_form_filled_in_for_an_older_state_is_refused(story: Story, dana: Client) -> None:
    agreement = story.draft.agreement
    form = form_of(dana, agreement)
    Agreement.objects.filter(pk=agreement.pk).update(coordinator=factories.coordinator())
    answer = dana.post(page_of(agreement), {**form, "legal_form": "simple"})
    assert answer.status_code == 200
    assert "Inzwischen hat jemand anderes" in answer.content.decode()
    assert Agreement.objects.get(pk=agreement.pk).legal_form == "public_law"
