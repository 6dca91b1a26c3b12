"""Parts that a text may do without, preamble, annexes, text of a section, and headings of groups."""

import pytest
from django.urls import reverse

from agreements.choices import Inset, SectionKind
from agreements.drafting.actions.removals import open_removals, restore
from agreements.drafting.actions.reordering import place_clause, place_section
from agreements.drafting.actions.text import (
    Direction,
    add_clause,
    add_section,
    edit_section,
    move_clause,
    move_section,
    remove_section,
)
from agreements.drafting.model_texts.actions import open_model
from agreements.errors import ActionRefused
from agreements.models import Clause, Instrument, Section
from agreements.rendering.document_view import document_view
from agreements.signing.freezing.open_points import open_points
from agreements.texts.assembly import working_copy
from tests import factories
from tests.factories import FROZEN_AT as AT
from tests.page import read
from tests.rendering.printed import page_texts, render
from tests.scenario import Scenario

PREAMBLE, GROUP = SectionKind.PREAMBLE, SectionKind.GROUP
SECTION, ANNEX = SectionKind.SECTION, SectionKind.ANNEX


def kinds(contract: Instrument) -> list[str]:
    return list(contract.sections.order_by("position").values_list("kind", flat=True))


def remove(scenario: Scenario, row: Section) -> int:
    """Remove a section with what hangs on it, and return the sequence of its event."""
    row.instrument.terms.filter(clause__section=row).update(clause=None)
    remove_section(row.instrument, key=row.key, revision=row.revision, by=scenario.amira, at=AT)
    event = next(iter(open_removals(row.instrument, ())))
    return event.sequence


def new(scenario: Scenario, kind: SectionKind, heading: str = "Neu", after: str = "") -> Section:
    return add_section(scenario.draft, heading=heading, kind=kind, after=after, by=scenario.amira, at=AT)


def test_the_preamble_is_left_out_and_put_back(scenario: Scenario) -> None:
    draft = scenario.draft
    before = list(draft.sections.order_by("position"))
    sequence = remove(scenario, before[0])
    assert PREAMBLE not in kinds(draft)
    page = scenario.browser("coordinator").get(reverse("draft_edit", args=[draft.pk])).content.decode()
    assert reverse("section_new", args=[draft.pk, PREAMBLE]) in page
    restore(draft, sequence=sequence, by=scenario.amira, at=AT)
    assert [row.key for row in draft.sections.order_by("position")] == [row.key for row in before]


def test_a_table_that_stands_elsewhere_since_does_not_come_back_twice(scenario: Scenario) -> None:
    draft, by = scenario.draft, scenario.amira
    first, other = (draft.sections.get(key=key) for key in ("a1", "a2"))
    inset = Inset(first.inset)
    assert inset
    draft.terms.filter(clause__section=first).update(clause=None)
    sequence = remove(scenario, first)
    edit_section(draft, key="a2", heading="Neu", inset=inset, revision=other.revision, by=by, at=AT)
    restore(draft, sequence=sequence, by=by, at=AT)
    assert draft.sections.get(inset=inset).key == "a2"


def test_a_heading_alone_leaves_the_table_where_it_is(scenario: Scenario) -> None:
    row = scenario.draft.sections.exclude(inset=Inset.NONE).first()
    assert row
    browser, address = (
        scenario.browser("coordinator"),
        reverse("section_edit", args=[scenario.draft.pk, row.key]),
    )
    sent = read(browser.get(address)).fields
    assert sent["inset"] == row.inset
    alone = {name: value for name, value in sent.items() if name != "inset"}
    assert browser.post(address, {**alone, "heading": "Anders"}).status_code == 302
    changed = scenario.draft.sections.get(key=row.key)
    assert (changed.heading, changed.inset) == ("Anders", row.inset)
    taken = {**sent, "inset": "", "revision": str(changed.revision)}
    assert browser.post(address, taken).status_code == 302
    assert scenario.draft.sections.get(key=row.key).inset == Inset.NONE


def test_a_new_preamble_comes_first_and_there_is_only_one(scenario: Scenario) -> None:
    draft = scenario.draft
    sequence = remove(scenario, draft.sections.get(kind=PREAMBLE))
    browser, address = scenario.browser("coordinator"), reverse("section_new", args=[draft.pk, PREAMBLE])
    sent = read(browser.get(address)).fields
    assert sent["heading"] == "Präambel"
    assert browser.post(address, sent).status_code == 302
    assert kinds(draft)[:2] == [PREAMBLE, SECTION]
    with pytest.raises(ActionRefused, match="schon eine Präambel"):
        new(scenario, PREAMBLE)
    with pytest.raises(ActionRefused, match="schon eine Präambel"):
        restore(draft, sequence=sequence, by=scenario.amira, at=AT)


def test_every_annex_can_be_left_out_and_what_is_agreed_is_printed_all_the_same(scenario: Scenario) -> None:
    draft = scenario.draft
    for row in draft.sections.filter(kind=ANNEX):
        sequence = remove(scenario, row)
    assert ANNEX not in kinds(draft)
    headings = [str(annex.heading) for annex in document_view(working_copy(draft)).annexes]
    assert headings == ["Übersicht der Pflichten", "Freistellung und Stellenanteile"]
    restore(draft, sequence=sequence, by=scenario.amira, at=AT)
    new(scenario, ANNEX, "Karte")
    assert kinds(draft)[-2:] == [ANNEX, ANNEX]


def test_the_first_paragraph_of_a_text_stands_before_its_annexes(scenario: Scenario) -> None:
    draft = open_model(factories.template(), by=scenario.amira, at=AT)  # where no clause is locked
    for row in draft.sections.filter(kind=SECTION):
        remove(scenario, row)
    add_section(draft, heading="Neu", kind=SECTION, by=scenario.amira, at=AT)
    assert kinds(draft) == [PREAMBLE, SECTION, *[ANNEX] * draft.sections.filter(kind=ANNEX).count()]


def test_a_section_without_text_is_named_before_freezing_and_printed(scenario: Scenario) -> None:
    new(scenario, SECTION, "Karte „Nord“", after="p03")
    points = open_points(scenario.draft, scenario.amira, AT.date())
    assert "§\N{NO-BREAK SPACE}4 „Karte ‚Nord‘“ hat keinen Text; gedruckt wird nur die Überschrift." in points
    text = " ".join(page_texts(render(working_copy(scenario.draft))))
    assert "§ 4 Karte „Nord“ § 5" in text


def test_a_group_heading_is_written_above_a_section_and_numbers_nothing(scenario: Scenario) -> None:
    draft, browser = scenario.draft, scenario.browser("coordinator")
    before = working_copy(draft).clause_labels()
    address = reverse("section_new_before", args=[draft.pk, GROUP, "p04"])
    assert browser.post(address, {"heading": "Zweiter Teil: Leistungen"}).status_code == 302
    row = draft.sections.get(kind=GROUP)
    keys = list(draft.sections.order_by("position").values_list("key", flat=True))
    assert keys[keys.index(row.key) - 1 : keys.index(row.key) + 2] == ["p03", row.key, "p04"]
    assert working_copy(scenario.fresh().draft).clause_labels() == before
    page = browser.get(reverse("draft_edit", args=[draft.pk])).content.decode()
    assert "<h3>Zweiter Teil: Leistungen</h3>" in page
    assert page.index("Zweiter Teil: Leistungen") < page.index("Leistungen von MitWirkung")
    assert not any("Zweiter Teil" in point for point in open_points(draft, scenario.amira, AT.date()))


def test_a_group_heading_moves_among_the_sections_and_takes_no_text(scenario: Scenario) -> None:
    draft, by = scenario.draft, scenario.amira
    row = new(scenario, GROUP, "Teil 1")
    assert kinds(draft).index(GROUP) == kinds(draft).index(ANNEX) - 1, "at the end of the sections"
    move_section(draft, key=row.key, direction=Direction.UP, revision=1, by=by, at=AT)
    place_section(draft, key=row.key, before="p01", revision=2, by=by, at=AT)
    assert kinds(draft)[:3] == [PREAMBLE, GROUP, SECTION]
    with pytest.raises(ActionRefused, match="„Teil 1“ ist eine Zwischenüberschrift"):
        add_clause(draft, section_key=row.key, text="Text.", by=by, at=AT)
    clause = Clause.objects.get(section__instrument=draft, key="p01-1")
    with pytest.raises(ActionRefused, match="keinen eigenen Text"):
        place_clause(draft, key="p01-1", section_key=row.key, revision=clause.revision, by=by, at=AT)
    move_clause(draft, key="p01-1", direction=Direction.UP, revision=clause.revision, by=by, at=AT)
    clause.refresh_from_db()
    assert clause.section.kind == PREAMBLE, "a clause moves over the heading"
    sequence = remove(scenario, draft.sections.get(key=row.key))
    assert GROUP not in kinds(draft)
    restore(draft, sequence=sequence, by=by, at=AT)
    assert kinds(draft)[:3] == [PREAMBLE, GROUP, SECTION]
