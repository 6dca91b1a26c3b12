"""An amendment as one content: what is printed, and what it does to the base."""

from dataclasses import replace
from datetime import date

from agreements.amendment_choices import EffectKind
from agreements.amendments.application import apply
from agreements.amendments.derivation import derive
from agreements.changes import Amendment, Effect
from agreements.content import Content, read_content
from agreements.numbering import Numbering
from agreements.rendering.clause_text import clause_html
from agreements.texts.amending.facts import AmendmentFacts, BaseInstrument, InstructionNote
from agreements.texts.amending.printed import amendment_content
from tests.amendments.contracts import contract, put, rewrite

BASE = contract()
EDITED = put(rewrite(BASE, {"p1-1": "Der Bezirk stellt 1,0 Stellen."}), "p1", gone=["p3"])
FACTS = AmendmentFacts(
    base=(
        BaseInstrument(number=0, concluded_on=date(2023, 7, 3), fingerprint="0" * 64),
        BaseInstrument(number=2, concluded_on=date(2025, 1, 9), fingerprint="2" * 64),
        BaseInstrument(number=1, concluded_on=date(2024, 3, 1), fingerprint="1" * 64),
    ),
    effect=Effect(EffectKind.AS_OF, date(2026, 1, 1)),
)
REST, EFFECT = (
    "Im Übrigen bleibt der Vertrag unverändert.",
    "Dieser Nachtrag gilt mit Wirkung vom 1. Januar 2026.",
)


def printed(content: Content) -> list[tuple[str, str]]:
    """Return place and text of every clause."""
    return [
        (label.place.replace("\u00a0", " "), clause.text)
        for _, section, labels in content.labelled_sections()
        for clause, label in zip(section.clauses, labels, strict=True)
    ]


def test_it_names_the_contract_the_last_amendment_and_the_rest() -> None:
    assert printed(amendment_content(derive(BASE, EDITED), EDITED, FACTS)) == [
        (
            "Artikel 1",
            "Der Kooperationsvertrag vom 3. Juli 2023, zuletzt geändert durch den 2. Nachtrag vom 9. Januar 2025,"
            " wird wie folgt geändert:",
        ),
        (
            "Artikel 1 Nummer 1",
            "§ 1 Absatz 1 wird wie folgt gefasst:\n\n„(1) Der Bezirk stellt 1,0 Stellen.“",
        ),
        ("Artikel 1 Nummer 2", "§ 3 wird aufgehoben."),
        ("Artikel 1", REST),
        ("Artikel 2", EFFECT),
    ]


def test_reason_transition_and_groups_are_printed_where_they_were_written() -> None:
    note = InstructionNote(key="p1", heading="Personal", reason="Mehr Stellen.")
    facts = replace(FACTS, notes=(note,), reason="Grund.", transition="Übergang.")
    content = amendment_content(derive(BASE, EDITED), EDITED, facts)
    assert [section.heading for section in content.sections] == [
        "Personal",
        "Änderung des Vertrags",
        "Grund der Änderungen",
        "Übergangsregelung",
        "Inkrafttreten",
    ]
    texts = [text for _, text in printed(content)]
    assert texts[2:4] == ["Begründung: Mehr Stellen.", "Der Vertrag wird ferner wie folgt geändert:"]
    assert texts[-4:] == [REST, "Grund.", "Übergang.", EFFECT]


def test_what_was_noted_of_a_change_that_is_taken_back_is_not_printed() -> None:
    notes = [
        InstructionNote(key="p1", heading="Personal", reason="Mehr Stellen."),
        InstructionNote(key="p2", heading="Personal", reason="Länger."),
        InstructionNote(key="pre", reason="Schöner."),
        InstructionNote(key="a1", heading="Anlagen"),
    ]
    content = amendment_content(derive(BASE, EDITED), EDITED, replace(FACTS, notes=tuple(notes)))
    assert [section.heading for section in content.sections] == [
        "Personal",
        "Änderung des Vertrags",
        "Inkrafttreten",
    ]
    reasons = [text for _, text in printed(content) if text.startswith("Begründung")]
    assert reasons == ["Begründung: Mehr Stellen."]


def test_letters_below_a_number_are_cited_with_it() -> None:
    edited = put(rewrite(BASE, {"p1-1": "A."}), "p1", gone=["p1-2"])
    places = [place for place, _ in printed(amendment_content(derive(BASE, edited), edited, FACTS))]
    assert places[1:4] == [
        "Artikel 1 Nummer 1",
        "Artikel 1 Nummer 1 Buchstabe a",
        "Artikel 1 Nummer 1 Buchstabe b",
    ]


def test_quoted_lists_tables_and_footnotes_are_printed_as_such() -> None:
    table = "| A | B |\n|---|--:|\n| a | 1 |"
    edited = rewrite(BASE, {"p3-1": "1. eins\n2. zwei[^drei]", "p3-2": table})
    [_, _, listed, tabled, *_] = printed(amendment_content(derive(BASE, edited), edited, FACTS))
    assert '<ol class="items">' in clause_html(listed[1])
    assert "[Fußnote: drei]</span>“" in clause_html(listed[1])
    assert "<table" in clause_html(tabled[1])
    assert clause_html(tabled[1]).endswith("<p>“</p>")


def test_a_contract_of_articles_is_amended_in_paragraphs() -> None:
    base = replace(BASE, numbering=Numbering.ARTICLE)
    edited = replace(base, sections=EDITED.sections)
    place, text = printed(amendment_content(derive(base, edited), edited, FACTS))[1]
    assert place == "§ 1 Nummer 1"
    assert text.startswith("Artikel 1 Absatz 1 wird")


def test_what_it_does_is_part_of_what_is_signed() -> None:
    content = amendment_content(derive(BASE, EDITED), EDITED, FACTS)
    again = read_content(content.canonical())
    assert again == content
    amendment = again.amendment
    assert isinstance(amendment, Amendment)
    derived = derive(BASE, EDITED)
    assert apply(BASE, amendment.changes) == derived.result
    assert amendment.result == derived.result.fingerprint
    assert [(one.number, one.fingerprint[0]) for one in amendment.base] == [(0, "0"), (2, "2"), (1, "1")]
    other = amendment_content(derive(BASE, EDITED), EDITED, replace(FACTS, effect=Effect()))
    assert other.fingerprint != content.fingerprint
