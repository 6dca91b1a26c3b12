"""What a text and its obligations do not say alike, and that the shipped model text asks nothing of its contracts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from agreements.choices import SectionKind
from agreements.content import Clause, Content, Section, Term
from agreements.drafting.model_agreement import read_model_agreement
from agreements.texts.discrepancies import Discrepancy, DiscrepancyKind, find_discrepancies
from agreements.texts.filling import fill_content
from tests.drafting.importing.reading import TEXTS, recognise

MODEL = read_model_agreement()


def rewritten(key: str, before: str, after: str) -> Content:
    def sections() -> Iterator[Section]:
        for section in MODEL.sections:
            clauses = tuple(
                replace(one, text=one.text.replace(before, after)) if one.key == key else one
                for one in section.clauses
            )
            yield replace(section, clauses=clauses)

    changed = replace(MODEL, sections=tuple(sections()))
    assert changed != MODEL
    return changed


def found_in(content: Content) -> list[Discrepancy]:
    old = {one.identity for one in find_discrepancies(MODEL, fill_content(MODEL, {}))}
    return [one for one in find_discrepancies(content, fill_content(content, {})) if one.identity not in old]


def test_the_shipped_model_text_contradicts_itself_nowhere() -> None:
    found = find_discrepancies(MODEL, fill_content(MODEL, {}))
    assert not [one for one in found if one.contradicts]
    silent = [(one.code, one.kind.value) for one in found if one.code]
    assert silent == [
        *(("O-09", "due"), ("O-13", "due"), ("O-19", "due"), ("O-22", "due"), ("O-08", "due"), ("O-01", "due")),
        *(("O-02", "due"), ("O-14", "amount"), ("O-14", "due"), ("O-17", "due"), ("O-18", "due")),
    ]  # fmt: skip
    assert [one.words for one in found if not one.code] == ["mindestens je eine Vertretung"] * 2


@pytest.mark.parametrize(
    ("key", "before", "after", "words"),
    [
        ("p06-2", "mindestens ‹10› Prozent", "25 v. H.", "25 v. H."),
        ("p06-2", "mindestens ‹10› Prozent", "bis zu 10 %", "bis zu 10 %"),
        ("p10-1", "31. Januar", "28. Februar", "bis zum 28. Februar"),
        ("p05-2", "‹sechs› Monaten nach", "acht Monaten nach", "innerhalb von acht Monaten"),
        ("p05-2", "‹sechs› Monaten nach Vertragsbeginn", "sechs Monaten nach Unterzeichnung", "innerhalb von sechs Monaten"),
        ("p07-2", "zweimal", "dreimal", "mindestens dreimal"),
        ("p12-1", "‹fünf› Arbeitstagen", "zwei Wochen", "binnen zwei Wochen"),
        ("p04-2", "‹12› Tagen", "‹12› Wochen", "bis zu 12 Wochen"),
    ],
)  # fmt: skip
def test_a_contradiction_is_one_sentence_that_quotes_both(
    key: str, before: str, after: str, words: str
) -> None:
    [one] = found_in(rewritten(key, before, after))
    assert (one.clause_key, one.words, one.contradicts) == (key, words, True)
    assert f"sagt „{words}“, die Pflicht {one.code}" in one.sentence


@pytest.mark.parametrize(
    ("key", "before", "after"),
    [
        ("p10-1", "bis zum ‹31. Januar›", "bis Ende Januar"),
        ("p10-1", "bis zum ‹31. Januar›", "bis zum 31.01."),
        ("p06-2", "mindestens ‹10› Prozent", "mindestens zehn vom Hundert"),
        ("p06-2", "‹10› Prozent", "{O-02 Menge} Prozent"),
        ("p05-2", "‹18›", "achtzehn"),
        ("p08-2", "mindestens ‹40›", "mindestens vierzig"),
    ],
)
def test_other_words_for_the_same(key: str, before: str, after: str) -> None:
    assert found_in(rewritten(key, before, after)) == []


def test_a_field_says_its_value_but_not_its_sense() -> None:
    [one] = found_in(rewritten("p06-2", "mindestens ‹10› Prozent", "bis zu {O-02 Menge} Prozent"))
    assert (one.kind, one.words) == (DiscrepancyKind.AMOUNT, "bis zu 10 Prozent")


def test_what_a_clause_says_twice_is_asked_once() -> None:
    twice = "Es gibt mindestens sieben Treffen im Jahr, auch später mindestens sieben Treffen."
    content = rewritten("p01-1", next(iter(MODEL.sections[1].clauses)).text, twice)
    found = [one.identity for one in find_discrepancies(content, fill_content(content, {}))]
    assert len(found) == len(set(found))
    assert [one.words for one in found_in(content)] == ["mindestens sieben Treffen"]


def test_an_obligation_without_a_clause_is_named() -> None:
    first, *rest = MODEL.obligations
    [one] = found_in(replace(MODEL, obligations=(replace(first, clause_key="gone"), *rest)))[:1]
    last = found_in(replace(MODEL, obligations=(replace(first, clause_key="gone"), *rest)))[-1]
    assert one.words == "mindestens 0,75 Vollzeitäquivalenten"
    assert (last.kind, last.code) == (DiscrepancyKind.PLACE, "O-01")


BINDING = {
    "artikel": ["mindestens drei Tagen", "bis zum 31. März", "innerhalb von vier Wochen", "bis zum 31. Dezember 2028"],
    "drei": ["mindestens 8 Patinnen und Paten", "binnen 2 Arbeitstagen", "mindestens zweimal", "höchstens 4.000 Euro"],
    "roemisch": ["bis zum 30. September 2027", "höchstens zwei Ortsterminen", "mindestens 4 Werkstätten", "innerhalb von 6 Wochen"],
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_asked_of_a_text_without_obligations_is_a_promise(name: str) -> None:
    """No false alarm in three real texts: of „4 b“, „31 Betten“, „Ziffer III Nummer 2“ and the like nothing is asked."""
    sections = tuple(
        Section(
            key=f"s{number}",
            kind=SectionKind.SECTION,
            heading=section.name,
            clauses=tuple(Clause(key=one.piece.key, text=one.text) for one in section.clauses),
        )
        for number, section in enumerate(recognise(TEXTS[name]).sections)
    )
    content = Content(number=0, version=0, title="", subject="", sections=sections)
    assert [one.words for one in find_discrepancies(content, content)] == BINDING[name]


def test_the_end_of_the_contract_is_no_deadline() -> None:
    clause = Clause(key="c", text="Der Vertrag gilt bis zum 31. Dezember 2028.")
    section = Section(key="s", kind=SectionKind.SECTION, heading="Dauer", clauses=(clause,))
    content = Content(number=0, version=0, title="", subject="", sections=(section,))
    assert len(find_discrepancies(content, content)) == 1
    ending = replace(content, term=Term(ends_on=date(2028, 12, 31)))
    assert find_discrepancies(ending, ending) == ()
