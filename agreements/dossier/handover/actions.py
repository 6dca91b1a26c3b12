"""Handing over: everything that somebody is in charge of goes to a successor or substitute in one step."""

from datetime import datetime

from django.db import transaction

from agreements import history, policy
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.models import Agreement, Mention
from districts.models import User


@transaction.atomic
def hand_over(person: User, *, to: User, by: User, at: datetime) -> list[Agreement]:
    """Make somebody else the coordinator of every agreement of a person. Raises Refused.

    Where the person is asked by name and has not looked yet, the successor is asked, too. What the person did before
    stays hers in every history. Also from an account that is disabled already.
    """
    answer = policy.verdict(by, "agreement.hand_over")
    if not answer.allowed:
        raise ActionRefused(answer.reason)
    # locked, so that the account is not disabled meanwhile
    successor = User.objects.select_for_update(no_key=True).filter(pk=to.pk, is_active=True).first()
    if successor is None or successor == person or not policy.coordinators().filter(pk=to.pk).exists():
        raise ActionRefused(
            f"{to} kann nicht übernehmen: Gebraucht wird ein anderes, offenes Konto der Koordination."
        )
    found = list(Agreement.objects.select_for_update(no_key=True).filter(coordinator=person).order_by("pk"))
    if not found:
        raise ActionRefused(f"{person} ist für keinen Vertrag zuständig. Es wurde nichts geändert.")
    for agreement in found:
        agreement.coordinator = successor
        agreement.save(update_fields=["coordinator"])
        told = {"giver": str(person), "taker": str(successor)}
        history.record(agreement, EventKind.HANDED_OVER, by=by, at=at, data=told)
    unread = Mention.objects.filter(
        person=person, seen_at=None, comment__thread__instrument__agreement__in=found
    )
    asked = [
        Mention(comment_id=comment, person=successor) for comment in unread.values_list("comment", flat=True)
    ]
    Mention.objects.bulk_create(asked, ignore_conflicts=True)  # where the successor is named herself
    return found


def still_in_charge(person: User) -> str:
    """Say why an account must not be disabled yet; nothing if it may be."""
    number = person.coordinated_agreements.count()
    if not number:
        return ""
    what = "einen Vertrag" if number == 1 else f"{number} Verträge"
    return (
        f"{person} ist noch für {what} zuständig. Bitte zuerst übergeben: im Überblick der Koordination bei "
        "„Zuständige“, oder hier am einzelnen Vertrag."
    )
