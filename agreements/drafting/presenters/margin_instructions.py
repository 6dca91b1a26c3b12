"""The sentences of an amendment beside what they change in the editor."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agreements.amendments.derivation import Derivation
from agreements.models import Amendment, Section
from agreements.texts.amending.instructions import instructions

ELSEWHERE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarginInstruction:
    """A sentence without the text that it quotes; `number` is that of its row on the page of changes."""

    number: int
    sentence: str


def margin_instructions(
    amendment: Amendment, derivation: Derivation, rows: Iterable[Section]
) -> Mapping[str, tuple[MarginInstruction, ...]]:
    """Return the sentences by the key of the Absatz or § that they stand beside, `ELSEWHERE` if what they change is in no row."""
    keys = {key for row in rows for key in (row.key, *(clause.key for clause in row.clauses.all()))}
    found: dict[str, tuple[MarginInstruction, ...]] = {}
    for number, one in enumerate(instructions(derivation, amendment.read_wording()), start=1):
        for step in one.steps:
            key = next((key for key in (*step.targets, one.key) if key in keys), ELSEWHERE)
            sentence, _, quoted = step.alone.partition("\n\n")
            said = MarginInstruction(number=number, sentence=f"{sentence} …" if quoted else sentence)
            found[key] = (*found.get(key, ()), said)
    return found
