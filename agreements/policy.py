"""Who may see what, and who may do what and why not. Everything else asks these two questions.

The table `PERMISSIONS` is data: it is printed for people in docs/permissions.md and walked by the tests.
"""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from agreements.lifecycle import EDITABLE, STEPS
from agreements.models import Agreement, Instrument
from agreements.vocabulary import Origin, Status
from districts.models import User
from districts.policy import Standing, standing
from districts.roles import DISTRICT_ROLES, Role

ALL_STATUSES = frozenset(Status)
SEEN_BY_DISTRICT = frozenset({Status.REVIEW, Status.SIGNING, Status.SIGNED})
SEEN_BY_OBSERVER = frozenset({Status.SIGNED})

COORDINATOR = frozenset({Role.COORDINATOR})
READERS = frozenset(Role)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to „may she?“: it colours the button, words the page and makes the 403."""

    allowed: bool
    reason: str = ""


YES = Verdict(allowed=True)


@dataclass(frozen=True, slots=True)
class Permission:
    """One row of the table: who may do an action, and in which status of the instrument."""

    action: str
    label: str
    roles: frozenset[Role]
    statuses: frozenset[Status] = ALL_STATUSES
    refusal: str = ""


_NOT_EDITABLE = "Der Text ist festgeschrieben. Holen Sie ihn aus der Zeichnung zurück, um ihn zu ändern."
_NOT_SIGNING = "Unterschriften werden festgehalten, während die Urkunde zur Zeichnung vorliegt."

PERMISSIONS = {
    row.action: row
    for row in (
        Permission("agreement.view", "Vertrag lesen", READERS),
        Permission("agreement.create", "Neuen Vertrag anlegen", COORDINATOR),
        Permission("instrument.view", "Urkunde lesen", READERS),
        Permission(
            "draft.edit", "Text, Pflichten und Unterzeichnende ändern", COORDINATOR, EDITABLE, _NOT_EDITABLE
        ),
        Permission(
            "signature.record",
            "Unterschrift festhalten",
            COORDINATOR,
            frozenset({Status.SIGNING}),
            _NOT_SIGNING,
        ),
        Permission("document.download", "PDF und Scans herunterladen", READERS),
        Permission("record.edit", "Beschlüsse und Meilensteine festhalten", COORDINATOR),
        Permission(
            "history.draft", "Änderungen und Fassungen des Entwurfs nachlesen", COORDINATOR | {Role.ADMIN}
        ),
        Permission(
            "obligation.report",
            "Sachstand melden",
            DISTRICT_ROLES | COORDINATOR,
            frozenset({Status.SIGNED}),
            "Gemeldet wird auf Pflichten aus einem unterzeichneten Vertrag.",
        ),
        *(
            Permission(
                f"step.{step.name}",
                step.label,
                step.roles,
                step.sources,
                f"Dieser Schritt ist möglich aus: {', '.join(s.label for s in Status if s in step.sources)}.",
            )
            for step in STEPS.values()
            if step.roles
        ),
    )
}


def coordinators() -> QuerySet[User]:
    """Return the people who may be in charge of an agreement."""
    return User.objects.filter(is_active=True, memberships__role=Role.COORDINATOR)


def visible_instruments(user: User | AnonymousUser) -> QuerySet[Instrument]:
    """Return the instruments that the person may know of (invariant 10)."""
    return Instrument.objects.filter(_sight(standing(user)))


def visible_to(user: User | AnonymousUser) -> QuerySet[Agreement]:
    """Return the agreements that the person may know of: those with a visible instrument, and reported ones."""
    who = standing(user)
    known = Exists(Instrument.objects.filter(_sight(who), agreement=OuterRef("pk")))
    reported = Q(origin=Origin.REPORTED)
    if not who.city:
        reported &= Q(district__in=who.district_ids)
    return Agreement.objects.filter(known | reported)


def _sight(who: Standing) -> Q:
    if who.city & {Role.COORDINATOR, Role.ADMIN}:
        return Q()
    sight = Q(agreement__district__in=who.district_ids, status__in=sorted(SEEN_BY_DISTRICT))
    if Role.OBSERVER in who.city:
        sight |= Q(status__in=sorted(SEEN_BY_OBSERVER))
    return sight


def verdict(user: User | AnonymousUser, action: str, thing: Agreement | Instrument | None = None) -> Verdict:
    """Say whether the person may do the action with the thing, and if not, why not, in German.

    Seeing is asked first, by the door: a thing that is not visible never comes here. `thing` is None for
    actions that have no object yet.
    """
    row = PERMISSIONS[action]
    who = standing(user)
    district_id = _district_of(thing)
    roles = who.all_roles if district_id is None else who.roles_in(district_id)
    if not roles & row.roles:
        needed = ", ".join(role.label for role in Role if role in row.roles)
        return Verdict(allowed=False, reason=f"Das ist dieser Rolle vorbehalten: {needed}.")
    if isinstance(thing, Instrument) and thing.status not in row.statuses:
        return Verdict(allowed=False, reason=row.refusal)
    return YES


def _district_of(thing: Agreement | Instrument | None) -> int | None:
    match thing:
        case Instrument():
            return thing.agreement.district_id
        case Agreement():
            return thing.district_id
        case None:
            return None
