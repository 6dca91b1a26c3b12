"""Hostile uploads: each is refused with a sentence, in bounded time and memory.

Those that are out to exhaust the machine go to the process that examines apart; the others need not pay for it.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from agreements.signing.checking.certificates import read_lists
from agreements.signing.checking.examine import examine
from agreements.signing.checking.sandbox import TOO_MUCH, Request, examine_apart
from agreements.signing.checking.verdict import Verdict
from tests.signing.hostile import HOSTILE, TABLES
from tests.signing.pki import Pki
from tests.signing.signer import sign
from tests.signing.tampering import FIELD

BOUND = 40  # seconds, on a machine that does other things too; a good file takes one or two


@pytest.fixture(scope="session")
def signed(issued: bytes, pki: Pki) -> bytes:
    """A file that counts, from which the hostile ones are made."""
    return sign(issued, FIELD, pki.people["rosa"], stamped_by=pki)


@pytest.fixture
def apart(issued: bytes, anchors: Path, tmp_path: Path) -> Callable[..., Verdict]:
    """Examine in a process of its own."""

    def run(uploaded: bytes, **how: float) -> Verdict:
        for name, data in (("issued", issued), ("uploaded", uploaded)):
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


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(name, issued, signed, pki, anchors, apart):
    uploaded = HOSTILE[name](issued, signed, pki)
    started = time.monotonic()
    if name in TABLES:
        verdict = apart(uploaded)
    else:
        verdict = examine(issued, uploaded, read_lists(anchors), datetime.now(UTC))
    assert time.monotonic() - started < BOUND
    assert not verdict.accepted
    assert all(problem.endswith((".", ").")) and problem[0].isupper() for problem in verdict.problems)


def test_a_file_that_takes_too_long_is_given_up(signed, apart):
    assert apart(signed, seconds=0.05).problems == (TOO_MUCH,)
