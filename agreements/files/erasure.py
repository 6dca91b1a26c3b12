"""Erasing bytes that may not be kept any longer. Their row stays, with the SHA-256, size and type: it says what was here."""

from typing import Any

from django.db import transaction
from django.db.models import ForeignObjectRel, QuerySet

from agreements.files import store
from agreements.models import StoredFile


@transaction.atomic
def erase(file: StoredFile, *, without: QuerySet[Any]) -> bool:
    """Erase the bytes of a file; return False if something besides the rows `without` points to it, and it stays.

    Nothing happens if they are erased already. Copies in backups go when the backups go.
    """
    StoredFile.objects.select_for_update().get(
        pk=file.pk
    )  # whoever keeps the same bytes now waits, and writes them anew
    if any(_points(relation, file, without) for relation in _relations()):
        return False
    store.path_of(file.sha256).unlink(missing_ok=True)
    return True


def _relations() -> list[ForeignObjectRel]:
    fields = StoredFile._meta.get_fields(include_hidden=True)
    return [field for field in fields if isinstance(field, ForeignObjectRel)]


def _points(relation: ForeignObjectRel, file: StoredFile, without: QuerySet[Any]) -> bool:
    model: Any = relation.related_model
    rows = model._base_manager.filter(**{relation.field.name: file})
    return bool((rows.exclude(pk__in=without) if model is without.model else rows).exists())
