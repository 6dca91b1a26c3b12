"""Asks each identity provider whether it is there, and says what its people must enter."""

import sys
from typing import Any

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.core.management.base import BaseCommand

from districts.identity_providers import identity_providers
from mitwirkung.single_sign_on.discovery import ask, published_metadata
from mitwirkung.single_sign_on.protocol import callback_address


class Command(BaseCommand):
    help = "Lists the identity providers with their redirect URIs and asks each whether it answers; ends with 1 if one does not."

    def handle(self, *args: Any, **options: Any) -> None:
        silent = 0
        for one in identity_providers():
            try:
                ask(published_metadata(one).jwks_uri)
                state = "answers"
            except OAuth2Error as error:
                state, silent = f"does not answer as it must: {error}", silent + 1
            self.stdout.write(f"{one.key} ({one.name}): {state}")
            self.stdout.write(f"    server        {one.server_url}")
            self.stdout.write(f"    redirect URI  {callback_address(one)}")
            self.stdout.write(f"    domains       {', '.join(sorted(one.domains))}")
            self.stdout.write(f"    passwords     {'yes' if one.passwords else 'no'}")
        if not identity_providers():
            self.stdout.write("No identity provider is set up.")
        sys.exit(1 if silent else 0)
