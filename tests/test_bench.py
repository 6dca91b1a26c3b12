"""The bench's machinery works, at small size."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import override_settings
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from agreements.choices import Status
from agreements.documents import editions
from agreements.files import store
from agreements.models import Agreement, Clause, Event, Instrument, ObligationTerms, Reminder, Version
from bench.amending import amended, amended_table
from bench.batch import batch
from bench.comparing import compared
from bench.copies import STRIDE, WITH_TWO_DIGITS, copy_district
from bench.discrepancies import checked
from bench.importing import recognised
from bench.measure import BrokenPageError, Measured, measure
from bench.neighbours import as_typst, neighbours
from bench.pages import Page, pages
from bench.printing import Printed
from bench.progress import Progress
from bench.proving import bundled, examined, sealed
from bench.reminding import reminded, reminded_table
from bench.saving import measure_save, save_page
from bench.searching import searched, searched_table
from bench.story import Dataset, build_story
from bench.table import neighbour_table, page_table, pdf_remarks, remarks, served_remarks
from bench.tables import read_in
from bench.throughput import Served
from bench.tracking import tracked, tracked_table
from districts.models import District, Membership
from tests.rendering.sample import short_content

QUIET = Progress(quiet=True)


@pytest.fixture(scope="module")
def built(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Dataset]:
    """One district, filled; built once for this file, because rendering its PDFs takes seconds."""
    files = tmp_path_factory.mktemp("files")
    unblocked = django_db_blocker.unblock()
    with unblocked, override_settings(FILES_ROOT=files), transaction.atomic():
        yield build_story()
        transaction.set_rollback(True)


@pytest.fixture
def dataset(built: Dataset, db: None) -> Dataset:
    """The filled district, as fresh for each test."""
    return built


def test_the_copies_stand_on_their_own_and_every_page_shows_the_same_queries(dataset: Dataset) -> None:
    [page] = [
        page for page in pages(dataset) if (page.name, page.reader) == ("agreement list", "coordinator")
    ]
    alone = measure(page, dataset.readers["coordinator"], 2, QUIET)
    copy_district(1, 2)
    three = measure(page, dataset.readers["coordinator"], 2, QUIET)

    assert District.objects.count() == 3
    assert Agreement.objects.count() == 6
    copy = Instrument.objects.get(pk=dataset.signed.instrument_id + 2 * STRIDE)
    assert copy.agreement.district.number == "05"
    assert copy.agreement.reference == "MW-05-01"
    assert copy.frozen_version == Version.objects.get(instrument=copy, number=dataset.signed.number)
    terms = ObligationTerms.objects.filter(instrument=copy)
    assert {row.clause.section.instrument for row in terms if row.clause} == {copy}
    assert {row.obligation.agreement for row in terms} == {copy.agreement}
    assert Membership.objects.get(district=copy.agreement.district).user.username == "bogdan-2"

    assert alone.queries == three.queries > 0
    assert three.size > alone.size
    assert three.floor_seconds > 0
    printed = page_table({page: {1: alone, 3: three}}, (1, 3))
    assert f"{three.ratio:.1f}" in printed.splitlines()[-1]


def test_beyond_99_districts_the_numbers_become_longer(dataset: Dataset) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # the story's rows are not committed

    copy_district(WITH_TWO_DIGITS, WITH_TWO_DIGITS + 1)

    assert sorted(District.objects.values_list("number", flat=True)) == ["03", "100", "101"]


def test_a_page_that_refuses_is_not_measured(dataset: Dataset) -> None:
    page = Page("editor", "admin", reverse("draft_edit", args=[dataset.draft.pk]))
    with pytest.raises(BrokenPageError, match="403"):
        measure(page, dataset.readers["admin"], 1, QUIET)


def test_a_save_is_measured_with_its_floor_and_leaves_no_trace(dataset: Dataset) -> None:
    before = list(Clause.objects.values_list("pk", "text", "revision")), Event.objects.count()
    alone = measure_save(dataset, 2, QUIET)
    copy_district(1, 2)
    three = measure_save(dataset, 2, QUIET)

    assert alone.queries == three.queries > 5
    assert min(alone.seconds, alone.floor_seconds) > 0
    assert save_page(dataset).reader == "coordinator"
    rows = Clause.objects.filter(pk__lt=STRIDE), Event.objects.filter(pk__lt=STRIDE)
    assert (list(rows[0].values_list("pk", "text", "revision")), rows[1].count()) == before


def test_a_save_that_is_refused_is_not_measured(dataset: Dataset) -> None:
    Clause.objects.filter(section__instrument=dataset.draft, locked=False).update(
        text="⟦gespeichert: a⟧ ⟦Ihr Text: b⟧"
    )
    with pytest.raises(BrokenPageError, match="409"):
        measure_save(dataset, 1, QUIET)


def test_the_comparison_is_measured_with_its_floor() -> None:
    found, shown = compared(2, QUIET)

    assert found.size == shown.size > 100_000
    assert min(shown.seconds, found.seconds, found.floor_seconds) > 0


def test_recognising_a_pasted_text_is_measured_with_its_floor() -> None:
    found = recognised(2, QUIET)

    assert found.size > 20_000
    assert min(found.seconds, found.floor_seconds) > 0


def test_the_checks_before_freezing_are_measured_with_their_floor() -> None:
    found = checked(2, QUIET)

    assert found.size > 9_000
    assert min(found.seconds, found.floor_seconds) > 0


def test_a_table_is_read_in_and_taken_back(dataset: Dataset) -> None:
    before = dataset.draft.signatories.count()
    found = read_in(dataset.readers["coordinator"], 20, QUIET)

    assert min(found.seconds, found.floor_seconds) > 0
    assert dataset.draft.signatories.count() == before


def test_seal_examination_and_bundle_are_measured_only_if_they_hold(dataset: Dataset) -> None:
    issued = store.read(editions.execution_edition(dataset.signed).file)

    rows = [*sealed(issued, 1, QUIET), examined(issued, 1, QUIET), bundled(dataset.agreement, 1, QUIET)]

    assert [row.name for row in rows] == ["seal B-T", "seal B-LT", "validation, 3 signatures", "bundle"]
    assert min(min(row.seconds, row.floor_seconds, row.size) for row in rows) > 0


@pytest.mark.kills
def test_a_batch_is_measured_on_two_processes_with_its_floor() -> None:
    made = batch(short_content(), 2, QUIET)

    assert made.name == "PDF, 2 on 2 processes"
    assert min(made.seconds, made.floor_seconds) > 0
    assert made.size > 20_000


def test_other_programs_are_measured_where_they_are_and_named_where_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chromium, office = tmp_path / "chromium", tmp_path / "soffice"
    chromium.write_text(
        "#!/bin/sh\nfor a; do case $a in --print-to-pdf=*) printf %1000s > ${a#*=};; esac; done\n"
    )
    office.write_text("#!/bin/sh\nexit 3\n")
    for program in (chromium, office):
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")

    found = {one.name: one for one in neighbours(short_content(), 2, QUIET)}

    assert found["Chromium"].size == 1000
    assert (found["LibreOffice"].seconds, found["LibreOffice"].problem) == (
        None,
        "failed: CalledProcessError",
    )
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    absent = neighbours(short_content(), 1, QUIET)
    assert [one.problem for one in absent if one.name != "Typst"] == ["not installed"] * 2
    assert "LibreOffice                      not installed" in neighbour_table(absent)


def test_typst_gets_every_word() -> None:
    text = as_typst(short_content())
    for _, words in short_content().texts():
        for line in filter(None, words.splitlines()):
            assert line.replace('"', '\\"') in text


def test_a_pdf_far_above_bare_weasyprint_is_named() -> None:
    fine = Printed(name="fine", seconds=1.2, floor_seconds=1, size=1)
    slow = Printed(name="slow", seconds=1.5, floor_seconds=1, size=1)
    assert pdf_remarks([fine, slow]) == ["above 1.25 times bare WeasyPrint: slow: 1.50"]


def test_the_remarks_name_what_grows_and_what_is_slow() -> None:
    good = Measured(queries=5, seconds=0.030, floor_seconds=0.010, processor=0.060, size=1)
    slow = Measured(queries=9, seconds=0.900, floor_seconds=0.010, processor=0.100, size=1)
    results = {
        Page("fine", "admin", "/"): {12: good, 1200: good},
        Page("bad", "admin", "/"): {12: good, 1200: slow},
    }

    found = remarks(results, (12, 1200))

    assert found == [
        "queries differ: bad (admin): 5 / 9",
        "above 60.0 ms of processor time: bad (admin) at 1,200: 100.0",
        "above 3 times the floor: bad (admin) at 1,200: 90.0",
    ]


def test_the_remarks_name_everyday_pages_that_answer_too_seldom() -> None:
    seldom, often = (
        Served(page=Page("my work", "coordinator", "/"), per_second=number, p95=1, processor=0.05)
        for number in (59.0, 60.0)
    )
    assert served_remarks({12: [often], 1_200: [seldom]}) == [
        "less than 60 per second: my work (coordinator) at 1,200: 59.0"
    ]


def test_the_start_pages_are_measured_with_much_that_is_tracked(dataset: Dataset) -> None:
    found = tracked(dataset, 2, 1, QUIET, months=8)

    assert found.in_district == 30 * 9
    assert found.in_city == 2 * found.in_district
    assert found.district.queries > found.city.queries
    assert min(found.storing_all, found.storing_one, found.by_hand, found.city.floor_seconds) > 0
    assert "overview (coordinator)" in tracked_table(found)


def test_the_run_of_the_reminders_is_measured_over_many_due_days(dataset: Dataset) -> None:
    found = reminded(dataset, QUIET, due_days=20_000)

    lines = {name: number for name, number, _ in found.runs}
    assert lines["first run"] > lines["next working day"] > 0
    assert lines["the same day again"] == 0 < lines["14 days late"]
    assert "14 days late" in reminded_table(found)
    assert not Reminder.objects.exists()


def test_the_text_in_force_is_measured_with_amendments(dataset: Dataset) -> None:
    found = amended(dataset, 2, 2, 1, QUIET)

    assert Instrument.objects.filter(number__gt=0, status=Status.SIGNED).count() == 4
    assert min(found.page.floor_seconds, found.overview.floor_seconds, found.composing.floor_seconds) > 0
    assert found.page.size > found.composing.size > 10_000
    assert "text in force (coordinator)" in amended_table(found)


def test_the_search_is_measured_where_there_is_much_to_find(dataset: Dataset) -> None:
    found = searched(dataset, 4, 1, QUIET)

    assert found.agreements == 4
    assert found.rows > 400
    assert {reader for _, reader in found.pages} == {"coordinator", "district staff"}
    assert min(one.floor_seconds for one in found.pages.values()) > 0
    assert min(found.indexing_one, found.counting) > 0
    assert "two common words (coordinator)" in searched_table(found)
