"""Import of the reference data: the twelve districts and their offices, from CSV files in `data/`."""

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Protocol, TypeVar

from django.db import transaction

from districts.models import District, Office

DATA = Path(__file__).parent / "data"
KINDS = frozenset({"Abteilung", "Fachamt", "Organisationseinheit", "Serviceeinheit"})


class DataError(ValueError):
    """An invalid CSV file; the message names the file and the row."""


@dataclass(frozen=True, slots=True)
class DistrictRow:
    """A row of districts.csv; the fields are its columns."""

    number: str
    key: str
    slug: str
    name: str
    authority: str
    town_hall: str
    street: str
    postcode: str
    city: str
    website: str

    def errors(self) -> list[str]:
        return _whitespace_errors(self) + [
            message
            for message, is_valid in (
                ("number must be 01 to 12", re.fullmatch(r"0[1-9]|1[0-2]", self.number)),
                (f"key must be 110000{self.number}", self.key == f"110000{self.number}"),
                ("slug must be lower-case letters and hyphens", re.fullmatch(r"[a-z]+(-[a-z]+)*", self.slug)),
                (
                    f"authority must be Bezirksamt {self.name} von Berlin",
                    self.authority == f"Bezirksamt {self.name} von Berlin",
                ),
                ("postcode must have five digits", re.fullmatch(r"\d{5}", self.postcode)),
                ("website must begin with https://", self.website.startswith("https://")),
            )
            if not is_valid
        ]


@dataclass(frozen=True, slots=True)
class OfficeType:
    """A row of office_types.csv: an office that every district has."""

    code: str
    name: str
    short_name: str
    kind: str

    def errors(self) -> list[str]:
        return _whitespace_errors(self, optional="short_name") + [
            message
            for message, is_valid in (
                (
                    "code must be lower-case letters and underscores",
                    re.fullmatch(r"[a-z]+(_[a-z]+)*", self.code),
                ),
                (f"kind must be one of {', '.join(sorted(KINDS))}", self.kind in KINDS),
            )
            if not is_valid
        ]


class ImportedRow(Protocol):
    def errors(self) -> list[str]: ...


R = TypeVar("R", bound=ImportedRow)


def read_districts(path: Path = DATA / "districts.csv") -> tuple[DistrictRow, ...]:
    """Return the twelve districts by number. Raises DataError."""
    rows = _read(path, DistrictRow, unique=("number", "key", "slug", "name"))
    if len(rows) != 12:
        raise DataError(f"{path.name}: Berlin has 12 districts, not {len(rows)}.")
    return rows


def read_office_types(path: Path = DATA / "office_types.csv") -> tuple[OfficeType, ...]:
    """Return the offices that every district has. Raises DataError."""
    return _read(path, OfficeType, unique=("code", "name"))


@transaction.atomic
def load_reference(*, say: Callable[[str], object] = lambda text: None) -> None:
    """Create or update the districts and their offices; idempotent, other rows stay."""
    rows, types = read_districts(), read_office_types()
    District.objects.bulk_create(
        [District(**asdict(row)) for row in rows],
        update_conflicts=True,
        unique_fields=["number"],
        update_fields=[field.name for field in fields(DistrictRow) if field.name != "number"],
    )
    say(f"{len(rows)} Bezirke geladen.")
    districts = District.objects.filter(number__in=[row.number for row in rows])
    offices = [Office(district=district, **asdict(kind)) for district in districts for kind in types]
    Office.objects.bulk_create(
        offices,
        update_conflicts=True,
        unique_fields=["district", "code"],
        update_fields=[field.name for field in fields(OfficeType) if field.name != "code"],
    )
    say(f"{len(offices)} Ämter und Organisationseinheiten geladen.")


def _read(path: Path, row_type: type[R], *, unique: Sequence[str]) -> tuple[R, ...]:
    names = [field.name for field in fields(row_type)]  # type: ignore[arg-type]  # both rows are dataclasses
    with path.open(encoding="utf-8", newline="") as file:
        header, *lines = list(csv.reader(file)) or [[]]
    if header != names:
        raise DataError(f"{path.name}: the columns must be {','.join(names)}.")
    rows: list[R] = []
    for number, line in enumerate(lines, start=2):
        where = f"{path.name}, row {number} ({','.join(line[:2])})"
        if len(line) != len(names):
            raise DataError(f"{where}: {len(line)} values for {len(names)} columns.")
        row = row_type(*line)
        errors = row.errors() + [
            f"{name} {getattr(row, name)!r} stands twice"
            for name in unique
            if any(getattr(row, name) == getattr(other, name) for other in rows)
        ]
        if errors:
            raise DataError(f"{where}: {'; '.join(errors)}.")
        rows.append(row)
    return tuple(rows)


def _whitespace_errors(row: DistrictRow | OfficeType, optional: str = "") -> list[str]:
    values = {name: value for name, value in asdict(row).items() if name != optional}
    return [f"{name} is empty" for name, value in values.items() if not value] + [
        f"{name} has spaces around it" for name, value in asdict(row).items() if value != value.strip()
    ]
