"""Differences between a suggestion, its base text and the current text, as HTML."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from agreements.drafting.comparison.html import pieces_html
from agreements.text_merge import merge_texts
from agreements.word_diff import compare_text


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionDiff:
    """A suggestion as differences.

    `proposed` compares it with its base text, `current` with the current text. If the current text differs from the
    base, `meanwhile` compares these two, and `merged` the current text with the merge of both changes (None if both
    change the same words).
    """

    proposed: SafeString
    current: SafeString
    meanwhile: SafeString | None = None
    merged: SafeString | None = None


def suggestion_diff(base: str, today: str, text: str) -> SuggestionDiff:
    proposed = diff_html(base, text)
    if today in {"", base}:
        return SuggestionDiff(proposed=proposed, current=proposed)
    merge = merge_texts(base, today, text)
    merged = "" if merge.conflicts or merge.text in {today, text} else merge.text
    return SuggestionDiff(
        proposed=proposed,
        current=diff_html(today, text),
        meanwhile=diff_html(base, today),
        merged=diff_html(today, merged) if merged else None,
    )


def diff_html(before: str, after: str) -> SafeString:
    return pieces_html(compare_text(before, after).pieces)
