"""What the triggers of several models say about a text that is fixed or withdrawn."""

from agreements.lifecycle import FROZEN

FROZEN_SQL = ", ".join(f"'{status.value}'" for status in sorted(FROZEN))
FROZEN_SENTENCE = "Der Text ist zur Zeichnung festgeschrieben und kann nicht geändert werden."
WITHDRAWN_SENTENCE = "Die Urkunde ist zurückgezogen und kann nicht geändert werden."
