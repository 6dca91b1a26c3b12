"""Actions on threads: open, answer, mention, resolve, and their events."""

import pytest
from pytest_django import DjangoAssertNumQueries

from agreements.choices import Addressee
from agreements.dossier.timeline import timeline
from agreements.drafting.comments.actions import (
    CommentTarget,
    answer_thread,
    mark_mentions_seen,
    reopen_thread,
    resolve_thread,
)
from agreements.drafting.comments.counts import comment_counts
from agreements.drafting.comments.thread_lists import pending_counts, pending_rows
from agreements.errors import ActionRefused
from agreements.history import verify
from agreements.models import Mention
from districts.models import User
from districts.roles import Role
from tests import factories
from tests.drafting.comments.conversation import ASKED, AT, KEY, SECRET, TEXT, CommentScenario


def timeline_text(user: User, comments: CommentScenario) -> str:
    return "\n".join(f"{entry.text} {entry.note}" for entry in timeline(user, comments.contract.agreement))


def test_opening_a_thread_stores_place_quote_and_first_comment(comments: CommentScenario) -> None:
    thread = comments.district
    assert (thread.clause_key, thread.quote, thread.opened_by) == (KEY, TEXT, comments.amira)
    assert [comment.text for comment in thread.comments.all()] == [ASKED]
    kind, data = comments.last_event()
    assert kind == "thread_opened"
    assert data["place"].replace("\N{NO-BREAK SPACE}", " ") == "§ 3 (1)"
    assert data["addressee"] == "district"


def test_a_thread_on_an_obligation_quotes_its_title(comments: CommentScenario) -> None:
    duty = comments.open("Reicht der Nachweis?", by=comments.bogdan, target=CommentTarget(duty="O-06"))
    assert duty.obligation is not None
    assert duty.quote == comments.contract.terms.get(obligation__code="O-06").title
    assert comments.last_event()[1]["place"] == "Pflicht O-06"


@pytest.mark.parametrize(
    "target", [CommentTarget(clause="gibt-es-nicht"), CommentTarget(duty="O-99"), CommentTarget()]
)
def test_a_thread_needs_an_existing_target(target: CommentTarget, comments: CommentScenario) -> None:
    with pytest.raises(ActionRefused, match="Diese Stelle gibt es nicht mehr"):
        comments.open("Wo?", by=comments.amira, target=target, addressee=Addressee.TEAM)


@pytest.mark.parametrize("text", ["", "   \n\t ", "\N{ZERO WIDTH SPACE}"])
def test_an_empty_comment_is_refused(text: str, comments: CommentScenario) -> None:
    before = comments.district.comments.count()
    with pytest.raises(ActionRefused):
        answer_thread(comments.district, text=text, by=comments.amira, at=AT)
    assert comments.district.comments.count() == before


def test_deceptive_characters_are_refused(comments: CommentScenario) -> None:
    with pytest.raises(ActionRefused, match=r"U\+202E"):
        answer_thread(comments.district, text="Bitte \u202eanders\u202c lesen", by=comments.amira, at=AT)


def test_the_history_records_every_action_but_no_text(comments: CommentScenario) -> None:
    answer_thread(comments.district, text="Ja, aber später.", by=comments.bogdan, at=AT)
    resolve_thread(comments.district, by=comments.amira, at=AT)
    reopen_thread(comments.district, by=comments.amira, at=AT)
    resolve_thread(comments.team, by=comments.amira, at=AT)
    assert verify(comments.contract.agreement) == []
    entries = {
        who: timeline_text(comments.scenario.people[who], comments)
        for who in ("coordinator", "staff", "admin")
    }
    for who in ("coordinator", "admin"):
        assert "begonnen (nur MitWirkung)" in entries[who]
        assert "erledigt (nur MitWirkung)" in entries[who]
    for sentence in ("begonnen", "geantwortet", "erledigt", "wieder geöffnet"):
        assert f"{sentence} (MitWirkung und Bezirk)" in entries["staff"], sentence
    assert "nur MitWirkung" not in entries["staff"]
    for text in (SECRET, ASKED, "Ja, aber später."):
        assert all(text not in shown for shown in entries.values())


def test_an_observer_sees_no_threads(comments: CommentScenario) -> None:
    signed = comments.scenario.signed
    for whom in Addressee:
        thread = signed.threads.create(
            clause_key=KEY, addressee=whom, quote=TEXT, opened_at=AT, opened_by=comments.amira
        )
        thread.comments.create(text=ASKED, made_at=AT, made_by=comments.amira)
    observer = comments.scenario.people["observer"]
    assert "Anmerkung" not in "\n".join(entry.text for entry in timeline(observer, signed.agreement))
    assert pending_counts(observer) is None
    assert not comment_counts(observer, signed).clauses


def test_people_are_mentioned_by_selection_and_by_name(comments: CommentScenario) -> None:
    frieda, gerda = comments.scenario.people["lead"], factories.person(Role.COORDINATOR, name="Gerda")
    posted = answer_thread(
        comments.district,
        text=f"Was meinst du, @{frieda.first_name}? Post an x@{gerda.first_name}.de",
        mentioned=[comments.bogdan.pk],
        by=comments.amira,
        at=AT,
    )
    assert {mention.person for mention in posted.comment.mentions.all()} == {frieda, comments.bogdan}
    assert posted.ambiguous == ()
    pending = pending_counts(frieda)
    assert pending is not None
    assert pending.mentions == 1
    assert pending_rows(frieda)[0].reason == "Sie sind angesprochen"
    assert mark_mentions_seen(comments.district, by=frieda, at=AT) == 1
    assert mark_mentions_seen(comments.district, by=frieda, at=AT) == 0
    assert pending_counts(frieda).mentions == 0  # type: ignore[union-attr]  # she reads comments


def test_an_ambiguous_name_mentions_nobody(comments: CommentScenario) -> None:
    one, two = (factories.person(Role.COORDINATOR, name="Anna") for _ in range(2))
    posted = answer_thread(comments.team, text="@Anna, bitte. Oder @Amira?", by=comments.amira, at=AT)
    assert posted.ambiguous == ("Anna",)
    assert not posted.comment.mentions.exists()
    posted = answer_thread(comments.team, text=f"@{two.get_full_name()}: du.", by=comments.amira, at=AT)
    assert [mention.person for mention in posted.comment.mentions.all()] == [two]
    assert one != two


@pytest.mark.parametrize("who", ["staff", "neighbour", "observer", "nobody", "admin"])
def test_only_readers_of_the_thread_can_be_mentioned(who: str, comments: CommentScenario) -> None:
    person = comments.scenario.people[who]
    with pytest.raises(ActionRefused, match="muss die Anmerkung lesen können"):
        answer_thread(comments.team, text="Hallo", mentioned=[person.pk], by=comments.amira, at=AT)
    answer_thread(comments.team, text=f"Hallo @{person.get_full_name()}", by=comments.amira, at=AT)
    assert not Mention.objects.filter(person=person).exists()


def test_a_resolved_thread_accepts_no_answer(comments: CommentScenario) -> None:
    resolve_thread(comments.district, by=comments.amira, at=AT)
    with pytest.raises(ActionRefused, match="erledigt"):
        answer_thread(comments.district, text="Noch etwas.", by=comments.bogdan, at=AT)


def test_open_threads_are_counted_for_each_clause(
    comments: CommentScenario, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert comment_counts(comments.amira, comments.contract).clauses == {KEY: 2}
    assert comment_counts(comments.bogdan, comments.contract).clauses == {KEY: 1}
    assert comment_counts(comments.scenario.people["neighbour"], comments.contract).clauses == {}
    with django_assert_num_queries(1):
        assert comment_counts(comments.amira, comments.contract).clauses == {KEY: 2}
    resolve_thread(comments.district, by=comments.amira, at=AT)
    assert comment_counts(comments.bogdan, comments.contract).clauses == {}


def pending_sides(comments: CommentScenario) -> str:
    """Return the sides for which the thread with the district is pending."""
    waits = {
        name: any(row.thread.pk == comments.district.pk for row in pending_rows(user))
        for name, user in (("team", comments.amira), ("district", comments.bogdan))
    }
    return " and ".join(name for name, pending in waits.items() if pending) or "nobody"


def test_a_thread_is_pending_for_the_side_that_must_act(comments: CommentScenario) -> None:
    assert pending_sides(comments) == "district"
    answer_thread(comments.district, text="Nein.", by=comments.bogdan, at=AT)
    assert pending_sides(comments) == "team"
    answer_thread(comments.district, text="Warum?", by=comments.amira, at=AT)
    assert pending_sides(comments) == "district"
    suggestion = comments.suggest()
    assert pending_sides(comments) == "team"
    with pytest.raises(ActionRefused, match="wartet noch auf seine Entscheidung"):
        resolve_thread(comments.district, by=comments.amira, at=AT)
    suggestion.decision, suggestion.reason, suggestion.decided_at, suggestion.decided_by = (
        "declined",
        "Nein.",
        AT,
        comments.amira,
    )
    suggestion.save()
    assert pending_sides(comments) == "district"
    resolve_thread(comments.district, by=comments.amira, at=AT)
    assert pending_sides(comments) == "nobody"
