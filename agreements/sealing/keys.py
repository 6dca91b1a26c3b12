"""The association's key in a PKCS#12 file or a PKCS#11 token. Never stored or printed."""

from contextlib import suppress
from pathlib import Path

from pkcs11 import PinIncorrect, PKCS11Error, Session
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.sign.signers import Signer, SimpleSigner

from agreements.sealing import wording

SESSIONS: dict[tuple[str, str], Session] = {}
WRONG_PINS: set[tuple[str, str, str]] = set()  # not retried by this process: a token locks after a few


class NotSealedError(Exception):
    """Nothing was sealed; the message is the reason in German."""


def read_key(path: Path, password: str) -> SimpleSigner:
    """Return key and certificates of a PKCS#12 file. Raises NotSealedError, which never quotes file or password."""
    try:
        signer: SimpleSigner = SimpleSigner.load_pkcs12_data(path.read_bytes(), (), password.encode() or None)
        if signer.signing_cert is None:
            raise NotSealedError(wording.SEAL_UNREADABLE)
        _ = signer.signing_cert.subject.native
    except (OSError, ValueError, AttributeError, TypeError):
        raise NotSealedError(wording.SEAL_UNREADABLE) from None  # the error may quote the file
    return signer


def token_key(module: str, token: str, label: str, pin: str) -> Signer:
    """Return the key with a label in a token, and all certificates stored there; the key never leaves the token.

    `module` is the path of the vendor's PKCS#11 library. Raises NotSealedError, which never quotes the PIN.
    """
    if (module, token, pin) in WRONG_PINS:
        raise NotSealedError(wording.PIN_WRONG)
    for _ in range(2):  # a token that was removed needs a new session
        try:
            return _signer(_session(module, token, pin), label)
        except PinIncorrect:
            WRONG_PINS.add((module, token, pin))
            raise NotSealedError(wording.PIN_WRONG) from None  # the error may quote the PIN
        except PKCS11Error:
            close_session(module, token)
    raise NotSealedError(wording.DEVICE_UNREADABLE)


def close_session(module: str, token: str) -> None:
    """Close the session with a token, if any."""
    session = SESSIONS.pop((module, token), None)
    if session is not None:
        with suppress(PKCS11Error):
            session.close()


def _session(module: str, token: str, pin: str) -> Session:
    """Return the cached session with a token: a token allows few, and each requires the PIN."""
    if (module, token) not in SESSIONS:
        criteria = TokenCriteria(label=token)
        SESSIONS[module, token] = open_pkcs11_session(module, token_criteria=criteria, user_pin=pin)
    return SESSIONS[module, token]


def _signer(session: Session, label: str) -> Signer:
    signer = PKCS11Signer(session, cert_label=label, key_label=label, other_certs_to_pull=None)
    certificate = signer.signing_cert  # reads the token now, including the key
    # every token signs a hash with an elliptic key, but few hash by themselves
    signer.use_raw_mechanism = certificate is not None and certificate.public_key.algorithm == "ec"
    return signer
