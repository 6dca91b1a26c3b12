"""„Überblick“: what the start page of the coordination shows: by district and by colleague."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings

from agreements import policy
from agreements.models import Agreement
from agreements.tracking.gathering import contracts_of
from agreements.tracking.queries import terms_in_force
from agreements.tracking.start.bars import Bar, bar
from agreements.tracking.start.figures import figures_of
from agreements.tracking.start.slipping import Figures, Silence, is_stale, reasons, silent_since
from agreements.tracking.wording import span_words
from agreements.vocabulary import Origin
from districts.models import District, User


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictLine:
    """One district: who looks after it, its figures, and why it is slipping; `stand` says so where nothing is signed."""

    district: District
    agreements: tuple[Agreement, ...]
    colleagues: tuple[User, ...]
    figures: Figures
    tracked: bool
    stand: str
    oldest: str
    last_said: date | None
    stale: str
    why: tuple[str, ...]
    bar: Bar


@dataclass(frozen=True, slots=True, kw_only=True)
class ColleagueLine:
    """One colleague: the districts that she looks after, and what stands there in all."""

    person: User
    districts: tuple[District, ...]
    agreements: int
    figures: Figures
    slipping: tuple[District, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The start page of the coordination; `total` is over the lines that are shown."""

    lead: str
    stale_after: int
    total: Figures
    lines: tuple[DistrictLine, ...]
    colleagues: tuple[ColleagueLine, ...]
    chosen: User | None

    @property
    def slipping(self) -> tuple[DistrictLine, ...]:
        """The districts that somebody should call, what is overdue longest first."""
        found = [line for line in self.lines if line.why]
        return tuple(sorted(found, key=lambda line: (line.figures.oldest or date.max, line.district.number)))


@dataclass(slots=True)
class _Held:
    """What was found of a district's agreements."""

    agreements: list[Agreement] = field(default_factory=list)
    figures: Figures = field(default_factory=Figures)
    silent: list[date] = field(default_factory=list)
    tracked: bool = False


def overview(user: User, chosen: str, as_of: date) -> Overview:
    """Return where all districts stand, or those that one colleague looks after; nonsense chooses nobody."""
    agreements = list(policy.visible_to(user).select_related("district", "coordinator"))
    people = _people(agreements)
    person = next((one for one in people if str(one.pk) == chosen), None)
    found = _held(agreements, as_of)
    everywhere = list(District.objects.all()) if person is None else []
    places = {place: found.get(place.pk, _Held()) for place in everywhere}
    if person:
        places = {
            one.district: found[one.district.pk]
            for one in agreements
            if one.district and one.coordinator_id == person.pk
        }
    lines = list(_lines(places, as_of))
    total = sum((line.figures for line in lines), Figures())
    return Overview(
        lead=f"Stand vom {as_of:%d.%m.%Y}. „Still“ heißt: seit {settings.STALE_AFTER_DAYS} Tagen keine Meldung aus dem Bezirk.",
        stale_after=settings.STALE_AFTER_DAYS,
        total=total,
        lines=tuple(lines),
        colleagues=tuple(_colleagues(people, agreements, found, as_of)),
        chosen=person,
    )


def _held(agreements: Sequence[Agreement], as_of: date) -> dict[int, _Held]:
    """Return what stands in each district, by its key."""
    figures = figures_of([one.pk for one in agreements], as_of)
    contracts = contracts_of(terms_in_force(), as_of)
    found: dict[int, _Held] = defaultdict(_Held)
    for one in agreements:
        if one.district_id is None:
            continue
        held = found[one.district_id]
        held.agreements.append(one)
        held.figures += figures.get(one.pk, Figures())
        if contract := contracts.get(one.pk):
            held.tracked = True
            silence = Silence(
                in_force_on=contract.events.in_force_on,
                last_day=contract.events.last_day,
                last_said=figures.get(one.pk, Figures()).last_said,
            )
            since = silent_since(silence, as_of)
            if since and is_stale(silence, as_of, settings.STALE_AFTER_DAYS):
                held.silent.append(since)
    return found


def _lines(places: dict[District, _Held], as_of: date) -> Iterator[DistrictLine]:
    most = max((held.figures.open for held in places.values()), default=0)
    for place in sorted(places, key=lambda place: place.number):
        held = places[place]
        silent = min(held.silent, default=None)
        oldest = held.figures.oldest
        yield DistrictLine(
            district=place,
            agreements=tuple(held.agreements),
            colleagues=tuple(_people(held.agreements)),
            figures=held.figures,
            tracked=held.tracked,
            stand=_stand(held.agreements),
            oldest=f"seit {span_words(oldest, as_of)}" if oldest else "",
            last_said=held.figures.last_said,
            stale=f"seit {span_words(silent, as_of)}" if silent else "",
            why=tuple(reasons(held.figures, silent, as_of)),
            bar=bar(held.figures, most),
        )


def _stand(agreements: Sequence[Agreement]) -> str:
    """Say why a district has no figures."""
    if not agreements:
        return "kein Vertrag"
    if any(one.origin == Origin.REPORTED for one in agreements):
        return "unterzeichnet laut Quelle"
    return "in Vorbereitung"


def _people(agreements: Iterable[Agreement]) -> list[User]:
    """Return who looks after some agreements, each once, by name."""
    people = {one.coordinator_id: one.coordinator for one in agreements}
    return sorted(people.values(), key=lambda person: (person.last_name, person.first_name, person.pk))


def _colleagues(
    people: Sequence[User], agreements: Sequence[Agreement], found: dict[int, _Held], as_of: date
) -> Iterator[ColleagueLine]:
    for person in people:
        hers = [one for one in agreements if one.coordinator_id == person.pk]
        places = {one.district_id: one.district for one in hers if one.district}
        in_order = sorted(places.values(), key=lambda place: place.number)
        held = [found[place.pk] for place in in_order]
        yield ColleagueLine(
            person=person,
            districts=tuple(in_order),
            agreements=len(hers),
            figures=sum((one.figures for one in held), Figures()),
            slipping=tuple(
                place
                for place, one in zip(in_order, held, strict=True)
                if any(reasons(one.figures, min(one.silent, default=None), as_of))
            ),
        )
