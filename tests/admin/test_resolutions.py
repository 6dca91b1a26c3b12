"""Resolutions, milestones and ceremonies in the admin: every write is told in the agreement's history."""

from django.test import Client
from django.urls import reverse

from agreements import history
from agreements.models import Agreement, Event, Milestone, Participant, Resolution, SigningEvent
from tests.admin.conftest import Story
from tests.admin.page import filled_form


def last_event(agreement: Agreement) -> Event:
    return agreement.events.order_by("-sequence")[0]


def test_a_resolution_is_added_changed_and_deleted_with_its_story(story: Story, dana: Client) -> None:
    agreement = story.signed.agreement
    new = {
        "agreement": agreement.pk,
        "kind": "bvv_noted",
        "state": "taken",
        "dated": "20.03.2025",
        "number": "IX-12",
        "source": "Protokoll der BVV",
    }
    assert dana.post(reverse("admin:agreements_resolution_add"), new).status_code == 302
    row = Resolution.objects.get(number="IX-12")
    added = last_event(agreement)
    assert (added.kind, added.data["model"], added.data["key"]) == ("admin_added", "Beschluss", row.pk)
    assert added.data["changes"]["dated"] == [None, "2025-03-20"]

    page = reverse("admin:agreements_resolution_change", args=[row.pk])
    form = filled_form(dana.get(page), "resolution")
    assert dana.post(page, {**form, "number": "IX-13"}).status_code == 302
    assert last_event(agreement).data["changes"] == {"number": ["IX-12", "IX-13"]}

    refused = dana.post(page, {**form, "number": "IX-14"})
    assert "Inzwischen hat jemand anderes" in refused.content.decode()
    assert "<dd>IX-13</dd>" in refused.content.decode()
    assert "<dd>IX-14</dd>" in refused.content.decode()

    delete = reverse("admin:agreements_resolution_delete", args=[row.pk])
    assert dana.post(delete, {"post": "yes"}).status_code == 302
    gone = last_event(agreement)
    assert gone.kind == "admin_deleted"
    assert gone.data["changes"]["number"] == ["IX-13", None]
    assert history.verify(agreement) == []


def test_a_record_stays_with_its_agreement(story: Story, dana: Client) -> None:
    row = Milestone.objects.get(agreement=story.signed.agreement)
    page = reverse("admin:agreements_milestone_change", args=[row.pk])
    form = filled_form(dana.get(page), "milestone")
    assert dana.post(page, {**form, "agreement": story.draft.agreement_id, "title": "Neu"}).status_code == 302
    row.refresh_from_db()
    assert (row.agreement_id, row.title) == (story.signed.agreement_id, "Neu")


def test_a_milestone_needs_a_day_or_words(story: Story, dana: Client) -> None:
    new = {
        "agreement": story.draft.agreement_id,
        "kind": "event",
        "state": "done",
        "title": "Auftakt",
        "source": "Presse",
    }
    answer = dana.post(reverse("admin:agreements_milestone_add"), new)
    assert (
        "Bitte „Datum“ angeben oder, wenn der Tag nicht bekannt ist, „Datum in Worten“."
        in answer.content.decode()
    )
    assert not Milestone.objects.filter(title="Auftakt").exists()


def test_a_resolution_that_lies_ahead_is_not_taken(story: Story, dana: Client) -> None:
    new = {
        "agreement": story.draft.agreement_id,
        "kind": "ba_resolution",
        "state": "taken",
        "dated": "2199-01-01",
        "source": "Amtsblatt",
    }
    answer = dana.post(reverse("admin:agreements_resolution_add"), new)
    assert "liegt in der Zukunft" in answer.content.decode()
    assert not Resolution.objects.filter(source="Amtsblatt").exists()


def test_a_ceremony_tells_who_was_added_and_removed(story: Story, dana: Client) -> None:
    ceremony = SigningEvent.objects.get(instrument=story.signed)
    first, second = ceremony.participants.all()
    page = reverse("admin:agreements_signingevent_change", args=[ceremony.pk])
    form = filled_form(dana.get(page), "signingevent")
    sent = {
        **form,
        "participants-0-DELETE": "on",
        "participants-1-organisation": "Verein",
        "participants-TOTAL_FORMS": 3,
        "participants-2-function": "Moderation",
        "participants-2-signing_event": ceremony.pk,
    }
    assert dana.post(page, sent).status_code == 302
    assert not Participant.objects.filter(pk=first.pk).exists()
    told = last_event(story.signed.agreement).data["changes"]["anwesende Personen"]
    assert len(told) == 3
    assert told[0]["added"]["function"] == "Moderation"
    assert told[1] == {"changed": {"organisation": ["", "Verein"]}, "pk": second.pk}
    assert told[2]["removed"]["function"] == first.function


def test_a_ceremony_takes_its_participants_with_it(story: Story, dana: Client) -> None:
    ceremony = SigningEvent.objects.get(instrument=story.signed)
    delete = reverse("admin:agreements_signingevent_delete", args=[ceremony.pk])
    assert dana.post(delete, {"post": "yes"}).status_code == 302
    assert not SigningEvent.objects.filter(pk=ceremony.pk).exists()
    assert last_event(story.signed.agreement).kind == "admin_deleted"
