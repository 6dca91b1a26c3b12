"""A real SMTP server on the loopback that stores e-mails and can be told to refuse them."""

import socket
from asyncio import AbstractServer
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from django.test import override_settings

from tests.ports import free_port, listening

OK = "250 Taken"


class MailServer:
    """Stores e-mails; `answer` is the response to each, `on_data` is called before it, `unknown` addresses are refused."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.answer = OK
        self.on_rcpt = OK
        self.unknown: set[str] = set()
        self.on_data: Callable[[], None] = lambda: None
        self.port = 0

    @property
    def mails(self) -> list[EmailMessage]:
        """The received e-mails, parsed."""
        return self.mails_from(0)

    def mails_from(self, place: int) -> list[EmailMessage]:
        """The e-mails received after that many, parsed."""
        return [
            message_from_bytes(bytes(one.content or b""), policy=policy.default) for one in self.taken[place:]
        ]

    @property
    def settings(self) -> dict[str, object]:
        """The settings of this server."""
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": self.port,
            "EMAIL_USE_TLS": False,
            "EMAIL_TIMEOUT": 5,
        }


class Listening(Controller):
    """The library's server on a socket that is bound already, so that nobody else can take its port before."""

    def __init__(self, handler: object, bound: socket.socket) -> None:
        super().__init__(handler, *bound.getsockname())
        self.bound = bound

    def _create_server(self) -> Awaitable[AbstractServer]:
        return self.loop.create_server(self._factory_invoker, sock=self.bound)


class Conversation:
    """What the server says. An object of its own: the library reads every property of it for each connection."""

    def __init__(self, taker: MailServer) -> None:
        self.taker = taker

    async def handle_RCPT(  # noqa: N802  the library's name
        self, server: Any, session: Any, envelope: Envelope, address: str, options: Any
    ) -> str:
        if address in self.taker.unknown:
            return "550 Unknown"
        envelope.rcpt_tos.append(address)
        return self.taker.on_rcpt

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802  the library's name
        self.taker.taken.append(envelope)
        self.taker.on_data()
        return self.taker.answer


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Serve on a free port with matching settings."""
    taker = MailServer()
    controller = Listening(Conversation(taker), listening(free_port()))
    taker.port = controller.port
    controller.start()
    try:
        with override_settings(**taker.settings):
            yield taker
    finally:
        controller.stop()


def words(mail: EmailMessage) -> str:
    """Return the text of an e-mail."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())
