"""People who come into their accounts, or have come."""

from datetime import datetime

from agreements.models import Mail
from agreements.notifications.message import letter_of
from districts.account_letters import AccountLetter
from districts.invitations.actions import invite
from districts.models import District, User
from districts.verified_addresses import verify_address
from tests import factories

PASSWORD = "Spreeufer-im-November-7"


def invited(place: District, *, by: User, at: datetime, name: str = "greta") -> User:
    """Return somebody of a district who has an invitation and no password yet."""
    person = factories.staff(place)
    person.username, person.email = name, f"{name}@example.org"
    person.set_unusable_password()
    person.save()
    invite(person, by=by, at=at)
    return person


def with_password(person: User, email: str = "") -> User:
    """Return the person with a password, and an address if one is given, as an accepted invitation leaves them."""
    person.email = email
    person.set_password(PASSWORD)
    person.save()
    verify_address(person)
    return person


def link_in_mail(person: User, letter: AccountLetter, at: datetime) -> str:
    """Return the path of the link in the last e-mail of a kind, as it would be sent now."""
    mail = Mail.objects.filter(person=person, account_letter=letter).latest("pk")
    return "/" + letter_of(mail, at).link.partition("://")[2].partition("/")[2]
