"""References in the texts of a draft as links and as plain words. Pure.

What is loose or linked is read from a raw content, whose clauses hold tokens as they are stored.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from agreements.content import Clause, Content, Section
from agreements.references.recognition import CitedNumber, Found, Recogniser
from agreements.references.targets import FIGURE, targets_of
from agreements.tokens import REFERENCE_STYLES, TOKEN, ReferenceToken, tokens_of

NAMED_WORDS = 5  # in front of a link that leads nowhere


@dataclass(frozen=True, slots=True, kw_only=True)
class LooseReference:
    """Words that look like a reference and are no link.

    `key` is what they name, empty if there is no such thing. `clause` is the Absatz in which they stand, empty for an
    obligation or a heading, whose words cannot be linked.
    """

    place: str
    words: str
    clause: str
    key: str


def find_loose_references(content: Content) -> tuple[LooseReference, ...]:
    """Return what looks like a reference and is no link, or a link to something else than its words say, in reading order."""
    recogniser = Recogniser(content)
    return tuple(
        LooseReference(place=place, words=found.words, clause=clause, key=key)
        for place, section, clause, text in _texts(content)
        for found, key in _Reading(recogniser, text, section).loose()
    )


def broken_references(content: Content) -> Iterator[tuple[str, str, str]]:
    """Yield (clause, place, words in front) of each link to what is not there, also of a filled content."""
    targets = targets_of(content)
    for _, section, labels in content.labelled_sections():
        for clause, label in zip(section.clauses, labels, strict=True):
            for match, token in zip(TOKEN.finditer(clause.text), tokens_of(clause.text), strict=True):
                if isinstance(token, ReferenceToken) and token.key not in targets:
                    words = TOKEN.sub("…", clause.text[: match.start()]).split()
                    yield clause.key, label.place, " ".join(words[-NAMED_WORDS:])


def linked(content: Content, *, longest: int) -> Content:
    """Return the content with links in place of the plain references of its clauses; it reads as before, letter by letter.

    A clause that would be stored in more than `longest` letters stays as it is.
    """
    recogniser = Recogniser(content)

    def text(clause: Clause, section: Section) -> str:
        found = _Reading(recogniser, clause.text, section.key).linked()
        return found if len(found) <= longest else clause.text

    return replace(
        content,
        sections=tuple(
            replace(
                section,
                clauses=tuple(replace(clause, text=text(clause, section)) for clause in section.clauses),
            )
            for section in content.sections
        ),
    )


def naming_places(content: Content, keys: Collection[str]) -> tuple[str, ...]:
    """Return the places of the clauses that have a link to one of these sections or clauses and are none of them."""
    return tuple(
        label.place
        for _, section, labels in content.labelled_sections()
        for clause, label in zip(section.clauses, labels, strict=True)
        if clause.key not in keys
        and any(isinstance(token, ReferenceToken) and token.key in keys for token in tokens_of(clause.text))
    )


def _texts(content: Content) -> Iterator[tuple[str, str, str, str]]:
    """Yield (place, section, clause, text) of what may name another place."""
    sections = {}
    for own, section, labels in content.labelled_sections():
        yield f"Überschrift {own.place}", section.key, "", section.heading
        for clause, label in zip(section.clauses, labels, strict=True):
            sections[clause.key] = section.key
            yield label.place, section.key, clause.key, clause.text
    for duty in content.obligations:
        words = "\n".join([duty.title, duty.unit, duty.evidence, duty.due.trigger])
        yield f"Pflicht {duty.code}", sections.get(duty.clause_key, ""), "", words


class _Reading:
    """A text as it reads, links with the words that they print, and where in it they are.

    A link without a target reads as nothing; what else is in braces is read as it stands.
    """

    def __init__(self, recogniser: Recogniser, text: str, section: str) -> None:
        self._recogniser, self._section = recogniser, section
        self._pieces: list[tuple[str, str, str | None]] = []  # as stored, as read, key of a link
        end = 0
        for match, token in zip(TOKEN.finditer(text), tokens_of(text), strict=True):
            if isinstance(token, ReferenceToken):
                target = recogniser.targets.get(token.key)
                words = target.words(token.style, section=section) if target else ""
                plain = text[end : match.start()]
                self._pieces += [(plain, plain, None), (match[0], words, token.key)]
                end = match.end()
        self._pieces.append((text[end:], text[end:], None))

    def loose(self) -> Iterator[tuple[Found, str]]:
        """Yield what is no link, or not to what it says, with the key that it could be a link to."""
        for found in self._recogniser.find("".join(read for _, read, _ in self._pieces), self._section):
            links = [self._link(figure) for figure in found.figures]
            if any(
                link not in {None, one.key, found.key} for link, one in zip(links, found.figures, strict=True)
            ):
                yield found, ""
            elif None in links or not found.key:
                yield found, found.key

    def linked(self) -> str:
        """Return the text with links for what it names."""
        links = [link for found, key in self.loose() if key for link in self._links(found)]
        text, start = "", 0
        for stored, read, key in self._pieces:
            end = start + len(read)
            at = start
            for first, last, token in links if key is None else ():
                if at <= first and last <= end:
                    text += read[at - start : first - start] + token
                    at = last
            text += stored if key is not None else read[at - start :]
            start = end
        return text

    def _links(self, found: Found) -> Iterator[tuple[int, int, str]]:
        """Yield the links of what was found: one if a style reads so, else one for each number that is none yet."""
        target = self._recogniser.targets[found.key]
        style = next(
            (s for s in REFERENCE_STYLES if target.words(s, section=self._section) == found.words), None
        )
        if style is not None and not any(map(self._link, found.figures)):
            yield found.start, found.end, str(ReferenceToken(key=found.key, style=style))
            return
        for figure in found.figures:
            if self._link(figure) is None:
                yield figure.start, figure.end, str(ReferenceToken(key=figure.key, style=FIGURE))

    def _link(self, figure: CitedNumber) -> str | None:
        """Return the key of the link that prints a number."""
        start = 0
        for _, read, key in self._pieces:
            if start <= figure.start < start + len(read):
                return key
            start += len(read)
        return None
