"""Photos of a ceremony, visible only with the consent of all persons shown."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable
from django.utils import timezone

from agreements import history, policy
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.files import erasure, store, uploads
from agreements.models import Consent, Photo, SigningEvent, StoredFile
from agreements.signing.photos.image_cleaning import reencoded
from agreements.signing.transaction import atomic_or_refused
from districts.models import ErasedKind, Erasure, User

PHOTO_ACTION = "record.edit"
RESTORER = history.Job("Zurückspielen der Sicherung")


def visibility_condition() -> Combinable:
    """Return the condition for showing a photo: consent of all persons shown, none withdrawn.

    A photo without named persons is visible only if marked with `nobody`.
    """
    consents = Consent.objects.filter(photo=OuterRef("pk"))
    withheld = consents.filter(Q(given_on__isnull=True) | Q(withdrawn_on__isnull=False))
    return (Exists(consents) | Q(nobody=True)) & ~Exists(withheld)


def photos_with_visibility() -> QuerySet[Photo]:
    """Return all photos that are not removed, annotated with `is_shown`."""
    return (
        Photo.objects.filter(removed_at__isnull=True)
        .annotate(is_shown=visibility_condition())
        .select_related("file")
    )


def visible_photos() -> QuerySet[Photo]:
    """Return the photos that may be shown on pages, as files and in the bundle."""
    return Photo.objects.filter(visibility_condition(), removed_at__isnull=True).select_related("file")


def selectable_people(ceremony: SigningEvent) -> list[str]:
    """Return the signatories and participants, who may be in a photo, as text."""
    participants = [
        ", ".join(filter(None, (guest.name, guest.function, guest.organisation)))
        for guest in ceremony.participants.all()
    ]
    signatories = [f"{person.name}, {person.function}" for person in ceremony.instrument.signatories.all()]
    return _distinct([*signatories, *participants])


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
    """Store a photo re-encoded without metadata, with the persons shown. Raises ActionRefused.

    It stays hidden until the consent of each is recorded. `nobody` says that no person is recognisable.
    """
    named = _named(people)
    if nobody == bool(named):
        raise ActionRefused("Sagen Sie, wer auf dem Foto zu sehen ist, oder dass niemand zu erkennen ist.")
    if not description.strip():
        raise ActionRefused("Bitte angeben, was auf dem Foto zu sehen ist.")
    policy.require(by, PHOTO_ACTION, ceremony.instrument)
    image = reencoded(data)
    with (
        uploads.kept(image) as [file],  # its transaction makes erasing the same bytes wait for its end
        atomic_or_refused("Dieses Foto gibt es hier schon. Es wurde nichts gespeichert."),
    ):
        photo = Photo.objects.create(
            signing_event=ceremony,
            file=file,
            description=description.strip(),
            nobody=nobody,
            added_at=at,
            added_by=by,
        )
        Consent.objects.bulk_create(Consent(photo=photo, person=person) for person in named)
        _record(photo, EventKind.PHOTO_ADDED, by, at, file=file.sha256, people=len(named))
    return photo


def name_person(photo: Photo, *, person: str, by: User, at: datetime) -> Consent:
    """Add a person shown in a photo, which hides it until their consent is recorded. Raises ActionRefused."""
    (named,) = _named([person]) or [""]
    if not named:
        raise ActionRefused("Sagen Sie, wer auf dem Foto zu sehen ist.")
    policy.require(by, PHOTO_ACTION, photo.signing_event.instrument)
    with atomic_or_refused(
        "So steht schon jemand bei dem Foto. Unterscheiden Sie die Personen, zum Beispiel nach ihrem Platz."
    ):
        consent = Consent.objects.create(photo=photo, person=named)
        _record(photo, EventKind.PHOTO_PERSON_NAMED, by, at)
    return consent


@transaction.atomic
def give_consents(
    photo: Photo, *, consents: Sequence[int], given_on: date, how: str, by: User, at: datetime
) -> None:
    """Record the consent of several persons shown, by primary key. Raises ActionRefused."""
    policy.require(by, PHOTO_ACTION, photo.signing_event.instrument)
    _require_past(given_on, at)
    if not how.strip():
        raise ActionRefused("Bitte angeben, wie die Einwilligung erteilt wurde.")
    waiting = photo.consents.select_for_update(of=("self",)).filter(pk__in=consents, given_on__isnull=True)
    if not consents or waiting.count() != len(set(consents)):
        raise ActionRefused(
            "Von einer dieser Personen ist schon festgehalten, ob sie eingewilligt hat. Es wurde nichts geändert. "
            "Öffnen Sie die Seite neu."
        )
    count = waiting.update(given_on=given_on, how=how.strip())
    _record(photo, EventKind.CONSENT_GIVEN, by, at, people=count, given_on=given_on)


@transaction.atomic
def withdraw_consent(photo: Photo, *, consent: int, withdrawn_on: date, by: User, at: datetime) -> None:
    """Record the withdrawal of a consent, which hides the photo at once. Raises ActionRefused."""
    policy.require(by, PHOTO_ACTION, photo.signing_event.instrument)
    _require_past(withdrawn_on, at)
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
    _record(photo, EventKind.CONSENT_WITHDRAWN, by, at, withdrawn_on=withdrawn_on)


@transaction.atomic
def remove_photo(photo: Photo, *, reason: str, by: User, at: datetime) -> None:
    """Remove a photo added by mistake. Raises ActionRefused.

    Description and persons without consent are deleted, the file is erased after the commit. Consents given stay as proof:
    they were the legal basis while the photo was shown.
    """
    policy.require(by, PHOTO_ACTION, photo.signing_event.instrument)
    if not reason.strip():
        raise ActionRefused("Sagen Sie, warum das Foto entfernt wird.")
    if not _remove(photo, by, at, reason.strip(), erased_by=by.pk):
        raise ActionRefused("Dieses Foto ist schon entfernt.")


@transaction.atomic
def remove_photo_again(number: int, *, erased_by: int, at: datetime) -> bool:
    """Remove a photo that a restored backup still has, though it had been removed since; return whether it had it."""
    photo = Photo.objects.filter(pk=number).first()
    reason = "Es war vor dem Zurückspielen entfernt."
    return photo is not None and _remove(photo, RESTORER, at, reason, erased_by=erased_by)


def _remove(photo: Photo, by: history.Actor, at: datetime, reason: str, *, erased_by: int) -> bool:
    row = Photo.objects.select_for_update(of=("self",)).get(pk=photo.pk)
    if row.removed_at is not None:
        return False
    row.removed_at, row.description = at, ""
    row.save(update_fields=["removed_at", "description"])
    row.consents.filter(given_on__isnull=True).delete()
    Erasure.objects.create(kind=ErasedKind.PHOTO, number=row.pk, erased_at=at, erased_by=erased_by)
    _record(photo, EventKind.PHOTO_REMOVED, by, at, reason=reason)
    transaction.on_commit(erase_removed)
    return True


def erase_removed() -> int:
    """Erase the files of removed photos, also those left by an interrupted attempt, and return their number."""
    removed = Photo.objects.filter(removed_at__isnull=False)
    files = StoredFile.objects.filter(pk__in=removed.values("file"))
    return sum(erasure.erase(file, without=removed) for file in files if store.exists(file))


def _named(people: Sequence[str]) -> list[str]:
    return _distinct([name for person in people if (name := " ".join(person.split()))])


def _distinct(names: Sequence[str]) -> list[str]:
    """Number equal names: two participants with the same function are two persons."""
    counts: Counter[str] = Counter()
    distinct = []
    for name in names:
        counts[name] += 1
        distinct.append(name if counts[name] == 1 else f"{name} ({counts[name]})")
    return distinct


def _require_past(day: date, at: datetime) -> None:
    if day > timezone.localdate(at):
        raise ActionRefused("Dieser Tag liegt in der Zukunft. Bitte prüfen Sie das Datum.")


def _record(photo: Photo, kind: EventKind, by: history.Actor, at: datetime, **data: object) -> None:
    """Record an event without names, since nothing can be deleted from the history."""
    instrument = photo.signing_event.instrument
    data = {"instrument": instrument.number, "photo": photo.pk, **data}
    history.record(instrument.agreement, kind, by=by, at=at, data=data)
