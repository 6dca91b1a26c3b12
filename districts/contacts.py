"""Whom to ask: the people behind an account, with telephone and address."""

from districts.models import User
from districts.roles import Role


def contact_words(person: User, role: str = "") -> str:
    """Return name, role, telephone and e-mail address of a person, as far as they are known."""
    phone = f"Telefon {person.office_phone}" if person.office_phone else ""
    return ", ".join(filter(None, (str(person), role, phone, person.email)))


def administrators() -> tuple[User, ...]:
    """Return the people who look after accounts and roles."""
    return tuple(User.objects.filter(is_active=True, memberships__role=Role.ADMIN).distinct())
