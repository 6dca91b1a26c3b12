"""What the tokens of a draft read as: on the editor's page those in the text, apart from it all that can be written."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from agreements.content import Content
from agreements.models import Instrument
from agreements.texts.placeholders import offered_placeholders
from agreements.texts.token_words import known_targets, known_tokens, offered_fields
from agreements.tokens import ReferenceToken, tokens_of


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorTokens:
    """`all` has the `words` of each token, of each place that is referred to (`targets`), and the `fields` and `placeholders` to choose from.

    `version` is another one if anything in it is. All are JSON.
    """

    all: str
    version: str
    used_words: str
    used_targets: str


def editor_tokens(instrument: Instrument, content: Content, raw: Content) -> EditorTokens:
    """Return it for a text with and without the values of its placeholders and tokens."""
    words, targets = known_tokens(content), known_targets(content)
    everything = _json(
        {
            "words": words,
            "targets": targets,
            "fields": [
                {"value": one.token, "label": f"{one.words} · {one.title}"} for one in offered_fields(content)
            ],
            "placeholders": [
                {"value": one.name, "label": one.label} for one in offered_placeholders(instrument)
            ],
        }
    )
    used = {
        token for section in raw.sections for clause in section.clauses for token in tokens_of(clause.text)
    }
    places = {token.key for token in used if isinstance(token, ReferenceToken)}
    return EditorTokens(
        all=everything,
        version=sha256(everything.encode()).hexdigest()[:16],
        used_words=_json(_only(words, {str(token) for token in used})),
        used_targets=_json(_only(targets, places)),
    )


def _only(said: Mapping[str, object], wanted: set[str]) -> dict[str, object]:
    return {key: value for key, value in said.items() if key in wanted}


def _json(said: object) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))
