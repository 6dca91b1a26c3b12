"""Two people at once, one of them in the admin: what fits is merged, what does not is shown, nothing is lost."""

import re
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from agreements import history
from agreements.choices import ObligationKind
from agreements.drafting.actions.people import SIGNATORY_FIELDS, edit_signatory
from agreements.drafting.actions.text import edit_clause
from agreements.models import Clause, IbsWork, ObligationTerms, Signatory, StaffRelease
from tests import factories
from tests.admin.conftest import Story
from tests.admin.page import clause_of, filled_form, form_of, page_of

BASE = "Der Bezirk benennt zwei Personen aus dem Jugendamt. Er berichtet der Bezirksverordnetenversammlung einmal im Jahr."


@pytest.fixture
def clause(story: Story) -> Clause:
    """A clause whose words we know."""
    found = clause_of(story.draft)
    Clause.objects.filter(pk=found.pk).update(text=BASE)
    found.refresh_from_db()
    return found


def amira_writes(story: Story, clause: Clause, text: str) -> None:
    edit_clause(
        story.draft,
        key=clause.key,
        text=text,
        revision=Clause.objects.get(pk=clause.pk).revision,
        by=story.amira,
        at=factories.SIGNED_AT,
    )


def shown(reply: Any) -> str:
    """Return the page without what only a screen reader says."""
    return re.sub(r'<span class="visually-hidden">.*?</span>', "", reply.content.decode())


def test_different_places_of_a_text_are_merged_and_told(story: Story, dana: Client, clause: Clause) -> None:
    sent = {**form_of(dana, clause), "text": BASE.replace("einmal", "zweimal")}
    amira_writes(story, clause, BASE.replace("zwei Personen", "drei Personen"))
    reply = dana.post(page_of(clause), sent, follow=True)
    clause.refresh_from_db()
    assert clause.text == BASE.replace("zwei Personen", "drei Personen").replace("einmal", "zweimal")
    assert f"Gleichzeitig hat {story.amira}" in reply.content.decode()
    event = story.draft.agreement.events.order_by("-sequence")[0]
    before = BASE.replace("zwei Personen", "drei Personen")
    assert (event.kind, event.data["changes"]["text"]) == ("admin_changed", [before, clause.text])
    assert history.verify(story.draft.agreement) == []


def test_the_same_words_are_shown_three_times_with_marks(story: Story, dana: Client, clause: Clause) -> None:
    sent = {**form_of(dana, clause), "text": BASE.replace("zwei", "vier")}
    amira_writes(story, clause, BASE.replace("zwei", "drei"))
    reply = dana.post(page_of(clause), sent)
    page = shown(reply)
    assert f"Zuletzt gespeichert hat {story.amira}" in page
    for words in ("<del>zwei</del><ins>drei</ins>", "<del>zwei</del><ins>vier</ins>"):
        assert words in page
    clause.refresh_from_db()
    assert clause.text == BASE.replace("zwei", "drei")
    again = filled_form(reply, "clause")
    assert again["text"] == BASE.replace("zwei", "vier")
    assert dana.post(page_of(clause), again).status_code == 302
    clause.refresh_from_db()
    assert clause.text == BASE.replace("zwei", "vier")
    told = [e.data for e in story.draft.agreement.events.order_by("-sequence")[:2]]
    assert told[0]["changes"]["text"][0] == told[1]["after"] == BASE.replace("zwei", "drei")


def test_the_other_way_on_is_to_keep_what_is_stored(story: Story, dana: Client, clause: Clause) -> None:
    sent = {**form_of(dana, clause), "text": BASE.replace("zwei", "vier")}
    amira_writes(story, clause, BASE.replace("zwei", "drei"))
    assert f'<a href="{page_of(clause)}">Gespeicherte Fassung behalten</a>' in shown(
        dana.post(page_of(clause), sent)
    )
    assert form_of(dana, clause)["text"] == BASE.replace("zwei", "drei")


def test_somebody_faster_once_more_is_met_once_more(story: Story, dana: Client, clause: Clause) -> None:
    sent = {**form_of(dana, clause), "text": BASE.replace("zwei", "vier")}
    amira_writes(story, clause, BASE.replace("zwei", "drei"))
    again = filled_form(dana.post(page_of(clause), sent), "clause")
    amira_writes(story, clause, BASE.replace("zwei", "fünf"))
    page = shown(dana.post(page_of(clause), again))
    assert "<del>drei</del><ins>fünf</ins>" in page
    assert "<del>drei</del><ins>vier</ins>" in page
    clause.refresh_from_db()
    assert "fünf" in clause.text


def test_different_fields_are_merged_and_the_same_field_is_asked_for(story: Story, dana: Client) -> None:
    person = Signatory.objects.filter(instrument=story.draft)[0]
    sent = {**form_of(dana, person), "name": "Renate Rathaus"}

    def amira_changes(**changed: str) -> None:
        row = Signatory.objects.get(pk=person.pk)
        facts = {name: getattr(row, name) for name in SIGNATORY_FIELDS} | changed
        edit_signatory(
            story.draft,
            key=row.key,
            **facts,
            revision=row.revision,
            by=story.amira,
            at=factories.SIGNED_AT,
        )

    amira_changes(department="Jugend")
    assert dana.post(page_of(person), sent).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.department) == ("Renate Rathaus", "Jugend")

    sent = {**form_of(dana, person), "name": "Roswitha Rathaus"}
    amira_changes(name="Regine Rathaus", function="Amtsleitung")
    reply = dana.post(page_of(person), sent)
    assert "schon unten eingearbeitet: Funktion." in shown(reply)
    again = filled_form(reply, "signatory")
    assert (again["name"], again["function"]) == ("Roswitha Rathaus", "Amtsleitung")
    assert dana.post(page_of(person), again).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.function, person.department) == ("Roswitha Rathaus", "Amtsleitung", "Jugend")


def test_what_fits_alone_but_not_together_is_not_stored(story: Story, dana: Client) -> None:
    """A beginning after the new end: the term is one statement."""
    draft = story.draft
    sent = {**form_of(dana, draft), "begins_on": "01.01.2027"}
    type(draft).objects.filter(pk=draft.pk).update(ends_on="2026-12-31", revision=draft.revision + 1)
    reply = dana.post(page_of(draft), sent)
    assert "Inzwischen gespeichert" in shown(reply)
    draft.refresh_from_db()
    assert (f"{draft.begins_on:%Y}", f"{draft.ends_on:%Y}") == ("2025", "2026")


@pytest.fixture
def terms(story: Story) -> ObligationTerms:
    """An obligation with released posts."""
    return ObligationTerms.objects.filter(instrument=story.draft, kind=ObligationKind.STAFF_RELEASE)[0]


def rename_post(terms: ObligationTerms, unit: str) -> StaffRelease:
    """Change a post as somebody else would, with the revision of its terms."""
    post = terms.posts.order_by("position")[0]
    StaffRelease.objects.filter(pk=post.pk).update(unit=unit)
    ObligationTerms.objects.filter(pk=terms.pk).update(
        revision=ObligationTerms.objects.get(pk=terms.pk).revision + 1
    )
    return post


def test_rows_that_others_changed_are_not_overwritten_by_an_outdated_page(
    terms: ObligationTerms, dana: Client
) -> None:
    sent = {**form_of(dana, terms), "title": "Neue Kurzform"}
    post = rename_post(terms, "Sozialamt")
    reply = dana.post(page_of(terms), sent)
    assert reply.status_code == 200
    assert "schon unten eingearbeitet: Freistellungen." in shown(reply)
    again = filled_form(reply, "obligationterms")
    assert again["posts-0-unit"] == "Sozialamt"
    assert dana.post(page_of(terms), again).status_code == 302
    post.refresh_from_db()
    terms.refresh_from_db()
    assert (terms.title, post.unit) == ("Neue Kurzform", "Sozialamt")


def test_rows_that_both_changed_are_shown_and_decided(terms: ObligationTerms, dana: Client) -> None:
    sent = {**form_of(dana, terms), "posts-0-unit": "Schulamt"}
    post = rename_post(terms, "Sozialamt")
    reply = dana.post(page_of(terms), sent)
    page = shown(reply)
    assert '<h3 id="widerspruch-1">Freistellungen</h3>' in page
    assert "<ins>Sozialamt</ins>" in page
    assert "<ins>Schulamt</ins>" in page
    post.refresh_from_db()
    assert post.unit == "Sozialamt"
    again = filled_form(reply, "obligationterms")
    assert again["posts-0-unit"] == "Schulamt"
    assert dana.post(page_of(terms), again).status_code == 302
    post.refresh_from_db()
    assert post.unit == "Schulamt"


def test_social_spaces_are_met_too(story: Story, dana: Client) -> None:
    work = IbsWork.objects.filter(terms__instrument=story.draft, spaces__isnull=False)[0]
    sent = {**form_of(dana, work), "spaces-0-DELETE": "on"}
    ObligationTerms.objects.filter(pk=work.terms_id).update(revision=work.terms.revision + 1)
    reply = dana.post(page_of(work), sent)
    assert reply.status_code == 200
    assert work.spaces.count() == 1
    assert dana.post(page_of(work), filled_form(reply, "ibswork")).status_code == 302


@pytest.mark.parametrize(
    "base",
    ["", "{", "[]", '{"text": 3}', '{"text": ["\\ud800"]}', '{"andere": ["x"]}', "x" * 250_000, "\x00"],
)
def test_a_base_from_outside_harms_nobody(base: str, story: Story, dana: Client, clause: Clause) -> None:
    sent = {**form_of(dana, clause), "text": "Danas Text.", "base": base}
    amira_writes(story, clause, "Amiras Text.")
    reply = dana.post(page_of(clause), sent)
    assert reply.status_code == 200
    assert "Danas Text." in reply.content.decode()
    clause.refresh_from_db()
    assert clause.text == "Amiras Text."


def test_a_locked_clause_is_only_read(story: Story, dana: Client) -> None:
    clause = Clause.objects.filter(section__instrument=story.draft, locked=True)[0]
    page = dana.get(page_of(clause)).content.decode()
    assert "Dieser Absatz ist im Mustertext gesperrt und gilt wörtlich." in page
    assert 'name="text"' not in page
    for sent in ({"text": "Anders."}, {"text": clause.text, "locked": ""}, {"text": "Anders.", "base": "{}"}):
        reply = dana.post(page_of(clause), {**sent, "revision": clause.revision, "_save": "Sichern"})
        assert reply.status_code == 200
        assert "Dieser Absatz ist im Mustertext gesperrt und gilt wörtlich." in reply.content.decode()
    stored = Clause.objects.get(pk=clause.pk)
    assert (stored.text, stored.locked, stored.revision) == (clause.text, True, clause.revision)


def test_no_list_of_the_admin_takes_an_action_in_bulk(story: Story, dana: Client) -> None:
    """Deleting or changing many rows at once would pass by revisions and locks: there is no such action to call."""
    for model in admin.site._registry:
        rows = list(model._default_manager.values_list("pk", flat=True)[:2])
        if not rows:
            continue
        count = model._default_manager.count()
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        sent = {"action": "delete_selected", "_selected_action": rows, "post": "yes", "index": "0"}
        dana.post(address, sent)
        dana.post(address, {"_save": "Sichern", "form-TOTAL_FORMS": "1", "form-0-id": rows[0]})
        assert model._default_manager.count() == count, model
        assert admin.site.get_model_admin(model).get_actions(dana.get(address).wsgi_request) == {}, model
