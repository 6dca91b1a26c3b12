"""A provider of Pankow's authority, and somebody who was invited and has accepted."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.core.cache import cache
from pytest_django import Settings

from districts.models import User
from districts.verified_addresses import verify_address
from mitwirkung.single_sign_on import discovery
from tests import factories
from tests.single_sign_on.fake_provider import FakeProvider, running_provider


@pytest.fixture(scope="package")
def served() -> Iterator[FakeProvider]:
    """One server for the tests of this folder."""
    with running_provider() as provider:
        yield provider


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for the provider however busy the machine is."""
    monkeypatch.setattr(discovery, "SECONDS", 60)


@pytest.fixture
def provider(served: FakeProvider, settings: Settings, db: None) -> Iterator[FakeProvider]:
    """The provider, configured, and as honest as it should be."""
    served.reset()
    cache.clear()
    settings.IDENTITY_PROVIDERS = (served.configured,)
    yield served
    cache.clear()  # no flush of the database empties its table


@pytest.fixture
def no_passwords(provider: FakeProvider, settings: Settings) -> None:
    """Have Pankow switch off passwords here."""
    settings.IDENTITY_PROVIDERS = (replace(provider.configured, passwords=False),)


@pytest.fixture
def greta(provider: FakeProvider) -> User:
    """Somebody of Pankow without a password, whose address is verified."""
    person = factories.staff(factories.district("03"))
    person.email = "greta@example.org"
    person.set_unusable_password()
    person.save()
    verify_address(person)
    return person
