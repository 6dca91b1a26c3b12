"""Who belongs where, and which places a person may see. Everything about places and people asks here."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from districts.models import District, User
from districts.roles import CITY_ROLES, Role


@dataclass(frozen=True, slots=True)
class RoleScope:
    """A person's roles, read once for each request: city roles, and roles by the primary key of a district."""

    city: frozenset[Role] = frozenset()
    by_district: tuple[tuple[int, Role], ...] = ()

    def roles_in(self, district_id: int | None) -> frozenset[Role]:
        """Return all roles that count for one district, the city-wide ones included; only these count for none."""
        return self.city | {role for place, role in self.by_district if place == district_id}

    @property
    def district_ids(self) -> frozenset[int]:
        """The districts that the person belongs to."""
        return frozenset(place for place, _ in self.by_district)

    @property
    def all_roles(self) -> frozenset[Role]:
        """Every role that the person has anywhere."""
        return self.city | {role for _, role in self.by_district}


def role_scope(user: User | AnonymousUser) -> RoleScope:
    """Return what the person is; a person who is signed out or disabled is nothing. One query, kept on `user`.

    The object lives as long as the request, so a changed membership counts from the next request on.
    """
    if not isinstance(user, User) or not user.is_active:
        return RoleScope()
    known: RoleScope | None = getattr(user, "_standing", None)
    if known is None:
        rows = [(row.district_id, Role(row.role)) for row in user.memberships.all()]
        known = RoleScope(
            city=frozenset(role for place, role in rows if place is None),
            by_district=tuple((place, role) for place, role in rows if place is not None),
        )
        user._standing = known  # type: ignore[attr-defined]  # a cache for one request, no field
    return known


def is_admin(user: User | AnonymousUser) -> bool:
    """Say whether the person looks after the house in the Django admin."""
    return Role.ADMIN in role_scope(user).city


def sees_whole_city(user: User | AnonymousUser) -> bool:
    """Say whether the person has a role that is not bound to a district."""
    return bool(role_scope(user).city & CITY_ROLES)


def visible_districts(user: User | AnonymousUser) -> QuerySet[District]:
    """Return the districts that the person may see: all of them, or only her own (invariant 10)."""
    if sees_whole_city(user):
        return District.objects.all()
    return District.objects.filter(pk__in=role_scope(user).district_ids)
