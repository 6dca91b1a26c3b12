"""Photos of a ceremony: kept once, and shown only while everybody in them consents."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable
from django.utils import timezone

from agreements import history, policy
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.files import erasure, store
from agreements.models import Consent, Photo, SigningEvent, StoredFile
from agreements.signing.photos.image_cleaning import JPEG, redrawn
from districts.models import User

PHOTO_ACTION = "record.edit"


def may_be_shown() -> Combinable:
    """Return the one condition: everybody in a photo has consented, and nobody has taken it back.

    A photo of which nobody has said who is in it is not shown.
    """
    consents = Consent.objects.filter(photo=OuterRef("pk"))
    withheld = consents.filter(Q(given_on__isnull=True) | Q(withdrawn_on__isnull=False))
    return (Exists(consents) | Q(nobody=True)) & ~Exists(withheld)


def judged_photos() -> QuerySet[Photo]:
    """Return all photos that were not removed, each with `is_shown`."""
    return (
        Photo.objects.filter(removed_at__isnull=True).annotate(is_shown=may_be_shown()).select_related("file")
    )


def shown_photos() -> QuerySet[Photo]:
    """Return the photos that may be shown now: on any page, as a file and in the bundle."""
    return Photo.objects.filter(may_be_shown(), removed_at__isnull=True).select_related("file")


def people_to_choose(ceremony: SigningEvent) -> list[str]:
    """Return who may be in a photo: those present and those who sign, in words."""
    present = [
        ", ".join(filter(None, (guest.name, guest.function, guest.organisation)))
        for guest in ceremony.participants.all()
    ]
    signing = [f"{person.name}, {person.function}" for person in ceremony.instrument.signatories.all()]
    return _told_apart([*signing, *present])


def add_photo(
    ceremony: SigningEvent,
    *,
    data: bytes,
    description: str,
    people: Sequence[str],
    nobody: bool = False,
    by: User,
    at: datetime,
) -> Photo:
    """Keep a photo of a ceremony, drawn anew without metadata, and who is in it. Raises Refused.

    It is not shown before the consent of each of them is recorded. `nobody` says that no person can be made out.
    """
    named = _named(people)
    if nobody == bool(named):
        raise ActionRefused("Sagen Sie, wer auf dem Foto zu sehen ist, oder dass niemand zu erkennen ist.")
    if not description.strip():
        raise ActionRefused("Zu jedem Foto gehört, was darauf zu sehen ist.")
    policy.require(by, PHOTO_ACTION, ceremony.instrument)
    drawn = redrawn(data)
    with _once("Dieses Foto gibt es hier schon. Es wurde nichts gespeichert."):
        file = store.save(drawn, JPEG)  # in the transaction: whoever erases the same bytes waits for its end
        photo = Photo.objects.create(
            signing_event=ceremony,
            file=file,
            description=description.strip(),
            nobody=nobody,
            added_at=at,
            added_by=by,
        )
        Consent.objects.bulk_create(Consent(photo=photo, person=person) for person in named)
        told = _told(photo, {"file": file.sha256, "people": len(named)})
        history.record(
            photo.signing_event.instrument.agreement, EventKind.PHOTO_ADDED, by=by, at=at, data=told
        )
    return photo


def name_person(photo: Photo, *, person: str, by: User, at: datetime) -> Consent:
    """Say that somebody else is in a photo too; it is hidden until her consent is recorded. Raises Refused."""
    (named,) = _named([person]) or [""]
    if not named:
        raise ActionRefused("Sagen Sie, wer auf dem Foto zu sehen ist.")
    policy.require(by, PHOTO_ACTION, photo.signing_event.instrument)
    with _once(
        "So steht schon jemand bei dem Foto. Unterscheiden Sie die Personen, zum Beispiel nach ihrem Platz."
    ):
        consent = Consent.objects.create(photo=photo, person=named)
        agreement = photo.signing_event.instrument.agreement
        history.record(agreement, EventKind.PHOTO_PERSON_NAMED, by=by, at=at, data=_told(photo, {}))
    return consent


@transaction.atomic
def give_consents(
    photo: Photo, *, consents: Sequence[int], given_on: date, how: str, by: User, at: datetime
) -> None:
    """Record on which day and how people have agreed to a photo being shown. Raises Refused, and then records none."""
    policy.require(by, PHOTO_ACTION, photo.signing_event.instrument)
    _insist_past(given_on, at)
    if not how.strip():
        raise ActionRefused("Zu einer Einwilligung gehört, wie sie erteilt wurde.")
    waiting = photo.consents.select_for_update(of=("self",)).filter(pk__in=consents, given_on__isnull=True)
    if not consents or waiting.count() != len(set(consents)):
        raise ActionRefused(
            "Von einer dieser Personen ist schon festgehalten, ob sie eingewilligt hat. Es wurde nichts geändert. "
            "Öffnen Sie die Seite neu."
        )
    count = waiting.update(given_on=given_on, how=how.strip())
    told = _told(photo, {"people": count, "given_on": given_on})
    history.record(photo.signing_event.instrument.agreement, EventKind.CONSENT_GIVEN, by=by, at=at, data=told)


@transaction.atomic
def withdraw_consent(photo: Photo, *, consent: int, withdrawn_on: date, by: User, at: datetime) -> None:
    """Record that somebody has taken her consent back: from now on the photo is shown nowhere. Raises Refused."""
    policy.require(by, PHOTO_ACTION, photo.signing_event.instrument)
    _insist_past(withdrawn_on, at)
    row = photo.consents.select_for_update(of=("self",)).filter(pk=consent, withdrawn_on__isnull=True).first()
    if row is None or row.given_on is None:
        raise ActionRefused(
            "Diese Einwilligung ist nicht erteilt oder schon widerrufen. Es wurde nichts geändert."
        )
    if withdrawn_on < row.given_on:
        raise ActionRefused(
            f"Erteilt wurde die Einwilligung am {row.given_on:%d.%m.%Y}; früher kann sie nicht widerrufen sein."
        )
    row.withdrawn_on = withdrawn_on
    row.save(update_fields=["withdrawn_on"])
    told = _told(photo, {"withdrawn_on": withdrawn_on})
    history.record(
        photo.signing_event.instrument.agreement, EventKind.CONSENT_WITHDRAWN, by=by, at=at, data=told
    )


@transaction.atomic
def remove_photo(photo: Photo, *, reason: str, by: User, at: datetime) -> None:
    """Take out a photo that should never have been added. Raises Refused.

    Its bytes are erased when the transaction has ended, with what is said about it and about those in it who have not
    consented. Consents that were given stay: while it was shown, they were the right to show it.
    """
    policy.require(by, PHOTO_ACTION, photo.signing_event.instrument)
    if not reason.strip():
        raise ActionRefused("Sagen Sie, warum das Foto entfernt wird.")
    row = Photo.objects.select_for_update(of=("self",)).get(pk=photo.pk)
    if row.removed_at is not None:
        raise ActionRefused("Dieses Foto ist schon entfernt.")
    row.removed_at, row.description = at, ""
    row.save(update_fields=["removed_at", "description"])
    row.consents.filter(given_on__isnull=True).delete()
    told = _told(photo, {"reason": reason.strip()})
    history.record(photo.signing_event.instrument.agreement, EventKind.PHOTO_REMOVED, by=by, at=at, data=told)
    transaction.on_commit(erase_removed)


def erase_removed() -> int:
    """Erase the bytes of removed photos; also those that an earlier attempt has left because it was cut off.

    Returns how many were still there.
    """
    removed = Photo.objects.filter(removed_at__isnull=False)
    files = StoredFile.objects.filter(pk__in=removed.values("file"))
    return sum(erasure.erase(file, without=removed) for file in files if store.path_of(file.sha256).exists())


def _named(people: Sequence[str]) -> list[str]:
    return _told_apart([name for person in people if (name := " ".join(person.split()))])


def _told_apart(names: Sequence[str]) -> list[str]:
    """Number those of the same words: two guests with one function are two people, and each is asked."""
    counted: Counter[str] = Counter()
    apart = []
    for name in names:
        counted[name] += 1
        apart.append(name if counted[name] == 1 else f"{name} ({counted[name]})")
    return apart


def _insist_past(day: date, at: datetime) -> None:
    if day > timezone.localdate(at):
        raise ActionRefused("Dieser Tag liegt in der Zukunft. Bitte prüfen Sie das Datum.")


def _told(photo: Photo, data: dict[str, object]) -> dict[str, object]:
    """Return what the history tells; names stand with the consent and not there, where nothing can be taken out."""
    return {"instrument": photo.signing_event.instrument.number, "photo": photo.pk, **data}


@contextmanager
def _once(sentence: str) -> Iterator[None]:
    """Turn what the database refuses as a double into a sentence; nothing of the transaction stays."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise ActionRefused(sentence) from error
