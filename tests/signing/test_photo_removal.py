"""Removing a photo: its file is erased, consents given and the event stay."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from agreements.errors import ActionRefused
from agreements.files import erasure, store
from agreements.files.folder import path_of
from agreements.files.store import DamagedFileError
from agreements.models import Edition, Event, Photo
from agreements.signing.ceremony.actions import record_ceremony
from agreements.signing.photos.actions import (
    RESTORER,
    erase_removed,
    remove_photo,
    remove_photo_again,
    visible_photos,
)
from districts.models import Erasure
from tests import factories
from tests.page import read
from tests.scenario import Scenario
from tests.signing.ceremonies import GIVEN_ON, GUEST, OTHER, consented, held, photo_of, shown_photo


def remove(photo: Photo, scenario: Scenario, reason: str = "falsche Datei", who: str = "coordinator") -> None:
    remove_photo(photo, reason=reason, by=scenario.people[who], at=factories.SIGNED_AT)


def is_on_disk(photo: Photo) -> bool:
    return path_of(photo.file_id).exists()


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks: Callable[..., Any]) -> Callable[..., Any]:
    """Run the callbacks of the transaction of the test."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_a_photo_is_removed_on_the_page(scenario: Scenario, on_commit: Callable[..., Any]) -> None:
    photo = shown_photo(scenario.signed, scenario.amira)
    browser = scenario.browser("coordinator")
    address = reverse("photo_remove", args=[scenario.signed.pk, photo.pk])
    assert browser.post(address, {}).status_code == 422
    assert is_on_disk(photo)
    with on_commit():
        reply = browser.post(address, {"entfernen-reason": "falsche Datei"}, follow=True)
    page = read(reply).text
    assert "Foto entfernt" in page
    history = read(browser.get(scenario.signed.page_url("history"))).text
    assert f"Foto {photo.pk} entfernt: falsche Datei" in history
    assert reverse("photo_detail", args=[scenario.signed.pk, photo.pk]) not in reply.content.decode()
    assert not is_on_disk(photo)
    for name in ("photo_detail", "photo_file"):
        assert browser.get(reverse(name, args=[scenario.signed.pk, photo.pk])).status_code == 404
    assert browser.post(address, {"entfernen-reason": "noch einmal"}).status_code == 404


def test_only_consents_given_are_kept(scenario: Scenario, on_commit: Callable[..., Any]) -> None:
    photo = shown_photo(scenario.signed, scenario.amira)
    photo.consents.create(person="Gast am Fenster")
    with on_commit():
        remove(photo, scenario)
    row = Photo.objects.get(pk=photo.pk)
    assert (row.description, row.removed_at) == ("", factories.SIGNED_AT)
    assert [consent.person for consent in row.consents.all()] == [GUEST]
    assert not visible_photos().exists()
    with pytest.raises(DamagedFileError):
        store.read(row.file)
    event = Event.objects.get(kind="photo_removed")
    assert "Tisch" not in str(event.data)


def test_a_file_stays_while_another_row_refers_to_it(
    scenario: Scenario, on_commit: Callable[..., Any]
) -> None:
    photo = photo_of(held(scenario.signed, scenario.amira), scenario.amira, GUEST)
    other_day = record_ceremony(
        scenario.signing,
        held_on=GIVEN_ON,
        place="Rathaus",
        participants=[],
        by=scenario.amira,
        at=factories.SIGNED_AT,
    )
    twin = photo_of(other_day, scenario.amira, OTHER)
    assert twin.file_id == photo.file_id
    with on_commit():
        remove(photo, scenario)
    assert is_on_disk(twin)
    with on_commit():
        remove(twin, scenario)
    assert not is_on_disk(twin)


def test_an_edition_is_never_erased(scenario: Scenario) -> None:
    edition = Edition.objects.filter(version__instrument=scenario.signed)[0]
    assert not erasure.erase(edition.file, without=Photo.objects.all())
    assert store.read(edition.file)


def test_an_interrupted_erasure_is_completed_later(scenario: Scenario) -> None:
    photo = photo_of(held(scenario.signed, scenario.amira), scenario.amira, GUEST)
    remove(photo, scenario)
    assert is_on_disk(photo)
    erase_removed()
    assert not is_on_disk(photo)
    erase_removed()


def test_a_removed_photo_can_be_added_again(scenario: Scenario) -> None:
    ceremony = held(scenario.signed, scenario.amira)
    first = photo_of(ceremony, scenario.amira, GUEST)
    remove(first, scenario)
    erase_removed()
    again = consented(photo_of(ceremony, scenario.amira, GUEST), scenario.amira)
    assert store.read(again.file)
    assert list(visible_photos()) == [again]
    erase_removed()
    assert is_on_disk(again)


@pytest.mark.parametrize("who", ["staff", "lead", "observer", "admin", "neighbour"])
def test_removing_asks_the_policy_and_needs_a_reason(who: str, scenario: Scenario) -> None:
    photo = photo_of(held(scenario.signed, scenario.amira), scenario.amira, GUEST)
    with pytest.raises(ActionRefused, match="vorbehalten"):
        remove(photo, scenario, who=who)
    with pytest.raises(ActionRefused, match="warum"):
        remove(photo, scenario, reason=" ")
    remove(photo, scenario)
    with pytest.raises(ActionRefused, match="schon entfernt"):
        remove(photo, scenario)


def test_a_removed_photo_is_removed_again_from_a_restored_backup(
    scenario: Scenario, on_commit: Callable[..., Any]
) -> None:
    photo = shown_photo(scenario.signed, scenario.amira)
    with on_commit():
        assert remove_photo_again(photo.pk, erased_by=7, at=factories.SIGNED_AT)
    assert not is_on_disk(photo)
    assert Event.objects.get(kind="photo_removed").actor == RESTORER.name
    assert not remove_photo_again(photo.pk, erased_by=7, at=factories.SIGNED_AT)
    assert not remove_photo_again(photo.pk + 1, erased_by=7, at=factories.SIGNED_AT)
    assert [(str(row), row.erased_by) for row in Erasure.objects.all()] == [(f"Foto {photo.pk}", 7)]
