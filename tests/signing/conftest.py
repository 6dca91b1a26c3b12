"""The authorities of the signing stories, and the trust lists that name them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from tests.documents.printed import render
from tests.documents.sample import short_content
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
