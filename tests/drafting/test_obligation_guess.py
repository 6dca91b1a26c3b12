"""The form of an obligation filled from a clause, or from words selected in it; where the tables of obligations stand."""

from typing import Any

import pytest
from django.urls import reverse

from agreements.choices import Anchor, DueShape, Inset, ObligationKind, OwedBy, SectionKind, Sense
from agreements.drafting.actions.text import add_section, edit_section
from agreements.drafting.obligation_guess import guessed_form
from agreements.errors import ActionRefused
from agreements.models import Section
from agreements.rendering.document_view import document_view
from agreements.texts.assembly import working_copy
from tests import factories
from tests.drafting.differences import rewrite
from tests.page import read
from tests.scenario import Scenario

AT = factories.FROZEN_AT


@pytest.mark.parametrize(
    ("text", "selected", "kind", "initial", "sources"),
    [
        (
            "Der Bezirk stellt mindestens 25 Prozent der Arbeitszeit frei.",
            "",
            ObligationKind.STAFF_RELEASE,
            {"owed_by": OwedBy.DISTRICT, "quantity": 25, "unit": "%", "sense": Sense.AT_LEAST},
            {"who": "Bezirk", "much": "mindestens 25 Prozent", "kind": "Arbeitszeit"},
        ),
        (
            "MitWirkung lädt halbjährlich zu höchstens zwei Fortbildungen ein.",
            "",
            ObligationKind.ACCOMPANIMENT,
            {"owed_by": OwedBy.ASSOCIATION, "quantity": 2, "sense": Sense.UP_TO, "shape": DueShape.COUNT, "period_months": 6},
            {"much": "höchstens zwei Fortbildungen", "when": "halbjährlich"},
        ),
        (
            "Die Vertragsparteien legen spätestens vier Wochen vor Vertragsende einen Bericht vor.",
            "",
            ObligationKind.REPORT,
            {"owed_by": OwedBy.BOTH, "shape": DueShape.OFFSET, "anchor": Anchor.END, "offset_amount": 4, "offset_before": True},
            {"when": "spätestens vier Wochen vor Vertragsende"},
        ),
        (
            "Der Bezirk berichtet jährlich bis zum 31. Januar. MitWirkung leistet bis zu 12 Tage.",
            "bis zu 12 Tage",
            ObligationKind.GOVERNANCE,
            {"owed_by": OwedBy.ASSOCIATION, "quantity": 12, "unit": "Tage", "sense": Sense.UP_TO},
            {"who": "MitWirkung", "much": "bis zu 12 Tage"},
        ),
        (
            "Der Bezirk antwortet innerhalb von vier Wochen.",
            "",
            ObligationKind.GOVERNANCE,
            {"shape": DueShape.EVENT, "offset_amount": 4, "offset_unit": "weeks"},
            {"when": "innerhalb von vier Wochen"},
        ),
        ("Er sorgt für Räume.", "", ObligationKind.GOVERNANCE, {"owed_by": OwedBy.DISTRICT}, {"who": "Er"}),
    ],
)  # fmt: skip
def test_guesses(
    text: str, selected: str, kind: str, initial: dict[str, Any], sources: dict[str, str], scenario: Scenario
) -> None:
    row = scenario.draft.sections.get(key="p05").clauses.get(key="p05-4")
    rewrite(scenario.draft, "p05-4", row.text, text)
    guess = guessed_form(scenario.draft, "p05-4", selected)
    assert guess
    assert guess.terms.kind == kind
    assert guess.initial().items() >= {"clause_key": "p05-4", **initial}.items()
    assert guess.terms.sources.items() >= sources.items()


def test_a_clause_leads_to_the_filled_form_and_every_guess_is_marked(scenario: Scenario) -> None:
    browser = scenario.browser("coordinator")
    reply = browser.get(reverse("obligation_suggest", args=[scenario.draft.pk, "p10-1"]), follow=True)
    page = read(reply)
    assert page.fields["clause_key"] == "p10-1"
    assert (page.fields["period_months"], page.fields["due_day"], page.fields["due_month"]) == (
        "12",
        "31",
        "1",
    )
    assert "Art: Bericht" in page.text
    assert page.text.count("geraten") >= 4
    assert "aus „jährlich … bis zum 31. Januar“" in page.text
    # the same words with another kind
    other = reverse("obligation_new", args=[scenario.draft.pk, "governance"])
    assert f"{other}?absatz=p10-1" in reply.content.decode().replace("&amp;", "&")


def test_hostile_words_are_words(scenario: Scenario) -> None:
    address = reverse("obligation_suggest", args=[scenario.draft.pk, "p10-1"])
    for words in ("<script>", "x" * 5000, "\x00", "99999999999999 Prozent", "bis zum 99. Januar"):
        reply = scenario.browser("coordinator").get(address, {"worte": words}, follow=True)
        assert reply.status_code == 200, words
        assert b"<script>\xe2" not in reply.content
    assert scenario.browser("coordinator").get(address.replace("p10-1", "gone")).status_code == 404


def test_a_table_is_placed_where_the_writer_wants_it(scenario: Scenario) -> None:
    row = scenario.draft.sections.get(key="p06")
    address = reverse("section_edit", args=[scenario.draft.pk, "p06"])
    sent = {"heading": row.heading, "revision": str(row.revision), "inset": Inset.STAFF_RELEASE}
    assert scenario.browser("coordinator").post(address, sent).status_code == 302
    placed = Section.objects.filter(instrument=scenario.draft, inset=Inset.STAFF_RELEASE)
    assert [section.key for section in placed] == ["p06"], "no longer in Anlage 2"
    views = {view.key: view for view in document_view(working_copy(scenario.draft)).sections}
    assert views["p06"].posts
    event = scenario.draft.agreement.events.order_by("-sequence")[0]
    assert (event.kind, event.data["table"]) == ("table_placed", "Freistellung und Stellenanteile")
    page = read(scenario.browser("coordinator").get(reverse("draft_edit", args=[scenario.draft.pk])))
    assert "Hier steht im Druck: Freistellung und Stellenanteile." in page.text


def test_without_a_place_the_table_is_the_last_annex_so_no_obligation_is_unprinted(
    scenario: Scenario,
) -> None:
    Section.objects.filter(instrument=scenario.draft).update(inset=Inset.NONE)
    view = document_view(working_copy(scenario.draft))
    printed = {row.code for section in view.annexes for table in section.duties for row in table.rows}
    assert printed == {duty.code for duty in working_copy(scenario.draft).obligations}


def test_the_heading_of_a_group_has_no_table(scenario: Scenario) -> None:
    group = add_section(
        scenario.draft, heading="Teil 1", kind=SectionKind.GROUP, before="p01", by=scenario.amira, at=AT
    )
    with pytest.raises(ActionRefused, match="Zwischenüberschrift"):
        edit_section(
            scenario.draft,
            key=group.key,
            heading="Teil 1",
            inset=Inset.OBLIGATIONS,
            revision=group.revision,
            by=scenario.amira,
            at=AT,
        )
