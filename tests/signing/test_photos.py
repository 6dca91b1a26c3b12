"""Photos of a ceremony: consent, validation, metadata, pages."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from agreements.errors import ActionRefused
from agreements.files import store
from agreements.models import Consent, Event, Photo, StoredFile
from agreements.signing.photos.actions import (
    add_photo,
    give_consents,
    name_person,
    selectable_people,
    visible_photos,
    withdraw_consent,
)
from agreements.signing.photos.image_cleaning import MAX_EDGE, reencoded
from tests import factories
from tests.files.samples import pdf
from tests.page import read
from tests.scenario import PNG, Scenario
from tests.signing.ceremonies import (
    GIVEN_ON,
    GPS,
    GUEST,
    OTHER,
    consented,
    held,
    photo_of,
    picture,
    shown_photo,
)


def shown(photo: Photo) -> bool:
    return visible_photos().filter(pk=photo.pk).exists()


def withdraw(photo: Photo, scenario: Scenario, person: str = GUEST, day: date = GIVEN_ON) -> None:
    row = photo.consents.get(person=person)
    withdraw_consent(photo, consent=row.pk, withdrawn_on=day, by=scenario.amira, at=factories.SIGNED_AT)


# --- consent ------------------------------------------------------------------------------------------------------


def test_a_photo_is_shown_when_the_last_person_has_consented(scenario: Scenario) -> None:
    photo = photo_of(held(scenario.signed, scenario.amira), scenario.amira, GUEST, OTHER)
    assert not shown(photo)
    for person, seen in ((GUEST, False), (OTHER, True)):
        row = photo.consents.get(person=person)
        give_consents(
            photo,
            consents=[row.pk],
            given_on=GIVEN_ON,
            how="mündlich",
            by=scenario.amira,
            at=factories.SIGNED_AT,
        )
        assert shown(photo) == seen


@pytest.mark.parametrize("person", [GUEST, OTHER])
def test_one_withdrawal_hides_the_photo(person: str, scenario: Scenario) -> None:
    photo = shown_photo(scenario.signed, scenario.amira, GUEST, OTHER)
    withdraw(photo, scenario, person)
    assert not shown(photo)
    with pytest.raises(ActionRefused, match="schon widerrufen"):
        withdraw(photo, scenario, person)


def test_a_person_added_later_hides_the_photo_until_consent(scenario: Scenario) -> None:
    photo = shown_photo(scenario.signed, scenario.amira)
    name_person(photo, person="  Person am\nFenster ", by=scenario.amira, at=factories.SIGNED_AT)
    assert photo.consents.filter(person="Person am Fenster").exists()
    assert not shown(photo)
    with pytest.raises(ActionRefused, match="steht schon jemand"):
        name_person(photo, person="Person am Fenster", by=scenario.amira, at=factories.SIGNED_AT)
    assert shown(consented(photo, scenario.amira))


def test_a_photo_without_persons_must_say_so(scenario: Scenario) -> None:
    ceremony = held(scenario.signed, scenario.amira)
    assert shown(photo_of(ceremony, scenario.amira))
    silent = Photo.objects.create(
        signing_event=ceremony,
        file=store.save(picture("#111111"), "image/jpeg"),
        description="Ohne Angabe",
        added_at=factories.SIGNED_AT,
        added_by=scenario.amira,
    )
    assert not shown(silent)


def test_two_persons_with_the_same_function_both_consent(scenario: Scenario) -> None:
    ceremony = held(scenario.signed, scenario.amira)
    ceremony.participants.create(function=GUEST)
    choices = selectable_people(ceremony)
    assert {GUEST, f"{GUEST} (2)"} <= set(choices)
    photo = photo_of(ceremony, scenario.amira, GUEST, f"{GUEST} (2)", "Gast", "Gast")
    assert photo.consents.count() == 4
    give_consents(
        photo,
        consents=[row.pk for row in photo.consents.exclude(person="Gast (2)")],
        given_on=GIVEN_ON,
        how="mündlich",
        by=scenario.amira,
        at=factories.SIGNED_AT,
    )
    assert not shown(photo)


# --- validation ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("people", "nobody", "description", "words"),
    [
        ([], False, "Tisch", "wer auf dem Foto"),
        ([" "], False, "Tisch", "wer auf dem Foto"),
        ([GUEST], True, "Tisch", "wer auf dem Foto"),
        ([GUEST], False, " ", "was auf dem Foto zu sehen ist"),
    ],
)
def test_a_photo_needs_persons_and_a_description(
    people: list[str], nobody: bool, description: str, words: str, scenario: Scenario
) -> None:
    ceremony = held(scenario.signed, scenario.amira)
    with pytest.raises(ActionRefused, match=words):
        add_photo(
            ceremony,
            data=picture(),
            description=description,
            people=people,
            nobody=nobody,
            by=scenario.amira,
            at=factories.SIGNED_AT,
        )
    assert not Photo.objects.exists()


@pytest.mark.parametrize("who", ["staff", "lead", "observer", "admin", "neighbour"])
def test_the_actions_ask_the_policy(who: str, scenario: Scenario) -> None:
    photo = shown_photo(scenario.signed, scenario.amira)
    consent, by, at = photo.consents.get().pk, scenario.people[who], factories.SIGNED_AT
    with pytest.raises(ActionRefused, match="vorbehalten"):
        photo_of(photo.signing_event, by, GUEST, colour="#222222")
    with pytest.raises(ActionRefused, match="vorbehalten"):
        name_person(photo, person="Jemand", by=by, at=at)
    with pytest.raises(ActionRefused, match="vorbehalten"):
        give_consents(photo, consents=[consent], given_on=GIVEN_ON, how="x", by=by, at=at)
    with pytest.raises(ActionRefused, match="vorbehalten"):
        withdraw_consent(photo, consent=consent, withdrawn_on=GIVEN_ON, by=by, at=at)
    assert shown(photo)


def test_impossible_days_are_refused(scenario: Scenario) -> None:
    photo = photo_of(held(scenario.signed, scenario.amira), scenario.amira, GUEST)
    row, at = photo.consents.get().pk, factories.SIGNED_AT
    with pytest.raises(ActionRefused, match="Zukunft"):
        give_consents(
            photo, consents=[row], given_on=at.date() + timedelta(days=1), how="x", by=scenario.amira, at=at
        )
    with pytest.raises(ActionRefused, match="nicht erteilt"):
        withdraw(photo, scenario)
    consented(photo, scenario.amira)
    with pytest.raises(ActionRefused, match="früher"):
        withdraw(photo, scenario, day=GIVEN_ON - timedelta(days=1))
    with pytest.raises(ActionRefused, match="schon festgehalten"):
        give_consents(photo, consents=[row], given_on=GIVEN_ON, how="x", by=scenario.amira, at=at)


def test_consent_applies_to_one_photo_only(scenario: Scenario) -> None:
    ceremony = held(scenario.signed, scenario.amira)
    one, other = (
        photo_of(ceremony, scenario.amira, GUEST, colour=colour) for colour in ("#111111", "#222222")
    )
    with pytest.raises(ActionRefused, match="schon festgehalten"):
        give_consents(
            one,
            consents=[other.consents.get().pk],
            given_on=GIVEN_ON,
            how="x",
            by=scenario.amira,
            at=factories.SIGNED_AT,
        )
    assert not Consent.objects.filter(given_on__isnull=False).exists()


def test_a_duplicate_photo_is_refused(scenario: Scenario) -> None:
    ceremony = held(scenario.signed, scenario.amira)
    photo_of(ceremony, scenario.amira, GUEST)
    with pytest.raises(ActionRefused, match="gibt es hier schon"):
        photo_of(ceremony, scenario.amira, OTHER)
    assert not Consent.objects.filter(person=OTHER).exists()


# --- the image ----------------------------------------------------------------------------------------------------


def test_metadata_are_removed(scenario: Scenario) -> None:
    taken = picture(gps=True)
    with Image.open(BytesIO(taken)) as before:
        assert before.getexif().get_ifd(GPS)
    with Image.open(BytesIO(reencoded(taken).data)) as after:
        assert not after.getexif()
        assert not {"exif", "icc_profile", "comment", "xmp", "photoshop"} & set(after.info)
        assert after.size == (40, 60), "upright, as the camera meant it"
    assert reencoded(taken) == reencoded(taken)
    before_count = StoredFile.objects.count()
    add_photo(
        held(scenario.signed, scenario.amira),
        data=taken,
        description="Tisch",
        people=[],
        nobody=True,
        by=scenario.amira,
        at=factories.SIGNED_AT,
    )
    assert StoredFile.objects.count() == before_count + 1, "the upload is not stored"
    assert b"Kamerahaus" not in store.read(Photo.objects.get().file)


def test_images_are_scaled_down_and_flattened_on_white() -> None:
    with Image.open(BytesIO(reencoded(picture(size=(5000, 100))).data)) as small:
        assert small.size == (MAX_EDGE, 48)
    out = BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(BytesIO(reencoded(out.getvalue()).data)) as clear:
        assert clear.getpixel((1, 1)) == (255, 255, 255)
    assert reencoded(PNG).data[:2] == b"\xff\xd8"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (pdf(), "weder PNG noch JPEG"),
        (picture()[:200], "unvollständig"),
    ],
)
def test_invalid_images_are_refused(data: bytes, words: str) -> None:
    with pytest.raises(ActionRefused, match=words):
        reencoded(data)


# --- the pages ----------------------------------------------------------------------------------------------------


def test_after_a_withdrawal_no_page_and_no_url_shows_the_photo(scenario: Scenario) -> None:
    photo = shown_photo(scenario.signed, scenario.amira)
    picture_at = reverse("photo_file", args=[scenario.signed.pk, photo.pk])
    pages = [
        ("coordinator", reverse("photo_detail", args=[scenario.signed.pk, photo.pk])),
        *(
            (who, reverse("agreement_signing", args=[scenario.signed.agreement_id]))
            for who in ("coordinator", "staff", "observer", "admin")
        ),
    ]
    for who, address in pages:
        images = [
            attributes for tag, attributes in read(scenario.browser(who).get(address)).tags if tag == "img"
        ]
        assert {"src": picture_at, "alt": photo.description} in images, who
        reply = scenario.browser(who).get(picture_at)
        assert (reply.status_code, reply.headers["Content-Type"]) == (200, "image/jpeg")
        assert reply.headers["Cache-Control"] == "private, no-store"
    withdraw(photo, scenario)
    for who, address in pages:
        assert picture_at not in scenario.browser(who).get(address).content.decode(), who
        assert scenario.browser(who).get(picture_at).status_code == 404, who
    assert store.read(photo.file), "the file stays"


def test_a_photo_belongs_to_its_contract(scenario: Scenario) -> None:
    photo = shown_photo(scenario.signed, scenario.amira)
    browser = scenario.browser("coordinator")
    for name in ("photo_file", "photo_detail"):
        assert browser.get(reverse(name, args=[scenario.signing.pk, photo.pk])).status_code == 404
    other = reverse("photo_new", args=[scenario.signing.pk, photo.signing_event_id])
    assert browser.get(other).status_code == 404


def test_a_photo_is_added_and_consented_to_on_the_page(scenario: Scenario) -> None:
    ceremony, browser = held(scenario.signed, scenario.amira), scenario.browser("coordinator")
    address = reverse("photo_new", args=[scenario.signed.pk, ceremony.pk])
    page = read(browser.get(address))
    assert "Aufnahmeort" in page.text
    assert GUEST in page.text
    assert OTHER in page.text
    reply = browser.post(address, {"description": "Tisch", "others": "Gast"})
    assert reply.status_code == 422
    assert read(reply).fields["others"].strip() == "Gast"
    sent = {
        "description": "Alle am Tisch.",
        "people": [GUEST],
        "others": "Gast am Fenster\n\nGast an der Tür",
    }
    upload = SimpleUploadedFile("foto.jpg", picture(gps=True), "image/jpeg")
    reply = browser.post(address, {**sent, "photo": upload}, follow=True)
    assert "ohne die verborgenen Angaben" in read(reply).text
    photo = Photo.objects.get()
    assert set(photo.consents.values_list("person", flat=True)) == {
        GUEST,
        "Gast am Fenster",
        "Gast an der Tür",
    }
    give = reverse("consent_give", args=[scenario.signed.pk, photo.pk])
    consents = [row.pk for row in photo.consents.all()]
    reply = browser.post(give, {"erteilt-consents": consents, "erteilt-given_on": "2025-03-10"})
    assert reply.status_code == 422
    browser.post(
        give, {"erteilt-consents": consents, "erteilt-given_on": "2025-03-10", "erteilt-how": "Bogen vom Tag"}
    )
    assert shown(photo)
    take = reverse("consent_withdraw", args=[scenario.signed.pk, photo.pk])
    reply = browser.post(
        take, {"widerruf-consent": consents[0], "widerruf-withdrawn_on": "2025-03-12"}, follow=True
    )
    assert "nirgends mehr gezeigt" in read(reply).text
    assert not shown(photo)
    events = Event.objects.filter(agreement=scenario.signed.agreement_id).order_by("-sequence")[:3]
    assert [event.kind for event in events] == ["consent_withdrawn", "consent_given", "photo_added"]
    assert not any(GUEST in str(event.data) for event in events), "no names in the history"
    assert (
        "Einwilligung zu Foto"
        in read(browser.get(reverse("agreement_history", args=[scenario.signed.agreement_id]))).text
    )


def test_a_form_from_an_outdated_page_changes_nothing(scenario: Scenario) -> None:
    photo, browser = shown_photo(scenario.signed, scenario.amira), scenario.browser("coordinator")
    row = photo.consents.get().pk
    reply = browser.post(
        reverse("consent_give", args=[scenario.signed.pk, photo.pk]), {"erteilt-consents": [row]}, follow=True
    )
    assert "inzwischen schon festgehalten" in read(reply).text
