"""A seal with its key in a token: a real PKCS#11 library signs, the key never leaves it."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pkcs11
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.test import override_settings
from pkcs11.util.ec import decode_ec_private_key
from pkcs11.util.x509 import decode_x509_certificate

from agreements.sealing import wording
from agreements.sealing.key_providers import key_provider
from agreements.sealing.keys import WRONG_PINS, NotSealedError, close_session
from agreements.sealing.seal import seal_pdf
from tests.sealing.association import SealSetup
from tests.signing.pki import Entity

LIBRARY = "/usr/lib/softhsm/libsofthsm2.so"
TOKEN, LABEL, PIN = "MitWirkung", "Siegel", "1234"


@pytest.fixture(scope="module")
def _storage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Storage of the library, which reads its settings once per process."""
    folder = tmp_path_factory.mktemp("token")
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}\nobjectstore.backend = file\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
        yield folder


@pytest.fixture
def token(_storage: Path, seal_setup: SealSetup) -> dict[str, str]:
    """A token with the seal's key, its certificate and that of the issuer."""
    command = ["softhsm2-util", "--init-token", "--free", "--label", TOKEN, "--pin", PIN, "--so-pin", PIN]
    subprocess.run(command, check=True, capture_output=True)
    library = pkcs11.lib(LIBRARY)
    library.reinitialize()
    with library.get_token(token_label=TOKEN).open(rw=True, user_pin=PIN) as session:
        key = seal_setup.seal.key.private_bytes(
            Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption()
        )
        secret = decode_ec_private_key(key) | {pkcs11.Attribute.SENSITIVE: True}
        session.create_object(named(secret, LABEL))
        for owner, label in ((seal_setup.seal, LABEL), (seal_setup.authority, "Aussteller")):
            session.create_object(named(certificate_of(owner), label))
    return {
        "SEAL_FILE": "",
        "SEAL_MODULE": LIBRARY,
        "SEAL_TOKEN": TOKEN,
        "SEAL_LABEL": LABEL,
        "SEAL_PASSWORD": PIN,
    }


def certificate_of(owner: Entity) -> dict[pkcs11.Attribute, object]:
    found: dict[pkcs11.Attribute, object] = decode_x509_certificate(
        owner.certificate.public_bytes(Encoding.DER)
    )
    return found


def named(thing: dict[pkcs11.Attribute, object], label: str) -> dict[pkcs11.Attribute, object]:
    return thing | {pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: label}


def test_a_key_in_a_token_seals_and_what_is_wrong_is_a_sentence(
    token: dict[str, str], seal_setup: SealSetup, issued: bytes
) -> None:
    with seal_setup.running(), override_settings(**token):
        sealed = seal_pdf(issued, key_provider(), reason="Lesefassung")
        assert sealed.pdf.startswith(issued)
        assert sealed.certificate == "MitWirkung, MitWirkung e. V."
        assert [top.subject.native["common_name"] for top in key_provider().roots()] == [
            "Test Siegel-Aussteller"
        ]
        for wrong in ({"SEAL_LABEL": "anderes"}, {"SEAL_TOKEN": "anderes"}):
            with override_settings(**wrong), pytest.raises(NotSealedError) as caught:
                key_provider()
            assert str(caught.value) == wording.DEVICE_UNREADABLE
        assert seal_pdf(issued, key_provider(), reason="").certificate == sealed.certificate, (
            "and the next one works"
        )

    close_session(LIBRARY, TOKEN)
    with seal_setup.running(), override_settings(**(token | {"SEAL_PASSWORD": "9876"})):
        for _ in range(5):
            with pytest.raises(NotSealedError) as caught:
                key_provider()
            assert str(caught.value) == wording.PIN_WRONG
        assert len(WRONG_PINS) == 1
    with pkcs11.lib(LIBRARY).get_token(token_label=TOKEN).open(user_pin=PIN):
        pass  # it is not locked after five wrong ones: only one was tried
