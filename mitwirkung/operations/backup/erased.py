"""What was erased, kept beside the sets so that none of it comes back with an older one: kind, number and moment."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from agreements.signing.photos.actions import remove_photo_again
from districts.models import ErasedKind, Erasure
from mitwirkung.operations.backup.errors import BackupRefused
from mitwirkung.privacy.erasing.actions import erase_account_again, erase_signatory_again

# an erasing that began before the snapshot may have ended after it; a request lives for a minute
OVERLAP = timedelta(minutes=10)
# how each kind is erased again; returns whether the row was still there
AGAIN: dict[str, Callable[..., bool]] = {
    ErasedKind.PHOTO: remove_photo_again,
    ErasedKind.ACCOUNT: erase_account_again,
    ErasedKind.SIGNATORY: erase_signatory_again,
}


class ErasedRow(msgspec.Struct, frozen=True, order=True):
    """One row of the list."""

    erased_at: datetime
    kind: str
    number: int
    erased_by: int


def erased_here() -> list[ErasedRow]:
    """Return what the database knows to be erased."""
    rows = Erasure.objects.values_list("erased_at", "kind", "number", "erased_by")
    return sorted(ErasedRow(*row) for row in rows)


def encode_erased(rows: Iterable[ErasedRow]) -> bytes:
    return msgspec.json.encode(sorted({*rows}))


def read_erased(path: Path) -> list[ErasedRow]:
    """Return a list that was kept; none if there is no file. Raises BackupRefused."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=list[ErasedRow])
    except FileNotFoundError:
        return []
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BackupRefused(f"Die Liste des Gelöschten {path} ist nicht lesbar: {error}.") from error


def erase_again(rows: Iterable[ErasedRow], *, since: datetime, at: datetime) -> tuple[int, list[str]]:
    """Erase what was erased after a moment; return how much of it was still there, and what could not be erased."""
    count, problems = 0, []
    for row in sorted(rows):
        if row.erased_at > since - OVERLAP:
            if row.kind in AGAIN:
                count += AGAIN[row.kind](row.number, erased_by=row.erased_by, at=at)
            else:
                problems.append(f"Gelöscht werden muss noch: {row.kind} {row.number}.")
    return count, problems
