"""MitWirkung as deploy/ sets it up, on this machine: nginx with a certificate of its own before gunicorn on a socket."""

import http.client
import os
import re
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings

from bench.throughput import this_database
from mitwirkung.devtools.install import program_path
from mitwirkung.environment_errors import SetupError, bound_socket

HOST = "vertraege.example"
SITE = settings.BASE_DIR / "deploy" / "nginx" / "mitwirkung.conf"
PATIENCE = 60  # seconds for one answer, and for a start


@dataclass(frozen=True, slots=True)
class Proxied:
    """A running nginx in a folder of its own, and the gunicorn behind it."""

    folder: Path
    port: int
    plain_port: int
    server: "subprocess.Popen[bytes]"

    def browser(self, name: str = HOST) -> "Browser":
        """Return a connection that trusts our certificate."""
        return Browser(self, name)

    def logs(self) -> dict[str, str]:
        """Return the text of every log, by its name."""
        return {path.name: path.read_text() for path in (self.folder / "log").iterdir()}

    def take_the_server_away(self) -> None:
        """End gunicorn and remove its socket, as if it had never started."""
        self.server.kill()
        self.server.wait(PATIENCE)
        (self.folder / "web.sock").unlink()


class Browser(http.client.HTTPSConnection):
    """A connection to our nginx that asks for a host by name."""

    def __init__(self, to: Proxied, name: str) -> None:
        trusted = ssl.create_default_context(cafile=str(to.folder / "tls" / "fullchain.pem"))
        super().__init__(name, to.port, timeout=PATIENCE, context=trusted)
        self.trusted = trusted

    def connect(self) -> None:
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        self.sock = self.trusted.wrap_socket(plain, server_hostname=self.host)


@contextmanager
def proxied(application: str, **environment: str) -> Iterator[Proxied]:
    """Serve a WSGI application until the block ends."""
    with TemporaryDirectory(prefix="proxied-") as name, closing(socket.socket(socket.AF_UNIX)) as bound:
        folder = Path(name)
        (folder / "log").mkdir()
        bound.bind(str(folder / "web.sock"))
        bound.listen(2048)
        ports = free_port(), free_port()
        configuration = configured(folder, *ports)
        with (folder / "log" / "gunicorn.log").open("wb") as log:
            server = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", application, "--bind", f"fd://{bound.fileno()}"],
                env=os.environ | environment,
                cwd=settings.BASE_DIR,
                pass_fds=[bound.fileno()],
                stdout=log,
                stderr=log,
            )
        proxy = subprocess.Popen([nginx(), "-p", folder, "-c", configuration, "-g", "daemon off;"])
        try:
            _wait_for(ports[0], proxy)
            yield Proxied(folder, *ports, server)
        finally:
            for process in (proxy, server):
                process.terminate()
            for process in (proxy, server):
                process.wait(PATIENCE)


def nginx() -> str:
    """Return the path of nginx. Raises SetupError."""
    found = program_path("nginx")
    if found is None:
        raise SetupError("nginx was not found: install it, on Debian with apt-get install nginx.")
    return found


def configured(folder: Path, port: int, plain_port: int) -> Path:
    """Write our site as it is delivered, with places of its own, and return the configuration that includes it."""
    _write_certificate(folder / "tls")
    site = SITE.read_text()
    for place, own in (
        ("/run/mitwirkung/web.sock", folder / "web.sock"),
        ("/etc/mitwirkung/tls", folder / "tls"),
        ("/var/log/nginx", folder / "log"),
        ("/opt/mitwirkung/current", settings.BASE_DIR),
        (" HOST;", f" {HOST};"),
        ("//HOST$", f"//{HOST}$"),
    ):
        assert place in site, place
        site = site.replace(place, str(own))
    site = re.sub(r"\blisten 443\b", f"listen 127.0.0.1:{port}", site)
    site = re.sub(r"\blisten 80\b", f"listen 127.0.0.1:{plain_port}", site)
    (folder / "site.conf").write_text(site)
    temporary = "".join(
        f"    {name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = folder / "nginx.conf"
    main.write_text(
        ("user root;\n" if os.getuid() == 0 else "")
        + f"pid {folder}/nginx.pid;\nerror_log {folder}/log/main.log;\nevents {{ worker_connections 768; }}\n"
        + f"http {{\n{temporary}    include {folder}/site.conf;\n}}\n"
    )
    return main


def free_port() -> int:
    with closing(bound_socket("0")) as bound:
        return int(bound.getsockname()[1])


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        with closing(socket.socket()) as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise SetupError("nginx did not start.")


def _write_certificate(folder: Path) -> None:
    folder.mkdir()
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    begin = datetime.now(UTC) - timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


@contextmanager
def product(**more: str) -> Iterator[Proxied]:
    """Serve this process's database and files as production does: hashed static files, secure cookies, our session key."""
    with TemporaryDirectory(prefix="production-") as var:
        environment = {
            "MITWIRKUNG_PRODUCTION": "1",
            "MITWIRKUNG_MFA_ROLES": "",  # whose sessions are made here has no second factor
            "MITWIRKUNG_SECRET_KEY": settings.SECRET_KEY,
            "MITWIRKUNG_HOSTS": HOST,
            "MITWIRKUNG_VAR": var,
            **this_database(),
            **more,
        }
        command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
        subprocess.run(command, env=os.environ | environment, cwd=settings.BASE_DIR, check=True)
        with proxied("mitwirkung.wsgi", **environment) as running:
            yield running
