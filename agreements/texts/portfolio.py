"""„BA-Beschluss empfohlen“: obligations that bind offices outside the portfolio of those who sign for the district.

A member of the Bezirksamt decides for its own Geschäftsbereich; anything beyond needs the Bezirksamt as a whole
(§ 36 BezVG). Derived from the offices named by an obligation's posts and never stored; whether a resolution is asked for
is the author's decision (`ObligationTerms.needs_resolution`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Q

from agreements.choices import OwedBy, ResolutionKind, Side
from agreements.fact_states import ResolutionState
from agreements.models import Instrument, Resolution, StaffRelease
from agreements.texts.clearance_facts import normalised_name
from agreements.texts.wording import date_words
from agreements.tones import Tone
from districts.models import Office

PREFIX = re.compile(r"^(?:abteilung|abt\.|geschäftsbereich|gb)\s+(?:für\s+)?")


class Reach(StrEnum):
    """Whether an obligation binds offices outside the portfolio."""

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
    """An office named by an obligation, with its portfolio if known."""

    name: str
    portfolio: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The assessment of one obligation: its offices `outside` the signed portfolios, and those with `unknown` ones.

    `undecided`: a signatory's department is missing, and an office might belong to it.
    """

    own: tuple[str, ...]
    outside: tuple[NamedOffice, ...] = ()
    unknown: tuple[NamedOffice, ...] = ()
    undecided: bool = False

    @property
    def reach(self) -> Reach:
        """The conclusion."""
        if self.outside:
            return Reach.OUTSIDE
        return Reach.UNKNOWN if self.unknown or self.undecided else Reach.INSIDE

    @property
    def label(self) -> str:
        """The flag in German; empty for INSIDE."""
        return LABELS[self.reach]

    @property
    def tone(self) -> Tone:
        """The tone of the badge."""
        return TONES[self.reach]

    @property
    def words(self) -> str:
        """The reason in German."""
        sentences = []
        if self.outside:
            bound: dict[str, list[str]] = {}
            for office in self.outside:
                bound.setdefault(office.portfolio, []).append(office.name)
            named = "; ".join(f"{portfolio} ({', '.join(names)})" for portfolio, names in bound.items())
            sentences.append(f"Unterzeichnet wird für {', '.join(self.own)}; gebunden ist auch: {named}.")
        if self.unknown:
            named = ", ".join(office.name for office in self.unknown)
            sentences.append(f"Nicht hinterlegt ist der Geschäftsbereich von: {named}.")
        if self.undecided:
            sentences.append(
                "Für welche Abteilung unterzeichnet wird, ist nicht bei allen Unterzeichnenden angegeben."
            )
        return " ".join(sentences)


def assess(departments: Sequence[str], offices: Iterable[NamedOffice]) -> Finding:
    """Compare the offices named by an obligation with the departments of those who sign."""
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
    """Return the finding of each obligation of the district with posts, by its code. Three queries; none for a model text."""
    if instrument.agreement.is_model:
        return {}
    people = instrument.signatories.filter(side=Side.DISTRICT, required=True)
    departments = list(people.values_list("department", flat=True))
    offices = {
        normalised_name(name): office
        for office in Office.objects.filter(district=instrument.agreement.district_id).order_by("-pk")
        for name in (office.short_name, office.name)
        if name
    }
    named: dict[str, list[NamedOffice]] = {}
    for post in _posts(instrument):
        office = post.office or offices.get(normalised_name(post.unit))
        named_office = NamedOffice(post.unit, office.portfolio if office else "")
        named.setdefault(post.terms.obligation.code, []).append(named_office)
    return {code: assess(departments, offices) for code, offices in named.items()}


def _posts(instrument: Instrument) -> Iterable[StaffRelease]:
    return (
        StaffRelease.objects.filter(
            Q(terms__owed_by__in=[OwedBy.DISTRICT, OwedBy.BOTH])
            | Q(terms__owed_by_sides__contains=[Side.DISTRICT]),
            terms__instrument=instrument,
        )
        .select_related("office", "terms__obligation")
        .order_by("terms__position", "position", "pk")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagRow:
    """An obligation with a flag, derived or set by its author (`by_hand`)."""

    code: str
    title: str
    finding: Finding | None
    by_hand: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagView:
    """The flagged obligations, and whether a resolution of the Bezirksamt is recorded."""

    rows: tuple[FlagRow, ...]
    resolution: str


def flag_view(instrument: Instrument) -> FlagView:
    """Return the flagged obligations of an instrument. Five queries."""
    found = findings(instrument)
    rows = (
        FlagRow(
            code=terms.obligation.code,
            title=terms.title,
            finding=_flagged(found.get(terms.obligation.code)),
            by_hand=terms.needs_resolution,
        )
        for terms in instrument.terms.select_related("obligation")
    )
    return FlagView(
        rows=tuple(row for row in rows if row.by_hand or row.finding),
        resolution=resolution_words(instrument),
    )


def flag_words(instrument: Instrument, code: str) -> str:
    """Return the flag of an obligation with its reason, or nothing."""
    finding = _flagged(findings(instrument).get(code))
    return f"{finding.label}. {finding.words}" if finding else ""


def _flagged(finding: Finding | None) -> Finding | None:
    return finding if finding and finding.reach != Reach.INSIDE else None


def ba_resolution(agreement: int) -> Resolution | None:
    """Return the resolution of the Bezirksamt that counts: the last one taken, else the last one recorded."""
    found = Resolution.objects.filter(agreement=agreement, kind=ResolutionKind.BA_RESOLUTION).order_by("pk")
    taken = [row for row in found if row.state == ResolutionState.TAKEN]
    return max(taken or found, key=lambda row: (row.dated if taken else date.min, row.pk), default=None)


def resolution_state_words(found: Resolution) -> str:
    """„gefasst am 29.08.2023, IX-0731“, „angestrebt“"""
    dated = f" am {date_words(found.dated)}" if found.dated else ""
    return ", ".join(filter(None, [f"{found.get_state_display()}{dated}", found.number]))


def resolution_words(instrument: Instrument) -> str:
    """Return whether a resolution of the Bezirksamt is recorded, as a German sentence."""
    found = ba_resolution(instrument.agreement_id)
    if found is None:
        return "Ein BA-Beschluss ist nicht festgehalten."
    return f"BA-Beschluss: {resolution_state_words(found)}."


def _portfolio(name: str) -> str:
    return PREFIX.sub("", normalised_name(name))
