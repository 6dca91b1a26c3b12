"""Hostile uploads: each is refused with a sentence, in bounded time and memory.

Those that are out to exhaust the machine go to the process that examines apart; the others need not pay for it.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from agreements.signing.certificates.examination.certificates import read_lists
from agreements.signing.certificates.examination.examine import examine
from agreements.signing.certificates.examination.result import ExaminationResult
from agreements.signing.certificates.examination.sandbox import TOO_MUCH, Request, examine_apart
from agreements.signing.certificates.examination.wording import BROKEN, TOO_OFTEN
from tests.signing.attacks import ATTACKS, other_metadata
from tests.signing.hostile import HOSTILE, MIB, many_revisions
from tests.signing.pki import Pki
from tests.signing.signer import sign
from tests.signing.tampering import FIELD

UPLOADS = {**HOSTILE, **ATTACKS}
# what loops, nests or unpacks without end; the others are judged by the same code in this process
EXHAUSTING = {
    "a table that leads to itself",
    "three thousand revisions",
    "arrays in arrays",
    "dictionaries in dictionaries",
    "a page tree that bites its tail",
    "a billion pages",
    "a hundred thousand kids",
    "a form that contains itself",
    "a bomb",
}
BOUND = 40  # seconds, on a machine that does other things too; a good file takes one or two


@pytest.fixture(scope="session")
def signed(issued: bytes, pki: Pki) -> bytes:
    """A file that counts, from which the hostile ones are made."""
    return sign(issued, FIELD, pki.people["rosa"], stamped_by=pki)


@pytest.fixture
def apart(issued: bytes, anchors: Path, tmp_path: Path) -> Callable[..., ExaminationResult]:
    """Examine in a process of its own."""

    def run(uploaded: bytes, base: bytes = issued, **how: float) -> ExaminationResult:
        for name, data in (("issued", base), ("uploaded", uploaded)):
            (tmp_path / name).write_bytes(data)
        request = Request(
            base=str(tmp_path / "issued"),
            uploaded=str(tmp_path / "uploaded"),
            moment=datetime.now(UTC),
            anchors=str(anchors),
        )
        return examine_apart(request, **how)

    return run


def test_the_file_that_they_are_made_from_counts(signed, apart):
    verdict = apart(signed)
    assert verdict.problems == ()
    assert [found.subject for found in verdict.new] == ["Rosa Rathaus"]


def test_there_are_two_hundred_of_them():
    assert len(UPLOADS) == len(HOSTILE) + len(ATTACKS) >= 200
    assert set(HOSTILE) >= EXHAUSTING


@pytest.mark.parametrize("name", UPLOADS)
def test_a_hostile_file_is_refused_with_a_sentence(name, issued, signed, pki, anchors, apart):
    uploaded = UPLOADS[name](issued, signed, pki)
    started = time.monotonic()
    if name in EXHAUSTING:
        verdict = apart(uploaded)
    else:
        verdict = examine(issued, uploaded, read_lists(anchors), datetime.now(UTC))
    assert time.monotonic() - started < BOUND
    assert not verdict.accepted
    assert all(problem.endswith((".", ").")) and problem[0].isupper() for problem in verdict.problems)


def test_three_hundred_megabytes_are_refused_within_the_same_bounds(issued, anchors, tmp_path):
    (tmp_path / "issued").write_bytes(issued)
    with (tmp_path / "uploaded").open("wb") as file:  # with a hole, so that it costs no disk
        file.write(issued)
        file.truncate(300 * MIB)
    started = time.monotonic()
    request = Request(
        base=str(tmp_path / "issued"),
        uploaded=str(tmp_path / "uploaded"),
        moment=datetime.now(UTC),
        anchors=str(anchors),
    )
    assert examine_apart(request).problems == (BROKEN,)
    assert time.monotonic() - started < BOUND


def test_a_program_that_drops_the_claim_of_a_standard_is_told_and_counts(issued, signed, anchors):
    changed = other_metadata(signed, lambda said: said.replace(b"pdfuaid:part=", b"pdfuaid:rest="))
    verdict = examine(issued, changed, read_lists(anchors), datetime.now(UTC))
    assert verdict.problems == ()
    assert [note for note in verdict.notes if "PDF/UA entspricht" in note]


def test_a_file_that_takes_too_long_is_given_up(signed, apart):
    assert apart(signed, seconds=0.05).problems == (TOO_MUCH,)


def test_a_file_that_keeps_the_processor_busy_is_ended_by_the_system(issued, signed, pki, apart):
    """What lies in our own file is not counted, so that this one gets as far as being compared."""
    long = many_revisions(issued, signed, pki)
    uploaded = many_revisions(long, signed, pki, number=50)
    assert apart(uploaded, base=long, cpu_seconds=1).problems == (TOO_MUCH,)


@pytest.mark.parametrize(("number", "refused"), [(100, False), (101, True)])
def test_only_a_file_that_goes_on_more_than_a_hundred_times_is_refused_for_that(
    number, refused, issued, signed, pki, anchors
):
    uploaded = many_revisions(issued, signed, pki, number=number)
    verdict = examine(issued, uploaded, read_lists(anchors), datetime.now(UTC))
    assert (verdict.problems == (TOO_OFTEN,)) == refused
