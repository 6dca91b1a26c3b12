"""Ceremonies and photos for the tests."""

from datetime import date
from io import BytesIO

from PIL import Image

from agreements.models import Instrument, Photo, SigningEvent
from agreements.signing.ceremony.actions import NewParticipant, record_ceremony
from agreements.signing.photos.actions import add_photo, give_consents
from districts.models import User
from tests import factories

GUEST = "Leitung des Jugendamts"
OTHER = "Rosa Rathaus, Bezirksstadträtin für Jugend und Familie"
GIVEN_ON = date(2025, 3, 10)
GPS = 0x8825


def picture(
    colour: str = "#406080", size: tuple[int, int] = (60, 40), kind: str = "JPEG", gps: bool = False
) -> bytes:
    """Return a small image; `gps` adds location and camera to its metadata."""
    out = BytesIO()
    extra = {}
    if gps:
        exif = Image.Exif()
        exif[0x010F] = "Kamerahaus"  # who made the camera
        exif[0x0112] = 6  # lies on its side
        exif.get_ifd(GPS).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 36.0)})
        extra["exif"] = exif
    Image.new("RGB", size, colour).save(out, kind, **extra)
    return out.getvalue()


def held(instrument: Instrument, by: User) -> SigningEvent:
    """Record a ceremony with one participant."""
    return record_ceremony(
        instrument,
        held_on=GIVEN_ON,
        place="Rathaus Pankow",
        participants=[NewParticipant(function=GUEST)],
        by=by,
        at=factories.SIGNED_AT,
    )


def photo_of(ceremony: SigningEvent, by: User, *people: str, colour: str = "#406080") -> Photo:
    """Add a photo of `people`, or of nobody, without consent."""
    return add_photo(
        ceremony,
        data=picture(colour),
        description="Zwei Menschen unterschreiben am Tisch.",
        people=people,
        nobody=not people,
        by=by,
        at=factories.SIGNED_AT,
    )


def consented(photo: Photo, by: User) -> Photo:
    """Record all missing consents."""
    give_consents(
        photo,
        consents=[row.pk for row in photo.consents.filter(given_on=None)],
        given_on=GIVEN_ON,
        how="schriftlich",
        by=by,
        at=factories.SIGNED_AT,
    )
    return photo


def shown_photo(instrument: Instrument, by: User, *people: str) -> Photo:
    """Add a photo of a new ceremony with all consents."""
    return consented(photo_of(held(instrument, by), by, *(people or (GUEST,))), by)
