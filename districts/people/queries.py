"""The list of people: which of them, in which order, and how each comes in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias, TypedDict

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextChoices
from django_stubs_ext import WithAnnotations

from districts.models import Invitation, User
from districts.people.permissions import visible_people
from districts.roles import Role


class PersonState(TextChoices):
    """Whether somebody comes in; `value` stands in the address of the list."""

    ACTIVE = "aktiv", "aktiv"
    INVITED = "eingeladen", "eingeladen"
    WITHOUT = "ohne", "ohne Zugang"


class PeopleOrder(TextChoices):
    """What the list is sorted by; `value` stands in its address."""

    NAME = "name", "Name"
    SIGNED_IN = "anmeldung", "letzte Anmeldung"


ORDERS = {
    PeopleOrder.NAME: [],
    PeopleOrder.SIGNED_IN: [F("last_login").desc(nulls_last=True)],
}


class _AccessFacts(TypedDict):
    comes_in: bool
    is_invited: bool


ListedPerson: TypeAlias = "WithAnnotations[User, _AccessFacts]"  # quoted: only mypy can read it
BY_NAME = ["last_name", "first_name", "username"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFilter:
    """What is listed; a city-wide role belongs to no district."""

    text: str = ""
    district: int | None = None
    role: Role | None = None
    state: PersonState | None = None
    order: PeopleOrder = PeopleOrder.NAME

    @property
    def is_set(self) -> bool:
        return bool(self.text or self.district or self.role or self.state)


def with_state(people: QuerySet[User], at: datetime) -> QuerySet[ListedPerson]:
    """Add to each person `comes_in` and `is_invited`, for `state_of`."""
    invitations = Invitation.objects.filter(
        person=OuterRef("pk"), used_at=None, revoked_at=None, expires_at__gt=at, address=OuterRef("email")
    )
    has_come = ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX) | Q(last_login__isnull=False)
    return people.annotate(
        comes_in=Q(Q(is_active=True) & has_come),
        is_invited=Q(Q(is_active=True) & ~has_come & Exists(invitations)),
    )


def state_of(person: ListedPerson) -> PersonState:
    """Return whether somebody comes in, from what `with_state` has added."""
    if person.comes_in:
        return PersonState.ACTIVE
    return PersonState.INVITED if person.is_invited else PersonState.WITHOUT


def people(user: User, choice: PeopleFilter, at: datetime) -> QuerySet[ListedPerson]:
    """Return the people that a user sees and has chosen, with their roles. Two queries."""
    found = with_state(visible_people(user), at)
    if choice.text:
        names = ("first_name", "last_name", "username", "email")
        for word in choice.text.split():
            fits = Q()
            for name in names:
                fits |= Q(**{f"{name}__icontains": word})
            found = found.filter(fits)
    held: dict[str, Any] = {"memberships__district": choice.district} if choice.district else {}
    if choice.role:
        held["memberships__role"] = choice.role
    if held:
        found = found.filter(**held)
    match choice.state:
        case PersonState.ACTIVE:
            found = found.filter(comes_in=True)
        case PersonState.INVITED:
            found = found.filter(is_invited=True)
        case PersonState.WITHOUT:
            found = found.filter(comes_in=False, is_invited=False)
    return (
        found.distinct()
        .order_by(*ORDERS[choice.order], *BY_NAME, "pk")
        .prefetch_related("memberships__district")
    )
