"""Ceremonies with their participants and photos."""

from django.db.models import Prefetch

from agreements.models import Instrument, SigningEvent
from agreements.signing.photos.actions import photos_with_visibility


def ceremonies_with_photos(instrument: Instrument) -> tuple[SigningEvent, ...]:
    """Return the ceremonies; `photos_with_visibility` holds their photos, each with `is_shown`."""
    photos = Prefetch("photos", photos_with_visibility(), to_attr="photos_with_visibility")
    return tuple(instrument.ceremonies.prefetch_related("participants", photos))
