"""Contents as each step of the product has frozen them: their bytes and fingerprints never change.

A step that adds members to the content adds a sample; none is ever changed or removed.
"""

import pytest

from agreements.amendments.application import apply
from agreements.changes import Amendment
from agreements.content import read_content
from tests.cases import CASES

FINGERPRINTS = {
    "1-first.json": "5ecbd05949b05feaae80f0822187b6c49b9b1b9179131788b6ad5d4dc58b2cda",
    "2-numbering.json": "3e3f58cd856b932733407bf89416cdc3c667a7b1bf11e22fca0e73a2089e1f07",
    "3-structure.json": "df181321bcfae96ddfd128088283af6c2076bba0db1082b073836b14f2831543",
    "4-parties.json": "7a028d9a4e3a885501d579f72910c0882130040eab597c6770878382ed425f53",
    "5-amendment.json": "12b251874931c98119c5ee6a35f13a3203127b4c32e0f843ef3af033647f75c7",
    "6-repealed.json": "7305002f9cf7eaa207272b282903121124287b1bb6e1e44061a32689f2d99123",
}


@pytest.mark.parametrize(("name", "fingerprint"), FINGERPRINTS.items())
def test_an_earlier_content_keeps_its_bytes_and_its_fingerprint(name: str, fingerprint: str) -> None:
    stored = (CASES / "contents" / name).read_bytes()
    content = read_content(stored)
    assert content.canonical() == stored
    assert content.fingerprint == fingerprint


def test_a_frozen_amendment_makes_the_same_text_of_the_frozen_contract() -> None:
    """What was signed is never interpreted in another way by later code."""
    contract, amendment, result = (
        read_content((CASES / "contents" / name).read_bytes())
        for name in ("1-first.json", "5-amendment.json", "6-repealed.json")
    )
    assert isinstance(amendment.amendment, Amendment)
    assert apply(contract, amendment.amendment.changes) == result
    assert amendment.amendment.result == result.fingerprint


def test_every_sample_is_checked() -> None:
    assert {path.name for path in (CASES / "contents").iterdir()} == FINGERPRINTS.keys()
