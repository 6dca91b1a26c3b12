"""How people are shown: a row of the list, the page of one with what she may do, and the roles to be confirmed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from allauth.mfa.utils import is_mfa_enabled
from django.utils import timezone

from agreements import policy
from agreements.choices import Status
from agreements.models import Absence
from agreements.permission_table import ALL_STATUSES, PERMISSIONS
from agreements.tones import Tone
from districts.four_eyes_choices import Deed
from districts.models import Departure, Membership, User
from districts.people.access_words import access_words
from districts.people.actions.access import can_reset
from districts.people.addresses import awaited_address
from districts.people.permissions import may_give, refusal_of_care
from districts.people.queries import ListedPerson, PersonState, state_of, with_state
from districts.policy import role_scope
from districts.roles import Role
from mitwirkung.people.departure.queries import open_departure
from mitwirkung.people.responsibilities import Responsibilities, responsibilities

TONES = {PersonState.ACTIVE: Tone.GOOD, PersonState.INVITED: Tone.ATTENTION, PersonState.WITHOUT: Tone.OVER}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPersonRow:
    """A row of the list; the day of the last sign-in, not the time."""

    person: User
    roles: tuple[str, ...]
    state: PersonState
    tone: Tone
    signed_in_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRole:
    """A role on the page of a person; `may_change` says whether the reader gives and takes it."""

    pk: int
    words: str
    confirmed_on: date
    confirmed_by: User | None
    may_change: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Abilities:
    """What somebody may do somewhere: „in der ganzen Stadt“ or in a district."""

    where: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    row: ListedPersonRow
    roles: tuple[HeldRole, ...]
    access: str
    can_reset: bool
    awaited_address: str
    has_second_factor: bool
    absence: Absence | None
    departure: Departure | None
    in_hand: Responsibilities
    abilities: tuple[Abilities, ...]
    care: policy.Verdict
    for_two: tuple[Deed, ...]  # what is asked for, for another admin to confirm
    leaving: policy.Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewGroup:
    """The roles of a district, or of the whole city, that somebody confirms."""

    where: str
    roles: tuple[Membership, ...]


def role_words(role: Membership) -> str:
    return f"{role.get_role_display()}, {role.district}" if role.district else role.get_role_display()


def person_row(person: ListedPerson) -> ListedPersonRow:
    state = state_of(person)
    return ListedPersonRow(
        person=person,
        roles=tuple(role_words(role) for role in person.memberships.all()),
        state=state,
        tone=TONES[state],
        signed_in_on=timezone.localdate(person.last_login) if person.last_login else None,
    )


def person_page(person: User, reader: User, at: datetime) -> PersonPage:
    """Return the page of a person as a reader sees it."""
    as_of = timezone.localdate(at)
    listed = with_state(User.objects.filter(pk=person.pk), at).prefetch_related("memberships__district").get()
    refusal = refusal_of_care(reader, person)
    care = policy.Verdict(allowed=not refusal, reason=refusal)
    own = policy.Verdict(allowed=False, reason="Den eigenen Zugang beendet jemand anderes.")
    roles = Membership.objects.filter(user=person).select_related("district", "confirmed_by")
    return PersonPage(
        row=person_row(listed),
        roles=tuple(_held(role, reader) for role in roles.order_by("role", "district__number")),
        access=access_words(person, at),
        can_reset=can_reset(person),
        awaited_address=awaited_address(person),
        has_second_factor=is_mfa_enabled(person),
        absence=Absence.objects.filter(person=person, ends_on__gte=as_of)
        .select_related("substitute")
        .first(),
        departure=open_departure(person),
        in_hand=responsibilities(person, reader, as_of),
        abilities=tuple(abilities(person)),
        care=care,
        for_two=_for_two(person) if policy.verdict(reader, "four_eyes.ask").allowed else (),
        leaving=own if reader == person else care,
    )


def _for_two(person: User) -> tuple[Deed, ...]:
    role = Deed.TAKE_ADMIN if Role.ADMIN in role_scope(person).city else Deed.GIVE_ADMIN
    return (role, Deed.SWITCH_OFF_FACTORS, Deed.ERASE_ACCOUNT)


def abilities(person: User) -> Iterator[Abilities]:
    """Yield what the table of permissions says about a person's roles, in German."""
    scope = role_scope(person)
    in_city = list(_words(scope.city))
    if in_city:
        yield Abilities(where="In der ganzen Stadt", words=tuple(in_city))
    districts = {role.district for role in person.memberships.all() if role.district}
    for district in sorted(districts, key=lambda one: one.number):
        words = [one for one in _words(scope.roles_in(district.pk)) if one not in in_city]
        if words:
            yield Abilities(where=f"In {district}", words=tuple(words))


def _words(roles: frozenset[Role]) -> Iterator[str]:
    if not roles:
        return
    seen = frozenset[Status]().union(*(policy.statuses_seen(role) for role in roles))
    yield f"Urkunden sehen{_in_status(seen)}"
    for permission in PERMISSIONS.values():
        if roles & permission.roles:
            yield f"{permission.label}{_in_status(permission.statuses)}"


def _in_status(statuses: frozenset[Status]) -> str:
    named = [status.label for status in Status if status in statuses]
    return "" if statuses == ALL_STATUSES else f" (Urkunde: {', '.join(named)})"


def _held(role: Membership, reader: User) -> HeldRole:
    return HeldRole(
        pk=role.pk,
        words=role_words(role),
        confirmed_on=timezone.localdate(role.confirmed_at),
        confirmed_by=role.confirmed_by,
        may_change=role.role != Role.ADMIN and may_give(reader, Role(role.role), role.district_id),
    )


def review_groups(roles: Iterable[Membership]) -> tuple[ReviewGroup, ...]:
    """Return roles by district, in the order in which they come; those for the whole city last."""
    return tuple(
        ReviewGroup(where=str(district) if district else "In der ganzen Stadt", roles=tuple(of_one))
        for district, of_one in groupby(roles, key=lambda role: role.district)
    )
