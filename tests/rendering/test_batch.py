"""Rendering every stored Zeichnungsfassung again, in two processes: same content, same bytes."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from agreements.choices import EditionKind
from agreements.files.folder import path_of
from agreements.management.commands import verify_execution_versions as command
from agreements.models import Edition
from agreements.rendering.batch import RenderJob, render_all
from tests import factories
from tests.rendering.sample import short_content
from tests.scenario import Scenario

SAMPLE = short_content().canonical().decode()
JOB = RenderJob(key=1, content=SAMPLE, moment=factories.FROZEN_AT)


def run(*arguments: str) -> tuple[str, str, str]:
    """Return output, progress and error of the command."""
    out, progress = StringIO(), StringIO()
    try:
        call_command("verify_execution_versions", *arguments, stdout=out, stderr=progress)
    except CommandError as error:
        return out.getvalue(), progress.getvalue(), str(error)
    return out.getvalue(), progress.getvalue(), ""


def executions() -> Iterator[Edition]:
    yield from Edition.objects.filter(kind=EditionKind.EXECUTION).order_by("pk")


def test_all_are_intact_and_identical_in_two_processes(scenario: Scenario) -> None:
    total = len(list(executions()))
    assert total > 1
    out, progress, error = run()
    assert (error, progress.splitlines()) == ("", [f"{number} von {total}" for number in range(1, total + 1)])
    assert out.startswith(f"Zeichnungsfassungen: {total}, alle unversehrt und Byte für Byte gleich")


@pytest.mark.kills
def test_each_fault_is_reported_and_the_rest_continues(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged, _ = executions()
    path = path_of(damaged.file_id)
    data = path.read_bytes()
    monkeypatch.setenv("MITWIRKUNG_PUBLIC_URL", "https://anders.example")  # printed on the first page
    path.write_bytes(data[:-1])
    try:
        out, _, error = run("--processes", "1")
    finally:
        path.write_bytes(data)
    lines = out.splitlines()
    assert [line.split(": ", 1)[1] for line in lines] == [command.DAMAGED, command.OTHER_BYTES]
    assert all(", Fassung 1: " in line for line in lines)
    assert error == "Zeichnungsfassungen: 2, davon nicht in Ordnung: 2."


@pytest.mark.django_db
def test_no_agreements_are_no_fault() -> None:
    out, progress, error = run()
    assert (progress, error) == ("", "")
    assert out.startswith("Zeichnungsfassungen: 0")
    assert run("--processes", "0")[2] == "--processes braucht mindestens 1."


def test_a_content_that_cannot_be_rendered_yields_its_problem() -> None:
    jobs = [
        JOB,
        RenderJob(key=2, content="{}", moment=factories.FROZEN_AT),
        RenderJob(key=3, content=SAMPLE.replace("Bezirk", "Bezirk 🦄"), moment=factories.FROZEN_AT),
        RenderJob(key=4, content=SAMPLE, moment=factories.FROZEN_AT),
    ]
    made = {one.key: one for one in render_all(iter(jobs), processes=1)}
    assert made[1].sha256 == made[4].sha256 != ""
    assert made[2].problem.startswith("ValidationError")
    assert "U+1F984" in made[3].problem
    assert (made[2].sha256, made[3].sha256) == ("", "")
