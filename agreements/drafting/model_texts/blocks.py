"""View models of a contract's optional clauses, alternatives and deviations."""

from dataclasses import dataclass

from agreements.drafting.model_texts.deviations import deviations_of
from agreements.drafting.model_texts.queries import clauses_of
from agreements.drafting.model_texts.selection import Blocks, TextBlock, available_blocks
from agreements.models import Clause, Deviation, Instrument
from agreements.texts.assembly import raw_copy


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockRow:
    """A clause of the model text with its row in the contract, if any, and the codes of that row's obligations."""

    block: TextBlock
    row: Clause | None
    duties: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceRow:
    """A choice with its alternatives."""

    name: str
    blocks: tuple[BlockRow, ...]

    @property
    def seen(self) -> dict[str, int]:
        """Hidden inputs with the displayed revisions, to detect concurrent changes."""
        return {f"seen-{row.block.key}": row.row.revision for row in self.blocks if row.row}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviationRow:
    """A deviation with its place; `row` is None if the clause has been removed."""

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
    """Return the page, in a fixed number of queries."""
    content, offered = raw_copy(instrument), Blocks(optional=(), choices=())
    if instrument.template:
        content = instrument.template.read()
        offered = available_blocks(content, instrument.rules)
    rows = {row.key: row for row in clauses_of(instrument)}
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
