"""People whom somebody looks after."""

from districts.models import District, Membership, User
from districts.roles import Role
from tests import factories


def also(person: User, role: Role, place: District | None = None) -> User:
    """Return the person with another role."""
    if role == Role.ADMIN:
        factories.make_admin(person)
    else:
        Membership.objects.create(user=person, role=role, district=place)
    return User.objects.get(pk=person.pk)


def reachable(person: User, name: str) -> User:
    """Return the person with an address at which she is written to."""
    User.objects.filter(pk=person.pk).update(email=f"{name}@example.org")
    return User.objects.get(pk=person.pk)


def pankow() -> District:
    return factories.district("03")


def mitte() -> District:
    return factories.district("01")
