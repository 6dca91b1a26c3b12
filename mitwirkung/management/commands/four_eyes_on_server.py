"""Does on the server what two people of the administration do together: `manage.py four_eyes_on_server DEED USERNAME --reason TEXT`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from agreements.errors import ActionRefused
from districts.four_eyes_choices import Deed
from districts.models import User
from mitwirkung.four_eyes.actions import do_on_server
from mitwirkung.four_eyes.deeds import ERASING


class Command(BaseCommand):
    help = (
        "For when there is no second person: gives or takes the role Administration, or switches off the second factors of an "
        "account. It stands in the security log and among the requests, and everybody of the administration gets an e-mail."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("deed", choices=sorted({*Deed.values} - ERASING))
        parser.add_argument("username")
        parser.add_argument(
            "--reason", required=True, help="who wanted it and why; the administration reads it"
        )

    def handle(self, *args: Any, deed: str, username: str, reason: str, **options: Any) -> None:
        account = User.objects.filter(username=username).first()
        if account is None:
            raise CommandError(f"There is no account {username!r}; nothing was changed.")
        if not reason.strip():
            raise CommandError("A reason is needed; nothing was changed.")
        try:
            do_on_server(Deed(deed), account, reason=reason.strip()[:500], at=timezone.now())
        except ActionRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"Done: {deed} {username}. The administration is told.")
