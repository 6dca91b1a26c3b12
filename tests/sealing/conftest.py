"""The house that seals."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rendering.printed import render
from tests.rendering.sample import short_content
from tests.sealing.association import House, build_house, free_port
from tests.signing.conftest import own_loop
from tests.signing.pki import Pki, build_pki


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A seal whose issuer gives out no revocation lists."""
    return build_house(tmp_path_factory.mktemp("haus"))


@pytest.fixture(scope="session")
def listed(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A seal whose issuer says where its revocation list is; the clock's issuer too."""
    return build_house(tmp_path_factory.mktemp("haus-mit-listen"), lists_port=free_port())


@pytest.fixture(scope="session")
def pki() -> Pki:
    """People who sign by certificate."""
    return build_pki()


@pytest.fixture(scope="session")
def anchors(pki: Pki, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lists that trust those who sign."""
    return pki.anchors(tmp_path_factory.mktemp("trust"))


@pytest.fixture(scope="session")
def issued() -> bytes:
    """A short Zeichnungsfassung with two signature fields."""
    return render(short_content())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup() -> Iterator[None]:
    """Prepare a story of sealing with an event loop of its own."""
    with own_loop():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    """Run a story of sealing with an event loop of its own."""
    with own_loop():
        return (yield)
