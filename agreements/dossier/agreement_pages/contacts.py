"""Whom to ask about an agreement: those who look after it in the district, and its coordination."""

from dataclasses import dataclass

from django.db.models import QuerySet

from agreements import policy
from agreements.models import Agreement
from districts.models import Membership, User
from districts.roles import DISTRICT_ROLES, Role

WORDS = {Role.DISTRICT_STAFF: "Bezirk, Sachstand", Role.DISTRICT_LEAD: "Bezirk, Leitung"}
MOST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow:
    name: str
    role: str
    phone: str
    email: str

    @property
    def phone_url(self) -> str:
        return f"tel:{''.join(sign for sign in self.phone if sign.isdigit() or sign == '+')}"


def contacts(reader: User, agreement: Agreement) -> tuple[ContactRow, ...]:
    """Return the people of the district if the reader works with them, those who report first, then the coordinator. One query."""
    people: dict[User, str] = {}
    if policy.verdict(reader, "contact.view", agreement).allowed:
        for row in _of_district(agreement):  # who has both roles stands there once
            people.setdefault(row.user, WORDS[Role(row.role)])
    people.setdefault(agreement.coordinator, "MitWirkung, zuständig")
    return tuple(
        ContactRow(name=str(person), role=role, phone=person.office_phone, email=person.email)
        for person, role in people.items()
    )


def _of_district(agreement: Agreement) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(
            district=agreement.district_id, role__in=sorted(DISTRICT_ROLES), user__is_active=True
        )
        .select_related("user")
        .order_by("-role", "user__last_name", "user__first_name")[:MOST]
    )
