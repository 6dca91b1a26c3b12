"""Golden files of three comparisons (see golden.py for writing them again)."""

import pytest

from agreements.drafting.comparison.compare import compare
from tests.drafting.comparison.golden import CASES, FOLDER, MODEL, golden_text
from tests.drafting.comparison.reconstruction import apply_comparison


@pytest.mark.parametrize("name", CASES)
def test_a_comparison_equals_its_golden_file(name: str) -> None:
    after = CASES[name]()
    comparison = compare(MODEL, after)
    assert golden_text(comparison) == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    assert apply_comparison(comparison, MODEL) == after


def test_every_golden_file_has_its_case() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(CASES)
