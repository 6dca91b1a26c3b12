"""The content of a draft from a recognised text, and where it goes what a content cannot hold yet.

Tables, footnotes, headings over several sections, further parties and other numbers than „§ 1“ and „(1)“ are kept as text,
each with a remark at its place. Nothing is dropped.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from agreements.choices import SectionKind, Side
from agreements.content import Clause, Content, Party, Section
from agreements.drafting.actions.text import CLAUSE_LIMIT
from agreements.drafting.copying import Remark
from agreements.drafting.importing.classification import BEGINS_PARTY, ClassifiedLine, LineKind
from agreements.drafting.importing.structure import (
    ABSATZ_COUNT,
    RecognisedClause,
    RecognisedSection,
    RecognisedText,
    joined_text,
)
from agreements.models.text import new_key

TITLE_LIMIT, SUBJECT_LIMIT, HEADING_LIMIT = 120, 300, 200
LINE_LIMIT, SHORT_LIMIT, ADDRESS_LIMIT = 300, 60, 200
PREAMBLE = "Präambel"
UNKNOWN = "[Vertragspartei]"  # named before freezing, as everything that looks like a placeholder
DISTRICT = re.compile(r"\b(?:Bezirk(?:samt)?|Land Berlin|Jugendamt|Gesundheitsamt)\b")
SHORT = re.compile(
    r"\W*(?:im (?:Folgenden|folgenden|Weiteren)|nachfolgend|nachstehend|fortan|kurz)\b.*?[„\"»‚](?P<name>[^“”\"«‘]+)[“”\"«‘].*"
)
ARTICLE = re.compile(r"(?:dem|der|den|das|die|des) ")
ADDRESS = re.compile(r".*\b\d{5} [A-ZÄÖÜ].*")
# what our Markdown would read as emphasis or swallow
MARKUP = re.compile(r"\\(?=[!-/:-@\[-`{-~])|\*+")
PLAIN_STAR = re.compile(
    r"(?<!\S)\*+(?=\s|\)|$)|(?<=[^\W_])\*(?=[^\W_])"
)  # „5 * 3“, „*) Fußnote“, „Bürger*innen“
TABLE_REMARK = (
    "Hier steht eine Tabelle als Text, eine Zeile je Zeile. Bitte prüfen, ob sie so verständlich ist."
)
NOTE_REMARK = "Hier steht eine Fußnote als Text unter dem Absatz. Bitte prüfen, ob sie in den Satz gehört."
GROUP_REMARK = "Eine Überschrift über mehreren Paragrafen hat hier noch keinen Platz und steht vor der Überschrift: „{words}“."
RENUMBERED_REMARK = "Im eingefügten Text war das „{words}“. Bitte Verweise darauf prüfen."
PARTY_REMARK = "Ein Vertrag hat hier zwei Vertragsparteien. Die weiteren stehen als Text in der Präambel."
MARK_REMARK = "Die Zählung „{words}“ steht als Text da, damit Verweise darauf richtig bleiben. Die Seite zählt selbst mit § und (1)."


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedContent:
    """The content with the key of the clause that each piece went into, and the remarks."""

    content: Content
    clauses: dict[str, str]
    remarks: tuple[Remark, ...]


@dataclass(slots=True)
class _Writer:
    """Collects sections, and what has to be said about them."""

    is_part: bool
    clauses: dict[str, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    marks_named: set[str] = field(default_factory=set)


def imported_content(
    text: RecognisedText, *, defaults: Sequence[Party] = (), is_part: bool = False
) -> ImportedContent:
    """Return the content of a whole contract, or of a part that is numbered where it is inserted.

    `defaults` are the parties that the text does not name.
    """
    writer = _Writer(is_part)
    parties, further = _parties(text, defaults)
    title, rest = _cut(" ".join(line.piece.text for line in text.title[:1]), TITLE_LIMIT)
    words = " ".join(filter(None, [rest, *(line.piece.text for line in text.title[1:])]))
    subject, more = _cut(words, SUBJECT_LIMIT)
    sections = _sections(text, writer)
    if front := [*filter(None, [more]), *further]:
        sections = _with_front(sections, front, writer, has_parties=bool(further))
    ordered = sorted(sections, key=lambda section: list(SectionKind).index(section.kind))
    content = Content(
        number=0, version=0, title=title, subject=subject, parties=parties, sections=tuple(ordered)
    )
    return ImportedContent(content=content, clauses=writer.clauses, remarks=tuple(writer.remarks))


def literal(text: str) -> str:
    """Return text whose stars and backslashes are printed as typed."""
    plain = {match.start() for match in PLAIN_STAR.finditer(text)}
    return MARKUP.sub(
        lambda match: match[0] if match.start() in plain else "".join(f"\\{letter}" for letter in match[0]),
        text,
    )


def _sections(text: RecognisedText, writer: _Writer) -> list[Section]:
    sections: list[Section] = []
    counts = dict.fromkeys(SectionKind, 0)
    for source in text.sections:
        kind = source.kind
        if kind == SectionKind.PREAMBLE and counts[kind]:
            if source.heading and not text.sections[0].heading and counts[kind] == 1:
                # text in front of the first heading, and then the preamble itself
                joined = _section(source, kind, 1, writer)
                counts[kind] += 1
                front = next(n for n, section in enumerate(sections) if section.kind == kind)
                sections[front] = replace(joined, clauses=(*sections[front].clauses, *joined.clauses))
                continue
            kind = SectionKind.SECTION
        counts[kind] += 1
        sections.append(_section(source, kind, counts[kind], writer))
    return sections


def _section(source: RecognisedSection, kind: SectionKind, number: int, writer: _Writer) -> Section:
    computed = {SectionKind.SECTION: f"§ {number}", SectionKind.ANNEX: f"Anlage {number}"}.get(kind, "")
    kept = "" if source.mark.replace("§", "§ ").replace("  ", " ") == computed else source.mark
    renumbered = kept if writer.is_part and kept.startswith(("§", "Anlage")) else ""
    kept = "" if renumbered else kept
    groups = [line.piece.text for line in source.groups]
    words = " ".join([*groups, kept, source.name]).strip() or (
        PREAMBLE if kind == SectionKind.PREAMBLE else ""
    )
    heading, rest = _cut(words or kept or source.mark or "Ohne Überschrift", HEADING_LIMIT)
    clauses = [Clause(key=new_key(), text=literal(rest))] if rest else []
    # as the page prints them
    counted = kind == SectionKind.SECTION or (kind == SectionKind.ANNEX and len(source.clauses) > 1)
    for clause in source.clauses:
        clauses += _clauses(clause, len(clauses) + 1 if counted else 0, writer)
    if clauses:
        if groups:
            words = GROUP_REMARK.format(words=" ".join(groups))
            writer.remarks.append(Remark(clause=clauses[0].key, text=words))
        if kept:
            _remark_mark(writer, clauses[0].key, kept)
        if renumbered:
            words = RENUMBERED_REMARK.format(words=renumbered)
            writer.remarks.append(Remark(clause=clauses[0].key, text=words))
    return Section(key=new_key(), kind=kind, heading=heading, clauses=tuple(clauses))


def _clauses(source: RecognisedClause, number: int, writer: _Writer) -> Iterator[Clause]:
    """Yield a clause, in several where it is longer than one may be; `number` is the computed one, 0 if none is printed."""
    counted = ABSATZ_COUNT.fullmatch(source.mark)
    kept = "" if counted and int(counted["number"]) == number else source.mark
    text = literal(f"{kept} {source.text}".strip()) or literal(source.mark)
    keys = []
    for piece in _pieces(text):
        keys.append(new_key())
        yield Clause(key=keys[-1], text=piece)
    writer.clauses |= {line.piece.key: keys[0] for line in source.lines}
    kinds = {line.kind for line in source.lines}
    if LineKind.TABLE in kinds:
        writer.remarks.append(Remark(clause=keys[0], text=TABLE_REMARK))
    if LineKind.FOOTNOTE in kinds:
        writer.remarks.append(Remark(clause=keys[0], text=NOTE_REMARK))
    if kept:
        _remark_mark(writer, keys[0], kept)


def _remark_mark(writer: _Writer, key: str, mark: str) -> None:
    """Say once for each way of counting that it is kept as text."""
    way = re.sub(r"\d+|\b[IVX]+\b|\b[a-z]\b", "", mark)
    if way not in writer.marks_named:
        writer.marks_named.add(way)
        writer.remarks.append(Remark(clause=key, text=MARK_REMARK.format(words=mark)))


def _with_front(
    sections: list[Section], texts: Sequence[str], writer: _Writer, *, has_parties: bool
) -> list[Section]:
    """Put text that has no other place in front of the preamble."""
    clauses = tuple(Clause(key=new_key(), text=literal(text)) for text in texts)
    if has_parties:
        writer.remarks.append(Remark(clause=clauses[-1].key, text=PARTY_REMARK))
    for place, section in enumerate(sections):
        if section.kind == SectionKind.PREAMBLE:
            sections[place] = replace(section, clauses=(*clauses, *section.clauses))
            return sections
    return [Section(key=new_key(), kind=SectionKind.PREAMBLE, heading=PREAMBLE, clauses=clauses), *sections]


def _parties(text: RecognisedText, defaults: Sequence[Party]) -> tuple[tuple[Party, ...], list[str]]:
    """Return a party for each side, and the words of the further ones."""
    rest = list(text.parties)
    own = next((party for party in rest if DISTRICT.search(party[0].piece.text)), None)
    if own:
        rest.remove(own)
    other = rest.pop(0) if rest else None
    given = {Side.DISTRICT: own, Side.ASSOCIATION: other}
    further = [_without_connector(joined_text(party)) for party in rest]
    parties = []
    for default in defaults:
        lines = given[default.side]
        if lines is None:
            # a text about somebody else never names the association by itself
            nobody = replace(default, line=UNKNOWN, short=UNKNOWN, address="")
            parties.append(nobody if default.side == Side.ASSOCIATION else default)
            continue
        party, more = _party(default.side, lines)
        parties.append(party)
        further += more
    return tuple(parties), further


def _party(side: Side, lines: Sequence[ClassifiedLine]) -> tuple[Party, list[str]]:
    texts = [_without_connector(line.piece.text) for line in lines]
    named = next((text for text in texts if SHORT.fullmatch(text)), "")
    address = next((text for text in texts[1:] if ADDRESS.fullmatch(text) and len(text) <= ADDRESS_LIMIT), "")
    words = ", ".join(text for text in texts if text not in {named, address})
    found = SHORT.fullmatch(named)
    name = ARTICLE.sub("", (found["name"] if found else _short_name(words)).strip(), count=1)
    line, more = _cut(words, LINE_LIMIT)
    return Party(side=side, line=line, short=name[:SHORT_LIMIT], address=address), [more] if more else []


def _short_name(words: str) -> str:
    name = ARTICLE.sub("", re.split(r", |\(| vertreten ", words)[0], count=1)
    return _cut(name, SHORT_LIMIT)[0]


def _without_connector(text: str) -> str:
    found = BEGINS_PARTY.match(text)
    return text[found.end() :] if found else text


def _cut(text: str, limit: int) -> tuple[str, str]:
    """Return what fits, up to a space, and the rest."""
    if len(text) <= limit:
        return text, ""
    cut = text.rfind(" ", 0, limit + 1)
    cut = cut if cut > 0 else limit
    return text[:cut].rstrip(), text[cut:].lstrip()


def _pieces(text: str) -> Iterator[str]:
    while len(text) > CLAUSE_LIMIT:
        cut = max(text.rfind("\n", 0, CLAUSE_LIMIT), text.rfind(" ", 0, CLAUSE_LIMIT))
        cut = cut if cut > 0 else CLAUSE_LIMIT
        yield text[:cut].strip()
        text = text[cut:].strip()
    yield text
