"""The row in which django-allauth keeps whether an account's e-mail address is its owner's; the address itself is the account's."""

from allauth.account.models import EmailAddress

from districts.models import User


def keep_address(person: User) -> EmailAddress | None:
    """Let allauth know the account's address and no other but one that waits; None without one. A new address is not verified."""
    address = person.email.lower()
    EmailAddress.objects.filter(user=person, primary=True).exclude(email=address).delete()
    if not address:
        return None
    return EmailAddress.objects.get_or_create(user=person, email=address, defaults={"primary": True})[0]


def verify_address(person: User) -> None:
    """Note that the account's owner has read what was sent to its address."""
    if known := keep_address(person):
        known.set_verified()
