"""What the text in force costs where a contract has many amendments, and the overview where all contracts have.

The amendments are drafted, frozen and signed by the actions that people use, each with another Absatz in new words; bulk
SQL repeats the district afterwards.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from agreements.drafting.actions.text import edit_clause
from agreements.models import Clause, Instrument, Version
from agreements.texts.in_force import text_in_force
from agreements.tracking.overview.cached_summary import store_summaries
from bench.copies import copy_district, settle
from bench.measure import Measured, in_turns, measure
from bench.pages import Page
from bench.printing import Printed
from bench.progress import Progress
from bench.story import Dataset
from tests.amending import begin, freeze_amendment, sign_amendment


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended:
    """What was measured; `composing` is the text alone, without its page."""

    amendments: int
    agreements: int
    page: Measured
    overview: Measured
    composing: Printed


def amended(dataset: Dataset, amendments: int, districts: int, repeat: int, progress: Progress) -> Amended:
    """Amend the contract of a district, measure its text in force, and the overview of many such districts."""
    with progress.step(f"Signing {amendments} amendments"):
        for number in range(amendments):
            _amend(dataset, number)
            progress.tick()
    settle()
    address = reverse("reading_text", args=[dataset.agreement.pk])
    text = Page("text in force", "coordinator", address)
    with progress.step(f"{amendments:>9,}  {text.name} ({text.reader})"):
        page = measure(text, dataset.readers[text.reader], repeat, progress)
        composing = _composed(dataset, amendments, repeat, progress)
    with progress.step(f"Multiplying to {districts} districts"):
        copy_district(1, districts - 1, progress.tick)
        settle()
        for _ in store_summaries(timezone.now()):
            progress.tick()
    city = Page("overview", "coordinator", reverse("overview"))
    with progress.step(f"{districts:>9,}  {city.name} ({city.reader})"):
        overview = measure(city, dataset.readers[city.reader], repeat, progress)
    return Amended(
        amendments=amendments, agreements=districts, page=page, overview=overview, composing=composing
    )


def amended_table(found: Amended) -> str:
    """Return both pages, and the text alone."""
    lines = [f"{'amending':<42}{'amendments':>12}{'queries':>9}{'page ms':>9}{'floor ms':>9}{'ratio':>9}"]
    for name, number, one in (
        ("text in force (coordinator)", found.amendments, found.page),
        (
            f"overview, {found.agreements} agreements (coordinator)",
            found.amendments * found.agreements,
            found.overview,
        ),
    ):
        lines.append(
            f"{name:<42}{number:>12,}{one.queries:>9}{one.seconds * 1000:>9.0f}{one.floor_seconds * 1000:>9.1f}{one.ratio:>9.1f}"
        )
    alone = found.composing
    lines.append(
        f"text of {found.amendments} amendments, read and composed: {alone.seconds * 1000:.1f} ms; only read: "
        f"{alone.floor_seconds * 1000:.1f} ms"
    )
    return "\n".join(lines)


def _amend(dataset: Dataset, number: int) -> None:
    """Add a sentence to the Absatz of a number that the model text does not lock."""
    by, at = dataset.readers["coordinator"], timezone.now()
    draft = begin(Instrument.objects.get(pk=dataset.signed.instrument_id), by=by, at=at)
    free = Clause.objects.filter(section__instrument=draft, locked=False).order_by(
        "section__position", "position"
    )
    clause = free[number % len(free)]
    text = f"{clause.text} Näheres regelt Absprache Nummer {number}."
    edit_clause(draft, key=clause.key, text=text, revision=clause.revision, by=by, at=at)
    sign_amendment(freeze_amendment(draft, by=by, at=at), by=by, at=at)


def _composed(dataset: Dataset, amendments: int, repeat: int, progress: Progress) -> Printed:
    today = timezone.localdate()
    versions = Version.objects.filter(pk__in=dataset.agreement.instruments.values("frozen_version"))
    seconds, floor_seconds = in_turns(
        lambda: text_in_force(dataset.agreement, today),
        lambda: [version.read() for version in versions.all()],
        repeat,
        progress.tick,
    )
    size = sum(len(version.content) for version in versions)
    return Printed(
        name=f"text of {amendments} amendments", seconds=seconds, floor_seconds=floor_seconds, size=size
    )
