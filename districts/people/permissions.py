"""Who looks after whom: admins after everybody, the lead of a district after the people whose roles are all there."""

from django.db.models import QuerySet

from districts.models import District, User
from districts.policy import is_admin, role_scope
from districts.roles import DISTRICT_ROLES, GIVEN_BY, Role

SEES_EVERYBODY = frozenset({Role.ADMIN, Role.COORDINATOR})


def may_give(user: User, role: Role, district: District | int | None) -> bool:
    """Whether the user may give, take and confirm this role, there."""
    place = district.pk if isinstance(district, District) else district
    if (role in DISTRICT_ROLES) != (place is not None):
        return False
    return any(role in GIVEN_BY.get(held, ()) for held in role_scope(user).roles_in(place))


def given_roles(user: User) -> list[Role]:
    """Return the roles that the user may give somewhere, alone."""
    held = role_scope(user).all_roles
    return [
        role for role in Role if role != Role.ADMIN and any(role in GIVEN_BY.get(one, ()) for one in held)
    ]


def led_districts(user: User) -> frozenset[int]:
    return frozenset(pk for pk, role in role_scope(user).by_district if role == Role.DISTRICT_LEAD)


def districts_to_give(user: User) -> QuerySet[District]:
    """Return the districts in which the user may give a role."""
    if is_admin(user):
        return District.objects.all()
    return District.objects.filter(pk__in=led_districts(user))


def visible_people(user: User) -> QuerySet[User]:
    """Return the accounts that the user sees: all, those of the districts that she leads, or none."""
    if role_scope(user).city & SEES_EVERYBODY:
        return User.objects.all()
    return User.objects.filter(memberships__district__in=led_districts(user)).distinct()


def refusal_of_care(user: User, person: User) -> str:
    """Return why the user may not change a person's account, in German; empty if she may.

    Of somebody with a role elsewhere the lead of a district only gives and takes the roles of her own: who could change
    the whole account could reach the rest.
    """
    if is_admin(user):
        return ""
    if not led_districts(user):
        return "Um Konten kümmern sich die Administration und im Bezirk die Leitung."
    roles = [(Role(row.role), row.district_id) for row in person.memberships.all()]
    if roles and all(may_give(user, *role) for role in roles):
        return ""
    return f"Um das Konto von {person} kümmert sich die Administration: Nicht alle Rollen liegen in Ihrem Bezirk."
