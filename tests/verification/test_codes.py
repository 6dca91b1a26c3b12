"""The verification code: permanent, easy to type, and mistyped codes are detected."""

import json
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from agreements.verification_code import (
    ALPHABET,
    LETTERS,
    MistypedError,
    fingerprints_of,
    read_code,
    verification_code,
)

RELEASED = json.loads((Path(__file__).parent / "codes.json").read_text())
FINGERPRINTS = st.integers(0, 2**256 - 1).map(lambda number: f"{number:064x}")


@pytest.mark.parametrize("release", RELEASED)
def test_codes_of_earlier_releases_keep_working(release: str) -> None:
    assert RELEASED[release]
    for known in RELEASED[release]:
        assert verification_code(known["fingerprint"]) == known["code"]
        lowest, highest = fingerprints_of(read_code(known["code"]))
        assert lowest <= known["fingerprint"] <= highest


@given(FINGERPRINTS)
def test_a_code_leads_back_to_its_fingerprint(fingerprint: str) -> None:
    code = verification_code(fingerprint)
    assert read_code(code) == code
    lowest, highest = fingerprints_of(code)
    assert lowest <= fingerprint <= highest
    assert len(lowest) == len(highest) == 64
    assert int(highest, 16) - int(lowest, 16) + 1 == 2**206


def test_a_code_is_read_in_any_notation() -> None:
    code = verification_code("0" * 64)
    assert code == "MW-00000-00000-0"
    for typed in (
        "mw-00000-00000-0",
        "  MW 00000 00000 0 ",
        "MW-OOOOO-ooooo-0",
        "00000000000",
        "MW00000000000",
        "MW–00000–00000–0",
        "mw.00000.00000.0",
        "https://vertraege.example/pruefen/MW-00000-00000-0/",
    ):
        assert read_code(typed) == code, typed
    with_one = verification_code("0000000000004" + "0" * 51)
    assert with_one.startswith("MW-00000-00001-")
    assert read_code(with_one.replace("1", "l", 1)) == read_code(with_one.replace("1", "I", 1)) == with_one


def test_a_code_that_begins_like_the_prefix_is_read_with_and_without_it() -> None:
    code = next(
        c for n in range(2**10) if "-MW" in (c := verification_code(f"{(20 << 5 | 28) << 246 | n:064x}"))
    )
    assert code.startswith("MW-MW")
    assert read_code(code) == read_code(code.removeprefix("MW-")) == code


@pytest.mark.parametrize(
    "typed",
    ["", "MW", "MW-", "MW-00000-00000", "MW-00000-00000-1", "MW-0000U-00000-0", "XX-00000-00000-0", "ß" * 11],
)
def test_an_invalid_code_is_refused(typed: str) -> None:
    with pytest.raises(MistypedError):
        read_code(typed)


@given(FINGERPRINTS, st.integers(0, LETTERS), st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_detected(fingerprint: str, place: int, letter: str) -> None:
    letters = _letters(fingerprint)
    assume(letters[place] != letter)
    with pytest.raises(MistypedError):
        read_code(letters[:place] + letter + letters[place + 1 :])


@given(FINGERPRINTS)
def test_two_swapped_letters_are_detected(fingerprint: str) -> None:
    letters = _letters(fingerprint)
    for one, other in combinations(range(LETTERS), 2):
        swapped = list(letters)
        swapped[one], swapped[other] = letters[other], letters[one]
        if letters[one] != letters[other]:
            with pytest.raises(MistypedError):
                read_code("".join(swapped))


def _letters(fingerprint: str) -> str:
    return verification_code(fingerprint).removeprefix("MW").replace("-", "")
