"""What amendments did at the places of a text in force, and what stood there before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from agreements.amendments.composition import TextOrigin
from agreements.calendar_months import DAY
from agreements.changes import (
    Change,
    ClauseInserted,
    ClauseMoved,
    ClauseNumbered,
    ClauseRemoved,
    ClauseTextSet,
    HeadFieldSet,
    HeadingSet,
    InsetSet,
    ObligationRemoved,
    ObligationSet,
    PartySet,
    SectionInserted,
    SectionMoved,
    SectionRemoved,
    TermSet,
)
from agreements.choices import Side
from agreements.content import Content, Obligation, Party, Post, Section
from agreements.models import Instrument
from agreements.rendering.clause_text import clause_html, plain_html
from agreements.rendering.tables import post_key
from agreements.texts.due_wording import due_words
from agreements.texts.party_words import owing_subject, party_names
from agreements.texts.wording import (
    post_words,
    quantity_words,
    sentence_parts,
    start_words,
    term_words,
)

NOTHING = SafeString("")
VERBS: Mapping[type, str] = {
    HeadFieldSet: "geändert",
    TermSet: "geändert",
    HeadingSet: "Überschrift geändert",
    InsetSet: "Tabelle am Ende geändert",
    ClauseTextSet: "geändert",
    ClauseNumbered: "mit einer Nummer versehen",
    ClauseInserted: "eingefügt",
    ClauseRemoved: "aufgehoben",
    ClauseMoved: "hierher versetzt",
    SectionInserted: "eingefügt",
    SectionRemoved: "aufgehoben",
    SectionMoved: "hierher versetzt",
    ObligationRemoved: "gestrichen",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeNote:
    """What an amendment did at a place; `before` is what stood there, empty for what is new.

    `name` and `url` are those of the amendment; `place` names what is maybe not in the text any more.
    """

    name: str
    url: str
    what: str
    since: date
    before: SafeString = NOTHING
    place: str = ""

    @property
    def until(self) -> date:
        """The last day on which `before` applied."""
        return self.since - DAY


Notes = Mapping[str, tuple[ChangeNote, ...]]


def change_notes(
    content: Content, origins: Mapping[str, Sequence[TextOrigin]], amendments: Mapping[int, Instrument]
) -> Notes:
    """Return the notes of each place by key, code, side or name of the field, the newest first.

    Those of a post have its `post_key`.
    """
    names = party_names(content)
    found: dict[str, list[ChangeNote]] = {}
    for origin in (one for row in origins.values() for one in row):
        amendment = amendments[origin.number]
        for place, what, before in _notes(origin.change, names):
            note = ChangeNote(
                name=amendment.name,
                url=amendment.get_absolute_url(),
                what=what,
                since=origin.effective_on,
                before=before,
                place=_name_of(origin.change) if place == origin.change.target else "",
            )
            found.setdefault(place, []).insert(0, note)
    return {place: tuple(row) for place, row in found.items()}


def _notes(change: Change, names: Mapping[Side, str]) -> Iterator[tuple[str, str, SafeString]]:
    """Yield (place, what was done, what stood there before)."""
    yield change.target, _verb(change), _before(change, names)
    if isinstance(change, ClauseMoved):
        yield change.vacated, "von hier versetzt", clause_html(change.before, change.label_before)
    if isinstance(change, SectionMoved):
        yield change.vacated, "von hier versetzt", NOTHING
    if isinstance(change, ObligationSet):
        yield from _post_notes(change)


def _verb(change: Change) -> str:
    if isinstance(change, PartySet) and change.after is None:
        return "ausgeschieden"
    if isinstance(change, (PartySet, ObligationSet)):
        return "geändert" if change.before else "hinzugefügt"
    return VERBS[type(change)]


def _before(change: Change, names: Mapping[Side, str]) -> SafeString:
    match change:
        case ClauseTextSet() | ClauseRemoved():
            return clause_html(change.before, change.label)
        case HeadFieldSet() | HeadingSet():
            return plain_html(change.before)
        case InsetSet():
            return plain_html(change.before.label)
        case TermSet():
            return plain_html(term_words(change.before))
        case SectionRemoved():
            return _section_html(change.before)
        case PartySet(before=Party() as party):
            return _party_html(party)
        case ObligationSet(before=Obligation() as duty) | ObligationRemoved(before=duty):
            return _obligation_html(duty, names)
    return NOTHING


def _name_of(change: Change) -> str:
    match change:
        case ClauseTextSet() | ClauseRemoved():
            return change.label or "Absatz"
        case SectionRemoved():
            return change.label or change.before.heading or "Abschnitt"
        case ObligationSet() | ObligationRemoved():
            return change.code
    return ""


def _section_html(section: Section) -> SafeString:
    heading = " ".join(filter(None, [section.label or "", section.heading]))
    clauses = ((clause_html(one.text, one.label or ""),) for one in section.clauses)
    return format_html(
        "<p><strong>{}</strong></p>{}", plain_html(heading), format_html_join("", "{}", clauses)
    )


def _party_html(party: Party) -> SafeString:
    words = ", ".join(filter(None, [party.line, party.represented_by or "", party.address]))
    return plain_html(f"{words} – nachfolgend „{party.short}“ –")


def _obligation_html(duty: Obligation, names: Mapping[Side, str]) -> SafeString:
    parts = sentence_parts(
        who=owing_subject(duty.owing, names),
        title=duty.title,
        quantity=quantity_words(duty),
        due=due_words(duty.due),
        evidence=duty.evidence,
    )
    posts = (f"{post.unit}, {post.function}: {_post_words(post)}" for post in duty.posts)
    lines = ["".join(f"{one.before}{one.words}{one.after}" for one in parts), *posts]
    return format_html_join("", "<p>{}</p>", ((plain_html(line),) for line in lines))


def _post_notes(change: ObligationSet) -> Iterator[tuple[str, str, SafeString]]:
    """Yield what was done to each post; what is left out is only in what its obligation said before."""
    old = {post_key(change.code, post): post for post in (change.before.posts if change.before else ())}
    for post in change.after.posts:
        key = post_key(change.code, post)
        before = old.get(key)
        if before is None:
            yield key, "hinzugefügt", NOTHING
        elif before != post:
            yield key, "geändert", plain_html(_post_words(before))


def _post_words(post: Post) -> str:
    return f"{post_words(post)}, Beginn: {start_words(post)}"
