"""Obligations that the words of a pasted text suggest: who, what amount, by when. Pure.

Guesses from words; a person confirms each. A sentence is suggested only if it names who owes and an amount or a time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from agreements.choices import DueShape, ObligationKind, OwedBy, Sense
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
    owed_by: OwedBy
    kind: ObligationKind
    quantity: Decimal | None
    unit: str
    sense: Sense
    due: DueRule | None


def suggested_obligations(text: RecognisedText) -> tuple[SuggestedObligation, ...]:
    """Return what the sentences of all sections suggest, in reading order."""
    return tuple(_suggestions(text))


def _suggestions(text: RecognisedText) -> Iterator[SuggestedObligation]:
    owners = {OwedBy.BOTH: BOTH, OwedBy.DISTRICT: DISTRICT, OwedBy.ASSOCIATION: _other_parties(text)}
    for section in text.sections:
        owner: OwedBy | None = None
        for clause in section.clauses:
            for number, sentence in enumerate(sentences(clause.text)):
                found = guess_terms(sentence, owners, named_before=owner)
                owner = found.owed_by
                if found.owed_by and (found.quantity or found.due):
                    yield SuggestedObligation(
                        key=f"{clause.piece.key}-{number}",
                        clause=clause.piece.key,
                        words=sentence,
                        title=found.title,
                        owed_by=found.owed_by,
                        kind=found.kind,
                        quantity=found.quantity,
                        unit=found.unit,
                        sense=found.sense,
                        due=found.due if found.due and _is_complete(found.due) else None,
                    )


def _is_complete(due: DueRule) -> bool:
    return due.shape != DueShape.EVENT or bool(due.trigger)


def _other_parties(text: RecognisedText) -> re.Pattern[str]:
    """Match the short names of parties that are no district, and the usual ones."""
    names = ["Träger", "Verein", "MitWirkung", "Auftragnehmer", "Klinik", "gGmbH"]
    for party in text.parties:
        words = " ".join(line.piece.text for line in party)
        names += re.findall(r"„(?:der |die |das )?([^“”]{2,60})[“”]", words)
    own = [re.escape(name) for name in names if not DISTRICT.search(name)]
    return re.compile(rf"\b(?:{'|'.join(own)})\b")
