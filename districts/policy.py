"""Roles of a user and the districts visible to them."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from districts.models import District, User
from districts.roles import CITY_ROLES, Role

NO_ROLE = "Ihr Konto hat noch keine Rolle. Die Administration kann Ihnen eine geben."


@dataclass(frozen=True, slots=True)
class RoleScope:
    """A user's roles: for the whole city, and by the primary key of a district."""

    city: frozenset[Role] = frozenset()
    by_district: tuple[tuple[int, Role], ...] = ()

    def roles_in(self, district_id: int | None) -> frozenset[Role]:
        """Return the roles that apply in a district, city-wide ones included; without a district only these."""
        return self.city | {role for pk, role in self.by_district if pk == district_id}

    @property
    def district_ids(self) -> frozenset[int]:
        return frozenset(pk for pk, _ in self.by_district)

    @property
    def all_roles(self) -> frozenset[Role]:
        return self.city | {role for _, role in self.by_district}


def role_scope(user: User | AnonymousUser) -> RoleScope:
    """Return the user's roles, none if signed out or disabled. One query, cached on `user` for the request."""
    if not isinstance(user, User) or not user.is_active:
        return RoleScope()
    scope: RoleScope | None = getattr(user, "_role_scope", None)
    if scope is None:
        rows = [(row.district_id, Role(row.role)) for row in user.memberships.all()]
        scope = RoleScope(
            city=frozenset(role for pk, role in rows if pk is None),
            by_district=tuple((pk, role) for pk, role in rows if pk is not None),
        )
        user._role_scope = scope  # type: ignore[attr-defined]  # a cache for one request, no field
    return scope


def is_admin(user: User | AnonymousUser) -> bool:
    return Role.ADMIN in role_scope(user).city


def sees_whole_city(user: User | AnonymousUser) -> bool:
    return bool(role_scope(user).city & CITY_ROLES)


def visible_districts(user: User | AnonymousUser) -> QuerySet[District]:
    """Return all districts, or only the user's own (invariant 10)."""
    if sees_whole_city(user):
        return District.objects.all()
    return District.objects.filter(pk__in=role_scope(user).district_ids)
