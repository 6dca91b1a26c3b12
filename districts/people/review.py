"""The yearly look at roles: which of them wait to be confirmed, and by whom."""

from datetime import date, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from districts.models import Membership, User
from districts.people.permissions import led_districts
from districts.policy import is_admin
from districts.roles import GIVEN_BY, Role


def reviewed_roles(user: User) -> QuerySet[Membership]:
    """Return the roles of active people that a user confirms: those that she may give, but for her own."""
    roles = Membership.objects.filter(user__is_active=True).exclude(user=user)
    if not is_admin(user):
        roles = roles.filter(district__in=led_districts(user), role__in=sorted(GIVEN_BY[Role.DISTRICT_LEAD]))
    return roles.select_related("user", "district", "confirmed_by").order_by(
        "district__number", "user__last_name", "user__first_name", "user", "role"
    )


def confirmed_long_ago(as_of: date) -> Q:
    """Return the condition that a role waits to be confirmed."""
    return Q(confirmed_at__date__lte=as_of - timedelta(days=settings.ROLE_REVIEW_DAYS))


def roles_due(user: User, as_of: date) -> QuerySet[Membership]:
    """Return the roles that wait for a user to confirm them. Nobody else has any: no query then."""
    if not is_admin(user) and not led_districts(user):
        return Membership.objects.none()
    return reviewed_roles(user).filter(confirmed_long_ago(as_of))
