"""Invitations to an account without a password: a link that is used once, within `PASSWORD_RESET_TIMEOUT`."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from agreements.errors import ActionRefused
from districts.models import Membership, User
from districts.roles import Role

SUBJECT = "Ihr Zugang zu MitWirkung"
WORDS = """Guten Tag {name},

für Sie ist ein Zugang zu MitWirkung eingerichtet. Wählen Sie hier Ihr Passwort:

{link}

Der Link gilt {days} Tage und einmal. Ihr Benutzername ist {username}.
"""


@transaction.atomic
def invite_admin(*, email: str, name: str) -> User:
    """Return the account of an administrator who has no password yet; make it where there is none.

    Raises ValidationError for an invalid address, ActionRefused for an account that is in use.
    """
    validate_email(email)
    first, _, last = name.strip().rpartition(" ")
    username = email.strip().casefold()
    known = User.objects.select_for_update().filter(username=username).first()
    if known is not None:
        if known.has_usable_password() or not known.is_active:
            state = "has a password" if known.is_active else "is locked"
            raise ActionRefused(
                f"The account {username} {state} already; nothing was changed. Whoever administrates can set another password."
            )
        person = known
    else:
        person = User.objects.create_user(username, email=email.strip(), first_name=first, last_name=last)
    Membership.objects.get_or_create(user=person, role=Role.ADMIN, district=None)
    return person


def invitation_link(person: User) -> str:
    """Return the address at which a person chooses her password, once."""
    key = urlsafe_base64_encode(str(person.pk).encode())
    path = reverse("invitation", args=[f"{key}-{default_token_generator.make_token(person)}"])
    return f"{settings.PUBLIC_URL}{path}"


def send_invitation(person: User, link: str) -> None:
    days = settings.PASSWORD_RESET_TIMEOUT // 86_400
    text = WORDS.format(name=person, link=link, days=days, username=person.username)
    send_mail(SUBJECT, text, None, [person.email])


def invited_person(key: str) -> User | None:
    """Return whose invitation a key is, None if it is over or was none."""
    return _invited(key, lock=False)


@transaction.atomic
def accept_invitation(key: str, *, password: str) -> User | None:
    """Set the first password of an account, None if the invitation is over; of two at once only one is accepted."""
    person = _invited(key, lock=True)
    if person is not None:
        person.set_password(password)
        person.save(update_fields=["password"])
    return person


def _invited(key: str, *, lock: bool) -> User | None:
    number, _, token = key.partition("-")
    try:
        pk = int(urlsafe_base64_decode(number))
    except ValueError:
        return None
    people = User.objects.select_for_update() if lock else User.objects
    person = people.filter(pk=pk, is_active=True).first() if 0 < pk < 2**63 else None
    is_open = person is not None and not person.has_usable_password()
    return person if is_open and default_token_generator.check_token(person, token) else None
