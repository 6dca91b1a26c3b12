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
from agreements.signing.certificates.examination.sandbox import TOO_MUCH, Request, examine_in_subprocess
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
    """A valid signed file, from which the hostile ones are built."""
    return sign(issued, FIELD, pki.people["rosa"], stamped_by=pki)


@pytest.fixture
def examine_file(issued: bytes, anchors: Path, tmp_path: Path) -> Callable[..., ExaminationResult]:
    """Examine in a subprocess."""

    def run(uploaded: bytes, base: bytes = issued, **limits: float) -> ExaminationResult:
        for name, data in (("issued", base), ("uploaded", uploaded)):
            (tmp_path / name).write_bytes(data)
        request = Request(
            base=str(tmp_path / "issued"),
            uploaded=str(tmp_path / "uploaded"),
            moment=datetime.now(UTC),
            anchors=str(anchors),
        )
        return examine_in_subprocess(request, **limits)

    return run


@pytest.mark.kills
def test_the_original_of_the_hostile_files_is_accepted(signed, examine_file):
    verdict = examine_file(signed)
    assert verdict.problems == ()
    assert [found.subject for found in verdict.new] == ["Rosa Rathaus"]


def test_there_are_two_hundred_hostile_files():
    assert len(UPLOADS) == len(HOSTILE) + len(ATTACKS) >= 200
    assert set(HOSTILE) >= EXHAUSTING


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.kills] * (name in EXHAUSTING)) for name in UPLOADS]
)
def test_a_hostile_file_is_refused(name, issued, signed, pki, anchors, examine_file):
    uploaded = UPLOADS[name](issued, signed, pki)
    started = time.monotonic()
    if name in EXHAUSTING:
        verdict = examine_file(uploaded)
    else:
        verdict = examine(issued, uploaded, read_lists(anchors), datetime.now(UTC))
    assert time.monotonic() - started < BOUND
    assert not verdict.accepted
    assert all(problem.endswith((".", ").")) and problem[0].isupper() for problem in verdict.problems)


@pytest.mark.kills
def test_three_hundred_megabytes_are_refused_within_the_limits(issued, anchors, tmp_path):
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
    assert examine_in_subprocess(request).problems == (BROKEN,)
    assert time.monotonic() - started < BOUND


def test_a_dropped_claim_of_a_standard_is_accepted_with_a_note(issued, signed, anchors):
    changed = other_metadata(signed, lambda xmp: xmp.replace(b"pdfuaid:part=", b"pdfuaid:rest="))
    verdict = examine(issued, changed, read_lists(anchors), datetime.now(UTC))
    assert verdict.problems == ()
    assert [note for note in verdict.notes if "PDF/UA entspricht" in note]


@pytest.mark.kills
def test_a_timeout_refuses_the_file(signed, examine_file):
    assert examine_file(signed, seconds=0.05).problems == (TOO_MUCH,)


@pytest.mark.kills
def test_the_cpu_limit_refuses_the_file(issued, signed, pki, examine_file):
    """Revisions of the issued file are not counted, so that this file reaches the comparison."""
    long = many_revisions(issued, signed, pki)
    uploaded = many_revisions(long, signed, pki, number=50)
    assert examine_file(uploaded, base=long, cpu_seconds=1).problems == (TOO_MUCH,)


@pytest.mark.parametrize(("number", "refused"), [(100, False), (101, True)])
def test_more_than_a_hundred_revisions_are_refused(number, refused, issued, signed, pki, anchors):
    uploaded = many_revisions(issued, signed, pki, number=number)
    verdict = examine(issued, uploaded, read_lists(anchors), datetime.now(UTC))
    assert (verdict.problems == (TOO_OFTEN,)) == refused
