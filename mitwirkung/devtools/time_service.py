"""A local time stamp service (RFC 3161 over HTTP) for the demo and tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from asn1crypto import tsp
from pyhanko.sign.timestamps import DummyTimeStamper

LONGEST = 10_000


class TimeService(ThreadingHTTPServer):
    """Time stamps with this machine's clock, on the loopback address only."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, clock: DummyTimeStamper, port: int = 0, files: dict[str, bytes] | None = None) -> None:
        """Listen on a port, a free one if 0; `files` are served, too, such as revocation lists."""
        self.clock = clock
        self.files = files if files is not None else {}
        super().__init__(("127.0.0.1", port), _Answer)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"

    @contextmanager
    def open(self) -> Iterator[str]:
        """Serve until the end of the block."""
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield self.url
        finally:
            self.shutdown()
            self.server_close()


class _Answer(BaseHTTPRequestHandler):
    server: TimeService

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        if length > LONGEST:
            self.send_error(413)
            return
        try:
            asked = tsp.TimeStampReq.load(self.rfile.read(length), strict=True)
            answer = self.server.clock.request_tsa_response(asked).dump()
        except (ValueError, TypeError, KeyError):
            self.send_error(400)
            return
        self._send(answer, "application/timestamp-reply")

    def do_GET(self) -> None:
        data = self.server.files.get(self.path.lstrip("/"))
        if data is None:
            self.send_error(404)
            return
        self._send(data, "application/pkix-crl")

    def _send(self, data: bytes, media_type: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing: access times are private."""
