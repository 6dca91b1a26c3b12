"""What a browser does to come in by the provider."""

from typing import Any

from django.test import Client

from tests.page import read
from tests.single_sign_on.fake_provider import FakeProvider

BEGIN = "/anmelden/dienst/pankow/"
GRETA = {"sub": "g-1", "email": "greta@example.org", "email_verified": True}


def come_back(client: Client, provider: FakeProvider, begin: str = BEGIN, **claims: Any) -> str:
    """Go to the provider and be let in there; return the path at which the browser comes back."""
    led = client.get(begin)
    assert led.status_code == 302, read(led).text
    return provider.let_in(led.headers["Location"], **(GRETA | claims))


def come_in(client: Client, provider: FakeProvider, begin: str = BEGIN, **claims: Any) -> Any:
    """Go to the provider and come back; return the answer."""
    return client.get(come_back(client, provider, begin, **claims))


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session
