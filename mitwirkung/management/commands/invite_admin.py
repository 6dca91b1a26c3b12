"""Makes the first account: `manage.py invite_admin EMAIL NAME`."""

from smtplib import SMTPException
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from agreements.errors import ActionRefused
from agreements.outbox import is_set_up
from mitwirkung.invitations import invitation_link, invite_admin, send_invitation


class Command(BaseCommand):
    help = (
        "Makes an account with the role Administration and without a password, and prints the link at which its owner "
        "chooses one. Run it again for another link."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="where she is reached; her user name too")
        parser.add_argument("name", help="first and last name")

    def handle(self, *args: Any, email: str, name: str, **options: Any) -> None:
        try:
            person = invite_admin(email=email, name=name)
        except ValidationError as error:
            raise CommandError(f"{email!r} is no e-mail address; no account was made.") from error
        except ActionRefused as refused:
            raise CommandError(str(refused)) from refused
        link = invitation_link(person)
        self.stdout.write(f"User name: {person.username}\nValid for seven days, and once:\n{link}")
        if not is_set_up():
            self.stdout.write("E-mail is not set up: hand the link over yourself, to her alone.")
            return
        try:
            send_invitation(person, link)
        except (OSError, SMTPException) as error:
            reason = f"{type(error).__name__}: {error}"
            self.stderr.write(
                f"The e-mail could not be sent ({reason}): hand the link over yourself, to her alone."
            )
        else:
            self.stdout.write(f"It was sent to {person.email}.")
