"""Who reads, answers, settles and suggests in which conversation: a table."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from agreements import policy, transitions
from agreements.choices import Addressee
from agreements.drafting.comments.actions import (
    CommentTarget,
    answer_thread,
    open_thread,
    reopen_thread,
    resolve_thread,
)
from agreements.drafting.comments.suggestions import accept_suggestion, decline_suggestion, suggest
from agreements.errors import ActionRefused
from agreements.models import Thread
from agreements.signing.transition_actions import take_step
from districts.models import User
from tests import factories
from tests.drafting.comments.conversation import AT, SECRET, SPOT, TEXT, Talk
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


def does(talk: Talk, what: str, addressee: str, who: User) -> bool:
    """Try it, say whether it was done, and take it back."""
    thread: Thread = talk.team if addressee == "team" else talk.district
    with transaction.atomic():
        try:
            match what:
                case "read":
                    return policy.visible_threads(who).filter(pk=thread.pk).exists()
                case "open":
                    open_thread(
                        talk.contract, spot=SPOT, addressee=Addressee(addressee), text="Neu.", by=who, at=AT
                    )
                case "answer":
                    answer_thread(thread, text="Ja.", by=who, at=AT)
                case "resolve":
                    resolve_thread(thread, by=who, at=AT)
                case "reopen":
                    resolve_thread(thread, by=talk.amira, at=AT)
                    reopen_thread(thread, by=who, at=AT)
                case "suggest":
                    suggest(thread, text="Anders.", by=who, at=AT)
                case _:
                    offer = thread.suggestions.create(
                        base=TEXT, text="Anders.", made_at=AT, made_by=talk.bogdan
                    )
                    if what == "accept":
                        accept_suggestion(offer, revision=talk.clause.revision, by=who, at=AT)
                    else:
                        decline_suggestion(offer, reason="Nein.", by=who, at=AT)
        except (
            ActionRefused,
            IntegrityError,
        ):  # the database itself takes no suggestion where none was asked for
            return False
        finally:
            transaction.set_rollback(True)
    return True


@pytest.mark.parametrize(("what", "addressee", "letters"), CASES, ids=str)
def test_the_table_of_conversations(what: str, addressee: str, letters: str, talk: Talk) -> None:
    done = {letter for letter, who in WHO.items() if does(talk, what, addressee, talk.scenario.people[who])}
    assert done == set(letters) - {"-"}


def test_who_began_it_settles_it(talk: Talk) -> None:
    mine = open_thread(
        talk.contract, spot=SPOT, addressee=Addressee.DISTRICT, text="Frage", by=talk.bogdan, at=AT
    ).thread
    frieda = talk.scenario.people["lead"]
    with pytest.raises(ActionRefused, match="wer die Anmerkung begonnen hat"):
        resolve_thread(mine, by=frieda, at=AT)
    settled = resolve_thread(mine, by=talk.bogdan, at=AT)
    assert settled.resolved_by == talk.bogdan
    with pytest.raises(ActionRefused, match="schon erledigt"):
        resolve_thread(mine, by=talk.bogdan, at=AT)
    assert reopen_thread(mine, by=talk.amira, at=AT).resolved_at is None


@pytest.mark.parametrize("name", ["thread_detail", "thread_answer", "thread_resolve", "suggestion_new"])
def test_nobody_guesses_a_conversation_of_the_team(name: str, talk: Talk) -> None:
    for who in ("staff", "lead", "neighbour", "observer", "nobody"):
        browser = talk.browser(who)
        assert browser.get(talk.address(name, talk.team.key)).status_code == 404, who
        assert browser.post(talk.address(name, talk.team.key), {"text": "Hier."}).status_code == 404, who
    elsewhere = reverse(name, args=[talk.scenario.draft.pk, talk.district.key])
    assert talk.browser("coordinator").get(elsewhere).status_code == 404, "it belongs to its own contract"


@pytest.mark.parametrize("name", ["suggestion_accept", "suggestion_decline"])
def test_a_suggestion_is_found_in_its_own_conversation_only(name: str, talk: Talk) -> None:
    offer, browser = talk.offer(), talk.browser("coordinator")
    for key, pk in ((talk.team.key, offer.pk), (talk.district.key, offer.pk + 1), ("unbekannt", offer.pk)):
        reply = browser.post(talk.address(name, key, pk), {"revision": "1", "reason": "Nein."})
        assert reply.status_code == 404
    assert talk.clause.text == TEXT


def test_no_page_of_the_district_tells_of_the_team(talk: Talk) -> None:
    answer_thread(talk.team, text=f"{SECRET} Noch einmal.", by=talk.amira, at=AT)
    for name, *parts in (("thread_list",), ("thread_detail", talk.district.key)):
        assert SECRET not in talk.browser("staff").get(talk.address(name, *parts)).content.decode()
    agreement = reverse("agreement_detail", args=[talk.contract.agreement_id])
    shown = talk.browser("staff").get(agreement).content.decode()
    assert SECRET not in shown
    assert "nur MitWirkung" not in shown
    assert "1 offene Anmerkung<" in shown
    assert "2 offene Anmerkungen<" in talk.browser("coordinator").get(agreement).content.decode()


def test_a_draft_that_is_taken_back_takes_its_conversations_out_of_sight(talk: Talk) -> None:
    transitions.apply_transition(talk.contract, "back_to_draft", by=talk.amira, at=AT)
    assert talk.browser("staff").get(talk.page(talk.district)).status_code == 404
    assert talk.browser("coordinator").get(talk.page(talk.district)).status_code == 200


@pytest.mark.parametrize("step", ["freeze", "withdraw"])
def test_a_fixed_text_is_readable_and_closed(step: str, talk: Talk) -> None:
    offer = talk.offer()
    if step == "freeze":
        factories.freeze_draft(talk.contract, talk.amira)
    else:
        take_step(talk.contract, "withdraw", reason="Der Bezirk wartet.", by=talk.amira, at=AT)
    thread = Thread.objects.select_related("instrument").get(pk=talk.district.pk)
    page = talk.browser("coordinator").get(talk.page(thread))
    assert page.status_code == 200
    assert "Dieser Text steht fest." in page.content.decode()
    assert "Antwort senden" not in page.content.decode()
    reading = 200 if step == "freeze" else 404
    assert talk.browser("staff").get(talk.page(thread)).status_code == reading
    for act in (
        lambda: answer_thread(thread, text="Zu spät.", by=talk.amira, at=AT),
        lambda: resolve_thread(thread, by=talk.amira, at=AT),
        lambda: open_thread(
            talk.contract, spot=SPOT, addressee=Addressee.TEAM, text="Zu spät.", by=talk.amira, at=AT
        ),
        lambda: accept_suggestion(offer, revision=talk.clause.revision, by=talk.amira, at=AT),
        lambda: decline_suggestion(offer, reason="Zu spät.", by=talk.amira, at=AT),
        lambda: suggest(thread, text="Zu spät.", by=talk.bogdan, at=AT),
    ):
        with pytest.raises(ActionRefused, match=r"steht fest|Abstimmung|gibt es nicht"):
            act()


def test_the_district_can_write_nothing_else(talk: Talk) -> None:
    """Every other address of drafting stays closed while a comment opens one Absatz."""
    closed = [row for row in ROWS if row.name in ours_for("draft.edit")]
    assert {"draft_edit", "clause_edit", "clause_new", "obligation_edit", "head_edit"} <= {
        row.name for row in closed
    }
    assert all(row.answers.split()[1:3] == ["403", "403"] for row in closed if row.of == "review")
    browser = talk.browser("staff")
    clause = talk.clause
    for address in (
        talk.address("clause_edit", clause.key),
        talk.address("clause_remove", clause.key),
        talk.address("clause_move", clause.key),
        talk.address("clause_new", clause.section.key),
        talk.address("section_edit", clause.section.key),
        talk.address("obligation_edit", "O-06"),
        talk.address("head_edit"),
        talk.address("draft_edit"),
    ):
        assert browser.post(address, {"text": "Anders.", "revision": "1"}).status_code == 403, address
    assert talk.clause.text == TEXT


def ours_for(action: str) -> set[str]:
    """Return the names of all addresses behind an action."""
    return {name for name, entry in ours().items() if getattr(entry.callback, "action", None) == action}


def test_a_comment_for_the_team_opens_nothing(talk: Talk) -> None:
    with pytest.raises(ActionRefused):
        suggest(talk.team, text="Anders.", by=talk.bogdan, at=AT)
    duty = open_thread(
        talk.contract,
        spot=CommentTarget(duty="O-06"),
        addressee=Addressee.DISTRICT,
        text="Reicht das?",
        by=talk.amira,
        at=AT,
    ).thread
    with pytest.raises(ActionRefused, match="Antwort"):
        suggest(duty, text="Anders.", by=talk.bogdan, at=AT)


def test_nothing_is_said_for_a_circle_that_does_not_fit(talk: Talk) -> None:
    with pytest.raises(ActionRefused, match="Kreis"):
        open_thread(talk.contract, spot=SPOT, addressee=Addressee.TEAM, text="Hallo", by=talk.bogdan, at=AT)
    assert talk.contract.threads.count() == 2
