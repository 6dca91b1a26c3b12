"""What the search costs at 10,000 agreements, beside its bare SQL: the same statements, sent by a view without any of the rest.

One district is indexed as the worker does it; bulk SQL repeats only what the search reads.
"""

import time
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlencode

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from agreements.models import Agreement, Instrument, SearchRow, SearchState, SearchWord
from agreements.search.indexing import count_words, index_agreement, rebuild
from bench.copies import copy_district, settle
from bench.measure import Measured, measure
from bench.pages import Page
from bench.progress import Progress
from bench.story import Dataset
from districts.models import District, Membership, User

READ = (District, User, Membership, Agreement, Instrument, SearchRow, SearchState)
QUERIES = {
    "rare word": "Beschäftigtenvertretung",
    "paper": "IX-0815",
    "§ 6 Abs. 2": "§ 6 Abs. 2",
    "prefix": "Verein",
    "word": "Freistellung",
    "common word": "Bezirk",
    "two common words": "Bezirk Kinder",
    "misspelt": "Freistelulng",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """What was measured; times are in seconds."""

    agreements: int
    rows: int
    words: int
    pages: dict[tuple[str, str], Measured]
    indexing_one: float
    counting: float


def searched(dataset: Dataset, agreements: int, repeat: int, progress: Progress) -> Searched:
    """Fill the index up to a number of agreements and measure the page of the results."""
    with progress.step("Indexing one district"):
        for _ in rebuild(at=timezone.now()):
            progress.tick()
    districts = agreements // Agreement.objects.count()
    with progress.step(f"Multiplying to {agreements:,} agreements"):
        copy_district(1, districts - 1, progress.tick, only=READ)
    with progress.step("Letting the database look at its rows"):
        settle()
    began = time.perf_counter()
    with progress.step("Counting words"):
        count_words()
    counting = time.perf_counter() - began
    found = {}
    for reader in ("coordinator", "district staff"):
        for name, words in QUERIES.items():
            page = Page(name, reader, f"{reverse('search')}?{urlencode({'q': words})}")
            with progress.step(f"{agreements:>9,}  {name} ({reader})"):
                found[name, reader] = measure(page, dataset.readers[reader], repeat, progress)
    return Searched(
        agreements=Agreement.objects.count(),
        rows=SearchRow.objects.count(),
        words=SearchWord.objects.count(),
        pages=found,
        indexing_one=median(_indexing(dataset) for _ in range(repeat)),
        counting=counting,
    )


def _indexing(dataset: Dataset) -> float:
    """Return how long an agreement takes of which every entry is new; it is taken back."""
    with transaction.atomic():
        SearchState.objects.filter(agreement=dataset.agreement).update(rules=0)
        began = time.perf_counter()
        index_agreement(dataset.agreement.pk, at=timezone.now())
        seconds = time.perf_counter() - began
        transaction.set_rollback(True)
    return seconds


def searched_table(found: Searched) -> str:
    """Return a line for each query and reader."""
    lines = [
        f"search: {found.agreements:,} agreements, {found.rows:,} entries, {found.words:,} words",
        f"{'query':<42}{'queries':>9}{'page ms':>9}{'floor ms':>9}{'ratio':>9}",
    ]
    lines += [
        f"{f'{name} ({reader})':<42}{one.queries:>9}{one.seconds * 1000:>9.0f}{one.floor_seconds * 1000:>9.1f}{one.ratio:>9.1f}"
        for (name, reader), one in found.pages.items()
    ]
    lines.append(
        f"one agreement indexed anew: {found.indexing_one * 1000:.0f} ms; all words counted: {found.counting:.1f} s"
    )
    return "\n".join(lines)
