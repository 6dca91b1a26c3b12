"""What is printed of a pasted text says the words of its source."""

import pytest

from agreements.drafting.actions.beginnings import PARTIES
from agreements.drafting.importing.counting import recognised_counting
from agreements.drafting.importing.draft_content import imported_content
from agreements.rendering.pdf import PdfKind
from tests.drafting.importing.reading import TEXTS, line_words, recognise, words
from tests.rendering.printed import page_texts, render


@pytest.mark.parametrize("name", TEXTS)
def test_every_word_of_the_source_is_printed(name: str) -> None:
    found = recognise(TEXTS[name])
    content = imported_content(found, recognised_counting(found), defaults=PARTIES).content
    printed = words(" ".join(page_texts(render(content, PdfKind.DRAFT))))
    left_to_the_page = line_words([*found.signatures, *found.frame])
    assert words(TEXTS[name]) - printed - left_to_the_page <= words("zwischen und sowie der der")
