"""Obligations that the words of a pasted text suggest: who, what amount, by when. Pure.

Guesses from words; a person confirms each. A sentence is suggested only if it names who owes and an amount or a time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from agreements.choices import DueShape, ObligationKind, Sense, Side
from agreements.drafting.importing.recognised_parties import names_by_side, recognised_parties
from agreements.drafting.importing.structure import RecognisedText
from agreements.due_rule import DueRule
from agreements.texts.obligation_guess import BOTH, DISTRICT, guess_terms, sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedObligation:
    """An obligation as guessed; `clause` is the key of the first piece of its clause. Without `due` it is incomplete."""

    key: str
    clause: str
    words: str
    title: str
    owing: frozenset[Side]
    kind: ObligationKind
    quantity: Decimal | None
    unit: str
    sense: Sense
    due: DueRule | None


def suggested_obligations(text: RecognisedText) -> tuple[SuggestedObligation, ...]:
    """Return what the sentences of all sections suggest, in reading order."""
    return tuple(_suggestions(text))


def _suggestions(text: RecognisedText) -> Iterator[SuggestedObligation]:
    names = names_by_side(recognised_parties(text)[0])
    owners = {
        frozenset({Side.DISTRICT, Side.ASSOCIATION, *names}): BOTH,
        frozenset({Side.DISTRICT}): DISTRICT,
        **{frozenset({side}): pattern for side, pattern in names.items()},
    }
    for section in text.sections:
        owing: frozenset[Side] = frozenset()
        for clause in section.clauses:
            prose = "\n".join(line for line in clause.text.split("\n") if not line.startswith("|"))
            for number, sentence in enumerate(sentences(prose)):
                found = guess_terms(sentence, owners, named_before=owing)
                owing = found.owing
                if owing and (found.quantity or found.due):
                    yield SuggestedObligation(
                        key=f"{clause.piece.key}-{number}",
                        clause=clause.piece.key,
                        words=sentence,
                        title=found.title,
                        owing=owing,
                        kind=found.kind,
                        quantity=found.quantity,
                        unit=found.unit,
                        sense=found.sense,
                        due=found.due if found.due and _is_complete(found.due) else None,
                    )


def _is_complete(due: DueRule) -> bool:
    return due.shape != DueShape.EVENT or bool(due.trigger)
