"""The seal: one more revision with a time stamp, or the reason why not."""

import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from django.test import override_settings
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from agreements.choices import SealLevel
from agreements.rendering.pdf import PdfKind
from agreements.sealing import wording
from agreements.sealing.key_providers import key_provider
from agreements.sealing.keys import NotSealedError
from agreements.sealing.seal import Sealed, seal_pdf
from tests.ports import free_port
from tests.rendering.printed import full_pdf
from tests.rendering.verapdf import verdicts
from tests.sealing.association import PASSWORD, SealSetup, build_seal_setup, write_key
from tests.signing.pki import Pki, entity
from tests.signing.signer import sign
from tests.signing.tampering import FIELD, OTHER_FIELD, annotate, updated


def sealed_by(seal_setup: SealSetup, pdf: bytes) -> Sealed:
    with seal_setup.running():
        return seal_pdf(pdf, key_provider(), reason="Lesefassung mit Siegel")


def statuses(pdf: bytes, seal_setup: SealSetup, pki: Pki) -> list[PdfSignatureStatus]:
    """Return pyHanko's status of each signature with later changes; nothing is fetched."""
    everybody = [seal_setup.authority, seal_setup.times, pki.qualified, pki.times]
    reader = PdfFileReader(BytesIO(pdf))
    return [
        validate_pdf_signature(
            signature, ValidationContext(trust_roots=[one.asn1 for one in everybody], allow_fetching=False)
        )
        for signature in reader.embedded_signatures
    ]


def test_the_seal_is_added_and_nothing_else_is_touched(seal_setup: SealSetup, pki: Pki) -> None:
    reading = full_pdf(PdfKind.READING)
    sealed = sealed_by(seal_setup, reading)
    assert sealed.pdf.startswith(reading)
    (status,) = statuses(sealed.pdf, seal_setup, pki)
    assert status.bottom_line, status.pretty_print_details()
    assert status.timestamp_validity is not None
    assert sealed.stamped_at == status.timestamp_validity.timestamp
    assert (sealed.certificate, sealed.time_source) == (
        "MitWirkung, MitWirkung e. V.",
        "Test Zeitstempeldienst, Testland",
    )


def test_without_revocation_lists_it_says_so(seal_setup: SealSetup, issued: bytes) -> None:
    sealed = sealed_by(seal_setup, issued)
    assert (sealed.level, sealed.level_note) == (SealLevel.B_T, wording.LT_NO_DATA)


def test_revocation_data_that_can_be_had_is_put_in(listed: SealSetup, issued: bytes) -> None:
    sealed = sealed_by(listed, issued)
    assert (sealed.level, sealed.level_note) == (SealLevel.B_LT, "")
    reader = PdfFileReader(BytesIO(sealed.pdf))
    assert reader.xrefs.total_revisions == 2, "the seal and its revocation data come in one revision"
    store = reader.root["/DSS"]
    assert len(store["/CRLs"]) == 2
    assert len(store["/Certs"]) >= 4


def test_two_certificates_and_then_the_seal_all_hold(listed: SealSetup, issued: bytes, pki: Pki) -> None:
    one = sign(issued, FIELD, pki.people["rosa"], stamped_by=pki, permit=MDPPerm.FILL_FORMS)
    two = sign(one, OTHER_FIELD, pki.people["viktor"], stamped_by=pki)
    sealed = sealed_by(listed, two)
    assert sealed.pdf.startswith(two), "what was signed is never rendered again"
    found = statuses(sealed.pdf, listed, pki)
    assert [status.bottom_line for status in found] == [True, True, True]
    changed = updated(sealed.pdf, annotate)
    assert not any(status.bottom_line for status in statuses(changed, listed, pki)), "a later change is seen"


# the signing library leaves the stamp's font file to the garbage collector
@pytest.mark.conformance
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_standards_hold_and_another_program_agrees(
    listed: SealSetup, issued: bytes, pki: Pki, tmp_path: Path
) -> None:
    two = sign(issued, FIELD, pki.people["rosa"], stamped_by=pki, visible=True)
    two = sign(two, OTHER_FIELD, pki.people["viktor"], stamped_by=pki, visible=True)
    five = two
    for number in range(3, 6):
        five = sign(five, f"weitere-{number}", pki.people["viktor"], stamped_by=pki)
    files = []
    for name, pdf in (("lesefassung", full_pdf(PdfKind.READING)), ("zwei", two), ("fuenf", five)):
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(sealed_by(listed, pdf).pdf)
    lines = verdicts(files)
    assert [line.split()[:2] for line in lines] == [["PASS", "3a"]] * 3 + [["PASS", "ua1"]] * 3, "\n".join(
        lines
    )
    for path, count in zip(files, (1, 3, 6), strict=True):
        run = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False)
        assert run.stdout.count("Signature is Valid.") == count


def test_a_revoked_certificate_does_not_seal(listed: SealSetup, issued: bytes) -> None:
    with listed.running(revoked=(listed.seal,)), pytest.raises(NotSealedError, match="ist gesperrt"):
        seal_pdf(issued, key_provider(), reason="")


def test_a_clock_that_nobody_trusts_does_not_count(
    seal_setup: SealSetup, issued: bytes, tmp_path: Path
) -> None:
    other = build_seal_setup(tmp_path)
    with (
        other.service().open() as url,
        override_settings(**seal_setup.settings, TIME_STAMP_URL=url),
        pytest.raises(NotSealedError, match="dem hier nicht vertraut wird"),
    ):
        seal_pdf(issued, key_provider(), reason="")


def test_a_clock_that_is_trusted_by_no_list_at_all_gives_less(
    seal_setup: SealSetup, issued: bytes, tmp_path: Path
) -> None:
    with seal_setup.running(), override_settings(TRUST_ANCHORS=tmp_path):
        sealed = seal_pdf(issued, key_provider(), reason="")
    assert (sealed.level, sealed.level_note) == (SealLevel.B_T, wording.LT_NO_LIST)


def test_no_clock_no_seal(seal_setup: SealSetup, issued: bytes) -> None:
    nobody = f"http://127.0.0.1:{free_port()}/"
    with (
        override_settings(**seal_setup.settings, TIME_STAMP_URL=nobody),
        pytest.raises(NotSealedError, match="Der Zeitstempeldienst antwortet nicht"),
    ):
        seal_pdf(issued, key_provider(), reason="")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"SEAL_FILE": ""}, wording.NO_SEAL),
        ({"SEAL_FILE": "/nowhere/siegel.p12"}, wording.SEAL_UNREADABLE),
        ({"SEAL_PASSWORD": "falsch"}, wording.SEAL_UNREADABLE),
        ({"TIME_STAMP_URL": ""}, wording.NO_CLOCK),
    ],
)
def test_what_is_missing_is_said_and_no_secret_with_it(
    seal_setup: SealSetup, settings: dict[str, str], said: str
) -> None:
    given = {**seal_setup.settings, "TIME_STAMP_URL": "http://127.0.0.1:1/", **settings}
    with override_settings(**given), pytest.raises(NotSealedError) as caught:
        key_provider()
    assert str(caught.value) == said
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_an_expired_certificate_does_not_seal(seal_setup: SealSetup, issued: bytes, tmp_path: Path) -> None:
    old = entity("MitWirkung", seal_setup.authority, days=(-30, -1))
    expired = write_key(tmp_path, old, seal_setup.authority)
    with (
        seal_setup.running(),
        override_settings(SEAL_FILE=expired),
        pytest.raises(NotSealedError, match="gilt nicht mehr oder noch nicht"),
    ):
        seal_pdf(issued, key_provider(), reason="")


def test_an_office_is_not_printed_with_its_key(seal_setup: SealSetup) -> None:
    with seal_setup.running():
        printed = f"{key_provider()!r} {key_provider()}"
    assert PASSWORD not in printed
    assert "PrivateKey" not in printed
    assert len(printed) < 300
