"""Erase the bytes of files that may no longer be kept; their rows stay."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, ForeignObjectRel, OuterRef, QuerySet

from agreements.files import store
from agreements.models import Photo, StoredFile

LOCK = (
    0x4D570001,
    0,
)  # an advisory lock in two parts: shared by who erases, alone for a backup that copies files


@transaction.atomic
def erase(file: StoredFile, *, without: QuerySet[Any]) -> bool:
    """Erase the bytes of a file, unless a row other than `without` refers to it; return whether it did.

    Idempotent; while a backup copies files nothing is erased, and the daily sweep comes again. Copies in backups expire with
    the backups.
    """
    if not _ask("pg_try_advisory_xact_lock_shared"):
        return False
    # makes a concurrent `store.save` of the same bytes wait and write them again
    StoredFile.objects.select_for_update().get(pk=file.pk)
    if not is_erasable(file, without=without):
        return False
    store.remove(file)
    return True


@contextmanager
def nothing_erased() -> Iterator[bool]:
    """Keep everybody from erasing; yield False if somebody does so now, or keeps others from it."""
    held = _ask("pg_try_advisory_lock")
    try:
        yield held
    finally:
        if held:
            _ask("pg_advisory_unlock")


def is_erasable(file: StoredFile, *, without: QuerySet[Any]) -> bool:
    """Check whether no row other than `without` refers to a file."""
    return not any(
        _rows(field, without).filter(**{field.field.name: file}).exists() for field in _relations()
    )


def kept_files() -> QuerySet[StoredFile]:
    """Return the files whose bytes must be there: a row other than that of a removed photo refers to them."""
    removed = Photo.objects.filter(removed_at__isnull=False)
    uses = [
        Exists(_rows(field, removed).filter(**{field.field.name: OuterRef("pk")})) for field in _relations()
    ]
    return StoredFile.objects.filter(reduce(or_, uses)).order_by("pk")


def _relations() -> list[ForeignObjectRel]:
    fields = StoredFile._meta.get_fields(include_hidden=True)
    return [field for field in fields if isinstance(field, ForeignObjectRel)]


def _rows(relation: ForeignObjectRel, without: QuerySet[Any]) -> QuerySet[Any]:
    model: Any = relation.related_model
    rows: QuerySet[Any] = model._base_manager.all()
    return rows.exclude(pk__in=without.values("pk")) if model is without.model else rows


def _ask(function: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", LOCK)
        row = cursor.fetchone()
    return bool(row and row[0])
