"""Key providers: test certificates, and revocation lists in a folder."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.test import override_settings

from agreements.choices import SealLevel
from agreements.sealing import wording
from agreements.sealing.key_providers import LISTS, is_test_certificate, key_provider
from agreements.sealing.keys import NotSealedError
from agreements.sealing.seal import seal_pdf
from tests.sealing.association import SealSetup
from tests.signing.pki import entity, revocation_list


@pytest.mark.parametrize(
    ("issuer", "person", "is_test"),
    [
        ("Aussteller", "MitWirkung", False),
        ("Aussteller Testhausen", "MitWirkung Testament", False),
        ("Aussteller", "TEST-Siegel", True),
        ("Aussteller (Test)", "MitWirkung", True),
    ],
)
def test_a_certificate_says_itself_whether_it_is_a_test(issuer: str, person: str, is_test: bool) -> None:
    assert is_test_certificate(entity(person, entity(issuer, authority=True)).asn1) is is_test


@override_settings(PRODUCTION=True)
def test_in_production_a_seal_of_a_test_authority_is_still_a_test(
    seal_setup: SealSetup, issued: bytes
) -> None:
    with seal_setup.running():
        assert not key_provider().is_test
        assert seal_pdf(issued, key_provider(), reason="").is_test


def test_lists_in_a_folder_are_enough_for_revocation_data(
    seal_setup: SealSetup, issued: bytes, tmp_path: Path
) -> None:
    with seal_setup.running(), override_settings(TRUST_ANCHORS=anchors_with_lists(seal_setup, tmp_path)):
        sealed = seal_pdf(issued, key_provider(), reason="")
    assert (sealed.level, sealed.level_note) == (SealLevel.B_LT, "")


def test_a_list_in_the_folder_that_names_the_seal_stops_it(
    seal_setup: SealSetup, issued: bytes, tmp_path: Path
) -> None:
    folder = anchors_with_lists(seal_setup, tmp_path)
    (folder / LISTS / "siegel.crl").write_bytes(revocation_list(seal_setup.authority, seal_setup.seal).dump())
    with (
        seal_setup.running(),
        override_settings(TRUST_ANCHORS=folder),
        pytest.raises(NotSealedError, match="ist gesperrt"),
    ):
        seal_pdf(issued, key_provider(), reason="")


def test_what_is_no_list_is_said(seal_setup: SealSetup, tmp_path: Path) -> None:
    folder = anchors_with_lists(seal_setup, tmp_path)
    (folder / LISTS / "zeit.crl").write_text("keine Liste")
    with (
        seal_setup.running(),
        override_settings(TRUST_ANCHORS=folder),
        pytest.raises(NotSealedError) as caught,
    ):
        key_provider()
    assert str(caught.value) == wording.LISTS_UNREADABLE


def anchors_with_lists(seal_setup: SealSetup, folder: Path) -> Path:
    """Return a folder of trust lists and revocation lists."""
    for name in ("zeitstempel", LISTS):
        (folder / name).mkdir()
    (folder / "zeitstempel" / "aussteller.pem").write_bytes(
        seal_setup.times.certificate.public_bytes(Encoding.PEM)
    )
    (folder / LISTS / "siegel.crl").write_bytes(revocation_list(seal_setup.authority).dump())
    (folder / LISTS / "zeit.crl").write_bytes(revocation_list(seal_setup.times).dump())
    return folder
