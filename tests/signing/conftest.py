"""The authorities of the signing stories, and the trust lists that name them."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.test import override_settings

from tests.rendering.printed import render
from tests.rendering.sample import short_content
from tests.signing.pki import Pki, build_pki


@pytest.fixture(scope="session")
def pki() -> Pki:
    """Authorities and people who sign; made anew for every run, never written to the repository."""
    return build_pki()


@pytest.fixture(scope="session")
def anchors(pki: Pki, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of trust lists."""
    return pki.anchors(tmp_path_factory.mktemp("trust"))


@pytest.fixture
def trusted(anchors: Path) -> Iterator[Path]:
    """A house that trusts the authorities of the story."""
    with override_settings(TRUST_ANCHORS=anchors):
        yield anchors


@pytest.fixture(scope="session")
def issued() -> bytes:
    """A short Zeichnungsfassung with two signature fields."""
    return render(short_content())


@contextmanager
def own_loop() -> Iterator[None]:
    """Set the browser's waiting event loop aside: the signing library starts one of its own in the same thread."""
    waiting = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(waiting)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup() -> Iterator[None]:
    """Prepare a signing story with a loop of its own."""
    with own_loop():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    """Run a signing story with a loop of its own."""
    with own_loop():
        return (yield)
