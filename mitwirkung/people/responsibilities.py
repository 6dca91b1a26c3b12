"""What somebody has in hand: agreements, obligations, questions, and for whom she stands in."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from agreements import policy
from agreements.models import Absence, Agreement, Mention
from agreements.texts.clearance_facts import open_requests
from agreements.tracking.queries.obligations import terms_visible_to
from districts.models import User
from districts.people.permissions import SEES_EVERYBODY, visible_people
from districts.policy import role_scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsibilities:
    """`obligations` of signed agreements are those that she reports on, alone or with others of her district."""

    agreements: tuple[Agreement, ...]
    obligations: int
    clearances: int
    mentions: int
    substitutions: tuple[Absence, ...]

    @property
    def passed_on(self) -> bool:
        """Whether there is anything that somebody else must take over."""
        return bool(self.agreements or self.mentions or self.substitutions)


def responsibilities(person: User, reader: User, as_of: date) -> Responsibilities:
    """Return what a person has in hand on a day, as far as the reader sees it: the lead of a district sees only that."""
    districts = role_scope(person).district_ids
    hers = Q(obligation__agreement__coordinator=person) | Q(obligation__agreement__district__in=districts)
    coordinated = person.coordinated_agreements.select_related("district")
    substitutions = person.substitutions.filter(ends_on__gte=as_of).select_related("person")
    if not role_scope(reader).city & SEES_EVERYBODY:
        coordinated = coordinated.filter(pk__in=policy.visible_to(reader))
        substitutions = substitutions.filter(person__in=visible_people(reader))
    return Responsibilities(
        agreements=tuple(coordinated.order_by("district__number", "pk")),
        obligations=terms_visible_to(person).filter(hers).count(),
        clearances=len(open_requests(person)) if districts else 0,
        mentions=unread_mentions(person).count(),
        substitutions=tuple(substitutions.order_by("begins_on")),
    )


def unread_mentions(person: User) -> QuerySet[Mention]:
    """Return the questions to a person by name that are neither read nor settled."""
    return Mention.objects.filter(person=person, seen_at=None, comment__thread__resolved_at=None)
