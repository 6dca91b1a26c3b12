"""Form of the decisions with which a draft is brought onto the text in force."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict

from agreements.amendments.settlement import RebaseDecision
from agreements.drafting.amending.rebasing.presenters import RebaseConflictView
from districts.base_forms import Form
from districts.fields import TextField

BOTH = [
    (RebaseDecision.THEIRS.value, "Der geltende Text gilt"),
    (RebaseDecision.MINE.value, "Mein Entwurf gilt"),
]
GONE = [(RebaseDecision.THEIRS.value, "Die Stelle entfällt; mein Wortlaut bleibt in der Fassung davor")]


class RebaseForm(Form):
    """A choice for each place that both have changed; `seen` is what was shown."""

    seen = TextField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, conflicts: Sequence[RebaseConflictView], seen: str) -> None:
        super().__init__(data, initial={"seen": seen})
        self.conflicts = conflicts
        for one in conflicts:
            self.fields[one.decision_field] = forms.ChoiceField(
                label=f"{one.place}: was gilt?",
                choices=BOTH if one.can_hold else GONE,
                widget=forms.RadioSelect,
                error_messages={"required": f"Bitte entscheiden, was bei {one.place} gilt."},
            )

    def blocks(self) -> Iterator[tuple[RebaseConflictView, BoundField]]:
        """Yield each conflict with its choice."""
        for one in self.conflicts:
            yield one, self[one.decision_field]

    def clean(self) -> dict[str, Any]:
        """Return the decisions by the key of the place."""
        data = super().clean() or {}
        made = {one.key: data.get(one.decision_field) for one in self.conflicts}
        return {
            "seen": data.get("seen", ""),
            "decisions": {key: RebaseDecision(value) for key, value in made.items() if value},
        }
