"""Queries for threads that wait for one side, by the last comment and the last suggestion."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from agreements import policy
from agreements.choices import Addressee, Decision, Status
from agreements.lifecycle import EDITABLE
from agreements.models import Comment, Instrument, Mention, Suggestion, Thread
from districts.models import Membership, User
from districts.policy import role_scope

_COMMENTS = Comment.objects.filter(thread=OuterRef("pk")).order_by("-made_at", "-pk")
_SUGGESTIONS = Suggestion.objects.filter(thread=OuterRef("pk")).order_by("-made_at", "-pk")
_BY_DISTRICT = Membership.objects.filter(
    user=OuterRef("last_by"), district=OuterRef("instrument__agreement__district")
)
_UNANSWERED = Q(suggested_at=None) | Q(suggested_at__lt=F("last_at"))

# The last comment is from the other side, and since then there is no suggestion, or it was declined.
FOR_DISTRICT = Q(
    resolved_at=None,
    addressee=Addressee.DISTRICT,
    instrument__status=Status.REVIEW,
    last_by_district=False,
    has_open_suggestion=False,
) & (_UNANSWERED | Q(last_decision=Decision.DECLINED))
# A suggestion is undecided, or the last comment is from the district.
FOR_TEAM = Q(resolved_at=None, instrument__status__in=sorted(EDITABLE)) & (
    Q(has_open_suggestion=True) | (Q(last_by_district=True) & _UNANSWERED)
)


def annotate_pending(threads: QuerySet[Thread], user: User) -> QuerySet[Any]:
    """Annotate threads with their last comment, `is_pending` and `is_mentioned` for the user."""
    unseen = Mention.objects.filter(comment__thread=OuterRef("pk"), person=user, seen_at=None)
    for_own_district = FOR_DISTRICT & Q(instrument__agreement__district__in=role_scope(user).district_ids)
    in_charge = FOR_TEAM & Q(instrument__agreement__coordinator=user)
    return threads.annotate(
        last_by=Subquery(_COMMENTS.values("made_by")[:1]),
        last_at=Subquery(_COMMENTS.values("made_at")[:1]),
        last_text=Subquery(_COMMENTS.values("text")[:1]),
        last_by_district=Exists(_BY_DISTRICT),
        suggested_at=Subquery(_SUGGESTIONS.values("made_at")[:1]),
        last_decision=Subquery(_SUGGESTIONS.values("decision")[:1]),
        has_open_suggestion=Exists(_SUGGESTIONS.filter(decision=Decision.OPEN)),
        is_mentioned=Exists(unseen),
    ).annotate(is_pending=for_own_district | in_charge)


def pending_threads(user: User, instrument: Instrument | None = None) -> QuerySet[Any]:
    """Return the threads pending for the user's district, or for the coordinator in charge; none where none are open."""
    in_charge = Q(instrument__agreement__coordinator=user)
    of_district = Q(instrument__agreement__district__in=role_scope(user).district_ids)
    threads = policy.visible_threads(user).filter(
        in_charge | of_district, resolved_at=None, instrument__status__in=sorted(EDITABLE)
    )
    if instrument:
        threads = threads.filter(instrument=instrument)
    # who spoke last is asked only of these: it takes a query of nine others
    found = list(threads.order_by().values_list("pk", flat=True))
    asked = Thread.objects.filter(pk__in=found)
    return annotate_pending(asked, user).filter(is_pending=True) if found else Thread.objects.none()


def unseen_mentions(user: User) -> QuerySet[Mention]:
    return Mention.objects.filter(person=user, seen_at=None, comment__thread__in=policy.visible_threads(user))
