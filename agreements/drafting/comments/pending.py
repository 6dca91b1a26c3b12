"""Whose turn it is in a thread: who had the last word, and what became of the last suggestion."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from agreements import policy
from agreements.choices import Addressee, Decision, Status
from agreements.lifecycle import EDITABLE
from agreements.models import Comment, Mention, Suggestion, Thread
from districts.models import Membership, User
from districts.policy import role_scope

_COMMENTS = Comment.objects.filter(thread=OuterRef("pk")).order_by("-made_at", "-pk")
_OFFERS = Suggestion.objects.filter(thread=OuterRef("pk")).order_by("-made_at", "-pk")
_OF_THE_DISTRICT = Membership.objects.filter(
    user=OuterRef("last_by"), district=OuterRef("instrument__agreement__district")
)
_UNANSWERED = Q(offered_at=None) | Q(offered_at__lt=F("last_at"))

# The other side spoke last, and since then nobody suggested other words or they were declined.
FOR_DISTRICT = Q(
    resolved_at=None,
    addressee=Addressee.DISTRICT,
    instrument__status=Status.REVIEW,
    last_by_district=False,
    has_offer=False,
) & (_UNANSWERED | Q(offered=Decision.DECLINED))
# A suggestion waits for its decision, or the district spoke last.
FOR_TEAM = Q(resolved_at=None, instrument__status__in=sorted(EDITABLE)) & (
    Q(has_offer=True) | (Q(last_by_district=True) & _UNANSWERED)
)


def with_turns(threads: QuerySet[Thread], user: User) -> QuerySet[Any]:
    """Return the threads with their last comment, whether they wait for the person, and whether she is named."""
    unseen = Mention.objects.filter(comment__thread=OuterRef("pk"), person=user, seen_at=None)
    hers = FOR_DISTRICT & Q(instrument__agreement__district__in=role_scope(user).district_ids)
    in_charge = FOR_TEAM & Q(instrument__agreement__coordinator=user)
    return threads.annotate(
        last_by=Subquery(_COMMENTS.values("made_by")[:1]),
        last_at=Subquery(_COMMENTS.values("made_at")[:1]),
        last_text=Subquery(_COMMENTS.values("text")[:1]),
        last_by_district=Exists(_OF_THE_DISTRICT),
        offered_at=Subquery(_OFFERS.values("made_at")[:1]),
        offered=Subquery(_OFFERS.values("decision")[:1]),
        has_offer=Exists(_OFFERS.filter(decision=Decision.OPEN)),
        named=Exists(unseen),
    ).annotate(waits=hers | in_charge)


def waiting_for(user: User) -> QuerySet[Any]:
    """Return the threads that wait for the person: for her district, or for the coordinator in charge."""
    return with_turns(policy.visible_threads(user), user).filter(waits=True)


def unseen_mentions(user: User) -> QuerySet[Mention]:
    """Return where the person is asked by name and has not looked yet."""
    return Mention.objects.filter(person=user, seen_at=None, comment__thread__in=policy.visible_threads(user))
