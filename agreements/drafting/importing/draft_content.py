"""The content of a draft from a recognised text, and where it goes what a content cannot hold.

What has no place, as a number that the page does not count, a footnote without a call or a part that is too long, is kept as
text with a remark there. Nothing is dropped.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from msgspec import UNSET

from agreements.choices import SectionKind
from agreements.content import Clause, Content, Party, Section
from agreements.drafting.actions.text import CLAUSE_LIMIT
from agreements.drafting.copying import Remark
from agreements.drafting.importing.counting import Counting, Fit
from agreements.drafting.importing.joined_text import joined_text
from agreements.drafting.importing.recognised_parties import content_parties, cut
from agreements.drafting.importing.structure import (
    RecognisedClause,
    RecognisedSection,
    RecognisedText,
    call_of,
)
from agreements.models.text import new_key
from agreements.numbering import Label, Numbering
from agreements.rendering.footnotes import FOOTNOTE
from agreements.rendering.typed_table import ROW
from agreements.texts.wording import enumerated, quoted
from agreements.tokens import with_item_tokens

TITLE_LIMIT, SUBJECT_LIMIT, HEADING_LIMIT = 300, 300, 200
PREAMBLE = "Präambel"
ORDER = {SectionKind.PREAMBLE: 0, SectionKind.GROUP: 1, SectionKind.SECTION: 1, SectionKind.ANNEX: 2}
# what our Markdown would read as emphasis or swallow, or we as the number of an item
MARKUP = re.compile(r"\\(?=[!-/:-@\[-`{-~])|\*+|\{(?=#\})")
BRACKET = re.compile(r"[\[\]]")
PLAIN_STAR = re.compile(
    r"(?<!\S)\*+(?=\s|\)|$)|(?<=[^\W_])\*(?=[^\W_])"
)  # „5 * 3“, „*) Fußnote“, „Bürger*innen“
NOTE_REMARK = "Unter diesem Absatz steht eine Fußnote als Text: Wo sie hingehört, war nicht zu erkennen."
DIVIDED_REMARK = "Der eingefügte Absatz ist zu lang für einen und geht hier weiter; eine Tabelle wiederholt dabei ihren Kopf."
RENUMBERED_REMARK = "Im eingefügten Text war das „{mark}“. Bitte Verweise darauf prüfen."
PARTY_REMARK = "Ein Vertrag hat höchstens sechs Vertragsparteien. Was im Kopf keinen Platz hat, steht hier."
NAME_REMARK = (
    "Vertragsparteien, die im eingefügten Text gleich heißen, haben hier eine Nummer: {names}. Bitte die Kurznamen im Kopf und "
    "im Text prüfen."
)
KEPT_REMARK = "Die Nummer „{mark}“ steht hier als Text, denn die Seite zählt „{label}“. Bitte Nummer und Verweise prüfen."
UNCOUNTED_MARK_REMARK = "Die Nummer „{mark}“ steht hier als Text, denn die Seite zählt hier nicht."
REWRITTEN_REMARK = (
    "Im eingefügten Text steht „{mark}“, hier „{label}“; so auch weiter unten. Bitte Verweise darauf prüfen."
)
COUNTED_REMARK = (
    "Im eingefügten Text hat dieser Absatz keine Nummer, hier „{label}“; so vielleicht auch weiter unten."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedContent:
    """The content with the key of the clause that each piece went into, how the page cites each clause, and the remarks.

    `keeps_numbers`: every number of the text is the one that the page counts, so that references say what they said.
    """

    content: Content
    clauses: dict[str, str]
    places: dict[str, str]
    remarks: tuple[Remark, ...]
    keeps_numbers: bool


@dataclass(slots=True)
class _Writer:
    """Collects sections, and what has to be said about them; `carried` are words for the next Absatz."""

    counting: Counting
    counts: dict[SectionKind, int]
    labels: dict[str, str] = field(default_factory=dict)
    clauses: dict[str, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    carried: list[str] = field(default_factory=list)
    ways: set[str] = field(default_factory=set)
    keeps_numbers: bool = True

    def tell(self, fit: Fit, mark: str, label: str, clause: str) -> None:
        """Say what becomes of a number that is not the one of the page; once for each way of writing and of not counting."""
        self.keeps_numbers &= fit != Fit.OTHER
        if fit == Fit.SAME:
            return
        if not mark:
            words, way = COUNTED_REMARK, COUNTED_REMARK
        elif fit == Fit.WRITTEN_OTHERWISE:
            words, way = REWRITTEN_REMARK, re.sub(r"\d+|\b[IVXA-H]+\b", "", f"{mark} {label}")
        elif self.counting.keeps_marks:
            words = KEPT_REMARK if label else UNCOUNTED_MARK_REMARK
            way = ""
        else:
            words, way = RENUMBERED_REMARK, ""
        if way not in self.ways:
            self.ways |= {way} if way else set()
            self.remarks.append(Remark(clause=clause, text=words.format(mark=mark, label=label)))


def imported_content(
    text: RecognisedText, counting: Counting, *, defaults: Sequence[Party] = ()
) -> ImportedContent:
    """Return the content of a whole contract, or of a part that is counted where it is inserted.

    `defaults` are the parties that the text does not name.
    """
    writer = _Writer(counting, {kind: counting.before.get(kind, 0) for kind in SectionKind})
    parties, further, renamed = content_parties(text, defaults)
    title, rest = cut(" ".join(line.piece.text for line in text.title[:1]), TITLE_LIMIT)
    words = " ".join(filter(None, [rest, *(line.piece.text for line in text.title[1:])]))
    subject, more = cut(words, SUBJECT_LIMIT)
    sections = _sections(text, writer)
    if front := [*filter(None, [more]), *further]:
        sections = _with_front(sections, front, writer, has_parties=bool(further))
    ordered = sorted(sections, key=lambda section: ORDER[section.kind])
    first = next((clause.key for section in ordered for clause in section.clauses), "")
    if renamed and first:
        writer.remarks.append(
            Remark(clause=first, text=NAME_REMARK.format(names=enumerated(map(quoted, renamed))))
        )
    content = Content(
        number=0,
        version=0,
        title=title,
        subject=subject,
        parties=parties,
        sections=tuple(ordered),
        numbering=UNSET if counting.numbering == Numbering.PARAGRAPH else counting.numbering,
        lone_clauses_numbered=UNSET if counting.lone_clauses_numbered else False,
    )
    stored = tuple(replace(section, label=writer.labels.get(section.key, UNSET)) for section in ordered)
    return ImportedContent(
        content=content,
        clauses=writer.clauses,
        places=replace(content, sections=stored).clause_labels(),
        remarks=tuple(writer.remarks),
        keeps_numbers=writer.keeps_numbers,
    )


def literal(text: str) -> str:
    """Return text whose stars and backslashes are printed as typed."""
    plain = {match.start() for match in PLAIN_STAR.finditer(text)}
    return MARKUP.sub(
        lambda match: match[0] if match.start() in plain else "".join(f"\\{letter}" for letter in match[0]),
        text,
    )


def _sections(text: RecognisedText, writer: _Writer) -> list[Section]:
    sections: list[Section] = []
    for source in text.sections:
        sections += _groups(source, writer)
        kind = source.kind
        front = next((n for n, section in enumerate(sections) if section.kind == kind), None)
        if kind == SectionKind.PREAMBLE and front is not None:
            if source.heading and not text.sections[0].heading and writer.counts[kind] == 1:
                # text in front of the first heading, and then the preamble itself
                joined = _section(source, kind, writer)
                sections[front] = replace(joined, clauses=(*sections[front].clauses, *joined.clauses))
                continue
            kind = SectionKind.SECTION
        sections.append(_section(source, kind, writer))
    return sections


def _groups(source: RecognisedSection, writer: _Writer) -> Iterator[Section]:
    """Yield the headings above a section; what is too long for one stands in the first Absatz below."""
    for heading in source.groups:
        words, rest = cut(joined_text(heading).replace("\n", " "), HEADING_LIMIT)
        writer.carried += [rest] if rest else []
        yield Section(key=new_key(), kind=SectionKind.GROUP, heading=words)


def _section(source: RecognisedSection, kind: SectionKind, writer: _Writer) -> Section:
    counting = writer.counting
    writer.counts[kind] += 1
    n = writer.counts[kind]
    fit, label = counting.section_fit(source.mark, kind, n)
    kept = source.mark if fit == Fit.OTHER and counting.keeps_marks else ""
    default = PREAMBLE if kind == SectionKind.PREAMBLE else ""
    heading, rest = cut(f"{kept} {source.name}".strip() or default, HEADING_LIMIT)
    front = [*writer.carried, *filter(None, [rest])]
    writer.carried = []
    clauses = [Clause(key=new_key(), text=literal(words)) for words in front]
    first = len(front)
    if kind == SectionKind.PREAMBLE and not source.heading and counting.clauses:
        # goes on in the section that it is inserted behind
        n, first = counting.before[SectionKind.SECTION], counting.clauses
        _, label = counting.section_fit("", counted := SectionKind.SECTION, n)
    else:
        counted = kind
    unset = [UNSET] * (first + len(source.clauses))
    labels = counting.row.clause_labels(counted, label, unset, lone=counting.lone_clauses_numbered)
    for place, clause in enumerate(source.clauses, start=first):
        clauses += _clauses(clause, labels[place].number, (n, place + 1), writer)
    section = Section(key=new_key(), kind=kind, heading=heading, clauses=tuple(clauses))
    if source.mark:
        writer.tell(fit, source.mark, label.number, clauses[0].key if clauses else "")
    writer.labels[section.key] = label.number
    return section


def _clauses(
    source: RecognisedClause, label: str, place: tuple[int, int], writer: _Writer
) -> Iterator[Clause]:
    """Yield a clause, in several where it is longer than one may be; `label` and `place` are what the page counts."""
    fit = writer.counting.clause_fit(source.mark, label, place)
    kept = source.mark if fit == Fit.OTHER and writer.counting.keeps_marks else ""
    text, unplaced = _with_notes(
        f"{literal(kept)} {source.written(literal)}".strip() or literal(source.mark), source
    )
    keys = []
    for piece in _with_items(list(_pieces(text)), "" if kept else source.mark or label, label):
        keys.append(new_key())
        yield Clause(key=keys[-1], text=piece)
    writer.clauses |= {line.piece.key: keys[0] for line in source.lines}
    if unplaced:
        writer.remarks.append(Remark(clause=keys[-1], text=NOTE_REMARK))
    if len(keys) > 1:
        writer.remarks.append(Remark(clause=keys[1], text=DIVIDED_REMARK))
    writer.tell(fit, source.mark, label, keys[0])


def _with_items(pieces: Sequence[str], mark: str, label: str) -> Sequence[str]:
    """Let the page count the items that count on from the number of their Absatz: „1.1.1“ below „1.1“."""
    if len(pieces) == 1 and mark[:1].isdigit() and label[:1].isdigit():
        return [with_item_tokens(pieces[0], Label(mark, "").item)]
    return pieces


def _with_notes(text: str, source: RecognisedClause) -> tuple[str, bool]:
    """Put each footnote where it is called; one that is not called stands below, and is told."""
    unplaced = False
    for mark, words in source.notes:
        said = literal(words).replace("|", "\\|")  # it may be called in a row of a table
        note = f"[^{said}]"
        if not FOOTNOTE.fullmatch(note):
            escaped = BRACKET.sub(r"\\\g<0>", said)
            note = f"[^{escaped}]"
        call = call_of(mark).search(text) if mark and words else None
        if call and FOOTNOTE.fullmatch(note):
            text = f"{text[: call.start()].rstrip()}{note}{text[call.end() :]}"
        else:
            text, unplaced = f"{text}\n\n{literal(f'{mark} {words}'.strip())}", True
    return text, unplaced


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


def _pieces(text: str) -> Iterator[str]:
    """Yield a text in pieces that a clause can hold; a table goes on below its head."""
    while len(text) > CLAUSE_LIMIT:
        cut_at = max(text.rfind("\n", 0, CLAUSE_LIMIT), text.rfind(" ", 0, CLAUSE_LIMIT))
        above = text.rfind("\n", 0, cut_at)
        if above > 0 and ROW.fullmatch(text[above + 1 :].partition("\n")[0]):
            cut_at = above
        cut_at = cut_at if cut_at > 0 else CLAUSE_LIMIT
        before, text = text[:cut_at].strip(), text[cut_at:].strip()
        yield before
        if ROW.fullmatch(text.partition("\n")[0]):
            rows = list(takewhile(ROW.fullmatch, reversed(before.split("\n"))))
            head = "\n".join(reversed(rows[-2:]))
            fits = (
                len(head) + len(text.partition("\n")[0]) < CLAUSE_LIMIT
            )  # else nothing would be left but the head
            text = f"{head}\n{text}" if fits and len(head) < CLAUSE_LIMIT // 4 else text
    yield text
