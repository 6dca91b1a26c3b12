"""Transactions that turn a refusal of the database into one of the action."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from agreements.errors import ActionRefused


@contextmanager
def atomic_or_refused(message: str) -> Iterator[None]:
    """Open a transaction; raises ActionRefused with `message` for an IntegrityError."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise ActionRefused(message) from error
