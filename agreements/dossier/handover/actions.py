"""Transfer of all agreements of a coordinator to another one."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from agreements import history, policy
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.models import Agreement, Mention
from districts.models import User
from districts.offboarding import Obstacle


@transaction.atomic
def hand_over(person: User, *, to: User, by: User, at: datetime) -> list[Agreement]:
    """Make `to` the coordinator of all agreements of `person`, whose account may be disabled. Raises ActionRefused.

    Unread mentions of `person` are copied to the successor. Past events keep their actor.
    """
    policy.require(by, "agreement.hand_over")
    return move_agreements(person, to=to, by=by, at=at)


@transaction.atomic
def move_agreements(person: User, *, to: User, by: User, at: datetime) -> list[Agreement]:
    """Do what `hand_over` does, for whoever was allowed to decide it. Raises ActionRefused."""
    # locked, so that the account is not disabled meanwhile
    successor = User.objects.select_for_update(no_key=True).filter(pk=to.pk, is_active=True).first()
    if successor is None or successor == person or not policy.coordinators().filter(pk=to.pk).exists():
        raise ActionRefused(
            f"{to} kann nicht übernehmen: Wählen Sie eine andere Person der Koordination, deren Konto aktiv ist."
        )
    agreements = list(
        Agreement.objects.select_for_update(no_key=True).filter(coordinator=person).order_by("pk")
    )
    if not agreements:
        raise ActionRefused(f"{person} ist für keinen Vertrag zuständig. Es wurde nichts geändert.")
    for agreement in agreements:
        agreement.coordinator = successor
        agreement.save(update_fields=["coordinator"])
        data = {"giver": str(person), "taker": str(successor)}
        history.record(agreement, EventKind.HANDED_OVER, by=by, at=at, data=data)
    unread = Mention.objects.filter(
        person=person, seen_at=None, comment__thread__instrument__agreement__in=agreements
    )
    mentions = [
        Mention(comment_id=comment, person=successor) for comment in unread.values_list("comment", flat=True)
    ]
    Mention.objects.bulk_create(mentions, ignore_conflicts=True)  # the successor may be mentioned too
    return agreements


def handover_obstacle(person: User) -> Obstacle | None:
    """Return what keeps an account from being disabled while it is active as a coordinator, or from losing that role."""
    number = person.coordinated_agreements.count()
    if not number or policy.coordinators().filter(pk=person.pk).exists():
        return None
    what = "einen Vertrag" if number == 1 else f"{number} Verträge"
    return Obstacle(
        reason=f"{person} ist noch für {what} zuständig.",
        way="Zuerst übergeben",
        url=reverse("hand_over", args=[person.pk]),
    )
