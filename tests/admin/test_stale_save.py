"""Two people at once, one of them in the admin: an outdated save is refused in every table, and nothing is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client

from agreements import models
from agreements.drafting.actions.text import edit_clause
from agreements.models import Clause, Participant, SigningEvent
from districts.models import District, Membership, Office, SocialSpace, User
from districts.roles import Role
from tests import factories
from tests.admin.conftest import Story
from tests.admin.page import clause_of, filled_form, form_of, page_of


def first(model: type[Model], **found_by: str) -> Callable[[Story], Any]:
    """Return how to find some row, by paths to instruments of the story."""
    return lambda story: model._default_manager.filter(
        **{path: getattr(story, name) for path, name in found_by.items()}
    ).order_by("pk")[0]


# How to find a row, the field that both change, what is stored by the other and what was typed.
WRITTEN: dict[type[Model], tuple[Callable[[Story], Any], str, str, str]] = {
    User: (lambda story: story.bogdan, "first_name", "Gerd", "Horst"),
    Membership: (lambda story: story.bogdan.memberships.get(), "role", "district_lead", "observer"),
    District: (first(District), "town_hall", "Rathaus Weißensee", "Rathaus Buch"),
    Office: (first(Office), "name", "Amt für Altes", "Amt für Neues"),
    SocialSpace: (first(SocialSpace), "name", "Westen", "Osten"),
    models.Agreement: (lambda story: story.draft.agreement, "legal_form", "simple", "public_law"),
    models.Instrument: (lambda story: story.draft, "subject", "Um dies", "Um das"),
    models.Section: (first(models.Section, instrument="draft"), "heading", "Dieses", "Jenes"),
    models.Clause: (lambda story: clause_of(story.draft), "text", "Amiras Text.", "Danas Text."),
    models.Party: (first(models.Party, instrument="draft"), "short", "Amt", "Stelle"),
    models.Signatory: (first(models.Signatory, instrument="draft"), "name", "Rita Rat", "Rosa Rat"),
    models.PlaceholderField: (first(models.PlaceholderField), "label", "Gegend", "Ort"),
    models.Resolution: (first(models.Resolution), "number", "IX-12", "IX-13"),
    models.Milestone: (first(models.Milestone), "title", "Auftakt", "Abschluss"),
    models.SigningEvent: (first(models.SigningEvent), "place", "Rathaus Buch", "Rathaus Steglitz"),
    models.Participant: (first(models.Participant), "function", "Moderation", "Presse"),
}


def test_every_table_that_is_written_is_tried_here() -> None:
    assert set(WRITTEN) == {model for model, one in admin.site._registry.items() if "change" in one.writes}  # type: ignore[attr-defined]


def said(page: str, words: str) -> bool:
    """Say whether words stand in one of the columns."""
    return f"<dd>{words}</dd>" in page


@pytest.mark.parametrize(
    ("model", "based_on"),
    [*((model, "older") for model in WRITTEN), (models.Clause, "none"), (models.Clause, "nonsense")],
    ids=lambda value: value if isinstance(value, str) else value._meta.model_name,
)
def test_an_outdated_save_is_refused_beside_what_is_stored(
    model: type[Model], based_on: str, story: Story, dana: Client
) -> None:
    find, name, theirs, mine = WRITTEN[model]
    row = find(story)
    sent = {**form_of(dana, row), name: mine}
    model._default_manager.filter(pk=row.pk).update(**{name: theirs})
    if based_on != "older":
        sent["revision"] = "" if based_on == "none" else "eins"
    reply = dana.post(page_of(row), sent)
    page = reply.content.decode()
    assert reply.status_code == 200
    assert "Inzwischen hat jemand anderes" in page
    assert "Es wurde nichts gespeichert." in page
    labels = dict(model._meta.get_field(name).flatchoices)  # type: ignore[union-attr]
    assert said(page, labels.get(theirs, theirs))
    assert said(page, labels.get(mine, mine))
    assert getattr(model._default_manager.get(pk=row.pk), name) == theirs
    assert filled_form(reply, str(model._meta.model_name))[name] == mine


@pytest.fixture
def clause(story: Story) -> Clause:
    return clause_of(story.draft)


def amira_writes(story: Story, clause: Clause, text: str) -> None:
    edit_clause(
        story.draft,
        key=clause.key,
        text=text,
        revision=Clause.objects.get(pk=clause.pk).revision,
        by=story.amira,
        at=factories.SIGNED_AT,
    )


def test_what_was_typed_is_saved_over_what_was_shown(story: Story, dana: Client, clause: Clause) -> None:
    sent = {**form_of(dana, clause), "text": "Danas Text."}
    amira_writes(story, clause, "Amiras Text.")
    reply = dana.post(page_of(clause), sent)
    assert f'<a href="{page_of(clause)}">Gespeicherte Fassung behalten</a>' in reply.content.decode()
    assert dana.post(page_of(clause), filled_form(reply, "clause")).status_code == 302
    clause.refresh_from_db()
    assert clause.text == "Danas Text."
    told = story.draft.agreement.events.order_by("-sequence")[0]
    assert told.data["changes"] == {"text": ["Amiras Text.", "Danas Text."]}


def test_somebody_faster_once_more_is_shown_once_more(story: Story, dana: Client, clause: Clause) -> None:
    sent = {**form_of(dana, clause), "text": "Danas Text."}
    amira_writes(story, clause, "Amiras Text.")
    again = filled_form(dana.post(page_of(clause), sent), "clause")
    amira_writes(story, clause, "Amiras zweiter Text.")
    page = dana.post(page_of(clause), again).content.decode()
    assert said(page, "Amiras zweiter Text.")
    assert said(page, "Danas Text.")
    clause.refresh_from_db()
    assert clause.text == "Amiras zweiter Text."


def test_nothing_is_merged_and_every_field_that_differs_is_shown(story: Story, dana: Client) -> None:
    person = models.Signatory.objects.filter(instrument=story.draft)[0]
    sent = {**form_of(dana, person), "name": "Renate Rathaus"}
    type(person).objects.filter(pk=person.pk).update(department="Jugend", authority_on="2025-02-03")
    reply = dana.post(page_of(person), sent)
    page = reply.content.decode()
    for words in (person.name, "Renate Rathaus", "Jugend", "03.02.2025", "(leer)"):
        assert said(page, words), words
    again = filled_form(reply, "signatory")
    assert (again["name"], again["department"]) == ("Renate Rathaus", "")
    person.refresh_from_db()
    assert (person.name == "Renate Rathaus", person.department) == (False, "Jugend")


def test_what_the_page_does_not_show_may_change(story: Story, dana: Client, clause: Clause) -> None:
    sent = {**form_of(dana, clause), "text": "Danas Text."}
    Clause.objects.filter(pk=clause.pk).update(position=99, revision=clause.revision + 1)
    assert dana.post(page_of(clause), sent).status_code == 302
    clause.refresh_from_db()
    assert (clause.text, clause.position) == ("Danas Text.", 99)


@pytest.fixture
def ceremony(story: Story) -> SigningEvent:
    """A ceremony with two people whom we know by their functions."""
    found = SigningEvent.objects.get(instrument=story.signed)
    one, two = found.participants.order_by("pk")
    Participant.objects.filter(pk=one.pk).update(function="Eins")
    Participant.objects.filter(pk=two.pk).update(function="Zwei")
    return found


def functions(ceremony: SigningEvent) -> list[str]:
    return [one.function for one in ceremony.participants.order_by("pk")]


def test_rows_that_others_changed_added_and_removed_are_shown(ceremony: SigningEvent, dana: Client) -> None:
    one, two = ceremony.participants.order_by("pk")
    sent = form_of(dana, ceremony)
    sent |= {"participants-0-function": "Meine Eins", "participants-1-organisation": "Verein"}
    Participant.objects.filter(pk=one.pk).update(function="Deren Eins")
    two.delete()
    Participant.objects.create(signing_event=ceremony, function="Deren Drei")
    reply = dana.post(page_of(ceremony), sent)
    page = reply.content.decode()
    for words in ("Deren Eins", "Meine Eins", "(nicht vorhanden)", "Funktion: Zwei, Stelle: Verein"):
        assert said(page, words), words
    assert functions(ceremony) == ["Deren Eins", "Deren Drei"]
    again = filled_form(reply, "signingevent")
    assert dana.post(page_of(ceremony), again).status_code == 302
    assert functions(ceremony) == ["Meine Eins", "Deren Drei", "Zwei"]
    assert ceremony.participants.last().organisation == "Verein"  # type: ignore[union-attr]


def test_a_row_that_was_to_be_removed_is_shown_when_others_changed_it(
    ceremony: SigningEvent, dana: Client
) -> None:
    sent = {**form_of(dana, ceremony), "participants-0-DELETE": "on"}
    Participant.objects.filter(function="Eins").update(function="Deren Eins")
    reply = dana.post(page_of(ceremony), sent)
    assert said(reply.content.decode(), "Funktion: Deren Eins")
    assert said(reply.content.decode(), "(entfernt)")
    assert functions(ceremony) == ["Deren Eins", "Zwei"]
    assert dana.post(page_of(ceremony), filled_form(reply, "signingevent")).status_code == 302
    assert functions(ceremony) == ["Zwei"]


def test_roles_are_compared_on_the_page_of_a_person(story: Story, dana: Client) -> None:
    sent = {**form_of(dana, story.bogdan), "first_name": "Bogdan-Jan"}
    Membership.objects.filter(user=story.bogdan).update(role=Role.DISTRICT_LEAD)
    page = dana.post(page_of(story.bogdan), sent).content.decode()
    assert "Zugehörigkeit 1: Rolle" in page
    assert said(page, str(Role.DISTRICT_LEAD.label))
    assert said(page, str(Role.DISTRICT_STAFF.label))
    assert Membership.objects.get(user=story.bogdan).role == Role.DISTRICT_LEAD


def test_what_was_typed_for_a_row_that_is_gone_is_shown(story: Story, dana: Client) -> None:
    row = models.Resolution.objects.get(agreement=story.signed.agreement)
    page, sent = page_of(row), {**form_of(dana, row), "number": "IX-99", "remark": "Eine Bemerkung."}
    row.delete()
    reply = dana.post(page, sent).content.decode()
    assert "Inzwischen hat jemand anderes diesen Eintrag gelöscht." in reply
    for words in ("IX-99", "Eine Bemerkung.", "01.03.2025", row.get_kind_display()):
        assert said(reply, words), words
    assert not models.Resolution.objects.filter(number="IX-99").exists()


def test_rows_from_outside_harm_nobody(ceremony: SigningEvent, dana: Client) -> None:
    sent = form_of(dana, ceremony) | {
        "revision": "\x00",
        "participants-TOTAL_FORMS": "viele",
        "participants-0-id": "99999999999999999999",
        "participants-1-id": "zwei",
        "participants-7-function": "x" * 5000,
    }
    assert dana.post(page_of(ceremony), sent).status_code == 200
    assert functions(ceremony) == ["Eins", "Zwei"]


def test_a_locked_clause_is_only_read(story: Story, dana: Client) -> None:
    clause = Clause.objects.filter(section__instrument=story.draft, locked=True)[0]
    page = dana.get(page_of(clause)).content.decode()
    assert "Dieser Absatz ist im Mustertext gesperrt und gilt wörtlich." in page
    assert 'name="text"' not in page
    for sent in ({"text": "Anders."}, {"text": clause.text, "locked": ""}):
        reply = dana.post(page_of(clause), {**sent, "_save": "Sichern"})
        assert reply.status_code == 200
        assert "Dieser Absatz ist im Mustertext gesperrt und gilt wörtlich." in reply.content.decode()
    stored = Clause.objects.get(pk=clause.pk)
    assert (stored.text, stored.locked, stored.revision) == (clause.text, True, clause.revision)
