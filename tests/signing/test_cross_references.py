"""Cross-reference tables and streams: either may follow either, and nothing may follow them."""

from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from agreements.signing.certificates.examination import wording
from agreements.signing.certificates.examination.certificates import read_lists
from agreements.signing.certificates.examination.examine import examine
from tests.signing.hostile import last_startxref
from tests.signing.pki import Pki, revocation_list
from tests.signing.signer import sign
from tests.signing.tampering import FIELD, rewritten

PACKED = pikepdf.ObjectStreamMode.generate  # as earlier releases issued files: with a directory in a stream
PLAIN = pikepdf.ObjectStreamMode.disable


@pytest.mark.parametrize("form", [PACKED, PLAIN], ids=["stream before", "table before"])
@pytest.mark.parametrize("stream", [True, False], ids=["stream after", "table after"])
def test_either_kind_of_cross_reference_may_follow_either(
    form: pikepdf.ObjectStreamMode, stream: bool, issued: bytes, pki: Pki, anchors: Path
) -> None:
    base = rewritten(issued, object_stream_mode=form)
    signed = sign(base, FIELD, pki.people["rosa"], stamped_by=pki, stream_xrefs=stream)
    assert (b"\ntrailer" in signed[len(base) :]) is not stream, "the update has the directory that it should"
    verdict = examine(base, signed, read_lists(anchors), datetime.now(UTC))
    assert verdict.accepted, verdict.problems
    assert [found.subject for found in verdict.signatures] == ["Rosa Rathaus"]


@pytest.mark.parametrize("form", [PACKED, PLAIN], ids=["stream before", "table before"])
def test_bytes_after_the_cross_reference_are_refused(
    form: pikepdf.ObjectStreamMode, issued: bytes, pki: Pki, anchors: Path
) -> None:
    base = rewritten(issued, object_stream_mode=form)
    lists = {"lists": (revocation_list(pki.qualified), revocation_list(pki.times))}
    trusted = (pki.qualified, pki.times)
    who = pki.people["rosa"]
    signed = sign(base, FIELD, who, stamped_by=pki, trusted=trusted, stream_xrefs=False, **lists)
    place = signed.rindex(b"startxref")
    hidden = signed[:place] + b"<script>alert(1)</script>\n" + signed[place:]
    assert last_startxref(hidden) == last_startxref(signed)
    assert examine(base, signed, read_lists(anchors), datetime.now(UTC)).accepted
    verdict = examine(base, hidden, read_lists(anchors), datetime.now(UTC))
    assert verdict.problems == (wording.APPENDED,)
    assert verdict.signatures == ()
