"""The whole bench, from an empty database to the printed table."""

import os
import platform
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any

import django
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from agreements.documents import editions
from agreements.files import store
from agreements.models import Agreement, Clause, Event, Obligation, Report
from agreements.tracking.overview.cached_summary import store_summaries
from bench import printing, proving
from bench.amending import amended, amended_table
from bench.batch import batch
from bench.comparing import compared
from bench.copies import WITH_TWO_DIGITS, copy_district, settle
from bench.discrepancies import checked
from bench.importing import recognised
from bench.load import load_table, loaded
from bench.measure import measure, peak_memory
from bench.neighbours import neighbours
from bench.pages import pages
from bench.printing import Printed
from bench.progress import Progress
from bench.reminding import reminded, reminded_table
from bench.saving import measure_save, save_page
from bench.searching import searched, searched_table
from bench.story import Dataset, build_story
from bench.table import (
    Results,
    neighbour_table,
    page_table,
    pdf_remarks,
    pdf_table,
    remarks,
    served_remarks,
    served_table,
)
from bench.tables import read_in
from bench.throughput import Served, served
from bench.tracking import tracked, tracked_table
from districts.models import District
from mitwirkung.environment_errors import SetupError

SIZES = (12, 1_200)
REPEAT = 30
REPEAT_WARM = 7
REPEAT_COLD = 3
BATCH = 100
ROWS = 10_000  # of a table that is read in
TRACKED = 200  # districts, each with 5,000 occurrences
AMENDMENTS = 20
LOAD_SECONDS = 300
SEARCHED = 10_000  # agreements
AMENDED = 200  # districts, each with as many amendments
COUNTED: tuple[Any, ...] = (District, Agreement, Clause, Obligation, Report, Event)


def run(only: str = "") -> None:
    """Build, measure, print: every part, or only that of a name. Each database is dropped whatever happens."""
    if settings.PRODUCTION:
        raise SetupError("The bench measures without a server: unset MITWIRKUNG_PRODUCTION to run it.")
    progress = Progress()
    found = [_environment()]
    for measured in [PARTS[only]] if only else [_everyday, _tracking, _reminders, _amending, _search]:
        with TemporaryDirectory() as files, override_settings(FILES_ROOT=files), _database(progress):
            with progress.step("Building one district"):
                dataset = build_story()
            found += ["", measured(dataset, progress)]
    print("\n".join(found))


def _everyday(dataset: Dataset, progress: Progress) -> str:
    """Measure pages at both sizes, files, and what is compared and read in."""
    editions.reading_edition(dataset.signed)
    results: Results = {}
    loaded: dict[int, list[Served]] = {}
    sizes = []
    for size in SIZES:
        sizes.append(measure_size(dataset, size, results, REPEAT, progress))
        loaded[size] = served(pages(dataset), dataset, progress)
    with progress.step("PDF, warm"):
        warm = printing.warm(dataset.content, REPEAT_WARM, progress)
    with progress.step("PDF, cold"):
        cold = printing.cold(dataset.content, REPEAT_COLD, progress)
    with progress.step(f"PDF, {BATCH} on two processes"):
        many = batch(dataset.content, BATCH, progress)
    with progress.step("Other programs"):
        others = neighbours(dataset.content, REPEAT_COLD, progress)
    with progress.step("Comparison of two texts"):
        comparisons = compared(REPEAT, progress)
    with progress.step("Recognising a pasted text"):
        comparisons.append(recognised(REPEAT, progress))
        comparisons.append(checked(REPEAT, progress))
    with progress.step("A table that is read in"):
        comparisons.append(read_in(dataset.readers["coordinator"], ROWS, progress))
    with progress.step("Seal, validation, bundle"):
        proofs = _proofs(dataset, progress)
    lines = [*sizes, *_notes(SIZES), "", page_table(results, SIZES), "", served_table(loaded), ""]
    lines += [pdf_table([cold, warm, many, *proofs, *comparisons]), "", neighbour_table(others), ""]
    return "\n".join([*lines, *pdf_remarks([warm, many]), *remarks(results, SIZES), *served_remarks(loaded)])


def _table(dataset: Dataset, progress: Progress) -> str:
    """Read a table into one district, and say how much memory it takes."""
    before = peak_memory()
    with progress.step("A table that is read in"):
        table = read_in(dataset.readers["coordinator"], ROWS, progress)
    memory = f"memory: at most {peak_memory():.0f} MB, {before:.0f} MB of it before the table"
    return f"{pdf_table([table])}\n{memory}"


def _tracking(dataset: Dataset, progress: Progress) -> str:
    return tracked_table(tracked(dataset, TRACKED, REPEAT, progress))


def _reminders(dataset: Dataset, progress: Progress) -> str:
    return reminded_table(reminded(dataset, progress))


def _load(dataset: Dataset, progress: Progress) -> str:
    """Let 50 people work behind nginx at both sizes, for SECONDS each."""
    seconds = float(os.environ.get("SECONDS") or LOAD_SECONDS)
    runs = []
    for size in SIZES:
        grow_to(size, progress)
        with progress.step(f"{size:>6,}  50 people for {seconds:.0f} seconds"):
            runs.append(loaded(dataset, size, seconds, progress))
    return load_table(runs)


def _amending(dataset: Dataset, progress: Progress) -> str:
    return amended_table(amended(dataset, AMENDMENTS, AMENDED, REPEAT, progress))


def _search(dataset: Dataset, progress: Progress) -> str:
    return searched_table(searched(dataset, SEARCHED, REPEAT, progress))


PARTS = {
    "everyday": _everyday,
    "tracking": _tracking,
    "reminders": _reminders,
    "amending": _amending,
    "search": _search,
    "table": _table,
    "load": _load,
}


def _proofs(dataset: Dataset, progress: Progress) -> list[Printed]:
    issued = store.read(editions.execution_edition(dataset.signed).file)
    return [
        *proving.sealed(issued, REPEAT_WARM, progress),
        proving.examined(issued, REPEAT_WARM, progress),
        proving.bundled(dataset.agreement, REPEAT_WARM, progress),
    ]


def measure_size(dataset: Dataset, size: int, results: Results, repeat: int, progress: Progress) -> str:
    """Fill the database up to a number of districts and measure every page; return what it holds."""
    grow_to(size, progress)
    for page in pages(dataset):
        with progress.step(f"{size:>6,}  {page.name} ({page.reader})"):
            measured = measure(page, dataset.readers[page.reader], repeat, progress)
        results.setdefault(page, {})[size] = measured
    page = save_page(dataset)
    with progress.step(f"{size:>6,}  {page.name} ({page.reader})"):
        results.setdefault(page, {})[size] = measure_save(dataset, repeat, progress)
    return ", ".join(f"{model._default_manager.count():,} {model._meta.model_name}s" for model in COUNTED)


def grow_to(size: int, progress: Progress) -> None:
    """Fill the database up to a number of districts."""
    with progress.step(f"Multiplying to {size:,} districts"):
        copy_district(District.objects.count(), size - 1, progress.tick)
    with progress.step("Letting the database look at its rows"):
        settle()
    with progress.step("Storing summaries, as the worker does"):
        for _ in store_summaries(timezone.now()):
            progress.tick()


@contextmanager
def _database(progress: Progress) -> Iterator[None]:
    """Work in a database of our own beside the configured one."""
    connection.ensure_connection()  # a server that does not answer speaks here
    before = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"{before}_bench"
    with progress.step("Making a database of its own"):
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


def _environment() -> str:
    server = connection.cursor().connection.info.server_version
    return (
        f"Python {platform.python_version()}, Django {django.__version__}, PostgreSQL {server // 10_000}."
        f"{server % 10_000}, {os.cpu_count()} cores; medians of {REPEAT} (PDF: {REPEAT_WARM} warm, {REPEAT_COLD} cold)"
    )


def _notes(sizes: Sequence[int]) -> list[str]:
    if max(sizes) <= WITH_TWO_DIGITS:
        return []
    return [
        "The copies of the district are made by bulk SQL past the triggers; above 99 districts the bench's own",
        "database lets district numbers be longer than the two digits that the schema allows.",
    ]
