"""Certificates, trust lists and an issued file for the tests of signing."""

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
    """Authorities and signers, generated for every run."""
    return build_pki()


@pytest.fixture(scope="session")
def anchors(pki: Pki, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pki.anchors(tmp_path_factory.mktemp("trust"))


@pytest.fixture
def trusted(anchors: Path) -> Iterator[Path]:
    """Settings with these trust lists."""
    with override_settings(TRUST_ANCHORS=anchors):
        yield anchors


@pytest.fixture(scope="session")
def issued() -> bytes:
    """A short Zeichnungsfassung with two signature fields."""
    return render(short_content())


@contextmanager
def own_loop() -> Iterator[None]:
    """Suspend the event loop of the browser: pyHanko starts one in the same thread."""
    waiting = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(waiting)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup() -> Iterator[None]:
    with own_loop():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    with own_loop():
        return (yield)
