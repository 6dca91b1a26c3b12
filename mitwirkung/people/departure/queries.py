"""What ends and what is handed over when somebody leaves, and who can take over."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import ManyToOneRel, QuerySet
from django.urls import reverse
from django.utils import timezone

from agreements import policy
from agreements.reminders.queries import substitutes_of
from agreements.texts.wording import counted
from districts.four_eyes_choices import Deed
from districts.invitations.queries import open_invitation
from districts.models import Departure, Membership, User
from districts.offboarding import Obstacle
from districts.roles import Role
from districts.sign_on_links import linked_names
from mitwirkung.people.responsibilities import Responsibilities, responsibilities
from mitwirkung.privacy.disclosure.queries import sessions_of
from mitwirkung.privacy.erasing.actions import own_rows

# of an account's own rows: who was invited where and left when is remembered, the address and what it is sent stay its own
KEPT = {"account.EmailAddress", "districts.Invitation", "districts.Departure", "agreements.SwitchedOff"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeparturePreview:
    """What is handed over, and what of the person's access ends, in words."""

    in_hand: Responsibilities
    ends: tuple[str, ...]
    obstacle: Obstacle | None
    empties: tuple[str, ...]  # districts in which nobody would be left


def access_rows() -> list[ManyToOneRel]:
    """Return the relations whose rows give an account access, or would be left of its work: they go when it ends."""
    return [relation for relation in own_rows() if relation.related_model._meta.label not in KEPT]


def departure_preview(person: User, reader: User, at: datetime) -> DeparturePreview:
    """Return what would happen if a person left today."""
    roles = list(Membership.objects.filter(user=person).select_related("district"))
    ends = [
        f"die Rolle {role.get_role_display()}{f' ({role.district})' if role.district else ''}"
        for role in roles
    ]
    factors = Authenticator.objects.filter(user=person).count()
    sessions = len(sessions_of(person.pk))
    if person.has_usable_password():
        ends.append("das Passwort")
    ends += [f"die Anmeldung über „{name}“" for name in linked_names(person)]
    if factors:
        ends.append(
            counted(factors, "zweiter Faktor oder Passkey", "zweite Faktoren, Passkeys und Ersatzcodes")
        )
    if sessions:
        ends.append(counted(sessions, "offene Sitzung", "offene Sitzungen"))
    if hasattr(person, "calendar_feed"):
        ends.append("die Adresse des Kalenders")
    if open_invitation(person, at):
        ends.append("die offene Einladung")
    if hasattr(person, "absence"):
        ends.append("die eingetragene Abwesenheit")
    return DeparturePreview(
        in_hand=responsibilities(person, reader, timezone.localdate(at)),
        ends=tuple(ends),
        obstacle=admin_obstacle(person),
        empties=tuple(_emptied(person, roles)),
    )


def _emptied(person: User, roles: list[Membership]) -> list[str]:
    others = Membership.objects.filter(user__is_active=True).exclude(user=person)
    left = set(others.values_list("district", flat=True))
    return [str(role.district) for role in roles if role.district and role.district_id not in left]


def successors_of(person: User) -> QuerySet[User]:
    """Return who can take over: of agreements another coordinator, else whoever works on the same ones."""
    staying = User.objects.exclude(departures__in=Departure.objects.filter(done_at=None, withdrawn_at=None))
    if person.coordinated_agreements.exists():
        return staying.filter(pk__in=policy.coordinators().exclude(pk=person.pk))
    return staying.filter(pk__in=substitutes_of(person))


def open_departure(person: User) -> Departure | None:
    """Return the day that is decided and has not come yet."""
    open_ones = person.departures.filter(done_at=None, withdrawn_at=None)
    return open_ones.select_related("successor", "decided_by").first()


def succession_obstacle(person: User) -> Obstacle | None:
    """Return what keeps somebody from losing access, or the role, with which she is to take over from others."""
    first = next((one for one in awaited_by(person) if not can_take_over(one, person)), None)
    return succession_words(first, person) if first else None


def awaited_by(person: User) -> QuerySet[Departure]:
    """Return the departures after which a person is to take over."""
    open_ones = Departure.objects.filter(successor=person, done_at=None, withdrawn_at=None)
    return open_ones.select_related("person").order_by("leaves_on", "pk")


def can_take_over(departure: Departure, person: User) -> bool:
    return successors_of(departure.person).filter(pk=person.pk).exists()


def admin_obstacle(person: User) -> Obstacle | None:
    """Return that somebody has the admin role, which nobody takes alone."""
    if not Membership.objects.filter(user=person, role=Role.ADMIN).exists():
        return None
    return Obstacle(
        reason=f"{person} hat die Rolle „Administration“; die nehmen zwei zusammen.",
        way="Zuerst beantragen, dass sie genommen wird",
        url=reverse("four_eyes_ask", args=[Deed.TAKE_ADMIN, person.pk]),
    )


def succession_words(first: Departure, person: User) -> Obstacle:
    """Return that somebody is to take over, and where another one is chosen."""
    return Obstacle(
        reason=f"{person} soll am {first.leaves_on:%d.%m.%Y} von {first.person} übernehmen.",
        way="Zuerst jemand anderen wählen",
        url=reverse("people_leave", args=[first.person_id]),
    )
