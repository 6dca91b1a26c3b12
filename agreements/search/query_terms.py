"""What somebody looks for: the words of a query, and the others that are found for them. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from agreements.search.compounds import fits, parts_of, possible_parts, possible_sides
from agreements.search.folding import clean
from agreements.search.words import pieces, quoted

LONGEST_QUERY = 300  # letters
MOST_EXPANDED = 8  # words; the others are looked for as they are
MOST_EXPANSIONS = 20  # of a word, the most frequent


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedWord:
    """A word that occurs somewhere."""

    word: str
    stem: str
    frequency: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryTerm:
    """A word of a query. `begun`: it may go on, being the last; `others` are found for it, and all `parts` together."""

    lexeme: str
    word: str = ""
    begun: bool = False
    others: tuple[str, ...] = ()
    parts: tuple["QueryTerm", ...] = ()

    @property
    def condition(self) -> str:
        """As PostgreSQL reads a `tsquery`."""
        ways = [quoted(one) for one in (self.lexeme, *self.others)]
        if self.parts:
            ways.append(f"({' & '.join(part.condition for part in self.parts)})")
        return f"({' | '.join(ways)})"

    @property
    def lexemes(self) -> frozenset[str]:
        """All that is found for it."""
        return frozenset({self.lexeme, *self.others}).union(*(part.lexemes for part in self.parts))


def read_query(typed: str) -> tuple[QueryTerm, ...]:
    """Return the words of a query, each once; none of fillers alone."""
    text = clean(typed)
    found: dict[str, QueryTerm] = {}
    for piece in pieces(text):
        if piece.lexemes:
            begun = bool(piece.word) and piece.end == len(text)
            found[piece.lexemes[-1]] = QueryTerm(lexeme=piece.lexemes[-1], word=piece.word, begun=begun)
    return tuple(found.values())


def exact_condition(terms: Sequence[QueryTerm]) -> str:
    """Return the query for the words as they are, by which what is found is ranked."""
    return " & ".join(quoted(term.lexeme) for term in terms)


def condition(terms: Sequence[QueryTerm]) -> str:
    """Return the query for all words with their expansions."""
    return " & ".join(term.condition for term in terms)


def wanted_parts(terms: Iterable[QueryTerm]) -> set[str]:
    """Return the words that those of the query may be made of."""
    return {part for term in terms if term.word for part in possible_parts(term.word)}


def with_parts(terms: Sequence[QueryTerm], known: Mapping[str, str]) -> tuple[QueryTerm, ...]:
    """Give each term the two known words that it is made of; `known` are words with their stems."""
    return (*(_parted(term, known) for term in terms[:MOST_EXPANDED]), *terms[MOST_EXPANDED:])


def _parted(term: QueryTerm, known: Mapping[str, str]) -> QueryTerm:
    parts = (QueryTerm(lexeme=known[part], word=part) for part in parts_of(term.word, known))
    return replace(term, parts=tuple(parts))


def expandable(terms: Sequence[QueryTerm]) -> list[QueryTerm]:
    """Return the terms that other words may be found for, with their parts."""
    asked = [term for term in terms[:MOST_EXPANDED] if term.word]
    return [*asked, *(part for term in asked for part in term.parts)]


def wanted_sides(terms: Sequence[QueryTerm], candidates: Sequence[IndexedWord]) -> set[str]:
    """Return the words whose being known makes a candidate a compound of a term."""
    return {
        side
        for term in expandable(terms)
        for one in candidates
        if not fits(one.word, term.lexeme, _beginning(term))
        for side in possible_sides(one.word, term.lexeme)
    }


def expanded(
    terms: Sequence[QueryTerm], candidates: Sequence[IndexedWord], known: Collection[str]
) -> tuple[QueryTerm, ...]:
    """Give each term the most frequent words that are found for it; `candidates` begin with the most frequent."""
    asked = (_expanded(term, candidates, known) for term in terms[:MOST_EXPANDED])
    return (*asked, *terms[MOST_EXPANDED:])


def _expanded(term: QueryTerm, candidates: Sequence[IndexedWord], known: Collection[str]) -> QueryTerm:
    others: dict[str, None] = {}
    for one in candidates:
        if len(others) == MOST_EXPANSIONS or not term.word:
            break
        if one.stem != term.lexeme and (
            fits(one.word, term.lexeme, _beginning(term))
            or not possible_sides(one.word, term.lexeme).isdisjoint(known)
        ):
            others[one.stem] = None
    parts = tuple(_expanded(part, candidates, known) for part in term.parts)
    return replace(term, others=tuple(others), parts=parts)


def _beginning(term: QueryTerm) -> str:
    return term.word if term.begun else ""
