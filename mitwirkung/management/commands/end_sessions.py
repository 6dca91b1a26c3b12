"""Ends sessions at once: `manage.py end_sessions NAME`, or `--everybody`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from mitwirkung.accounts.adapter import account_named
from mitwirkung.own_sessions.actions import end_all_sessions, end_sessions_of


class Command(BaseCommand):
    help = "Signs a person out everywhere, or everybody, as when a device was lost or a key has become known."

    def add_arguments(self, parser: CommandParser) -> None:
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("name", nargs="?", default="", help="user name or e-mail address")
        who.add_argument("--everybody", action="store_true", help="visits of signatories included")

    def handle(self, *args: Any, name: str, everybody: bool, **options: Any) -> None:
        at = timezone.now()
        person = None if everybody else account_named(name)
        if not everybody and person is None:
            raise CommandError(f"There is no account {name!r}; no session was ended.")
        ended = end_sessions_of(person, at=at) if person else end_all_sessions(at=at)
        self.stdout.write(
            f"{ended} session{'s' if ended != 1 else ''} ended. Accounts, passwords and factors stay as they are."
        )
