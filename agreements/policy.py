"""Permissions: who may see what, and who may do what, with the reason if not. All other code asks here.

It answers from the table in `permission_table`.
"""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from agreements.choices import Addressee, Origin, Status
from agreements.errors import ActionRefused
from agreements.lifecycle import Transition, way_on
from agreements.models import Agreement, Instrument, Thread, Version
from agreements.permission_table import PERMISSIONS, About
from districts.models import User
from districts.policy import NO_ROLE, RoleScope, role_scope
from districts.roles import DISTRICT_ROLES, Role

SEEN_BY_DISTRICT = frozenset({Status.REVIEW, Status.SIGNING, Status.SIGNED})
SEEN_BY_OBSERVER = frozenset({Status.SIGNED})


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an action is allowed, with the German reason if not; used by buttons, pages and the 403 response.

    `is_state`: it is the status that forbids it; `step` is the transition that leads on, None if there is none.
    """

    allowed: bool
    reason: str = ""
    is_state: bool = False
    step: Transition | None = None

    def require(self) -> None:
        """Raise ActionRefused with the reason if not allowed."""
        if not self.allowed:
            raise ActionRefused(self.reason)


YES = Verdict(allowed=True)


def coordinators() -> QuerySet[User]:
    """Return the users who may coordinate an agreement."""
    return User.objects.filter(is_active=True, memberships__role=Role.COORDINATOR)


def visible_instruments(user: User | AnonymousUser) -> QuerySet[Instrument]:
    """Return the instruments visible to a user (invariant 10)."""
    return Instrument.objects.filter(_visible(role_scope(user)))


def visible_to(user: User | AnonymousUser) -> QuerySet[Agreement]:
    """Return the agreements visible to a user: those with a visible instrument, and reported ones.

    Model texts in progress are no agreements; they have pages of their own.
    """
    who = role_scope(user)
    known = Exists(Instrument.objects.filter(_visible(who), agreement=OuterRef("pk")))
    reported = Q(origin=Origin.REPORTED)
    if not who.city:
        reported &= Q(district__in=who.district_ids)
    return Agreement.objects.filter(known | reported).exclude(origin=Origin.MODEL)


def visible_threads(user: User | AnonymousUser) -> QuerySet[Thread]:
    """Return the comments visible to a user."""
    who = role_scope(user)
    if who.city & {Role.COORDINATOR, Role.ADMIN}:
        return Thread.objects.all()
    return Thread.objects.filter(
        addressee=Addressee.DISTRICT,
        instrument__agreement__district__in=who.district_ids,
        instrument__status__in=sorted(SEEN_BY_DISTRICT),
    )


def partners_in(instrument: Instrument, addressee: str) -> QuerySet[User]:
    """Return the users who may read a comment with this addressee, and so can be mentioned in it."""
    asked = Q(memberships__role=Role.COORDINATOR)
    if addressee == Addressee.DISTRICT and instrument.status in SEEN_BY_DISTRICT:
        asked |= Q(memberships__district=instrument.agreement.district_id)
    return User.objects.filter(asked, is_active=True).distinct()


def statuses_seen(role: Role) -> frozenset[Status]:
    """Return in which statuses a role sees instruments, in a district those of its own."""
    if role in DISTRICT_ROLES:
        return SEEN_BY_DISTRICT
    return SEEN_BY_OBSERVER if role == Role.OBSERVER else frozenset(Status)


def _visible(who: RoleScope) -> Q:
    if who.city & {Role.COORDINATOR, Role.ADMIN}:
        return Q()
    sight = Q(agreement__district__in=who.district_ids, status__in=sorted(SEEN_BY_DISTRICT))
    if Role.OBSERVER in who.city:
        sight |= Q(status__in=sorted(SEEN_BY_OBSERVER))
    return sight


def verdict(user: User | AnonymousUser, action: str, thing: Agreement | Instrument | None = None) -> Verdict:
    """Return whether the user may do the action with `thing`, with the German reason if not.

    Visibility is checked before, by `access`. `thing` is None for actions without an object.
    """
    row = PERMISSIONS[action]
    who = role_scope(user)
    agreement = thing.agreement if isinstance(thing, Instrument) else thing
    district_id = agreement.district_id if agreement else None
    roles = who.all_roles if district_id is None else who.roles_in(district_id)
    if isinstance(user, User) and not who.all_roles:
        return Verdict(allowed=False, reason=NO_ROLE)
    if not roles & row.roles:
        needed = [role.label for role in Role if role in row.roles]
        whom = "dieser Rolle" if len(needed) == 1 else "diesen Rollen"
        return Verdict(allowed=False, reason=f"Das ist {whom} vorbehalten: {', '.join(needed)}.")
    if agreement and row.about != About.BOTH and agreement.is_model != (row.about == About.MODEL):
        return Verdict(allowed=False, reason=row.about.value)
    if isinstance(thing, Instrument) and row.about == About.MADE_ELSEWHERE and not thing.made_elsewhere:
        return Verdict(allowed=False, reason=row.about.value)
    if isinstance(thing, Instrument) and thing.status not in row.statuses:
        way, step = way_on(Status(thing.status), row.statuses, roles)
        return Verdict(allowed=False, reason=f"{row.refusal} {way}", is_state=True, step=step)
    return YES


def require(user: User | AnonymousUser, action: str, thing: Agreement | Instrument | None = None) -> None:
    """Raise ActionRefused if the user may not do the action with `thing`."""
    verdict(user, action, thing).require()


def sees_version(user: User | AnonymousUser, version: Version) -> bool:
    """Whether the user may read a frozen version; one that was unfrozen is for readers of drafts."""
    instrument = version.instrument
    return version.pk == instrument.frozen_version_id or verdict(user, "history.draft", instrument).allowed
