"""PDF/A-3a and PDF/UA-1 hold as issued, after one, two and five signatures in our fields, and after the seal."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import page
import pikepdf
import pytest

from agreements.choices import SealLevel, Side
from agreements.rendering.pdf import PdfKind
from agreements.rendering.signature_fields import field_labels
from agreements.sealing.key_providers import key_provider
from agreements.sealing.seal import seal_pdf
from tests.rendering.printed import render
from tests.rendering.sample import short_content, signatory
from tests.rendering.verapdf import verdicts
from tests.sealing.association import SealSetup
from tests.signing.pki import Pki
from tests.signing.signer import sign

# the signing library leaves the stamp's font file to the garbage collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

PEOPLE = tuple(
    signatory(side, place, f"Person Nummer {place}", "Leitung")
    for side, place in (
        (Side.DISTRICT, 1),
        (Side.DISTRICT, 2),
        (Side.DISTRICT, 3),
        (Side.ASSOCIATION, 1),
        (Side.ASSOCIATION, 2),
    )
)
# The everyday gate takes every signature for the last one, and cannot read the table of a stamp's font; veraPDF can.
FALSE_ALARMS = {
    "PDFA3A-SIGNATURE-BYTERANGE-001",
    "PDFA3A-UNICODE-MAPPING-001",
    "PDFUA1-FONT-UNICODE-MAPPING-001",
}
# It takes the last byte of such a stream for the end of the line before „endstream“.
LENGTH = "PDFA3A-STREAM-LENGTH-001"


@dataclass(frozen=True, slots=True)
class Scenario:
    """A file; `signatures` counts signatures by other programs."""

    name: str
    pdf: bytes
    signatures: int = 0


@pytest.fixture(scope="module")
def stages(seal_setup: SealSetup, listed: SealSetup, pki: Pki) -> list[Scenario]:
    """Yield the states of one file with five signatories, and of the Lesefassung."""
    content = short_content(signatories=PEOPLE)
    signed = [render(content)]
    for place, field in enumerate(field_labels(content)):
        who = pki.people[f"person{place}"]
        signed.append(sign(signed[-1], field, who, stamped_by=pki, visible=True, keeps_metadata=True))
    assert len(signed) == len(PEOPLE) + 1
    reading = render(content, PdfKind.READING)
    with listed.running():
        full = [seal_pdf(pdf, key_provider(), reason="Original") for pdf in (signed[2], signed[5], reading)]
    with seal_setup.running():
        short = [seal_pdf(pdf, key_provider(), reason="Original") for pdf in (signed[5], reading)]
    assert [sealed.level for sealed in (*full, *short)] == [SealLevel.B_LT] * 3 + [SealLevel.B_T] * 2
    return [
        *(Scenario(f"signed-{count}", signed[count], count) for count in (0, 1, 2, 5)),
        Scenario("signed-2-blt", full[0].pdf, 2),
        Scenario("signed-5-blt", full[1].pdf, 5),
        Scenario("reading-blt", full[2].pdf),
        Scenario("signed-5-bt", short[0].pdf, 5),
        Scenario("reading-bt", short[1].pdf),
    ]


def ends_with_a_line(pdf: bytes) -> bool:
    """Whether a stream happens to end with a line feed, as one certificate in a hundred does."""
    with pikepdf.open(BytesIO(pdf)) as document:
        streams = [one for one in document.objects if isinstance(one, pikepdf.Stream)]
        return any(stream.read_raw_bytes().endswith((b"\n", b"\r")) for stream in streams)


def faults(pdf: bytes, *, signatures: int) -> list[str]:
    """Return the faults found; in files signed by us only, a line feed at the end of a stream is allowed."""
    forgiven = set(FALSE_ALARMS) if signatures else set()
    if ends_with_a_line(pdf):
        forgiven.add(LENGTH)
    return [
        f"{failure.rule_id} {failure.message}"
        for profile in ("3a", "ua1")
        for failure in page.validate_pdf_bytes(pdf, profile=profile).failures
        if failure.rule_id not in forgiven
    ]


@pytest.mark.conformance
def test_the_everyday_gate_is_content_with_every_stage(stages: list[Scenario]) -> None:
    found = {scenario.name: faults(scenario.pdf, signatures=scenario.signatures) for scenario in stages}
    assert found == {scenario.name: [] for scenario in stages}


@pytest.mark.conformance
def test_verapdf_is_content_with_every_stage(stages: list[Scenario], tmp_path: Path) -> None:
    files = []
    for scenario in stages:
        files.append(tmp_path / f"{scenario.name}.pdf")
        files[-1].write_bytes(scenario.pdf)
    lines = verdicts(files)
    count = len(files)
    assert [line.split()[:2] for line in lines] == [["PASS", "3a"]] * count + [["PASS", "ua1"]] * count, (
        "\n".join(lines)
    )
