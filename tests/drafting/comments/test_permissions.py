"""Permissions on threads and suggestions by role."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from agreements import policy, transitions
from agreements.choices import Addressee, Status
from agreements.drafting.comments.actions import (
    CommentTarget,
    answer_thread,
    reopen_thread,
    resolve_thread,
)
from agreements.drafting.comments.suggestions import accept_suggestion, decline_suggestion, suggest
from agreements.errors import ActionRefused
from agreements.models import Thread
from agreements.signing.freezing.actions import ask_to_freeze
from agreements.signing.freezing.open_points import open_points
from agreements.signing.transition_actions import take_step
from agreements.texts.assembly import working_copy
from districts.models import User
from tests import factories
from tests.drafting.comments.conversation import AT, SECRET, TEXT, CommentScenario
from tests.due import freeze_what_is_due
from tests.permissions.table import ROWS
from tests.test_permissions import ours

# C coordinator · S staff and L lead of the district · N staff of another district · O observer · A admin · X no role
WHO = {
    "C": "coordinator",
    "S": "staff",
    "L": "lead",
    "N": "neighbour",
    "O": "observer",
    "A": "admin",
    "X": "nobody",
}
MAY = """
            team  district
read        CA    CSLA
open        C     CSL
answer      C     CSL
resolve     C     C
reopen      C     C
suggest     -     SL
accept      -     C
decline     -     C
"""
CASES = [
    (line.split()[0], *pair)
    for line in MAY.split("\n")[2:-1]
    for pair in zip(("team", "district"), line.split()[1:], strict=True)
]


def succeeds(comments: CommentScenario, what: str, addressee: str, who: User) -> bool:
    """Return whether the action succeeds; roll it back."""
    thread: Thread = comments.team if addressee == "team" else comments.district
    with transaction.atomic():
        try:
            match what:
                case "read":
                    return policy.visible_threads(who).filter(pk=thread.pk).exists()
                case "open":
                    comments.open("Neu.", by=who, addressee=Addressee(addressee))
                case "answer":
                    answer_thread(thread, text="Ja.", by=who, at=AT)
                case "resolve":
                    resolve_thread(thread, by=who, at=AT)
                case "reopen":
                    resolve_thread(thread, by=comments.amira, at=AT)
                    reopen_thread(thread, by=who, at=AT)
                case "suggest":
                    suggest(thread, text="Anders.", by=who, at=AT)
                case _:
                    suggestion = thread.suggestions.create(
                        base=TEXT, text="Anders.", made_at=AT, made_by=comments.bogdan
                    )
                    if what == "accept":
                        accept_suggestion(suggestion, revision=comments.clause.revision, by=who, at=AT)
                    else:
                        decline_suggestion(suggestion, reason="Nein.", by=who, at=AT)
        except (
            ActionRefused,
            IntegrityError,
        ):  # the database itself takes no suggestion where none was asked for
            return False
        finally:
            transaction.set_rollback(True)
    return True


@pytest.mark.parametrize(("what", "addressee", "letters"), CASES, ids=str)
def test_permissions_by_role_and_addressee(
    what: str, addressee: str, letters: str, comments: CommentScenario
) -> None:
    done = {
        letter
        for letter, who in WHO.items()
        if succeeds(comments, what, addressee, comments.scenario.people[who])
    }
    assert done == set(letters) - {"-"}


def test_the_author_of_a_thread_may_resolve_it(comments: CommentScenario) -> None:
    mine = comments.open("Frage", by=comments.bogdan)
    frieda = comments.scenario.people["lead"]
    with pytest.raises(ActionRefused, match="wer die Anmerkung begonnen hat"):
        resolve_thread(mine, by=frieda, at=AT)
    settled = resolve_thread(mine, by=comments.bogdan, at=AT)
    assert settled.resolved_by == comments.bogdan
    with pytest.raises(ActionRefused, match="schon erledigt"):
        resolve_thread(mine, by=comments.bogdan, at=AT)
    assert reopen_thread(mine, by=comments.amira, at=AT).resolved_at is None


@pytest.mark.parametrize("name", ["thread_detail", "thread_answer", "thread_resolve", "suggestion_new"])
def test_threads_of_the_team_are_not_found_by_others(name: str, comments: CommentScenario) -> None:
    for who in ("staff", "lead", "neighbour", "observer", "nobody"):
        browser = comments.browser(who)
        assert browser.get(comments.address(name, comments.team.key)).status_code == 404, who
        assert (
            browser.post(comments.address(name, comments.team.key), {"text": "Hier."}).status_code == 404
        ), who
    elsewhere = reverse(name, args=[comments.scenario.draft.pk, comments.district.key])
    assert comments.browser("coordinator").get(elsewhere).status_code == 404, "it belongs to its own contract"


@pytest.mark.parametrize("name", ["suggestion_accept", "suggestion_decline"])
def test_a_suggestion_is_found_only_in_its_own_thread(name: str, comments: CommentScenario) -> None:
    suggestion, browser = comments.suggest(), comments.browser("coordinator")
    for key, pk in (
        (comments.team.key, suggestion.pk),
        (comments.district.key, suggestion.pk + 1),
        ("unbekannt", suggestion.pk),
    ):
        reply = browser.post(comments.address(name, key, pk), {"revision": "1", "reason": "Nein."})
        assert reply.status_code == 404
    assert comments.clause.text == TEXT


def test_no_page_of_the_district_shows_threads_of_the_team(comments: CommentScenario) -> None:
    answer_thread(comments.team, text=f"{SECRET} Noch einmal.", by=comments.amira, at=AT)
    for name, *parts in (("thread_list",), ("thread_detail", comments.district.key)):
        assert SECRET not in comments.browser("staff").get(comments.address(name, *parts)).content.decode()
    agreement = reverse("agreement_detail", args=[comments.contract.agreement_id])
    shown = comments.browser("staff").get(agreement).content.decode()
    assert SECRET not in shown
    assert "nur MitWirkung" not in shown
    assert "1 offene Anmerkung<" in shown
    assert "2 offene Anmerkungen<" in comments.browser("coordinator").get(agreement).content.decode()


def test_threads_of_a_draft_taken_back_are_hidden_from_the_district(comments: CommentScenario) -> None:
    transitions.apply_transition(comments.contract, "back_to_draft", by=comments.amira, at=AT)
    assert comments.browser("staff").get(comments.page(comments.district)).status_code == 404
    assert comments.browser("coordinator").get(comments.page(comments.district)).status_code == 200


def test_open_threads_are_confirmed_before_freezing(comments: CommentScenario) -> None:
    contract, amira = comments.contract, comments.amira
    read = open_points(contract, amira, timezone.localdate())
    assert read[0].split(" noch ")[0] == f"{contract.threads.count()} Anmerkungen sind"
    comments.open("Noch etwas.", by=amira, addressee=Addressee.TEAM)
    asked = {"fingerprint": working_copy(contract).fingerprint, "by": amira, "at": AT}
    with pytest.raises(ActionRefused, match="Inzwischen hat sich geändert, was noch offen ist"):
        ask_to_freeze(contract, **asked, confirmed=read)
    ask_to_freeze(contract, **asked, confirmed=open_points(contract, amira, timezone.localdate()))

    comments.open("Und noch etwas, während der Auftrag wartet.", by=amira, addressee=Addressee.TEAM)
    [ended] = freeze_what_is_due(at=AT + timedelta(seconds=5))
    assert ended.refusal.startswith("Inzwischen hat sich geändert, was noch offen ist.")
    contract.refresh_from_db()
    assert contract.status == Status.REVIEW
    ask_to_freeze(contract, **asked, confirmed=open_points(contract, amira, timezone.localdate()))
    [ended] = freeze_what_is_due(at=AT + timedelta(seconds=5))
    assert ended.refusal == ""


@pytest.mark.parametrize("step", ["freeze", "withdraw"])
def test_threads_of_a_fixed_text_are_read_only(step: str, comments: CommentScenario) -> None:
    suggestion = comments.suggest()
    if step == "freeze":
        factories.freeze_draft(comments.contract, comments.amira)
    else:
        take_step(comments.contract, "withdraw", reason="Der Bezirk wartet.", by=comments.amira, at=AT)
    thread = Thread.objects.select_related("instrument").get(pk=comments.district.pk)
    page = comments.browser("coordinator").get(comments.page(thread))
    assert page.status_code == 200
    assert "Jetzt ist der Stand" in page.content.decode()
    assert "Antwort senden" not in page.content.decode()
    reading = 200 if step == "freeze" else 404
    assert comments.browser("staff").get(comments.page(thread)).status_code == reading
    for act in (
        lambda: answer_thread(thread, text="Zu spät.", by=comments.amira, at=AT),
        lambda: resolve_thread(thread, by=comments.amira, at=AT),
        lambda: comments.open("Zu spät.", by=comments.amira, addressee=Addressee.TEAM),
        lambda: accept_suggestion(suggestion, revision=comments.clause.revision, by=comments.amira, at=AT),
        lambda: decline_suggestion(suggestion, reason="Zu spät.", by=comments.amira, at=AT),
        lambda: suggest(thread, text="Zu spät.", by=comments.bogdan, at=AT),
    ):
        with pytest.raises(ActionRefused, match=r"Jetzt ist der Stand|Abstimmung|gibt es nicht"):
            act()


def test_a_thread_gives_the_district_no_other_write_access(comments: CommentScenario) -> None:
    closed = [row for row in ROWS if row.name in ours_for("draft.edit")]
    assert {"draft_edit", "clause_edit", "clause_new", "obligation_edit", "head_edit"} <= {
        row.name for row in closed
    }
    assert all(row.answers.split()[1:3] == ["403", "403"] for row in closed if row.of == "review")
    browser = comments.browser("staff")
    clause = comments.clause
    for address in (
        comments.address("clause_edit", clause.key),
        comments.address("clause_remove", clause.key),
        comments.address("clause_move", clause.key),
        comments.address("clause_new", clause.section.key),
        comments.address("section_edit", clause.section.key),
        comments.address("obligation_edit", "O-06"),
        comments.address("head_edit"),
        comments.address("draft_edit"),
    ):
        assert browser.post(address, {"text": "Anders.", "revision": "1"}).status_code == 403, address
    assert comments.clause.text == TEXT


def ours_for(action: str) -> set[str]:
    """Return the URL names that require an action."""
    return {name for name, entry in ours().items() if getattr(entry.callback, "action", None) == action}


def test_suggestions_need_a_thread_on_a_clause_for_the_district(comments: CommentScenario) -> None:
    with pytest.raises(ActionRefused):
        suggest(comments.team, text="Anders.", by=comments.bogdan, at=AT)
    duty = comments.open("Reicht das?", by=comments.amira, target=CommentTarget(duty="O-06"))
    with pytest.raises(ActionRefused, match="Antwort"):
        suggest(duty, text="Anders.", by=comments.bogdan, at=AT)


def test_the_district_cannot_write_to_the_team(comments: CommentScenario) -> None:
    with pytest.raises(ActionRefused, match="Kreis"):
        comments.open("Hallo", by=comments.bogdan, addressee=Addressee.TEAM)
    assert comments.contract.threads.count() == 2
