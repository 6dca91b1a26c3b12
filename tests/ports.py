"""Ports of this machine that nobody else is given."""

import socket

HELD: list[socket.socket] = []  # until this process ends


def free_port() -> int:
    """Return a port at which nobody answers; who listens there allows for its reuse, as `listening` does."""
    place = socket.socket()
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    place.bind(("127.0.0.1", 0))
    HELD.append(place)
    return int(place.getsockname()[1])


def listening(port: int) -> socket.socket:
    """Listen at a port of `free_port`."""
    return socket.create_server(("127.0.0.1", port), reuse_port=True)
