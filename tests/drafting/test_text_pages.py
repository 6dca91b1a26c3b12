"""Pages of sections and clauses."""

import pytest
from django.urls import reverse

from agreements.drafting.actions.text import Direction, clauses_token, move_clause, remove_section
from agreements.errors import ActionRefused
from agreements.models import Clause
from tests.drafting.texts import AT, clauses, last_event, order
from tests.page import read
from tests.scenario import Scenario


def test_a_clause_is_changed_and_its_words_are_kept(scenario: Scenario) -> None:
    draft, browser = scenario.draft, scenario.browser("coordinator")
    address = reverse("clause_edit", args=[draft.pk, "p03-1"])
    before = read(browser.get(address)).fields["text"]
    reply = browser.post(address, {"text": "Neuer\r\nWortlaut.  \r\n", "revision": "1"})
    assert reply.headers["Location"] == reverse("draft_edit", args=[draft.pk]) + "#absatz-p03-1"
    assert Clause.objects.get(section__instrument=draft, key="p03-1").text == "Neuer\nWortlaut."
    event = last_event(draft)
    kind, data = event.kind, event.data
    assert (kind, data["before"].replace("\r\n", "\n"), data["after"]) == (
        "clause_edited",
        before.replace("\r\n", "\n"),
        "Neuer\nWortlaut.",
    )


def test_saving_a_clause_untouched_tells_nothing(scenario: Scenario) -> None:
    draft, browser = scenario.draft, scenario.browser("coordinator")
    address = reverse("clause_edit", args=[draft.pk, "p03-1"])
    count = draft.agreement.events.count()
    assert browser.post(address, read(browser.get(address)).fields).status_code == 302
    assert draft.agreement.events.count() == count
    assert Clause.objects.get(section__instrument=draft, key="p03-1").revision == 1


def test_a_clause_is_added_behind_another_and_at_the_beginning(scenario: Scenario) -> None:
    draft, browser = scenario.draft, scenario.browser("coordinator")
    before = clauses(draft, "p03")
    browser.post(reverse("clause_new_after", args=[draft.pk, "p03", before[0]]), {"text": "Danach."})
    browser.post(reverse("clause_new", args=[draft.pk, "p03"]), {"text": "Zuerst."})
    after = clauses(draft, "p03")
    assert [key for key in after if key in before] == before
    assert [Clause.objects.get(section__instrument=draft, key=after[i]).text for i in (0, 2)] == [
        "Zuerst.",
        "Danach.",
    ]


def test_a_clause_moves_within_its_section_and_on_into_the_next(scenario: Scenario) -> None:
    draft, browser = scenario.draft, scenario.browser("coordinator")
    before, below = clauses(draft, "p03"), clauses(draft, "p04")
    last = before[-1]
    address = reverse("clause_move", args=[draft.pk, last])
    browser.post(address, {"revision": "1", "direction": "1"})
    assert clauses(draft, "p03") == before[:-1]
    assert clauses(draft, "p04") == [last, *below]
    browser.post(address, {"revision": "2", "direction": "-1"})
    assert (clauses(draft, "p03"), clauses(draft, "p04")) == (before, below)


def test_the_edges_of_the_text_hold(scenario: Scenario) -> None:
    draft = scenario.draft
    first, last = order(draft)[0], order(draft)[-1]
    one = Clause.objects.create(section=draft.sections.get(key=first), position=0, text="Oben.", key="oben")
    two = Clause.objects.create(section=draft.sections.get(key=last), position=99, text="Unten.", key="unten")
    for clause, direction in ((one, Direction.UP), (two, Direction.DOWN)):
        move_clause(draft, key=clause.key, direction=direction, revision=1, by=scenario.amira, at=AT)
        clause.refresh_from_db()
        assert clause.section.key in {first, last}


def test_obligations_hold_their_clause(scenario: Scenario) -> None:
    draft, browser = scenario.draft, scenario.browser("coordinator")
    owed = draft.terms.select_related("clause__section", "obligation").exclude(clause=None)[0]
    clause = owed.clause
    assert clause is not None
    page = browser.post(reverse("clause_remove", args=[draft.pk, clause.key]), {"revision": "1"}, follow=True)
    assert owed.obligation.code in read(page).text
    assert "Ordnen Sie sie zuerst einem anderen Absatz zu." in read(page).text
    assert Clause.objects.filter(pk=clause.pk).exists()
    with pytest.raises(ActionRefused, match=owed.obligation.code):
        remove_section(draft, key=clause.section.key, revision=1, by=scenario.amira, at=AT)


def test_a_section_is_added_moved_and_removed_with_its_text(scenario: Scenario) -> None:
    draft, browser = scenario.draft, scenario.browser("coordinator")
    before = order(draft)
    browser.post(
        reverse("section_new_after", args=[draft.pk, "section", "p03"]), {"heading": " Neue   Sache "}
    )
    section = draft.sections.get(heading="Neue Sache")
    assert order(draft) == [
        *before[: before.index("p03") + 1],
        section.key,
        *before[before.index("p03") + 1 :],
    ]
    browser.post(reverse("clause_new", args=[draft.pk, section.key]), {"text": "Ihr Text."})
    move = reverse("section_move", args=[draft.pk, section.key])
    browser.post(move, {"revision": "1", "direction": "-1"})
    assert order(draft).index(section.key) == before.index("p03")
    seen = {"revision": "2", "contents": clauses_token(section.clauses.all())}
    browser.post(reverse("section_remove", args=[draft.pk, section.key]), seen)
    assert order(draft) == before
    event = last_event(draft)
    kind, data = event.kind, event.data
    assert (kind, [clause["before"] for clause in data["clauses"]]) == ("section_removed", ["Ihr Text."])


def test_an_annex_comes_last_and_does_not_climb_among_the_paragraphs(scenario: Scenario) -> None:
    draft, browser = scenario.draft, scenario.browser("coordinator")
    browser.post(reverse("section_new", args=[draft.pk, "annex"]), {"heading": "Anlage neu"})
    annex = draft.sections.get(heading="Anlage neu")
    kinds = list(draft.sections.order_by("position").values_list("kind", flat=True))
    assert order(draft)[-1] == annex.key
    for revision in range(1, 6):
        browser.post(
            reverse("section_move", args=[draft.pk, annex.key]),
            {"revision": str(revision), "direction": "-1"},
        )
    assert list(draft.sections.order_by("position").values_list("kind", flat=True)) == kinds


@pytest.mark.parametrize("name", ["section_move", "clause_move"])
@pytest.mark.parametrize(
    "sent", [{}, {"revision": "1"}, {"revision": "1", "direction": "7"}, {"revision": "x"}]
)
def test_a_crafted_button_changes_nothing(name: str, sent: dict[str, str], scenario: Scenario) -> None:
    draft = scenario.draft
    before = (order(draft), clauses(draft, "p03"))
    key = "p03" if name == "section_move" else "p03-1"
    reply = scenario.browser("coordinator").post(reverse(name, args=[draft.pk, key]), sent)
    assert reply.status_code == 302
    assert (order(draft), clauses(draft, "p03")) == before
