"""The form of an obligation filled from a clause or from words selected in it."""

import re
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from agreements.choices import ObligationKind, Side
from agreements.content import Content
from agreements.models import Instrument
from agreements.parties import bare_name, stored_owing
from agreements.texts.assembly import whole_copy
from agreements.texts.obligation_guess import (
    BOTH,
    DISTRICT,
    GuessedTerms,
    Owners,
    guess_terms,
    owner_of,
    sentences,
)

SELECTED_LIMIT = 1_000  # letters; of more, the first sentences count


@dataclass(frozen=True, slots=True, kw_only=True)
class GuessedForm:
    """What a form is filled with, and the words it comes from."""

    instrument: Instrument
    clause_key: str
    place: str
    words: str
    selected: str
    terms: GuessedTerms

    def initial(self) -> dict[str, Any]:
        """Return the initial values of the form."""
        terms, due = self.terms, self.terms.due
        values: dict[str, Any] = {"clause_key": self.clause_key, "title": terms.title}
        if terms.owing:  # the form has one of both fields
            values["owed_by"], values["owed_by_sides"] = stored_owing(terms.owing)[0], sorted(terms.owing)
        if terms.quantity is not None:
            values |= {"quantity": terms.quantity, "unit": terms.unit, "sense": terms.sense}
        if due is None:
            return values
        values |= {
            name: value
            for name in (
                "shape",
                "due_on",
                "anchor",
                "period_months",
                "due_month",
                "due_day",
                "trigger",
                "year",
            )
            if (value := getattr(due, name))
        }
        if distance := due.distance:
            values |= {"offset_amount": distance.amount, "offset_unit": distance.unit}
            values["offset_before"] = distance.before
        return values

    def address(self, kind: ObligationKind) -> str:
        """Return the address of the form of a kind, filled from the same words."""
        query = {"absatz": self.clause_key} | ({"worte": self.selected} if self.selected else {})
        return f"{reverse('obligation_new', args=[self.instrument.pk, kind])}?{urlencode(query)}"

    @property
    def kinds(self) -> tuple[tuple[str, str], ...]:
        """Every kind with the address of its form."""
        return tuple((kind.label, self.address(kind)) for kind in ObligationKind)


def guessed_form(instrument: Instrument, clause_key: str, selected: str) -> GuessedForm | None:
    """Return what the sentence of a clause that holds the selected words says; None if there is no such clause."""
    content = whole_copy(instrument)
    selected = " ".join(selected.split())[:SELECTED_LIMIT]
    owners = _owners(content)
    for _, section, labels in content.labelled_sections():
        owner: frozenset[Side] = frozenset()
        for clause, label in zip(section.clauses, labels, strict=True):
            if clause.key == clause_key:
                terms, words = _best(clause.text, owners, selected, owner)
                return GuessedForm(
                    instrument=instrument,
                    clause_key=clause_key,
                    place=label.place,
                    words=words,
                    selected=selected,
                    terms=terms,
                )
            for sentence in sentences(clause.text):
                found = owner_of(sentence, owners, owner)
                owner = found[0] if found else frozenset()
    return None


def _best(text: str, owners: Owners, selected: str, owner: frozenset[Side]) -> tuple[GuessedTerms, str]:
    """Return the guess of the sentence with the selected words, else of the first that says an amount or a time."""
    guesses: list[tuple[GuessedTerms, str]] = []
    for sentence in sentences(text):
        inside = selected if selected and selected in sentence else ""
        guess = guess_terms(sentence, owners, selected=inside, named_before=owner)
        owner = guess.owing
        if inside:
            return guess, sentence
        guesses.append((guess, sentence))
    if selected:  # over several sentences
        return guess_terms(selected, owners, selected=selected, named_before=owner), selected
    telling = [one for one in guesses if one[0].quantity or one[0].due]
    return next(iter(telling or guesses), (guess_terms(text, owners), text))


def _owners(content: Content) -> Owners:
    """Return the names of those who can owe something, as the text uses them."""
    everybody = frozenset(party.side for party in content.parties)
    named = {
        frozenset({party.side}): rf"\b{re.escape(bare_name(party.short))}\b" for party in content.parties
    }
    district = frozenset({Side.DISTRICT})
    named[district] = "|".join(filter(None, [DISTRICT.pattern, named.get(district)]))
    return {everybody: BOTH, **{owner: re.compile(pattern) for owner, pattern in named.items()}}
