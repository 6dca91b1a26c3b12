"""A draft is brought onto the text that another amendment has made meanwhile."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from agreements.amendments.settlement import RebaseDecision
from agreements.choices import Status
from agreements.drafting.actions.text import add_clause, remove_clause
from agreements.drafting.actions.versions import name_version, restore_version
from agreements.drafting.amending.rebasing.actions import rebase_draft
from agreements.drafting.amending.rebasing.queries import base_move
from agreements.errors import ActionRefused
from agreements.models import Clause, Instrument
from agreements.texts.in_force import text_in_force
from tests.amending import begin, freeze_amendment, reword, sign_amendment
from tests.page import Page, read
from tests.scenario import Scenario

AT = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)


def two_drafts(scenario: Scenario) -> tuple[Instrument, Instrument]:
    first, second = (begin(scenario.signed, by=scenario.amira, at=AT) for _ in range(2))
    return first, second


def signed(draft: Instrument, scenario: Scenario) -> Instrument:
    return sign_amendment(freeze_amendment(draft, by=scenario.amira, at=AT), by=scenario.amira, at=AT)


def words(draft: Instrument) -> str:
    return "\n".join(Clause.objects.filter(section__instrument=draft).values_list("text", flat=True))


def rebase_page(draft: Instrument, scenario: Scenario) -> Page:
    return read(scenario.browser("coordinator").get(reverse("draft_rebase", args=[draft.pk])))


def test_what_only_one_of_them_changed_is_in_the_draft_and_it_can_be_frozen_and_signed(
    scenario: Scenario,
) -> None:
    first, second = two_drafts(scenario)
    reword(first, "0,75", "1,0", by=scenario.amira, at=AT)
    reword(second, "drei Monate unbesetzt", "zwei Monate unbesetzt", by=scenario.amira, at=AT)
    signed(first, scenario)

    page = rebase_page(second, scenario)
    assert "1. Nachtrag" in page.text
    assert "Keine Stelle ist von beiden geändert." in page.text
    browser = scenario.browser("coordinator")
    assert browser.post(reverse("draft_rebase", args=[second.pk]), page.fields).status_code == 302
    assert "1,0" in words(second)
    assert "zwei Monate unbesetzt" in words(second)
    assert signed(second, scenario).status == Status.SIGNED
    text = text_in_force(scenario.signed.agreement, date(2026, 12, 1))
    assert text is not None
    whole = text.content.canonical().decode()
    assert "zwei Monate unbesetzt" in whole
    assert "0,75" not in whole


def clash(scenario: Scenario) -> Instrument:
    """Return a draft that changes the words that a signed amendment has changed."""
    first, second = two_drafts(scenario)
    reword(first, "0,75", "1,0", by=scenario.amira, at=AT)
    reword(second, "0,75", "0,9", by=scenario.amira, at=AT)
    signed(first, scenario)
    return second


def test_a_conflict_is_shown_side_by_side_and_nothing_happens_without_a_decision(scenario: Scenario) -> None:
    draft = clash(scenario)
    page = rebase_page(draft, scenario)
    for shown in ("Davor", "Geltender Text", "Dieser Entwurf", "eingefügt: 1,0", "eingefügt: 9", "§ 6 (1)"):
        assert shown in page.text.replace("\N{NO-BREAK SPACE}", " ")
    reply = scenario.browser("coordinator").post(
        reverse("draft_rebase", args=[draft.pk]), {"seen": page.fields["seen"]}
    )
    assert reply.status_code == 422
    assert "0,9" in words(draft)
    assert not draft.versions.exists()


@pytest.mark.parametrize(("decision", "kept", "gone"), [("mine", "0,9", "1,0 V"), ("theirs", "1,0", "0,9 V")])
def test_each_conflict_is_decided_and_the_draft_before_is_kept(
    decision: str, kept: str, gone: str, scenario: Scenario
) -> None:
    draft = clash(scenario)
    page = rebase_page(draft, scenario)
    reply = scenario.browser("coordinator").post(
        reverse("draft_rebase", args=[draft.pk]), {"seen": page.fields["seen"], "decision-p06-1": decision}
    )
    assert reply.status_code == 302
    assert kept in words(draft)
    assert gone not in words(draft)
    version = draft.versions.get()
    assert version.name == "Stand vor der Übernahme: 1. Nachtrag"
    assert "0,9" in version.source
    draft.amendment.refresh_from_db()
    assert [one["number"] for one in draft.amendment.base_texts] == [0, 1]


def test_the_editor_says_that_the_text_has_moved_and_leads_to_the_page(scenario: Scenario) -> None:
    first, second = two_drafts(scenario)
    reword(first, "0,75", "1,0", by=scenario.amira, at=AT)
    browser, address = scenario.browser("coordinator"), reverse("draft_edit", args=[second.pk])
    there = reverse("draft_rebase", args=[second.pk])
    assert there not in links(read(browser.get(address)))
    signed(first, scenario)
    for shown in (browser.get(address), browser.get(address, headers={"X-Fragment": "1"})):
        page = read(shown)
        assert "Seit dieser Entwurf begonnen wurde, ist unterzeichnet: 1. Nachtrag." in page.text
        assert there in links(page)


def links(page: Page) -> set[str]:
    return {said["href"] for tag, said in page.tags if tag == "a" and "href" in said}


def test_a_version_from_before_does_not_undo_what_was_taken_over(scenario: Scenario) -> None:
    first, second = two_drafts(scenario)
    reword(first, "0,75", "1,0", by=scenario.amira, at=AT)
    signed(first, scenario)
    fields = rebase_page(second, scenario).fields
    browser = scenario.browser("coordinator")
    browser.post(reverse("draft_rebase", args=[second.pk]), fields)
    reply = browser.post(reverse("version_restore", args=[second.pk, 1]), follow=True)
    assert "auf einen neueren Text gebracht worden (1. Nachtrag)" in read(reply).text
    assert "1,0" in words(second)
    assert second.versions.count() == 1
    name_version(second, name="Danach", by=scenario.amira, at=AT)
    reword(second, "drei Monate unbesetzt", "zwei Monate unbesetzt", by=scenario.amira, at=AT)
    restore_version(second, number=2, by=scenario.amira, at=AT)
    assert "drei Monate unbesetzt" in words(second)
    assert "1,0" in words(second)


def test_what_was_removed_there_is_kept_in_the_version_before(scenario: Scenario) -> None:
    first, second = two_drafts(scenario)
    clause = Clause.objects.get(section__instrument=first, key="p16-4")
    remove_clause(first, key="p16-4", revision=clause.revision, by=scenario.amira, at=AT)
    other = Clause.objects.get(section__instrument=second, key="p16-4")
    reword(second, other.text, f"{other.text} Mit einem Zusatz.", by=scenario.amira, at=AT)
    signed(first, scenario)
    page = rebase_page(second, scenario)
    assert "mein Wortlaut bleibt in der Fassung davor" in page.text
    scenario.browser("coordinator").post(
        reverse("draft_rebase", args=[second.pk]),
        {"seen": page.fields["seen"], "decision-p16-4": "theirs"},
    )
    assert "Mit einem Zusatz." not in words(second)
    assert "Mit einem Zusatz." in second.versions.get().source


def test_who_writes_meanwhile_is_not_overrun(scenario: Scenario) -> None:
    draft = clash(scenario)
    move = base_move(draft)
    assert move is not None
    reword(draft, "drei Monate unbesetzt", "zwei Monate unbesetzt", by=scenario.amira, at=AT)
    with pytest.raises(ActionRefused, match="Inzwischen"):
        rebase_draft(
            draft, decisions={"p06-1": RebaseDecision.MINE}, seen=move.seen, by=scenario.amira, at=AT
        )
    assert not draft.versions.exists()


def test_a_draft_on_the_text_in_force_stays_as_it_is(scenario: Scenario) -> None:
    draft, _ = two_drafts(scenario)
    assert base_move(draft) is None
    with pytest.raises(ActionRefused, match="beruht schon"):
        rebase_draft(draft, decisions={}, seen="", by=scenario.amira, at=AT)
    reply = scenario.browser("coordinator").get(reverse("draft_rebase", args=[draft.pk]))
    assert reply.headers["Location"] == draft.get_absolute_url()


def test_both_add_an_absatz_and_the_later_one_gets_the_next_number(scenario: Scenario) -> None:
    first, second = two_drafts(scenario)
    for draft in (first, second):
        last = draft.sections.get(key="p08").clauses.order_by("position").last()
        assert last is not None
        add_clause(
            draft, section_key="p08", text=f"Neu {draft.number}.", after=last.key, by=scenario.amira, at=AT
        )
    signed(first, scenario)
    page = rebase_page(second, scenario)
    scenario.browser("coordinator").post(reverse("draft_rebase", args=[second.pk]), page.fields)
    texts = list(
        Clause.objects.filter(section__instrument=second, section__key="p08")
        .order_by("position")
        .values_list("text", flat=True)
    )
    assert texts[-2:] == ["Neu 1.", "Neu 2."]


def test_its_page_says_that_the_text_in_force_has_changed(scenario: Scenario) -> None:
    draft = clash(scenario)
    page = read(scenario.browser("coordinator").get(draft.get_absolute_url()))
    assert "Der geltende Text hat sich geändert" in page.text


def test_two_in_work_name_the_places_that_both_change(scenario: Scenario) -> None:
    first, second = two_drafts(scenario)
    reword(first, "0,75", "1,0", by=scenario.amira, at=AT)
    reword(second, "0,75", "0,9", by=scenario.amira, at=AT)
    browser = scenario.browser("coordinator")
    for draft, other in ((first, second), (second, first)):
        text = read(browser.get(draft.get_absolute_url())).text.replace("\N{NO-BREAK SPACE}", " ")
        assert f"Auch der {other.name} (Entwurf) ändert: § 6 (1)." in text
    freeze_amendment(first, by=scenario.amira, at=AT)
    text = read(browser.get(second.get_absolute_url())).text.replace("\N{NO-BREAK SPACE}", " ")
    assert f"Auch der 1. Nachtrag ({Status.SIGNING.label}) ändert: § 6 (1)." in text


def test_two_in_work_that_touch_different_places_say_nothing(scenario: Scenario) -> None:
    first, second = two_drafts(scenario)
    reword(first, "0,75", "1,0", by=scenario.amira, at=AT)
    reword(second, "drei Monate unbesetzt", "zwei Monate unbesetzt", by=scenario.amira, at=AT)
    page = read(scenario.browser("coordinator").get(first.get_absolute_url()))
    assert "ändert dieselbe Stelle" not in page.text
