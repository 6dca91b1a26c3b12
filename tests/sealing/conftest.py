"""Fixtures of sealing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ports import free_port
from tests.rendering.printed import render
from tests.rendering.sample import short_content
from tests.sealing.association import SealSetup, build_seal_setup
from tests.signing.conftest import own_loop
from tests.signing.pki import Pki, build_pki


@pytest.fixture(scope="session")
def seal_setup(tmp_path_factory: pytest.TempPathFactory) -> SealSetup:
    """A seal without revocation lists."""
    return build_seal_setup(tmp_path_factory.mktemp("haus"))


@pytest.fixture(scope="session")
def listed(tmp_path_factory: pytest.TempPathFactory) -> SealSetup:
    """A seal and a time stamp service with revocation lists."""
    return build_seal_setup(tmp_path_factory.mktemp("haus-mit-listen"), lists_port=free_port())


@pytest.fixture(scope="session")
def pki() -> Pki:
    """Certificates of signatories."""
    return build_pki()


@pytest.fixture(scope="session")
def anchors(pki: Pki, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Trust lists for signatories."""
    return pki.anchors(tmp_path_factory.mktemp("trust"))


@pytest.fixture(scope="session")
def issued() -> bytes:
    """A short Zeichnungsfassung with two signature fields."""
    return render(short_content())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup() -> Iterator[None]:
    """Prepare a test with an event loop of its own."""
    with own_loop():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    """Run a test with an event loop of its own."""
    with own_loop():
        return (yield)
