"""Addresses, invitations and reminders, by a coordinator or by schedule."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from agreements import history, policy, transitions
from agreements.choices import LinkOccasion, Status
from agreements.errors import ActionRefused, Outdated
from agreements.events import EventKind
from agreements.link_state import has_declined
from agreements.models import Declining, Instrument, Signatory, SignatoryAddress, Signature, SigningLink
from agreements.signing.actions import require_signatory
from agreements.signing.links.actions import make_link
from agreements.signing.transaction import atomic_or_refused
from districts.models import User

# between two links to one signatory; below a day, so that „tomorrow“ always works
COOL_DOWN = timedelta(hours=20)
REMINDER_INTERVAL = timedelta(days=7)
REMINDER = history.Job("Erinnerung")


def set_address(
    instrument: Instrument,
    *,
    signatory_key: str,
    email: str,
    reminds: bool,
    revision: int,
    by: User,
    at: datetime,
) -> SignatoryAddress:
    """Set the address of a signatory; links to the previous one expire. Raises ActionRefused, Outdated.

    The event does not contain the address.
    """
    with atomic_or_refused("Diese Adresse widerspricht einer Regel. Es wurde nichts geändert."):
        person = _person(instrument, signatory_key, by)
        current = SignatoryAddress.objects.filter(signatory=person).first()
        if (current.revision if current else 0) != revision:
            raise Outdated(current)
        is_new = current is None or current.email != email.strip()
        address = current or SignatoryAddress(signatory=person, revision=0)
        address.email, address.reminds = email.strip(), reminds
        address.revision += 1
        address.changed_at, address.changed_by = at, by
        address.save()
        if is_new:
            data = {"instrument": person.instrument.number, "signatory": person.name}
            history.record(person.instrument.agreement, EventKind.LINK_ADDRESS_SET, by=by, at=at, data=data)
    return address


@transaction.atomic
def send_link(instrument: Instrument, *, signatory_key: str, by: User, at: datetime) -> SigningLink:
    """Invite a signatory, or remind after an invitation to this version and address. Raises ActionRefused."""
    person = _person(instrument, signatory_key, by)
    last = _last_link(person)
    if last is None:
        return make_link(person, LinkOccasion.INVITED, by=by, at=at)
    if has_declined(last):
        raise ActionRefused(
            f"{person.name} hat abgelehnt und wird nicht erinnert. Bitte klären Sie den Grund."
        )
    if at < last.made_at + COOL_DOWN:
        again = timezone.localtime(last.made_at + COOL_DOWN)
        raise ActionRefused(
            f"{person.name} hat gerade erst eine Nachricht erhalten. Wieder möglich ab {again:%d.%m.%Y, %H:%M} Uhr. "
            "Es wurde nichts gesendet."
        )
    return make_link(person, LinkOccasion.REMINDED, by=by, at=at)


def remind_what_is_due(*, at: datetime) -> list[SigningLink]:
    """Send the automatic reminders that are due, none after a signature or declining."""
    links = []
    for person in _to_remind(at):
        with transaction.atomic():
            locked = transitions.lock_instrument(person.instrument)
            last = _last_link(person)
            if locked.frozen_version_id != person.instrument.frozen_version_id or last is None:
                continue
            if at < last.made_at + REMINDER_INTERVAL:  # another worker was faster
                continue
            links.append(make_link(person, LinkOccasion.REMINDED, by=REMINDER, at=at))
    return links


def _to_remind(at: datetime) -> list[Signatory]:
    """Return the signatories to remind, in a fixed number of queries."""
    waiting = (
        Signatory.objects.filter(
            mail_address__reminds=True, instrument__status=Status.SIGNING, links__isnull=False
        )
        .select_related("instrument__agreement", "instrument__frozen_version", "mail_address")
        .distinct()
        .order_by("pk")
    )
    people = list(waiting)
    versions = [person.instrument.frozen_version_id for person in people]
    about = Q(version__in=versions)
    done = {
        *Signature.objects.filter(about).values_list("signatory", "version"),
        *Declining.objects.filter(about).values_list("signatory", "version"),
    }
    recent = set(
        SigningLink.objects.filter(about, made_at__gt=at - REMINDER_INTERVAL).values_list(
            "signatory", "version"
        )
    )
    return [
        person for person in people if (person.pk, person.instrument.frozen_version_id) not in done | recent
    ]


def _last_link(person: Signatory) -> SigningLink | None:
    """Return the last link to the frozen version at the current address."""
    address = SignatoryAddress.objects.filter(signatory=person).values_list("email", flat=True).first()
    sent = person.links.filter(version=person.instrument.frozen_version_id, address=address or "")
    link: SigningLink | None = sent.order_by("-made_at", "-pk").first()
    return link


def _person(instrument: Instrument, key: str, by: User) -> Signatory:
    """Lock the instrument and return its signatory. Raises ActionRefused without permission."""
    locked = transitions.lock_instrument(instrument)
    policy.require(by, "link.send", locked)
    person = require_signatory(locked, key)
    person.instrument = locked
    return person
