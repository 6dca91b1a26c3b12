"""Giving, changing, ending and confirming roles: the one way in which they change, on the pages and in the admin.

But for the admin role: `mitwirkung/four_eyes/` gives and takes it.
"""

from datetime import datetime

from django.db import transaction

from districts.errors import Refused, StillInHand
from districts.four_eyes import hold_admins
from districts.models import District, Membership, User
from districts.offboarding import offboarding_obstacles
from districts.people.permissions import may_give
from districts.roles import DISTRICT_ROLES, Role
from districts.security_kinds import SecurityKind
from districts.security_log.actions import record
from districts.triggers.four_eyes import NOT_ALONE

DISTRICT_FITS = "Bitte zu einer Rolle im Bezirk den Bezirk angeben, zu jeder anderen Rolle keinen."


@transaction.atomic
def grant_role(person: User, *, role: Role, district: District | None, by: User, at: datetime) -> Membership:
    """Give a person a role. Raises Refused."""
    if not _hold(person).is_active:  # somebody may have closed it at this moment
        raise Refused(f"Das Konto von {person} ist geschlossen. Es wurde nichts geändert.")
    _require_not_for_two(role)
    _require_right(by, role, district)
    if Membership.objects.filter(user=person, role=role, district=district).exists():
        raise Refused(f"{person} hat diese Rolle schon. Es wurde nichts geändert.")
    return Membership.objects.create(
        user=person, role=role, district=district, confirmed_at=at, confirmed_by=by
    )


@transaction.atomic
def change_role(
    membership: Membership, *, role: Role, district: District | None, by: User, at: datetime
) -> Membership:
    """Make a role another one. Raises Refused."""
    _hold(membership.user)
    membership = Membership.objects.select_related("user", "district").get(pk=membership.pk)
    for one, place in ((Role(membership.role), membership.district), (role, district)):
        _require_not_for_two(one)
        _require_right(by, one, place)
    membership.role, membership.district = role, district
    membership.confirmed_at, membership.confirmed_by = at, by
    membership.save()
    require_nothing_in_hand(membership.user)
    return membership


@transaction.atomic
def end_role(membership: Membership, *, by: User) -> None:
    """Take a role away. Raises Refused; StillInHand while something hangs on it."""
    _hold(membership.user)
    _require_not_for_two(Role(membership.role))
    _require_right(by, Role(membership.role), membership.district)
    membership.delete()
    require_nothing_in_hand(membership.user)


@transaction.atomic
def confirm_role(membership: Membership, *, by: User, at: datetime) -> None:
    """Note that somebody who looks after the person has looked at a role and it is still right. Raises Refused."""
    _require_right(by, Role(membership.role), membership.district)
    if membership.user_id == by.pk:
        raise Refused("Die eigene Rolle bestätigt jemand anderes. Es wurde nichts geändert.")
    Membership.objects.filter(pk=membership.pk).update(confirmed_at=at, confirmed_by=by)
    about = f"account={membership.user_id} role={membership.role}"
    record(SecurityKind.ROLE_CONFIRMED, at=at, by=by, about=about)


def require_an_admin() -> None:
    """Refuse a change after which nobody could look after the application. Must run inside the change's transaction."""
    hold_admins()  # nobody takes the other one's role at this moment
    if not Membership.objects.filter(role=Role.ADMIN, user__is_active=True).exists():
        raise Refused(
            "Mindestens eine aktive Person muss die Rolle „Administration“ behalten: Sonst käme niemand mehr in die "
            "Verwaltung. Es wurde nichts geändert."
        )


def require_nothing_in_hand(person: User) -> None:
    """Refuse a change after which something would hang on a person who can no longer look after it."""
    if obstacles := offboarding_obstacles(person):
        raise StillInHand(obstacles)


def _require_not_for_two(role: Role) -> None:
    if role == Role.ADMIN:
        raise Refused(f"{NOT_ALONE} Es wurde nichts geändert.")


def _require_right(by: User, role: Role, district: District | None) -> None:
    if (role in DISTRICT_ROLES) != (district is not None):
        raise Refused(DISTRICT_FITS)
    if not may_give(by, role, district):
        place = f" in {district}" if district else ""
        raise Refused(
            f"Die Rolle „{role.label}“{place} können Sie nicht geben und nicht nehmen. Das kann die Administration. "
            "Es wurde nichts geändert."
        )


def _hold(person: User) -> User:
    """Lock the person: of two changes to her roles the second sees the first."""
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)
