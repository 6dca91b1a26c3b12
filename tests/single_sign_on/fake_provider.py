"""An identity provider that lies on demand: discovery, keys, codes with PKCE, and ID tokens with whatever claims a test wants."""

import json
import time
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from districts.identity_providers import IdentityProvider

CLIENT, SECRET = "mitwirkung", "a-secret-of-the-provider-and-ours-only"
DISCOVERY = "/.well-known/openid-configuration"
Answer = tuple[int, bytes]


@cache
def rsa_key(name: str) -> rsa.RSAPrivateKey:
    """Return a key of this run; another name is another key."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def as_json(value: object, status: int = 200) -> Answer:
    return status, json.dumps(value).encode()


@dataclass
class FakeProvider:
    """The provider at `url`; `answers` replaces what it says at a path, `sign` how it signs."""

    url: str
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    sign: Callable[[dict[str, Any]], str] | None = None

    def reset(self) -> None:
        """Forget what a test has told it."""
        self.answers, self.asked, self.codes, self.sign = {}, [], {}, None

    @property
    def configured(self) -> IdentityProvider:
        """Return it as the setting would name it."""
        return IdentityProvider(
            key="pankow",
            name="Bezirksamt Pankow",
            server_url=self.url,
            client_id=CLIENT,
            client_secret=SECRET,
            domains=frozenset({"example.org"}),
        )

    def metadata(self, **other: Any) -> dict[str, Any]:
        named = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/jwks",
            "end_session_endpoint": f"{self.url}/end",
        }
        return {name: value for name, value in (named | other).items() if value is not None}

    def let_in(self, location: str, **claims: Any) -> str:
        """Let the person in whom a browser brings with this address; return the path at which it comes back to us."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        assert location.startswith(f"{self.url}/authorize?"), location
        assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT)
        code = token_urlsafe(12)
        self.codes[code] = {"asked": asked, "claims": claims}
        back = urlsplit(asked["redirect_uri"])
        return f"{back.path}?{urlencode({'code': code, 'state': asked['state']})}"

    def answer(self, path: str, form: dict[str, str], authorization: str) -> Answer:
        """Return status and body for what our server asks."""
        self.asked.append(path)
        if path in self.answers:
            return self.answers[path]
        match path:
            case "/.well-known/openid-configuration":
                return as_json(self.metadata())
            case "/jwks":
                public = RSAAlgorithm.to_jwk(rsa_key("own").public_key(), as_dict=True)
                return as_json({"keys": [public | {"kid": "own", "use": "sig", "alg": "RS256"}]})
            case "/token":
                return self._token(form, authorization)
        return 404, b""

    def _token(self, form: dict[str, str], authorization: str) -> Answer:
        given = self.codes.pop(form.get("code", ""), None)
        if given is None or not _knows_secret(form, authorization):
            return as_json({"error": "invalid_grant"}, 400)
        asked = given["asked"]
        digest = sha256(form.get("code_verifier", "").encode()).digest()
        challenge = urlsafe_b64encode(digest).decode().rstrip("=")
        if (asked["code_challenge_method"], asked["code_challenge"]) != ("S256", challenge):
            return as_json({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **given["claims"],
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        token = self.sign(claims) if self.sign else signed(claims)
        return as_json(
            {"access_token": "an-access-token", "refresh_token": "a-refresh-token", "id_token": token}
        )


def signed(claims: dict[str, Any], key: str = "own", **header: Any) -> str:
    return jwt.encode(claims, rsa_key(key), algorithm="RS256", headers={"kid": "own", **header})


def _knows_secret(form: dict[str, str], authorization: str) -> bool:
    by_header = f"Basic {b64encode(f'{CLIENT}:{SECRET}'.encode()).decode()}"
    return authorization == by_header or (form.get("client_id"), form.get("client_secret")) == (
        CLIENT,
        SECRET,
    )


@contextmanager
def running_provider() -> Iterator[FakeProvider]:
    """Serve a provider on this machine as long as it is used."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._reply({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._reply({name: values[0] for name, values in parse_qs(body).items()})

        def _reply(self, form: dict[str, str]) -> None:
            status, body = provider.answer(
                urlsplit(self.path).path, form, self.headers.get("Authorization", "")
            )
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            if status == 302:
                self.send_header("Location", body.decode())
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *words: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider = FakeProvider(url=f"http://127.0.0.1:{server.server_port}")
        serving = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        serving.start()
        try:
            yield provider
        finally:
            server.shutdown()
            serving.join()
