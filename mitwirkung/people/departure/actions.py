"""Ending all that gives somebody access, and handing over what she has in hand: in one step, today or on a later day."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from agreements.dossier.handover.actions import move_agreements
from agreements.models import Absence, Mail, Mention
from agreements.policy import partners_in
from districts.errors import Refused, StillInHand
from districts.models import Departure, Invitation, User
from districts.people.addresses import forget_awaited
from districts.people.permissions import refusal_of_care
from districts.security_kinds import SecurityKind
from districts.security_log.actions import record
from mitwirkung.people.departure.queries import (
    access_rows,
    admin_obstacle,
    awaited_by,
    open_departure,
    succession_words,
    successors_of,
)
from mitwirkung.people.responsibilities import unread_mentions
from mitwirkung.privacy.disclosure.queries import sessions_of

NOTHING = "Es wurde nichts geändert."


@transaction.atomic
def decide_departure(
    person: User, *, leaves_on: date, successor: User | None, by: User, at: datetime
) -> Departure:
    """Decide from which day on a person has no access; today it ends at once. Raises Refused.

    A later day can be decided anew or taken back until it comes.
    """
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    _require_right(person, by)
    if leaves_on < timezone.localdate(at):
        raise Refused(f"Dieser Tag ist vorbei. {NOTHING} Bitte wählen Sie heute oder einen späteren.")
    if not person.is_active:
        raise Refused(f"{person} hat schon keinen Zugang mehr. {NOTHING}")
    if first := awaited_by(person).first():
        raise StillInHand([succession_words(first, person)])
    _require_no_admin(person)
    _require_successor(person, successor)
    if former := open_departure(person):
        former.withdrawn_at = at
        former.save(update_fields=["withdrawn_at"])
    departure = Departure.objects.create(
        person=person, leaves_on=leaves_on, successor=successor, decided_at=at, decided_by=by
    )
    if leaves_on <= timezone.localdate(at):
        _carry_out(departure, at)
    return departure


@transaction.atomic
def withdraw_departure(person: User, *, by: User, at: datetime) -> None:
    """Take back a day that has not come. Raises Refused."""
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    _require_right(person, by)
    departure = open_departure(person)
    if departure is None:
        raise Refused(f"Für {person} ist kein Tag festgelegt. {NOTHING}")
    departure.withdrawn_at = at
    departure.save(update_fields=["withdrawn_at"])


def carry_out_due(*, at: datetime) -> int:
    """End the access of everybody whose day has come, each in a transaction; return how many."""
    today = timezone.localdate(at)
    due = Departure.objects.filter(leaves_on__lte=today, done_at=None, withdrawn_at=None)
    gone, refusals = 0, []
    for pk in list(due.order_by("pk").values_list("pk", flat=True)):
        try:
            gone += _carry_out_one(pk, at)
        except Refused as refused:
            refusals.append(refused)
    if refusals:  # all others are done; this one is shown as a failed job and tried again
        raise refusals[0]
    return gone


@transaction.atomic
def _carry_out_one(pk: int, at: datetime) -> bool:
    person = User.objects.select_for_update(no_key=True).get(departures=pk)
    departure = Departure.objects.filter(pk=pk, done_at=None, withdrawn_at=None).first()
    if departure is None:  # done or taken back meanwhile
        return False
    departure.person = person
    _carry_out(departure, at)
    return True


def _carry_out(departure: Departure, at: datetime) -> None:
    """Hand over, then end everything. The person's row is locked."""
    person, successor = departure.person, departure.successor
    _require_no_admin(person)
    if successor is not None:
        if person.coordinated_agreements.exists():
            move_agreements(person, to=successor, by=departure.decided_by, at=at)
        _pass_mentions_on(person, successor)
    _find_other_substitutes(person, successor)
    for session in sessions_of(person.pk):
        session.delete()
    for relation in access_rows():
        relation.related_model._base_manager.filter(**{relation.field.name: person}).delete()
    Invitation.objects.filter(person=person, used_at=None, revoked_at=None).update(revoked_at=at)
    forget_awaited(person)
    Mail.objects.filter(person=person, sent_at=None, dropped_at=None).update(dropped_at=at)
    person.is_active = False
    person.set_unusable_password()
    person.save(update_fields=["is_active", "password"])
    departure.done_at = at
    departure.save(update_fields=["done_at"])
    record(SecurityKind.LEFT, at=at, by=departure.decided_by, about=f"account={person.pk}")


def _pass_mentions_on(person: User, successor: User) -> None:
    """Put the open questions to a person to her successor too, as far as she may read them; what is written stays."""
    open_ones = unread_mentions(person).select_related("comment__thread__instrument__agreement")
    readable = [
        mention.comment
        for mention in open_ones
        if partners_in(mention.comment.thread.instrument, mention.comment.thread.addressee)
        .filter(pk=successor.pk)
        .exists()
    ]
    Mention.objects.bulk_create(
        [Mention(comment=comment, person=successor) for comment in readable], ignore_conflicts=True
    )


def _find_other_substitutes(person: User, successor: User | None) -> None:
    """Let the successor stand in where the person did, but not for herself; else nobody does."""
    stands_in = Absence.objects.filter(substitute=person)
    if successor is not None:
        stands_in.exclude(person=successor).update(substitute=successor)
    stands_in.update(substitute=None)


def _require_right(person: User, by: User) -> None:
    if person == by:
        raise Refused(f"Den eigenen Zugang beendet jemand anderes. {NOTHING}")
    if reason := refusal_of_care(by, person):
        raise Refused(f"{reason} {NOTHING}")


def _require_no_admin(person: User) -> None:
    if obstacle := admin_obstacle(person):
        raise StillInHand([obstacle])


def _require_successor(person: User, successor: User | None) -> None:
    if successor is None:
        if person.coordinated_agreements.exists():
            raise Refused(f"{person} ist für Verträge zuständig: Bitte wählen Sie, wer übernimmt. {NOTHING}")
    elif not successors_of(person).filter(pk=successor.pk).exists():
        raise Refused(f"{successor} kann nicht übernehmen. {NOTHING} Bitte wählen Sie jemand anderen.")
