"""Who runs the server sees whether providers answer, and what their people must enter."""

from io import StringIO

import pytest
from django.core.management import call_command
from pytest_django import Settings

from tests.single_sign_on.fake_provider import SECRET, FakeProvider


def said(expected: int) -> str:
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("identity_providers", stdout=out)
    assert ended.value.code == expected
    return out.getvalue()


def test_a_provider_that_answers_is_listed_with_its_redirect_uri(provider: FakeProvider) -> None:
    text = said(0)
    assert "pankow (Bezirksamt Pankow): answers" in text
    assert "http://127.0.0.1:8000/anmelden/dienst/pankow/zurueck/" in text
    assert SECRET not in text


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/jwks"])
def test_one_that_does_not_is_named_with_what_is_wrong(provider: FakeProvider, path: str) -> None:
    provider.answers[path] = (404, b"")
    assert "pankow (Bezirksamt Pankow): does not answer as it must: " in said(1)


def test_without_any_it_says_so(settings: Settings) -> None:
    settings.IDENTITY_PROVIDERS = ()
    assert said(0) == "No identity provider is set up.\n"
