"""Bytes that nobody types, sent to the pages that are open to strangers: each is answered, none breaks."""

from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.page import unrendered

STRANGE = ["a\x00b", "ÿ" * 300, "1" * 400, "' OR 1=1 --", "[" * 5000]
LINKS = (
    *("/einladung/%s/", "/zeichnen/%s/", "/zeichnen/%s/code/", "/abbestellen/%s/", "/kalender/%s.ics"),
    *("/pruefen/%s/", "/passwort/neu/1-%s/", "/passwort/neu/%s-abc/", "/anmelden/?next=%s"),
)
FORMS = ("account_login", "account_reset_password", "mfa_login_webauthn", "link_recover", "verify")
NAMES = ("username", "password", "next", "email", "code", "sha256", "credential", "password1", "password2")


@pytest.mark.parametrize("strange", STRANGE, ids=range(len(STRANGE)))
def test_what_nobody_types_is_answered(db: None, strange: str) -> None:
    cache.clear()
    sent = dict.fromkeys(NAMES, strange)
    with unrendered():
        got = {
            address: (Client().get(address).status_code, Client().post(address, sent).status_code)
            for address in (link % quote(strange) for link in LINKS)
        }
        got |= {name: (Client().post(reverse(name), sent).status_code,) for name in FORMS}
    assert not {address: codes for address, codes in got.items() if max(codes) >= 500}
