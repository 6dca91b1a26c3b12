"""What the log says of an identity provider that does not do what it must: for the people who run the server."""

import logging

from districts.identity_providers import IdentityProvider

LOG = logging.getLogger(__name__)
LONGEST = 300


def log_trouble(provider: IdentityProvider, trouble: object) -> None:
    """Name the provider and what it did; neither codes nor tokens are in it."""
    LOG.warning("identity provider %s: %s", provider.key, str(trouble)[:LONGEST])
