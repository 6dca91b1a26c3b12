"""What the tokens of a draft read as and which can be written: for the editor's script, apart from its page."""

import json
from dataclasses import dataclass
from hashlib import sha256

from agreements.content import Content
from agreements.models import Instrument
from agreements.texts.placeholders import offered_placeholders
from agreements.texts.token_words import known_targets, known_tokens, offered_fields


@dataclass(frozen=True, slots=True)
class EditorTokens:
    """`json` has the `words` of each token, of each place that is referred to (`targets`), and the `fields` and
    `placeholders` to choose from.
    """

    json: str

    @property
    def version(self) -> str:
        """Another one if anything in it is."""
        return sha256(self.json.encode()).hexdigest()[:16]


def editor_tokens(instrument: Instrument, content: Content) -> EditorTokens:
    said = {
        "words": known_tokens(content),
        "targets": known_targets(content),
        "fields": [
            {"value": one.token, "label": f"{one.words} · {one.title}"} for one in offered_fields(content)
        ],
        "placeholders": [{"value": one.name, "label": one.label} for one in offered_placeholders(instrument)],
    }
    return EditorTokens(json.dumps(said, ensure_ascii=False, separators=(",", ":")))
