"""The view model of a content: numbers, tables, parties, signatures, table of contents."""

from dataclasses import replace

import pytest

from agreements.choices import Inset, SectionKind, Side
from agreements.content import Clause, Section
from agreements.rendering.document_view import document_view
from tests.rendering.sample import PEOPLE, full_content, signatory


def plain(words: str) -> str:
    return words.replace("\N{NO-BREAK SPACE}", " ")


def all_sections(view):
    return [*view.sections, *view.annexes]


def test_the_title_block_names_both_parties_and_who_represents_them():
    district, association = document_view(full_content()).parties

    assert plain(district.line) == "Land Berlin, vertreten durch das Bezirksamt Neukölln von Berlin"
    assert district.represented == (
        "dieses vertreten durch Ayşe Łukasiewicz-Groß, Bezirksstadträtin für Jugend und Gesundheit",
    )
    assert association.represented == ("vertreten durch Dr. Jørn Đorđević, Geschäftsführer",)


def test_sections_and_absaetze_are_numbered_and_the_preamble_is_not():
    view = document_view(full_content())
    preamble, first, *_ = view.sections

    assert (preamble.kind, preamble.label) == (SectionKind.PREAMBLE, "")
    assert [clause.number for clause in preamble.clauses] == [""]
    assert plain(first.label) == "§ 1"
    assert [clause.number for clause in first.clauses] == ["(1)", "(2)", "(3)"]
    assert plain(view.sections[-1].label) == "§ 16"
    assert [plain(annex.label) for annex in view.annexes] == ["Anlage 1", "Anlage 2", "Anlage 3", "Anlage 4"]


def test_the_contents_list_everything_in_printed_order():
    view = document_view(full_content())

    anchors = [entry.anchor for entry in view.toc]
    assert anchors == [
        *(section.anchor for section in view.sections),
        "unterschriften",
        *(annex.anchor for annex in view.annexes),
    ]
    assert len(set(anchors)) == len(anchors)


def test_every_obligation_is_in_one_table():
    content = full_content()
    (section,) = [section for section in all_sections(document_view(content)) if section.duties]
    rows = {row.code: row for table in section.duties for row in table.rows}

    assert [table.caption for table in section.duties] == [
        "Pflichten des Bezirks",
        "Pflichten von MitWirkung",
        "Gemeinsame Pflichten",
    ]
    assert sorted(rows) == [duty.code for duty in content.obligations]
    days = rows["O-20"]
    assert (plain(days.place), days.owed_by, plain(days.quantity)) == (
        "§ 4 (2)",
        "MitWirkung",
        "bis zu 12 Tage",
    )
    assert rows["O-02"].needs_resolution


def test_released_posts_are_summed():
    (section,) = [section for section in all_sections(document_view(full_content())) if section.posts]

    assert plain(section.label) == "Anlage 2"
    assert len(section.posts.rows) == 6
    assert plain(section.posts.total) == "1,30 VZÄ"


@pytest.mark.parametrize("dropped", [Inset.OBLIGATIONS, Inset.STAFF_RELEASE])
def test_a_table_that_no_section_includes_gets_an_annex(dropped):
    content = full_content()
    sections = tuple(
        replace(section, inset=Inset.NONE) if section.inset == dropped else section
        for section in content.sections
    )

    last = document_view(replace(content, sections=sections)).annexes[-1]

    assert (plain(last.label), last.heading) == ("Anlage 5", dropped.label)
    assert bool(last.duties) == (dropped == Inset.OBLIGATIONS)
    assert bool(last.posts) == (dropped == Inset.STAFF_RELEASE)


def test_no_obligation_no_annex():
    content = replace(full_content(), obligations=(), sections=full_content().sections[:3])

    assert document_view(content).annexes == ()


def test_signatures_are_grouped_by_side_and_ordered():
    second = signatory(Side.DISTRICT, 0, "Bogdan Ščerba", "Bezirksbürgermeister")
    sides = document_view(full_content(signatories=(*PEOPLE, second))).signatures

    assert [(side.heading, [person.name for person in side.people]) for side in sides] == [
        ("Für den Bezirk", ["Bogdan Ščerba", "Ayşe Łukasiewicz-Groß"]),
        ("Für MitWirkung", ["Dr. Jørn Đorđević"]),
    ]


def test_signatures_stand_between_text_and_annexes():
    annex = Section(
        key="a", kind=SectionKind.ANNEX, heading="Zuerst", clauses=(Clause(key="x", text="Text."),)
    )
    text = Section(
        key="s", kind=SectionKind.SECTION, heading="Danach", clauses=(Clause(key="y", text="Text."),)
    )
    view = document_view(full_content(sections=(annex, text, replace(annex, key="b")), obligations=()))

    assert [section.key for section in view.sections] == ["a", "s"]
    assert [section.key for section in view.annexes] == ["b"]


def test_text_is_escaped():
    bad = "<b onclick=x>&</b>"
    view = document_view(full_content(title=bad, subject=bad, note=bad, file_reference=bad))

    for shown in (view.title, view.subject, view.note, view.file_reference):
        assert shown == "&lt;b onclick=x&gt;&amp;&lt;/b&gt;"


def test_an_amendment_is_called_by_its_number():
    assert document_view(full_content(number=2)).name == "2. Nachtrag"
