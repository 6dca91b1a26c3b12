"""What a contract has of what its model text offers: optional clauses, alternatives, deviations from locked ones."""

from dataclasses import dataclass

from agreements.drafting.model_texts.deviations import deviations_of
from agreements.drafting.model_texts.selection import TextBlock
from agreements.drafting.model_texts.selection import blocks as blocks_of
from agreements.models import Clause, Deviation, Instrument
from agreements.texts.assembly import raw_copy


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockRow:
    """A clause of the model text, and its row in the contract if it stands there; `duties` hold it there."""

    block: TextBlock
    row: Clause | None
    duties: tuple[str, ...]

    @property
    def standing(self) -> bool:
        """Whether the contract has it."""
        return self.row is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceRow:
    """A choice with its alternatives; `seen` are the revisions of those that stand in the contract."""

    name: str
    blocks: tuple[BlockRow, ...]

    @property
    def seen(self) -> dict[str, int]:
        """Return what a button carries, so that nobody's change is swapped away unseen."""
        return {f"seen-{one.block.key}": one.row.revision for one in self.blocks if one.row}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviationRow:
    """A deviation with its place; without a row the clause was removed."""

    deviation: Deviation
    place: str
    row: Clause | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockList:
    """The page of one contract."""

    optional: tuple[BlockRow, ...]
    choices: tuple[ChoiceRow, ...]
    deviations: tuple[DeviationRow, ...]


def block_list(instrument: Instrument) -> BlockList:
    """Return what can be chosen and what was, in a fixed number of queries."""
    template = instrument.template
    content = template.read()
    offered = blocks_of(content, template.read_rules())
    rows = {row.key: row for row in Clause.objects.filter(section__instrument=instrument)}
    duties: dict[str, list[str]] = {}
    for key, code in instrument.terms.values_list("clause__key", "obligation__code"):
        duties.setdefault(key or "", []).append(code)
    labels = {**content.clause_labels(), **raw_copy(instrument).clause_labels()}

    def row_of(block: TextBlock) -> BlockRow:
        return BlockRow(block=block, row=rows.get(block.key), duties=tuple(duties.get(block.key, ())))

    return BlockList(
        optional=tuple(map(row_of, offered.optional)),
        choices=tuple(
            ChoiceRow(name=choice.name, blocks=tuple(map(row_of, choice.blocks)))
            for choice in offered.choices
        ),
        deviations=tuple(
            DeviationRow(deviation=deviation, place=labels.get(key, ""), row=rows.get(key))
            for key, deviation in deviations_of(instrument).items()
        ),
    )
