"""What is derived from the secret key holds under former ones too, while `SECRET_KEY_FALLBACKS` lists them."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.crypto import salted_hmac


def keyed_digests(salt: str, message: str) -> Iterator[bytes]:
    """Yield the HMAC-SHA-256 by the secret key, then those by former ones."""
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield salted_hmac(salt, message, secret=key, algorithm="sha256").digest()
