"""The editor's pages and the responses to its script."""

import json
from typing import Any

import pytest
from django.urls import reverse

from agreements.models import Clause, ObligationTerms
from tests.drafting.texts import clauses, last_event, order, remove, texts
from tests.page import Page, read, told
from tests.scenario import Scenario

SCRIPT = {"X-Fragment": "1"}


def ask(scenario: Scenario, name: str, *parts: Any, **sent: str) -> Any:
    """Send the request of the script."""
    address = reverse(name, args=[scenario.draft.pk, *parts])
    return scenario.browser("coordinator").post(address, sent, headers=SCRIPT)


def root(page: Page) -> dict[str, str]:
    """Return the attributes of the fragment."""
    return page.tags[0][1]


def ids(page: Page) -> set[str]:
    return {said["id"] for _, said in page.tags if "id" in said}


CHANGES = [
    ("clause_split", ["p03-1"], {"revision": "1", "before": "Eins.", "after": "Zwei."}, "Absatz geteilt."),
    (
        "clause_join",
        ["p03-2"],
        {"revision": "1", "previous": "p03-1", "previous_revision": "1"},
        "Absätze verbunden.",
    ),
    ("clause_place", ["p03-1"], {"revision": "1", "section_key": "p04", "after": "p04-1"}, "Verschoben."),
    ("clause_move", ["p03-1"], {"revision": "1", "direction": "1"}, "Verschoben."),
    ("clause_remove", ["p16-4"], {"revision": "1"}, "Absatz entfernt."),
    ("clause_new_after", ["p03", "p03-1"], {"text": "Neu."}, "Absatz angelegt."),
    ("section_place", ["p03"], {"revision": "1", "before": "p01"}, "Verschoben."),
    ("section_move", ["p03"], {"revision": "1", "direction": "-1"}, "Verschoben."),
]


@pytest.mark.parametrize(("name", "parts", "sent", "said"), CHANGES, ids=[row[0] for row in CHANGES])
def test_a_change_is_answered_with_the_text_as_it_stands_then(
    name: str, parts: list[str], sent: dict[str, str], said: str, scenario: Scenario
) -> None:
    reply = ask(scenario, name, *parts, **sent)
    page = read(reply)
    assert reply.status_code == 200
    assert {"gliederung", "vertragstext", "entferntes"} <= ids(page)
    assert root(page)["data-said"].startswith(said)
    focus = root(page)["data-focus"]
    assert focus == "" if name == "clause_remove" else ids(page) & {f"absatz-{focus}", f"abschnitt-{focus}"}
    shown = [said["data-key"] for _, said in page.tags if said.get("id", "").startswith("absatz-")]
    assert shown == [key for section in order(scenario.draft) for key in clauses(scenario.draft, section)]
    revisions = {
        said["data-key"]: said["data-revision"]
        for _, said in page.tags
        if "edit-clause" in said.get("class", "")
    }
    rows = Clause.objects.filter(section__instrument=scenario.draft)
    assert revisions == {row.key: str(row.revision) for row in rows}


def test_without_the_script_the_same_address_leads_back_to_the_editor(scenario: Scenario) -> None:
    address = reverse("clause_move", args=[scenario.draft.pk, "p03-1"])
    reply = scenario.browser("coordinator").post(address, {"revision": "1", "direction": "1"})
    assert "Verschoben." in told(reply)
    assert reply.headers["Location"] == reverse("draft_edit", args=[scenario.draft.pk]) + "#absatz-p03-1"


def test_an_outdated_change_says_so_to_the_script(scenario: Scenario) -> None:
    reply = ask(scenario, "clause_move", "p03-1", revision="77", direction="1")
    assert reply.status_code == 409
    assert json.loads(reply.content)["outcome"] == "outdated"
    assert "hat diese Stelle inzwischen" in json.loads(reply.content)["reason"]


@pytest.mark.parametrize(
    ("name", "parts", "sent"),
    [
        ("clause_split", ["p03-1"], {}),
        ("clause_split", ["p03-1"], {"revision": "1", "before": "x" * 20_001, "after": "y"}),
        ("clause_split", ["p03-1"], {"revision": "x", "before": "x", "after": "y"}),
        ("clause_join", ["p03-2"], {"revision": "1"}),
        ("clause_join", ["p03-2"], {"revision": "1", "previous": "p03-1", "previous_revision": "9" * 30}),
        ("clause_join", ["p03-2"], {"revision": "1", "previous": "%00", "previous_revision": "1"}),
        ("clause_place", ["p03-2"], {"revision": "1"}),
        ("clause_place", ["p03-2"], {"revision": "1", "section_key": "\0"}),
        ("section_place", ["p03"], {}),
        ("section_place", ["p03"], {"revision": "1", "before": "../"}),
        ("clause_new", ["p03"], {"text": " "}),
        ("clause_new", ["p03"], {"text": "x" * 20_001}),
    ],
)
def test_a_crafted_call_is_answered_and_changes_nothing(
    name: str, parts: list[str], sent: dict[str, str], scenario: Scenario
) -> None:
    before = (order(scenario.draft), texts(scenario.draft, "p03"))
    reply = ask(scenario, name, *parts, **sent)
    assert reply.status_code == 422
    assert json.loads(reply.content)["reason"]
    assert (order(scenario.draft), texts(scenario.draft, "p03")) == before
    plain = scenario.browser("coordinator").post(reverse(name, args=[scenario.draft.pk, *parts]), sent)
    assert plain.status_code in {302, 422}


def test_a_refusal_says_why(scenario: Scenario) -> None:
    for name, key, sent in (
        ("clause_split", "p16-2", {"before": "a", "after": "b"}),
        ("clause_join", "p16-3", {"previous": "p16-2", "previous_revision": "1"}),
        ("clause_remove", "p16-2", {}),
    ):
        reply = ask(scenario, name, key, revision="1", **sent)
        assert reply.status_code == 409, name
        assert "gesperrt" in json.loads(reply.content)["reason"]


def test_the_text_of_today_can_be_asked_for(scenario: Scenario) -> None:
    address = reverse("draft_edit", args=[scenario.draft.pk])
    page = read(scenario.browser("coordinator").get(address, headers=SCRIPT))
    assert "absatz-p03-1" in ids(page)
    assert not page.title


def test_a_locked_absatz_has_no_tools_that_would_be_refused(scenario: Scenario) -> None:
    browser = scenario.browser("coordinator")
    page = read(browser.get(reverse("section_tools", args=[scenario.draft.pk, "p16"])))
    actions = {said["action"] for tag, said in page.tags if tag == "form" and "action" in said}
    for name in ("clause_remove", "clause_join"):
        assert reverse(name, args=[scenario.draft.pk, "p16-2"]) not in actions
    assert reverse("clause_join", args=[scenario.draft.pk, "p16-3"]) not in actions
    assert reverse("clause_move", args=[scenario.draft.pk, "p16-2"]) in actions
    editor = read(browser.get(reverse("draft_edit", args=[scenario.draft.pk])))
    assert "absatz-p16-2" in {said["id"] for _, said in editor.tags if "data-fixed" in said}


def test_without_a_script_all_tools_are_on_a_page_of_their_section(scenario: Scenario) -> None:
    draft, browser = scenario.draft, scenario.browser("coordinator")
    editor = read(browser.get(reverse("draft_edit", args=[draft.pk])))
    links = {said["href"] for tag, said in editor.tags if tag == "a" and "href" in said}
    for section in draft.sections.all():
        assert reverse("section_tools", args=[draft.pk, section.key]) in links
    page = read(browser.get(reverse("section_tools", args=[draft.pk, "p03"])))
    ways = {said.get("action") or said.get("href") for tag, said in page.tags if tag in {"a", "form"}}
    for name, key in (
        *((name, "p03") for name in ("section_edit", "section_move", "section_remove")),
        *((name, "p03-2") for name in ("clause_edit", "clause_move", "clause_join", "clause_remove")),
        *((name, "p03-2") for name in ("obligation_suggest", "thread_new")),
    ):
        assert reverse(name, args=[draft.pk, key]) in ways, name
    assert reverse("clause_new_after", args=[draft.pk, "p03", "p03-2"]) in ways
    assert reverse("section_new_after", args=[draft.pk, "section", "p03"]) in ways
    assert "__" not in page.text, "no pattern"
    for unknown in ("p99", "p03-1"):
        assert browser.get(reverse("section_tools", args=[draft.pk, unknown])).status_code == 404


def test_the_words_of_tokens_come_apart_with_a_version(scenario: Scenario) -> None:
    draft, browser = scenario.draft, scenario.browser("coordinator")

    def version() -> str:
        editor = read(browser.get(reverse("draft_edit", args=[draft.pk])))
        return next(said["data-version"] for _, said in editor.tags if said.get("id") == "angaben")

    address = reverse("draft_tokens", args=[draft.pk])
    told = json.loads(browser.get(address).content)
    assert told["words"]["{O-01 Menge}"] == "0,75"
    assert told["targets"]["p03-1"][0].replace("\N{NO-BREAK SPACE}", " ") == "§ 3 Absatz 1"
    assert "BEZIRK" in {one["value"] for one in told["placeholders"]}
    before = version()
    assert before == version()
    ObligationTerms.objects.filter(instrument=draft, obligation__code="O-01").update(quantity="0.5")
    assert before != version()
    assert json.loads(browser.get(address).content)["words"]["{O-01 Menge}"] == "0,50"


def test_a_text_that_is_printed_as_it_is_written_is_there_once(scenario: Scenario) -> None:
    browser, draft = scenario.browser("coordinator"), scenario.draft
    clause = Clause.objects.get(section__instrument=draft, key="p03-1")
    for text, is_twice in (("Schlicht & gut.", False), ("**Fett** gedruckt.", True), ("Mit [BEZIRK].", True)):
        Clause.objects.filter(pk=clause.pk).update(text=text)
        page = read(browser.get(reverse("draft_edit", args=[draft.pk])))
        row = next(said for _, said in page.tags if said.get("id") == "absatz-p03-1")
        assert row.get("data-text", "") == (text if is_twice else "")


def test_the_last_five_removals_are_listed_and_come_back_by_a_button(scenario: Scenario) -> None:
    draft, browser = scenario.draft, scenario.browser("coordinator")
    address = reverse("draft_edit", args=[draft.pk])
    free = Clause.objects.filter(section__instrument=draft, locked=False, terms=None)
    keys = list(free.order_by("section__position", "position").values_list("key", flat=True)[:6])
    for key in keys:
        sequence = remove(draft, key, scenario.amira)
    page = read(browser.get(address))
    assert "Zuletzt entfernt (5)" in page.text
    back = [said["action"] for tag, said in page.tags if tag == "form" and "data-restore" in said]
    assert len(back) == 5
    assert back[0] == reverse("removal_restore", args=[draft.pk, sequence])
    assert browser.post(back[0]).status_code == 302
    assert Clause.objects.filter(section__instrument=draft, key=keys[-1]).exists()
    assert (last_event(draft).kind, last_event(draft).data["clause"]) == ("clause_restored", keys[-1])
    again = browser.post(back[0], headers=SCRIPT)
    assert (again.status_code, json.loads(again.content)["outcome"]) == (409, "refused")
