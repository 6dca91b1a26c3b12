"""A TCP proxy to the database, or to another server, that can close connections or drop packets."""

import ctypes
import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread

from django.db import connection

from tests.ports import free_port, listening

SO_ATTACH_FILTER = 26  # Linux
DROP_ALL = struct.pack("HBBI", 0x06, 0, 0, 0)  # one instruction of the kernel's packet filter: return 0


class Proxy:
    """Forwards from a TCP port to the database of the tests, or to what `connect` connects to."""

    def __init__(self, connect: Callable[[], socket.socket] | None = None) -> None:
        self.connect = connect or _connected
        self.port = free_port()
        self.listener = listening(self.port)
        self.workers: list[socket.socket] = []
        self.servers: list[socket.socket] = []
        self.silent: set[socket.socket] = set()
        self.accept()

    @property
    def url(self) -> str:
        """DATABASE_URL with short timeouts: silence is noticed after seconds instead of half a minute."""
        to = connection.settings_dict
        patience = "tcp_user_timeout=2000&keepalives_idle=1&keepalives_interval=1&keepalives_count=2"
        return f"postgresql://{to['USER']}:{to['PASSWORD']}@127.0.0.1:{self.port}/{to['NAME']}?{patience}"

    def accept(self) -> None:
        """Forward all connections from now on."""
        Thread(target=self._accept, args=(self.listener,), daemon=True).start()

    def drop_packets(self) -> None:
        """Drop all packets of the open connections: no answer, no end, no acknowledgement; new ones work."""
        self.silent.update(self.workers, self.servers)
        instructions = ctypes.create_string_buffer(DROP_ALL)
        for worker in self.workers:
            with suppress(OSError):  # one that has ended meanwhile
                program = struct.pack("HL", 1, ctypes.addressof(instructions))
                worker.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, program)

    def refuse(self) -> None:
        """Close all connections and refuse new ones, like a stopped server."""
        for end in (self.listener, *self.workers, *self.servers):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self.workers, self.servers = [], []

    def resume(self) -> None:
        """Accept connections at the same port again."""
        self.listener = listening(self.port)
        self.accept()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                worker, _ = listener.accept()
                server = self.connect()
                self.workers.append(worker)
                self.servers.append(server)
                for one, other in ((worker, server), (server, worker)):
                    Thread(target=self._forward, args=(one, other), daemon=True).start()

    def _forward(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                if one not in self.silent:
                    other.sendall(data)
            if one not in self.silent:
                other.shutdown(socket.SHUT_WR)


def _connected() -> socket.socket:
    to = connection.settings_dict
    if not to["HOST"].startswith("/"):
        return socket.create_connection((to["HOST"], int(to["PORT"] or 5432)))
    server = socket.socket(socket.AF_UNIX)
    server.connect(f"{to['HOST']}/.s.PGSQL.{to['PORT'] or 5432}")
    return server


@contextmanager
def proxy() -> Iterator[Proxy]:
    between = Proxy()
    try:
        yield between
    finally:
        between.refuse()
