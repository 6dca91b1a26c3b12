"""Where a text and its obligations do not say the same: what is listed before freezing. Pure.

A check takes the text as stored and as filled and yields discrepancies; `CHECKS` is open for further ones. Two things are
compared: what an obligation says and its clause does not, and what a clause says („mindestens“, „innerhalb von“) and no
obligation carries.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import msgspec
from django.db.models import TextChoices

from agreements.content import Clause, Content, Obligation, Term
from agreements.texts.clause_terms import (
    carries_day,
    carries_figure,
    says_amount,
    says_due,
    says_other_sense,
    similar_words,
)
from agreements.texts.due_wording import due_words
from agreements.texts.figures import Day, Figure, Figures, known_figures
from agreements.texts.token_words import token_words
from agreements.texts.wording import quantity_words, quoted
from agreements.tokens import FieldName, FieldToken, replace_tokens, tokens_of


class DiscrepancyKind(TextChoices):
    """What does not fit; stored with its confirmation."""

    AMOUNT = "amount", "Menge"
    DUE = "due", "Frist"
    PLACE = "place", "Pflicht ohne Absatz"
    FIGURE = "figure", "Angabe ohne Pflicht"


@dataclass(frozen=True, slots=True, kw_only=True)
class Discrepancy:
    """Something that does not fit, in a German sentence; `words` are those of the clause, `code` names the obligation.

    `basis` is what the sentence depends on, the clause as stored and the terms: another basis is another discrepancy.
    """

    kind: DiscrepancyKind
    place: str
    clause_key: str
    sentence: str
    basis: str
    code: str = ""
    words: str = ""

    @property
    def contradicts(self) -> bool:
        """Whether the text says something else than the obligation, rather than nothing."""
        return bool(self.code and self.words)

    @property
    def identity(self) -> str:
        """SHA-256 that a confirmation is bound to."""
        parts = [self.kind.value, self.clause_key, self.code, self.words, self.basis]
        return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseFacts:
    """A clause with what it says, and the obligations that stand in it or that its fields name; `stored` has placeholders."""

    clause: Clause
    stored: str
    place: str
    found: Figures
    duties: tuple[Obligation, ...]
    fields: frozenset[tuple[str, FieldName]]


Check = Callable[[Content, Content], Iterable[Discrepancy]]


def find_discrepancies(stored: Content, filled: Content) -> tuple[Discrepancy, ...]:
    """Return what does not fit, in reading order and each once; `stored` is the same text before it was filled."""
    order = {key: number for number, key in enumerate(filled.clause_labels())}
    found = {one.identity: one for check in CHECKS for one in check(stored, filled)}
    return tuple(sorted(found.values(), key=lambda one: order.get(one.clause_key, len(order))))


def terms_against_text(stored: Content, filled: Content) -> Iterator[Discrepancy]:
    """Compare each obligation with its clause, and each figure of a clause with its obligations."""
    facts = _clause_facts(stored, filled)
    said = {field for fact in facts.values() for field in fact.fields}
    for duty in filled.obligations:
        if duty.clause_key not in facts and not {(duty.code, name) for name in FieldName} & said:
            yield _without_clause(duty)
    for fact in facts.values():
        told: set[Figure | Day] = set()
        yield from _unsaid(fact, said, told)
        yield from _uncarried(fact, filled.term, told)


CHECKS: tuple[Check, ...] = (terms_against_text,)


def _clause_facts(stored: Content, filled: Content) -> Mapping[str, ClauseFacts]:
    texts = {clause.key: clause.text for section in stored.sections for clause in section.clauses}
    words = token_words(filled)
    duties = {duty.code: duty for duty in filled.obligations}
    facts = {}
    for _, section, labels in filled.labelled_sections():
        for clause, label in zip(section.clauses, labels, strict=True):
            text = texts.get(clause.key, clause.text)
            fields = frozenset(
                (token.code, token.name) for token in tokens_of(text) if isinstance(token, FieldToken)
            )
            codes = {code for code, _ in fields}
            facts[clause.key] = ClauseFacts(
                clause=clause,
                stored=replace_tokens(text, words),
                place=label.place,
                found=known_figures(clause.text),
                duties=tuple(
                    duty for code, duty in duties.items() if duty.clause_key == clause.key or code in codes
                ),
                fields=fields,
            )
    return facts


def _unsaid(
    fact: ClauseFacts, said: set[tuple[str, FieldName]], told: set[Figure | Day]
) -> Iterator[Discrepancy]:
    for duty in fact.duties:
        if duty.clause_key != fact.clause.key:
            continue
        is_said = says_amount(duty, fact.found, fact.clause.text) or (duty.code, FieldName.AMOUNT) in said
        if not is_said or says_other_sense(duty, fact.found):
            yield _unsaid_one(DiscrepancyKind.AMOUNT, quantity_words(duty), duty, fact, told)
        if (duty.code, FieldName.DUE) not in said and not says_due(duty, fact.found, fact.clause.text):
            yield _unsaid_one(DiscrepancyKind.DUE, due_words(duty.due), duty, fact, told)


def _unsaid_one(
    kind: DiscrepancyKind,
    terms: str,
    duty: Obligation,
    fact: ClauseFacts,
    told: set[Figure | Day],
) -> Discrepancy:
    others = [other for other in fact.duties if other.code != duty.code]
    free = [one for one in fact.found.all_marks if one not in told and not _is_carried(one, others)]
    other = similar_words(duty, free, amount=kind == DiscrepancyKind.AMOUNT)
    named = f"Pflicht {duty.code} {quoted(duty.title)}"
    if other:
        told.add(other)
        sentence = f"{fact.place} sagt {quoted(other.words)}, die {named} sagt {quoted(terms)}."
    else:
        sentence = f"{fact.place} nennt die {kind.label} der {named} nicht: {quoted(terms)}."
    own = duty.due if kind == DiscrepancyKind.DUE else (duty.quantity, duty.unit, duty.sense)
    return Discrepancy(
        kind=kind,
        place=fact.place,
        clause_key=fact.clause.key,
        code=duty.code,
        words=other.words if other else "",
        sentence=sentence,
        basis=_basis(_other_words(fact.stored), own),
    )


def _other_words(text: str) -> str:
    """Return a text without its figures and days: each is compared by itself."""
    for one in reversed(known_figures(text).all_marks):
        text = f"{text[: one.start]}…{text[one.end :]}"
    return text


def _uncarried(fact: ClauseFacts, term: Term, told: set[Figure | Day]) -> Iterator[Discrepancy]:
    for one in fact.found.all_marks:
        if one in told or not _binds(one, term) or _is_carried(one, fact.duties):
            continue
        yield Discrepancy(
            kind=DiscrepancyKind.FIGURE,
            place=fact.place,
            clause_key=fact.clause.key,
            words=one.words,
            sentence=f"{fact.place} sagt {quoted(one.words)}; keine Pflicht in diesem Absatz hält das fest.",
            basis=_basis(_other_words(fact.stored), [duty.code for duty in fact.duties]),
        )


def _is_carried(one: Figure | Day, duties: Iterable[Obligation]) -> bool:
    if isinstance(one, Day):
        return any(carries_day(duty.due, one) for duty in duties)
    return any(carries_figure(duty, one) for duty in duties)


def _binds(one: Figure | Day, term: Term) -> bool:
    """Whether the words of a figure or day make it a duty: „mindestens“, „innerhalb von“, „bis zum“."""
    if isinstance(one, Day):
        return one.deadline and not _is_of_term(one, term)
    return one.limit or one.sense is not None


def _is_of_term(day: Day, term: Term) -> bool:
    """Whether a day is the begin or the end of the contract."""
    return any(
        edge and (edge.day, edge.month, edge.year) == (day.day, day.month, day.year)
        for edge in (term.begins_on, term.ends_on)
    )


def _without_clause(duty: Obligation) -> Discrepancy:
    terms = ", ".join(filter(None, [quantity_words(duty), due_words(duty.due)]))
    return Discrepancy(
        kind=DiscrepancyKind.PLACE,
        place="ohne Absatz",
        clause_key="",
        code=duty.code,
        sentence=f"Die Pflicht {duty.code} {quoted(duty.title)} steht in keinem Absatz; der Text nennt weder Menge noch Frist: {quoted(terms)}.",
        basis=_basis("", (duty.quantity, duty.unit, duty.sense, duty.due)),
    )


def _basis(text: str, terms: object) -> str:
    """Return the words and terms that a discrepancy depends on."""
    return msgspec.json.encode((text, terms), order="sorted").decode()
