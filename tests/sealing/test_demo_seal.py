"""The demo's seal: created once, private, and named „TEST“ everywhere."""

import stat
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from agreements.choices import SealLevel
from agreements.sealing.key_providers import key_provider
from agreements.sealing.seal import seal_pdf
from mitwirkung.demo import demo_seal
from mitwirkung.devtools.time_service import TimeService


def test_it_seals_and_says_everywhere_that_it_is_a_test(
    issued: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo_seal, "FOLDER", tmp_path / "siegel")
    with override_settings(PRODUCTION=True, SEAL_FILE="", SEAL_PASSWORD="", TRUST_ANCHORS=tmp_path / "none"):
        clock = demo_seal.prepare(at=timezone.now())
        with TimeService(clock.stamper()).open() as url, override_settings(TIME_STAMP_URL=url):
            sealed = seal_pdf(issued, key_provider(), reason="Test")
        assert demo_seal.prepare(at=timezone.now()) == clock, "it is made once"
        assert settings.SEAL_PASSWORD
    for said in (sealed.certificate, sealed.time_source):
        assert "TEST" in said
        assert "nur zum Ausprobieren" in said
    assert (sealed.level, sealed.level_note, sealed.is_test) == (SealLevel.B_LT, "", True)
    for path in (tmp_path / "siegel").rglob("*.*"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
