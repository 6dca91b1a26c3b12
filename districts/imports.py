"""The project's own table of the twelve districts and their offices: read, checked row by row, loaded."""

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
    """A table that cannot be used; the message names the file and the row."""


@dataclass(frozen=True, slots=True)
class DistrictRow:
    """The facts of one district, as the columns of districts.csv."""

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

    def faults(self) -> list[str]:
        """Return what is wrong with the row, in words."""
        return _empty(self) + [
            words
            for words, is_right in (
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
            if not is_right
        ]


@dataclass(frozen=True, slots=True)
class OfficeType:
    """An office that every district has, as the columns of office_types.csv."""

    code: str
    name: str
    short_name: str
    kind: str

    def faults(self) -> list[str]:
        """Return what is wrong with the row, in words."""
        return _empty(self, may_be_empty="short_name") + [
            words
            for words, is_right in (
                (
                    "code must be lower-case letters and underscores",
                    re.fullmatch(r"[a-z]+(_[a-z]+)*", self.code),
                ),
                (f"kind must be one of {', '.join(sorted(KINDS))}", self.kind in KINDS),
            )
            if not is_right
        ]


class ImportedRow(Protocol):
    """What a table's rows can say about themselves."""

    def faults(self) -> list[str]: ...


R = TypeVar("R", bound=ImportedRow)


def read_districts(path: Path = DATA / "districts.csv") -> tuple[DistrictRow, ...]:
    """Return the twelve districts by number; raises DataError with the row for anything that is not right."""
    rows = _read(path, DistrictRow, unique=("number", "key", "slug", "name"))
    if len(rows) != 12:
        raise DataError(f"{path.name}: Berlin has 12 districts, not {len(rows)}.")
    return rows


def read_office_types(path: Path = DATA / "office_types.csv") -> tuple[OfficeType, ...]:
    """Return the offices that every district has; raises DataError with the row for anything that is not right."""
    return _read(path, OfficeType, unique=("code", "name"))


@transaction.atomic
def load_reference(*, say: Callable[[str], object] = lambda text: None) -> None:
    """Create or update the districts and their offices; a second run changes nothing, other rows stay."""
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
        place = f"{path.name}, row {number} ({','.join(line[:2])})"
        if len(line) != len(names):
            raise DataError(f"{place}: {len(line)} values for {len(names)} columns.")
        row = row_type(*line)
        faults = row.faults() + [
            f"{name} {getattr(row, name)!r} stands twice"
            for name in unique
            if any(getattr(row, name) == getattr(other, name) for other in rows)
        ]
        if faults:
            raise DataError(f"{place}: {'; '.join(faults)}.")
        rows.append(row)
    return tuple(rows)


def _empty(row: DistrictRow | OfficeType, may_be_empty: str = "") -> list[str]:
    values = {name: value for name, value in asdict(row).items() if name != may_be_empty}
    return [f"{name} is empty" for name, value in values.items() if not value] + [
        f"{name} has spaces around it" for name, value in asdict(row).items() if value != value.strip()
    ]
