"""Signatures in files that were not issued here, such as the signed PDF of a contract made elsewhere."""

from pathlib import Path

import pytest

from agreements.recording.presenters import NO_SIGNATURE, original_view
from agreements.texts.assembly import content_of
from tests.recording.recorded import recorded
from tests.scenario import Scenario
from tests.signing.pki import Pki
from tests.signing.signer import sign
from tests.signing.tampering import FIELD


@pytest.mark.usefixtures("trusted")
def test_what_they_prove_is_shown(issued: bytes, pki: Pki, scenario: Scenario) -> None:
    contract = recorded(scenario.amira, file=sign(issued, FIELD, pki.people["rosa"]))
    view = original_view(scenario.amira, contract, content_of(contract))
    assert view is not None
    assert view.findings is not None
    [found] = view.findings.signatures
    assert found.subject == pki.people["rosa"].asn1.subject.native["common_name"]
    assert found.proven


@pytest.mark.usefixtures("trusted")
def test_what_was_changed_after_signing_is_named_and_taken_in(
    issued: bytes, pki: Pki, scenario: Scenario
) -> None:
    signed = sign(issued, FIELD, pki.people["rosa"])
    place = issued.index(b"/Producer") + len(b"/Producer (")
    changed = signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]
    contract = recorded(scenario.amira, file=changed)
    view = original_view(scenario.amira, contract, content_of(contract))
    assert view is not None
    assert view.findings is not None
    assert not view.findings.signatures
    assert view.findings.problems


def test_without_any_signature_it_says_so(issued: bytes, scenario: Scenario, anchors: Path) -> None:
    contract = recorded(scenario.amira, file=issued)
    view = original_view(scenario.amira, contract, content_of(contract))
    assert view is not None
    assert view.findings_words == NO_SIGNATURE
