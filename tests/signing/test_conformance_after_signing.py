"""A file stays PDF/A-3a and PDF/UA-1 after each signature made into our fields, and another program agrees on it."""

import subprocess
from pathlib import Path

import pytest

from tests.rendering.verapdf import verdicts
from tests.signing.pki import Pki, revocation_list
from tests.signing.signer import sign
from tests.signing.tampering import FIELD, OTHER_FIELD, annotate, updated

# the signing library leaves the stamp's font file to the garbage collector
pytestmark = [
    pytest.mark.conformance,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def stages(issued: bytes, pki: Pki, tmp_path: Path) -> list[Path]:
    """The file as issued, after the first, the second signature and a seal, each with a stamp on the page."""
    lists = {
        "lists": tuple(map(revocation_list, (pki.qualified, pki.times, pki.seals))),
        "trusted": (pki.qualified, pki.times, pki.seals),
    }
    one = sign(issued, FIELD, pki.people["rosa"], stamped_by=pki, visible=True, **lists)
    two = sign(one, OTHER_FIELD, pki.people["viktor"], stamped_by=pki, visible=True, **lists)
    sealed = sign(two, "siegel", pki.people["seal"], stamped_by=pki, **lists)
    made = []
    for number, data in enumerate((issued, one, two, sealed)):
        made.append(tmp_path / f"{number}.pdf")
        made[-1].write_bytes(data)
    return made


def pdfsig(path: Path) -> list[str]:
    """Return what poppler says of each signature."""
    run = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False)
    return [line.split(": ")[1] for line in run.stdout.splitlines() if "Signature Validation" in line]


def test_it_conforms_at_every_stage(stages: list[Path]) -> None:
    lines = verdicts(stages)
    assert [line.split()[:2] for line in lines] == [["PASS", "3a"]] * 4 + [["PASS", "ua1"]] * 4, "\n".join(
        lines
    )


def test_poppler_agrees_on_every_stage(stages: list[Path]) -> None:
    for count, path in enumerate(stages):
        assert pdfsig(path) == ["Signature is Valid."] * count


def test_poppler_alone_would_not_notice_a_change(stages: list[Path], tmp_path: Path) -> None:
    """Why the examination does not rest on it."""
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(updated(stages[1].read_bytes(), annotate))
    assert pdfsig(changed) == ["Signature is Valid."]
