"""A new e-mail address that waits for its owner's confirmation: a row of django-allauth's that is neither primary nor verified."""

from allauth.account.models import EmailAddress
from django.utils.crypto import constant_time_compare, salted_hmac

from districts.models import User

SALT = "districts.people.address"


def awaited_address(person: User) -> str:
    """Return the address that is to be confirmed; empty without one."""
    found = EmailAddress.objects.filter(user=person, primary=False, verified=False).first()
    return found.email if found else ""


def await_address(person: User, email: str) -> None:
    """Let a new address wait; one that waited before is forgotten."""
    forget_awaited(person)
    EmailAddress.objects.create(user=person, email=email.lower(), primary=False, verified=False)


def forget_awaited(person: User) -> None:
    EmailAddress.objects.filter(user=person, primary=False, verified=False).delete()


def address_token(person: User, email: str) -> str:
    """Return the token of the link, which holds for this account, its present address and the new one."""
    words = f"{person.pk}\n{person.email}\n{email}"
    return salted_hmac(SALT, words, algorithm="sha256").hexdigest()


def confirmed_by_link(person: User, token: str) -> str | None:
    """Return the address that a link confirms for the person; None for what is no link of hers, or no longer."""
    email = awaited_address(person)
    return email if email and constant_time_compare(address_token(person, email), token) else None
