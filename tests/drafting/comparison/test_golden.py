"""Three changed contracts, compared as it was read and found right once (how to write the files anew: golden.py)."""

import pytest

from agreements.drafting.comparison.compare import compare
from agreements.drafting.comparison.reconstruction import apply
from tests.drafting.comparison.golden import CASES, FOLDER, MODEL, golden_text


@pytest.mark.parametrize("name", CASES)
def test_a_comparison_is_as_it_was_found_right(name: str) -> None:
    after = CASES[name]()
    found = compare(MODEL, after)
    assert golden_text(found) == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    assert apply(found, MODEL) == after


def test_every_golden_file_has_its_case() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(CASES)
