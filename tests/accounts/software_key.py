"""A passkey made of software, whose every claim a test can falsify: where it was used, for whom, with what and how."""

from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

HOME = "vertraege.example"
FLAG = AuthenticatorData.FLAG


def _new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftwareKey:
    """A key with the site that it takes part at; `owner` is the handle that the site gave its owner."""

    origin: str = f"https://{HOME}"
    rp_id: str = HOME
    owner: str = ""
    credential: bytes = b"software key"
    flags: FLAG = FLAG.UP | FLAG.UV
    key: ec.EllipticCurvePrivateKey = field(default_factory=_new_key)

    def with_another_key(self) -> "SoftwareKey":
        return replace(self, key=_new_key())

    def registered(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer what a page asks for, to be stored there."""
        public = ES256.from_cryptography_key(self.key.public_key())
        stored = AttestedCredentialData.create(bytes(16), self.credential, public)
        told = self._client_data(CollectedClientData.TYPE.CREATE, options)
        attested = AttestationObject.create("none", self._data(self.flags | FLAG.AT, stored), {})
        return self._answer(clientDataJSON=told, attestationObject=attested)

    def signed(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer what a page asks for, to be recognised there."""
        told, data = self._client_data(CollectedClientData.TYPE.GET, options), self._data(self.flags)
        signature = self.key.sign(data + sha256(told).digest(), ec.ECDSA(SHA256()))
        answer = self._answer(clientDataJSON=told, authenticatorData=data, signature=signature)
        answer["response"]["userHandle"] = self.owner
        return answer

    def _client_data(self, kind: str, options: dict[str, Any]) -> bytes:
        return CollectedClientData.create(kind, options["publicKey"]["challenge"], self.origin)

    def _data(self, flags: FLAG, credential: bytes = b"") -> bytes:
        return AuthenticatorData.create(sha256(self.rp_id.encode()).digest(), flags, 0, credential)

    def _answer(self, **parts: bytes) -> dict[str, Any]:
        name = websafe_encode(self.credential)
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "response": {part: websafe_encode(value) for part, value in parts.items()},
            "clientExtensionResults": {"credProps": {"rk": True}},
        }
