"""The table that the bench prints."""

from collections.abc import Iterable, Mapping, Sequence

from bench.measure import Measured
from bench.neighbours import Neighbour
from bench.pages import Page
from bench.printing import Printed
from bench.throughput import CLIENTS, WORKERS, Served

RATIO = 3.0  # of a page to its floor
PROCESSOR = 0.060  # seconds for a page
PER_SECOND = 60.0  # answers to whoever asks for one of the pages that everybody opens
EVERYDAY = {"my work", "what is due", "agreement, signed", "obligation list", "our obligations"}
PDF_RATIO = 1.25  # what PDF/A, PDF/UA, attachment and signature fields may cost

Results = dict[Page, dict[int, Measured]]


def page_table(results: Results, sizes: Sequence[int]) -> str:
    """Return pages by lines, and every measure at each number of districts side by side."""
    groups = ("queries", "page ms", "floor ms", "ratio", "cpu ms", "kB")
    width = 9 * len(sizes)
    head = f"{'':<42}" + "".join(f"{group:>{width}}" for group in groups)
    sizes_head = f"{'page':<28}{'reader':<14}" + "".join(f"{size:>9,}" for size in sizes) * len(groups)
    lines = [head, sizes_head, "-" * len(sizes_head)]
    for page, measured in results.items():
        cells = _cells([measured[size] for size in sizes])
        lines.append(f"{page.name:<28}{page.reader:<14}" + "".join(f"{cell:>9}" for cell in cells))
    return "\n".join(lines)


def served_table(loaded: Mapping[int, Iterable[Served]]) -> str:
    """Return one line for each page that many clients asked for at once, for each number of districts."""
    head = f"{f'{WORKERS} workers, {CLIENTS} clients':<28}{'reader':<16}{'per second':>12}{'p95 ms':>9}{'cpu ms':>9}"
    lines = [f"{head}{'districts':>12}"]
    for size, found in loaded.items():
        lines += [
            f"{one.page.name:<28}{one.page.reader:<16}{one.per_second:>12.1f}{one.p95 * 1000:>9.0f}"
            f"{one.processor * 1000:>9.1f}{size:>12,}"
            for one in found
        ]
    return "\n".join(lines)


def pdf_table(printed: Iterable[Printed]) -> str:
    """Return one line for each way to make a PDF."""
    lines = [f"{'':<28}{'ours ms':>9}{'floor ms':>9}{'ratio':>9}{'kB':>9}"]
    for one in printed:
        lines.append(
            f"{one.name:<28}{_ms(one.seconds):>9}{_ms(one.floor_seconds):>9}{one.ratio:>9.2f}{_kb(one.size):>9}"
        )
    return "\n".join(lines)


def neighbour_table(found: Iterable[Neighbour]) -> str:
    """Return one line for each other program, those that are not installed included."""
    lines = [f"{'same text, new process':<28}{'ms':>9}{'kB':>9}   PDF/A and PDF/UA"]
    for one in found:
        cost = f"{one.problem:>18}" if one.seconds is None else f"{_ms(one.seconds):>9}{_kb(one.size):>9}"
        lines.append(f"{one.name:<28}{cost}   {one.standards}")
    return "\n".join(lines)


def pdf_remarks(printed: Iterable[Printed]) -> list[str]:
    """Return which PDFs take longer than they may beside bare WeasyPrint."""
    return [
        f"above {PDF_RATIO} times bare WeasyPrint: {one.name}: {one.ratio:.2f}"
        for one in printed
        if one.ratio > PDF_RATIO
    ]


def remarks(results: Results, sizes: Sequence[int]) -> list[str]:
    """Return what should be looked at: queries that grow with the rows, and every page above what it may cost."""
    found = []
    for page, measured in results.items():
        queries = [measured[size].queries for size in sizes]
        if len(set(queries)) > 1:
            found.append(f"queries differ: {page.name} ({page.reader}): {' / '.join(map(str, queries))}")
        for size in sizes:
            one = measured[size]
            where = f"{page.name} ({page.reader}) at {size:,}"
            if one.processor > PROCESSOR:
                found.append(f"above {_ms(PROCESSOR)} ms of processor time: {where}: {_ms(one.processor)}")
            if one.ratio > RATIO:
                found.append(f"above {RATIO:g} times the floor: {where}: {one.ratio:.1f}")
    return found


def served_remarks(loaded: Mapping[int, Iterable[Served]]) -> list[str]:
    """Return which of the pages that everybody opens answer less often than they should."""
    return [
        f"less than {PER_SECOND:g} per second: {one.page.name} ({one.page.reader}) at {size:,}: {one.per_second:.1f}"
        for size, found in loaded.items()
        for one in found
        if one.page.name in EVERYDAY and one.per_second < PER_SECOND
    ]


def _cells(measured: Sequence[Measured]) -> list[str]:
    return [
        *(str(one.queries) for one in measured),
        *(_ms(one.seconds) for one in measured),
        *(_ms(one.floor_seconds) for one in measured),
        *(f"{one.ratio:.1f}" for one in measured),
        *(_ms(one.processor) for one in measured),
        *(_kb(one.size) for one in measured),
    ]


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f}"


def _kb(size: int) -> str:
    return f"{size / 1000:.1f}"
