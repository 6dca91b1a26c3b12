"""Tokens in the text of a clause: what is one, and that each is printed as it was read."""

import json
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.tokens import (
    REFERENCE_STYLES,
    STYLES,
    FieldName,
    FieldToken,
    ReferenceToken,
    Token,
    replace_tokens,
    tokens_of,
)

KNOWN: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "cases" / "tokens.json").read_text(encoding="utf-8")
)
# letters and words of tokens in any order
TYPED = st.lists(
    st.sampled_from(
        [
            *("{", "}", " ", ": ", ":", "\n", "a", "→", "→ ", "ä"),
            *("O-19", "O-1", " Menge", " Frist", " Stelle", " 1", " 10", " 0"),
            *set(chain(*STYLES.values(), REFERENCE_STYLES)),
            *("{O-19 Menge", "{→ p06-2", "{O-02 Stelle 3: ", "{O-18 Frist: "),
        ]
    ),
    max_size=10,
).map("".join)
CODES = st.from_regex(r"O-[0-9]{2,8}", fullmatch=True)
TOKENS: st.SearchStrategy[Token] = st.one_of(
    *(
        st.builds(
            FieldToken,
            code=CODES,
            name=st.just(name),
            post=st.integers(1, 99) if name == FieldName.POST else st.just(0),
            style=st.sampled_from(styles),
        )
        for name, styles in STYLES.items()
    ),
    st.builds(
        ReferenceToken,
        key=st.from_regex(r"[0-9A-Za-z-]{1,40}", fullmatch=True),
        style=st.sampled_from(REFERENCE_STYLES),
    ),
)


@pytest.mark.parametrize("case", KNOWN, ids=lambda case: case["text"])
def test_tokens_are_those_of_the_table(case: dict[str, Any]) -> None:
    assert list(map(str, tokens_of(case["text"]))) == case["tokens"]


@given(st.lists(TOKENS), st.text())
def test_a_token_is_read_as_it_is_printed(tokens: list[Token], between: str) -> None:
    text = f" {between.translate({ord('{'): None})} ".join(map(str, tokens))
    assert list(tokens_of(text)) == tokens


@given(TYPED)
def test_without_words_no_letter_of_a_text_changes(text: str) -> None:
    assert replace_tokens(text, lambda token: "") == text
    assert replace_tokens(text, str) == text
