"""All districts in one row each, also those without an agreement, and as tiles where they lie."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from agreements.choices import Status
from agreements.dossier.agreement_list import AgreementRow, agreement_rows, agreements_for_list
from agreements.state import AgreementState
from agreements.texts.wording import counted
from agreements.tones import Tone
from agreements.tracking.staff_release.summaries import ReleaseFigures
from agreements.tracking.status import TrackedState
from agreements.worklist.signed import SignedAgreement
from districts.models import District, User

# which of several agreements of a district stands for it, the first one first
STANDING_FOR = (
    AgreementState.IN_FORCE,
    AgreementState.EXPIRING,
    AgreementState.NOTICED,
    AgreementState.UNCLEAR,
    AgreementState.SIGNED,
    AgreementState.PREPARING,
    AgreementState.REPORTED,
    AgreementState.ENDED,
    AgreementState.WITHDRAWN,
)
# column and row of each district's tile, about where it lies, and its short name
TILES = {
    "01": (2, 1, "Mi"),
    "02": (3, 2, "FK"),
    "03": (2, 0, "Pa"),
    "04": (1, 1, "CW"),
    "05": (0, 1, "Sp"),
    "06": (1, 2, "SZ"),
    "07": (2, 2, "TS"),
    "08": (3, 3, "Ne"),
    "09": (4, 2, "TK"),
    "10": (4, 1, "MH"),
    "11": (3, 1, "Li"),
    "12": (1, 0, "Re"),
}
STEP = 96  # from tile to tile, in units of the map


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictOverviewRow:
    """A district with the agreement that stands for it, None without one; `others` counts its further agreements."""

    district: District
    agreement: AgreementRow | None
    url: str
    tone: Tone
    state: str
    since: str
    overdue: int
    next_on: date | None
    release: ReleaseFigures | None
    others: int

    @property
    def overdue_words(self) -> str:
        return f"{self.overdue} überfällig"

    @property
    def others_words(self) -> str:
        return counted(self.others, "weiterer Vertrag", "weitere Verträge")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A district on the map of tiles, with its place in units of the map."""

    row: DistrictOverviewRow
    x: int
    y: int
    short: str

    @property
    def label(self) -> str:
        """The name for whoever does not see the tile; it begins with the words on it."""
        late = f" {self.row.overdue}" if self.row.overdue else ""
        overdue = f", {self.row.overdue_words}" if self.row.overdue else ""
        return f"{self.short}{late}: {self.row.district.name}, {self.row.state}{overdue}"


def district_rows(
    user: User, districts: Collection[District], signed: Mapping[int, SignedAgreement], as_of: date
) -> tuple[DistrictOverviewRow, ...]:
    """Return the rows of districts, in their order. Five queries."""
    by_district: dict[int, list[AgreementRow]] = defaultdict(list)
    for row in agreement_rows(user, agreements_for_list(user).filter(district__in=districts), as_of):
        if row.agreement.district_id:
            by_district[row.agreement.district_id].append(row)
    return tuple(_row(district, by_district[district.pk], signed, as_of) for district in districts)


def _row(
    district: District, agreements: list[AgreementRow], signed: Mapping[int, SignedAgreement], as_of: date
) -> DistrictOverviewRow:
    chosen = min(agreements, key=lambda row: STANDING_FOR.index(row.state), default=None)
    found = [signed[row.agreement.pk] for row in agreements if row.agreement.pk in signed]
    own = signed.get(chosen.agreement.pk) if chosen else None
    return DistrictOverviewRow(
        district=district,
        agreement=chosen,
        url=reverse("agreement_detail", args=[chosen.agreement.pk])
        if chosen
        else reverse("district_detail", args=[district.slug]),
        tone=_tone(chosen),
        state=_state(chosen),
        since=_since(chosen),
        overdue=sum(one.work.summary.of_district.of(TrackedState.OVERDUE) for one in found),
        next_on=min((day for one in found if (day := one.work.next_on)), default=None),
        release=own.work.summary.summary.release if own else None,
        others=max(len(agreements) - 1, 0),
    )


def _tone(row: AgreementRow | None) -> Tone:
    if row is None:
        return Tone.NEUTRAL
    return row.status_tone if row.state == AgreementState.PREPARING else row.state.tone


def _state(row: AgreementRow | None) -> str:
    if row is None:
        return "kein Vertrag"
    return row.status_label if row.state == AgreementState.PREPARING else row.state.label


def _since(row: AgreementRow | None) -> str:
    """Return the second line of a state: what is known of the signing, or how deep the record is."""
    if row is None or row.state in {AgreementState.PREPARING, AgreementState.WITHDRAWN}:
        return ""
    signed = f"unterzeichnet {row.signed.words}" if row.signed else ""
    elsewhere = row.status_label if row.status_label != Status.SIGNED.label else ""
    return ", ".join(filter(None, [signed, elsewhere]))


def tiles(rows: Sequence[DistrictOverviewRow]) -> tuple[Tile, ...]:
    """Return the map of the twelve districts; nothing unless exactly these are shown."""
    numbers = {row.district.number for row in rows}
    return tuple(_tiles(rows)) if numbers == TILES.keys() else ()


def _tiles(rows: Iterable[DistrictOverviewRow]) -> Iterable[Tile]:
    for row in rows:
        column, line, short = TILES[row.district.number]
        yield Tile(row=row, x=column * STEP, y=line * STEP, short=short)
