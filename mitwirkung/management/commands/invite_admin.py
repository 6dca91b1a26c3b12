"""Makes the first account: `manage.py invite_admin EMAIL NAME`."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from agreements.outbox import is_set_up
from districts.invitations.actions import InvitationRefused
from districts.invitations.first_admin import invite_admin
from districts.invitations.queries import token_of_invitation


class Command(BaseCommand):
    help = (
        "Makes an account with the role Administration and without a password, and prints the link at which its owner "
        "chooses one. Run it again for another link; the one before ends."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="where she is reached")
        parser.add_argument("name", help="first and last name")

    def handle(self, *args: Any, email: str, name: str, **options: Any) -> None:
        try:
            made = invite_admin(email=email, name=name, at=timezone.now())
        except ValidationError as error:
            raise CommandError(f"{email!r} is no e-mail address; no account was made.") from error
        except InvitationRefused as refused:
            raise CommandError(str(refused)) from refused
        link = f"{settings.PUBLIC_URL}{reverse('invitation', args=[token_of_invitation(made)])}"
        self.stdout.write(f"User name: {made.person.username}\nValid for seven days, and once:\n{link}")
        self.stdout.write(
            f"The worker sends it to {made.address}, too."
            if is_set_up()
            else "E-mail is not set up: hand the link over yourself, to her alone."
        )
