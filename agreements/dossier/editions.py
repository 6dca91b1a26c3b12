"""The editions of a frozen text on the page of its instrument."""

from dataclasses import dataclass

from agreements.documents.editions import correction_count
from agreements.models import Edition, Version


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRow:
    edition: Edition
    is_outdated: bool


def edition_rows(version: Version) -> tuple[EditionRow, ...]:
    """Return the editions of a version, outdated ones last."""
    corrections = correction_count(version)
    rows = [
        EditionRow(edition=edition, is_outdated=edition.is_outdated(corrections))
        for edition in version.editions.select_related("file", "seal")
    ]
    return tuple(sorted(rows, key=lambda row: row.is_outdated))
