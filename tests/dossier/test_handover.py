"""Handover of all agreements, and no disabled coordinator with agreements."""

import pytest
from django.urls import reverse

from agreements.choices import Addressee
from agreements.dossier.handover.actions import hand_over, handover_obstacle
from agreements.drafting.comments.actions import CommentTarget, open_thread
from agreements.errors import ActionRefused
from agreements.models import Agreement, Event, Instrument, Mail, Mention
from districts.models import User
from districts.roles import Role
from tests import factories
from tests.page import read, signed_in

pytestmark = pytest.mark.django_db
AT = factories.SIGNED_AT


@pytest.fixture
def amira() -> User:
    """The leaving coordinator, with a draft and a signed contract."""
    user = factories.coordinator()
    factories.draft(factories.district("03"), user)
    factories.signed_contract(factories.district("08"), user)
    return user


@pytest.fixture
def jonas() -> User:
    """The successor."""
    user = factories.coordinator()
    User.objects.filter(pk=user.pk).update(email="jonas@mitwirkung.example")
    return user


def test_all_agreements_are_handed_over_and_past_events_stay(amira: User, jonas: User) -> None:
    before = list(Event.objects.filter(actor_id=amira.pk).values_list("pk", flat=True))
    browser, page = signed_in(amira), reverse("hand_over", args=[amira.pk])
    assert all(str(one) in read(browser.get(page)).text for one in Agreement.objects.all())
    assert browser.post(page, {"to": ""}).status_code == 422
    done = browser.post(page, {"to": jonas.pk}, follow=True)
    assert "2 von" in read(done).text
    assert set(Agreement.objects.values_list("coordinator", flat=True)) == {jonas.pk}
    assert Event.objects.filter(kind="handed_over").count() == 2
    assert set(before) <= set(Event.objects.filter(actor_id=amira.pk).values_list("pk", flat=True))
    assert set(Mail.objects.filter(event__kind="handed_over").values_list("person", flat=True)) == {jonas.pk}
    assert "Nichts zu übergeben" in read(browser.get(page)).text


def test_unread_mentions_are_copied_to_the_successor(amira: User, jonas: User) -> None:
    draft, third = Instrument.objects.get(status="draft"), factories.coordinator()
    for pair in ([amira.pk], [amira.pk, jonas.pk]):
        open_thread(
            draft,
            target=CommentTarget(clause="p03-1"),
            addressee=Addressee.TEAM,
            text="Bitte ansehen.",
            mentioned=pair,
            by=third,
            at=AT,
        )
    hand_over(amira, to=jonas, by=third, at=AT)
    for person in (amira, jonas):
        assert Mention.objects.filter(person=person, seen_at=None).count() == 2
    assert "2 Erwähnungen" in read(signed_in(jonas).get(reverse("overview"))).text


def test_refused_handovers(amira: User, jonas: User) -> None:
    staff, gone = factories.staff(factories.district("03")), factories.coordinator()
    User.objects.filter(pk=gone.pk).update(is_active=False)
    for successor in (amira, staff, gone):
        with pytest.raises(ActionRefused, match="kann nicht übernehmen"):
            hand_over(amira, to=successor, by=amira, at=AT)
    with pytest.raises(ActionRefused, match="diesen Rollen vorbehalten"):
        hand_over(amira, to=jonas, by=staff, at=AT)
    with pytest.raises(ActionRefused, match="für keinen Vertrag zuständig"):
        hand_over(jonas, to=amira, by=amira, at=AT)
    assert set(Agreement.objects.values_list("coordinator", flat=True)) == {amira.pk}


def test_an_account_with_agreements_is_not_disabled_in_the_admin(amira: User, jonas: User) -> None:
    dana = signed_in(factories.person(Role.ADMIN))
    page = reverse("admin:districts_user_change", args=[amira.pk])
    sent = {**read(dana.get(page)).fields}
    sent.pop("is_active", None)
    refused = dana.post(page, sent, follow=True)
    amira.refresh_from_db()
    assert amira.is_active
    assert "ist noch für 2 Verträge zuständig" in read(refused).text
    way = reverse("hand_over", args=[amira.pk])
    assert f'<a href="{way}">Zuerst übergeben</a>' in refused.content.decode()
    assert dana.get(way).status_code == 200
    done = dana.post(way, {"to": jonas.pk}, follow=True)
    assert (done.status_code, done.redirect_chain[-1][0]) == (200, page)
    assert handover_obstacle(amira) is None
    dana.post(page, sent)
    amira.refresh_from_db()
    assert not amira.is_active
    assert not Agreement.objects.filter(coordinator__is_active=False).exists()


def test_the_role_of_a_coordinator_with_agreements_is_not_taken_away(amira: User) -> None:
    dana, role = signed_in(factories.person(Role.ADMIN)), amira.memberships.get()
    way = reverse("hand_over", args=[amira.pk])
    person, row = (
        reverse("admin:districts_user_change", args=[amira.pk]),
        reverse("admin:districts_membership_delete", args=[role.pk]),
    )
    sent = read(dana.get(person)).fields
    for answer in (
        dana.post(person, {**sent, "memberships-0-DELETE": "on"}),
        dana.post(row, {"post": "yes"}, follow=True),
    ):
        assert way in answer.content.decode()
    assert amira.memberships.get() == role


def test_a_contract_that_is_not_signed_is_handed_over_from_its_page(amira: User) -> None:
    draft = Instrument.objects.get(status="draft")
    page = signed_in(amira).get(reverse("agreement_detail", args=[draft.agreement_id]))
    assert reverse("hand_over", args=[amira.pk]) in page.content.decode()
