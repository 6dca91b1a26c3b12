"""A file stays PDF/A-3a and PDF/UA-1 after each signature; poppler accepts the signatures."""

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
    """The issued file, and after two signatures and a seal, each with a visible stamp."""
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
    """Return the result of poppler for each signature."""
    run = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False)
    return [line.split(": ")[1] for line in run.stdout.splitlines() if "Signature Validation" in line]


def test_the_file_conforms_after_each_signature(stages: list[Path]) -> None:
    lines = verdicts(stages)
    assert [line.split()[:2] for line in lines] == [["PASS", "3a"]] * 4 + [["PASS", "ua1"]] * 4, "\n".join(
        lines
    )


def test_poppler_accepts_each_signature(stages: list[Path]) -> None:
    for count, path in enumerate(stages):
        assert pdfsig(path) == ["Signature is Valid."] * count


def test_poppler_does_not_detect_a_later_change(stages: list[Path], tmp_path: Path) -> None:
    """So the examination cannot rely on it."""
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(updated(stages[1].read_bytes(), annotate))
    assert pdfsig(changed) == ["Signature is Valid."]
