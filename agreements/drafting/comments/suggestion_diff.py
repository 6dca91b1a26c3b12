"""How a suggestion stands against the text of today: what it would change, and whether both fit together."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from agreements.drafting.comparison.html import pieces_html
from agreements.drafting.comparison.word_diff import compare_text
from agreements.drafting.concurrency.merge import merge_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionDiff:
    """The marks of a suggestion.

    `offered` marks it against the text it was made from, `now` against the text of today. If that text has changed
    meanwhile, `meanwhile` marks how, and `together` what taking both would do to it; None if both change the same
    words.
    """

    offered: SafeString
    now: SafeString
    meanwhile: SafeString | None = None
    together: SafeString | None = None


def suggestion_diff_of(base: str, today: str, text: str) -> SuggestionDiff:
    """Return the marks of a suggested text."""
    offered = marks(base, text)
    if today in {"", base}:
        return SuggestionDiff(offered=offered, now=offered)
    merged = merge_texts(base, today, text)
    together = "" if merged.conflicts or merged.text in {today, text} else merged.text
    return SuggestionDiff(
        offered=offered,
        now=marks(today, text),
        meanwhile=marks(base, today),
        together=marks(today, together) if together else None,
    )


def marks(before: str, after: str) -> SafeString:
    """Return what changed between two texts, word by word."""
    return pieces_html(compare_text(before, after).pieces)
