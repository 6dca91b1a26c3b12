"""Erase the bytes of files that may no longer be kept; their rows stay."""

from typing import Any

from django.db import transaction
from django.db.models import ForeignObjectRel, QuerySet

from agreements.files import store
from agreements.models import StoredFile


@transaction.atomic
def erase(file: StoredFile, *, without: QuerySet[Any]) -> bool:
    """Erase the bytes of a file, unless a row other than `without` refers to it; return whether it did.

    Idempotent. Copies in backups expire with the backups.
    """
    # makes a concurrent `store.save` of the same bytes wait and write them again
    StoredFile.objects.select_for_update().get(pk=file.pk)
    if not is_erasable(file, without=without):
        return False
    store.remove(file)
    return True


def is_erasable(file: StoredFile, *, without: QuerySet[Any]) -> bool:
    """Check whether no row other than `without` refers to a file."""
    fields = StoredFile._meta.get_fields(include_hidden=True)
    return not any(
        _is_referenced(field, file, without) for field in fields if isinstance(field, ForeignObjectRel)
    )


def _is_referenced(relation: ForeignObjectRel, file: StoredFile, without: QuerySet[Any]) -> bool:
    model: Any = relation.related_model
    rows = model._base_manager.filter(**{relation.field.name: file})
    return bool((rows.exclude(pk__in=without) if model is without.model else rows).exists())
