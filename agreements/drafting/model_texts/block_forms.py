"""Form fields to choose optional clauses and alternatives for a new contract."""

from typing import Any

from django import forms

from agreements.drafting.model_texts.selection import Blocks, Selection, TextBlock
from districts.base_forms import Form

NO_BLOCKS = Blocks(optional=(), choices=())


class BlockFields(Form):
    """A checkbox for each optional clause, checked by default, and radio buttons for each choice."""

    def __init__(self, *args: Any, offered: Blocks = NO_BLOCKS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered
        for block in offered.optional:
            self.fields[_name(block)] = forms.BooleanField(
                label=f"{block.label} {block.heading}", help_text=block.text, required=False, initial=True
            )
        for place, choice in enumerate(offered.choices):
            self.fields[f"choice_{place}"] = forms.ChoiceField(
                label=choice.name,
                choices=[(block.key, block.text) for block in choice.blocks],
                initial=choice.blocks[0].key,
                widget=forms.RadioSelect,
                required=False,
            )

    def optional_fields(self) -> list[forms.BoundField]:
        return [self[_name(block)] for block in self.offered.optional]

    def choice_fields(self) -> list[forms.BoundField]:
        return [self[f"choice_{place}"] for place in range(len(self.offered.choices))]

    def selection(self) -> Selection:
        """Return the selection; a choice without an answer is left to its default."""
        answers = {
            choice.name: self.cleaned_data.get(f"choice_{place}")
            for place, choice in enumerate(self.offered.choices)
        }
        left_out = {block.key for block in self.offered.optional if not self.cleaned_data.get(_name(block))}
        return Selection(
            left_out=frozenset(left_out), chosen={name: key for name, key in answers.items() if key}
        )


def _name(block: TextBlock) -> str:
    return f"block_{block.key}"
