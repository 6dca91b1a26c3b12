"""Roles that a membership gives."""

from django.db.models import TextChoices


class Role(TextChoices):
    COORDINATOR = "coordinator", "Koordination MitWirkung"
    DISTRICT_STAFF = "district_staff", "Beschäftigte im Bezirk"
    DISTRICT_LEAD = "district_lead", "Leitung im Bezirk"
    OBSERVER = "observer", "Geschäftsstelle (lesend)"
    ADMIN = "admin", "Administration"


DISTRICT_ROLES = frozenset({Role.DISTRICT_STAFF, Role.DISTRICT_LEAD})
CITY_ROLES = frozenset(Role) - DISTRICT_ROLES
# which roles whoever has a role may give and take: for the whole city, or in her own district
GIVEN_BY = {Role.ADMIN: frozenset(Role), Role.DISTRICT_LEAD: DISTRICT_ROLES}
