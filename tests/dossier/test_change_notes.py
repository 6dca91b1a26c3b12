"""What the text in force says at each changed place: what was done, from when, and what stood there before."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from agreements.amendments.composition import Composed, InEffect, compose
from agreements.amendments.derivation import derive
from agreements.changes import Amendment, Effect
from agreements.choices import OwedBy, Side
from agreements.content import Clause, Content, Party
from agreements.dossier.reading_text.change_notes import ChangeNote
from agreements.dossier.reading_text.presenters import ReadingText, reading_text_of
from agreements.models import Agreement, Instrument
from tests.amendments.contracts import contract, put
from tests.amendments.strategies import bases, edits
from tests.rendering.sample import full_content

AGREEMENT = Agreement(pk=7)
AMENDMENTS = {number: Instrument(agreement=AGREEMENT, number=number) for number in (1, 2)}
FIRST, SECOND = date(2027, 2, 1), date(2028, 2, 29)


def composed(base: Content, *texts: Content) -> Composed:
    """Return the text after amendments that lead from one text to the next, the second from February 2028."""
    amendments = []
    before = base
    for number, (text, day) in enumerate(zip(texts, (FIRST, SECOND), strict=False), start=1):
        derived = derive(before, text)
        amendment = Amendment(
            base=(), base_fingerprint="", effect=Effect(), changes=derived.changes, result=""
        )
        content = replace(base, number=number, amendment=amendment)
        amendments.append(InEffect(number=number, effective_on=day, concluded_on=FIRST, content=content))
        before = derived.result
    return compose(base, amendments, SECOND)


def reading(base: Content, *texts: Content) -> ReadingText:
    found = composed(base, *texts)
    return reading_text_of(found.content, found.origins, AMENDMENTS)


def said(notes: tuple[ChangeNote, ...]) -> list[tuple[str, str, str]]:
    return [(note.name, note.what, note.before) for note in notes]


def shown(text: ReadingText) -> Iterator[ChangeNote]:
    """Yield the notes that a page shows."""
    sections = [*text.document.sections, *text.document.annexes]
    places = [one.key for one in sections] + [clause.key for one in sections for clause in one.clauses]
    places += [row.code for one in sections for table in one.duties for row in table.rows]
    yield from (note for place in places for note in text.notes.get(place, ()))
    yield from (note for row in (*text.head, *text.gone) for note in row.notes)


def reworded(base: Content, key: str, text: str) -> Content:
    sections = (
        replace(one, clauses=tuple(replace(c, text=text) if c.key == key else c for c in one.clauses))
        for one in base.sections
    )
    return replace(base, sections=tuple(sections))


def test_the_newest_change_of_an_absatz_comes_first() -> None:
    base = contract()
    once = reworded(base, "p1-1", "Der Bezirk stellt 1,0 Stellen.")
    twice = reworded(base, "p1-1", "Der Bezirk stellt 0,9 Stellen.")
    [latest, earlier] = reading(base, once, twice).notes["p1-1"]
    assert (latest.name, latest.since, latest.until) == ("2. Nachtrag", SECOND, date(2028, 2, 28))
    assert "1,0" in latest.before
    assert latest.url == "/vertraege/7/nachtraege/2/"
    assert (earlier.name, earlier.since) == ("1. Nachtrag", FIRST)
    assert "0,75" in earlier.before


def test_an_absatz_that_moved_says_so_at_both_places() -> None:
    base = contract()
    [moved] = [clause for one in base.sections for clause in one.clauses if clause.key == "p1-2"]
    notes = reading(base, put(put(base, "p1", gone=["p1-2"]), "p3", moved)).notes
    assert [note.what for note in notes["p1-2"]] == ["hierher versetzt"]
    [vacated] = [row for place, row in notes.items() if place not in {"p1-2", "p3-2"}]
    assert [(note.what, "Er berichtet jährlich." in note.before) for note in vacated] == [
        ("von hier versetzt", True)
    ]


def test_a_removed_section_shows_all_of_it_and_what_is_new_says_so() -> None:
    base = contract()
    text = reading(base, put(base, "p1", Clause(key="neu", text="Neu."), gone=["p3"]))
    [gone] = text.notes["p3"]
    assert (gone.what, "Eins." in gone.before, "Von p3" in gone.before) == ("aufgehoben", True, True)
    assert said(text.notes["neu"]) == [("1. Nachtrag", "eingefügt", "")]


def test_what_leaves_no_number_is_listed_by_itself() -> None:
    base = contract()
    text = reading(base, put(base, "p1", gone=["pre"]))
    [part] = text.gone
    assert (part.place, "Wir wollen." in part.notes[0].before) == ("Präambel", True)


def test_title_party_and_term_are_in_the_head() -> None:
    parties = (
        Party(side=Side.DISTRICT, line="Land Berlin", short="Bezirk", address=""),
        Party(side=Side.ASSOCIATION, line="Verein e. V.", short="Verein", address=""),
    )
    base = contract(parties=parties)
    term = replace(base.term, ends_on=date(2029, 7, 31))
    text = reading(base, replace(base, title="Vertrag", parties=parties[:1], term=term))
    rows = {row.label: said(row.notes) for row in text.head if row.notes}
    assert rows["Titel"] == [("1. Nachtrag", "geändert", "Kooperationsvertrag")]
    assert rows[Side.ASSOCIATION.label] == [
        ("1. Nachtrag", "ausgeschieden", "Verein e.\N{NO-BREAK SPACE}V. – nachfolgend „Verein“ –")
    ]
    [(_, what, before)] = rows["Laufzeit"]
    assert (what, "unbefristet" in before) == ("geändert", True)


def test_an_obligation_and_its_posts_say_what_was_agreed_before() -> None:
    base = full_content()
    duty = next(one for one in base.obligations if one.posts)
    post = replace(duty.posts[0], share=duty.posts[0].share / 2)
    changed = replace(duty, posts=(post, *duty.posts[1:]), owed_by=OwedBy.DISTRICT)
    others = tuple(changed if one is duty else one for one in base.obligations[:-1])
    text = reading(base, replace(base, obligations=others))
    [note] = text.notes[duty.code]
    assert (note.what, duty.title in note.before) == ("geändert", True)
    [row] = [notes for place, notes in text.notes.items() if place.startswith(f"{duty.code}: ")]
    assert [note.what for note in row] == ["geändert"]
    assert "VZÄ" in row[0].before
    assert [(part.place, part.notes[0].what) for part in text.gone] == [
        (base.obligations[-1].code, "gestrichen")
    ]


def test_a_post_that_is_left_out_stands_in_what_its_obligation_said_before() -> None:
    base = full_content()
    duty = next(one for one in base.obligations if one.posts)
    changed = replace(duty, posts=duty.posts[1:])
    text = reading(
        base, replace(base, obligations=tuple(changed if one is duty else one for one in base.obligations))
    )
    [note] = text.notes[duty.code]
    assert all(words in note.before for words in (duty.posts[0].unit, duty.posts[0].function, "VZÄ"))


@given(st.data())
def test_whatever_an_amendment_did_is_shown_at_a_place_of_the_page(data: st.DataObject) -> None:
    base = data.draw(bases())
    found = composed(base, data.draw(edits(base, "n")))
    text = reading_text_of(found.content, found.origins, AMENDMENTS)
    seen = {id(note) for note in shown(text)}
    assert not [place for place in found.origins if not all(id(note) in seen for note in text.notes[place])]
