"""„BA-Beschluss empfohlen“: obligations that bind offices outside the portfolio of those who sign for the district.

A member of the Bezirksamt runs its own Geschäftsbereich; what binds another one is for the Bezirksamt as a whole
(§ 36 BezVG). This is derived each time from the offices that an obligation's posts name, and never stored; whether a
resolution is asked for stays the author's decision (`ObligationTerms.needs_resolution`). Where a Geschäftsbereich is
not known, that is said instead.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from agreements.choices import OwedBy, ResolutionKind, Side
from agreements.models import Instrument, Resolution, StaffRelease
from agreements.texts.clearance_facts import fold
from agreements.tones import Tone
from districts.models import Office

PREFIX = re.compile(r"^(?:abteilung|abt\.|geschäftsbereich|gb)\s+(?:für\s+)?")


class Reach(StrEnum):
    """How far an obligation binds."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"


LABELS = {
    Reach.INSIDE: "",
    Reach.OUTSIDE: "BA-Beschluss empfohlen",
    Reach.UNKNOWN: "Geschäftsbereich nicht hinterlegt",
}
TONES = {Reach.INSIDE: Tone.NEUTRAL, Reach.OUTSIDE: Tone.ATTENTION, Reach.UNKNOWN: Tone.NEUTRAL}


@dataclass(frozen=True, slots=True)
class NamedOffice:
    """An office as an obligation names it, with its portfolio as far as that is known."""

    name: str
    portfolio: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is known of one obligation: which offices are `outside` what is signed for, and of which it is `unknown`.

    `undecided`: a department is missing among those who sign, and an office might belong to just that one.
    """

    own: tuple[str, ...]
    outside: tuple[NamedOffice, ...] = ()
    unknown: tuple[NamedOffice, ...] = ()
    undecided: bool = False

    @property
    def reach(self) -> Reach:
        """What can be said with what is known."""
        if self.outside:
            return Reach.OUTSIDE
        return Reach.UNKNOWN if self.unknown or self.undecided else Reach.INSIDE

    @property
    def tone(self) -> Tone:
        """How the flag is to be taken."""
        return TONES[self.reach]

    @property
    def label(self) -> str:
        """The flag, or why there is none; nothing where everything stays inside."""
        return LABELS[self.reach]

    @property
    def words(self) -> str:
        """The reason in German."""
        said = []
        if self.outside:
            bound: dict[str, list[str]] = {}
            for office in self.outside:
                bound.setdefault(office.portfolio, []).append(office.name)
            named = "; ".join(f"{portfolio} ({', '.join(names)})" for portfolio, names in bound.items())
            said.append(f"Unterzeichnet wird für {', '.join(self.own)}; gebunden ist auch: {named}.")
        if self.unknown:
            named = ", ".join(office.name for office in self.unknown)
            said.append(f"Nicht hinterlegt ist der Geschäftsbereich von: {named}.")
        if self.undecided:
            said.append(
                "Für welche Abteilung unterzeichnet wird, ist nicht bei allen Unterzeichnenden angegeben."
            )
        return " ".join(said)


def judge(departments: Sequence[str], offices: Iterable[NamedOffice]) -> Finding:
    """Hold the offices that an obligation names against the departments of those who sign."""
    own = tuple(dict.fromkeys(name.strip() for name in departments if name.strip()))
    complete = len(departments) > 0 and all(name.strip() for name in departments)
    known = {_portfolio(name) for name in own}
    named = tuple(dict.fromkeys(offices))
    foreign = tuple(
        office for office in named if office.portfolio.strip() and _portfolio(office.portfolio) not in known
    )
    return Finding(
        own=own,
        outside=foreign if complete else (),
        unknown=tuple(office for office in named if not office.portfolio.strip()),
        undecided=bool(foreign) and not complete,
    )


def findings(instrument: Instrument) -> dict[str, Finding]:
    """Return what is found of every obligation of the district that names posts, by its code. Three queries.

    A model text belongs to no district; nothing is found of it.
    """
    if instrument.agreement.is_model:
        return {}
    people = instrument.signatories.filter(side=Side.DISTRICT, required=True)
    departments = list(people.values_list("department", flat=True))
    offices = {
        fold(name): office
        for office in Office.objects.filter(district=instrument.agreement.district_id).order_by("-pk")
        for name in (office.short_name, office.name)
        if name
    }
    named: dict[str, list[NamedOffice]] = {}
    for post in _posts(instrument):
        office = post.office or offices.get(fold(post.unit))
        said = NamedOffice(post.unit, office.portfolio if office else "")
        named.setdefault(post.terms.obligation.code, []).append(said)
    return {code: judge(departments, offices) for code, offices in named.items()}


def _posts(instrument: Instrument) -> Iterable[StaffRelease]:
    return (
        StaffRelease.objects.filter(
            terms__instrument=instrument, terms__owed_by__in=[OwedBy.DISTRICT, OwedBy.BOTH]
        )
        .select_related("office", "terms__obligation")
        .order_by("terms__position", "position", "pk")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagRow:
    """An obligation that asks for a resolution, or that cannot be judged; `by_hand` is what its author has set."""

    code: str
    title: str
    finding: Finding | None
    by_hand: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagView:
    """What a page says about resolutions of the Bezirksamt."""

    rows: tuple[FlagRow, ...]
    resolution: str


def flag_view(instrument: Instrument) -> FlagView:
    """Return the obligations with a flag, derived or set by hand, and whether a resolution is recorded. Five queries."""
    found = findings(instrument)
    rows = (
        FlagRow(
            code=terms.obligation.code,
            title=terms.title,
            finding=_shown(found.get(terms.obligation.code)),
            by_hand=terms.needs_resolution,
        )
        for terms in instrument.terms.select_related("obligation")
    )
    return FlagView(
        rows=tuple(row for row in rows if row.by_hand or row.finding),
        resolution=resolution_words(instrument),
    )


def flag_words(instrument: Instrument, code: str) -> str:
    """Return the flag of one obligation with its reason; nothing if there is none."""
    finding = _shown(findings(instrument).get(code))
    return f"{finding.label}. {finding.words}" if finding else ""


def _shown(finding: Finding | None) -> Finding | None:
    return finding if finding and finding.reach != Reach.INSIDE else None


def resolution_words(instrument: Instrument) -> str:
    """Say whether a resolution of the Bezirksamt is recorded."""
    found = (
        Resolution.objects.filter(agreement=instrument.agreement_id, kind=ResolutionKind.BA_RESOLUTION)
        .order_by("-dated", "-pk")
        .first()
    )
    if found is None:
        return "Ein BA-Beschluss ist nicht festgehalten."
    number = f", {found.number}," if found.number else ""
    return f"Ein BA-Beschluss vom {found.dated:%d.%m.%Y}{number} ist festgehalten."


def _portfolio(name: str) -> str:
    return PREFIX.sub("", fold(name))
