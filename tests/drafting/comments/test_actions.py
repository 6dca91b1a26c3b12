"""Beginning, answering, asking by name and settling: told in the history without its words."""

import pytest
from pytest_django import DjangoAssertNumQueries

from agreements.choices import Addressee
from agreements.dossier.timeline import timeline
from agreements.drafting.comments.actions import (
    CommentTarget,
    answer_thread,
    open_thread,
    reopen_thread,
    resolve_thread,
    see_mentions,
)
from agreements.drafting.comments.counts import comment_counts
from agreements.drafting.comments.thread_lists import asked_rows, for_you
from agreements.errors import ActionRefused
from agreements.history import verify
from agreements.models import Mention
from districts.models import User
from districts.roles import Role
from tests import factories
from tests.drafting.comments.conversation import ASKED, AT, KEY, SECRET, TEXT, Talk


def words(user: User, talk: Talk) -> str:
    return "\n".join(f"{told.text} {told.note}" for told in timeline(user, talk.contract.agreement))


def test_a_conversation_begins_at_its_place(talk: Talk) -> None:
    thread = talk.district
    assert (thread.clause_key, thread.quote, thread.opened_by) == (KEY, TEXT, talk.amira)
    assert [comment.text for comment in thread.comments.all()] == [ASKED]
    kind, data = talk.last_told()
    assert kind == "thread_opened"
    assert data["place"].replace("\N{NO-BREAK SPACE}", " ") == "§ 3 (1)"
    assert data["addressee"] == "district"


def test_one_about_an_obligation_keeps_its_words(talk: Talk) -> None:
    duty = open_thread(
        talk.contract,
        spot=CommentTarget(duty="O-06"),
        addressee=Addressee.DISTRICT,
        text="Reicht der Nachweis?",
        by=talk.bogdan,
        at=AT,
    ).thread
    assert duty.obligation is not None
    assert duty.quote == talk.contract.terms.get(obligation__code="O-06").title
    assert talk.last_told()[1]["place"] == "Pflicht O-06"


@pytest.mark.parametrize(
    "spot", [CommentTarget(clause="gibt-es-nicht"), CommentTarget(duty="O-99"), CommentTarget()]
)
def test_where_there_is_no_place_there_is_no_conversation(spot: CommentTarget, talk: Talk) -> None:
    with pytest.raises(ActionRefused, match="Diese Stelle gibt es nicht mehr"):
        open_thread(talk.contract, spot=spot, addressee=Addressee.TEAM, text="Wo?", by=talk.amira, at=AT)


@pytest.mark.parametrize("text", ["", "   \n\t ", "\N{ZERO WIDTH SPACE}"])
def test_nothing_said_is_no_contribution(text: str, talk: Talk) -> None:
    before = talk.district.comments.count()
    with pytest.raises(ActionRefused):
        answer_thread(talk.district, text=text, by=talk.amira, at=AT)
    assert talk.district.comments.count() == before


def test_letters_that_deceive_are_refused(talk: Talk) -> None:
    with pytest.raises(ActionRefused, match=r"U\+202E"):
        answer_thread(talk.district, text="Bitte \u202eanders\u202c lesen", by=talk.amira, at=AT)


def test_the_history_tells_every_turn_and_no_word(talk: Talk) -> None:
    answer_thread(talk.district, text="Ja, aber später.", by=talk.bogdan, at=AT)
    resolve_thread(talk.district, by=talk.amira, at=AT)
    reopen_thread(talk.district, by=talk.amira, at=AT)
    resolve_thread(talk.team, by=talk.amira, at=AT)
    assert verify(talk.contract.agreement) == []
    told = {who: words(talk.scenario.people[who], talk) for who in ("coordinator", "staff", "admin")}
    for who in ("coordinator", "admin"):
        assert "begonnen (nur MitWirkung)" in told[who]
        assert "erledigt (nur MitWirkung)" in told[who]
    for sentence in ("begonnen", "geantwortet", "erledigt", "wieder geöffnet"):
        assert f"{sentence} (MitWirkung und Bezirk)" in told["staff"], sentence
    assert "nur MitWirkung" not in told["staff"]
    for said in (SECRET, ASKED, "Ja, aber später."):
        assert all(said not in shown for shown in told.values())


def test_an_observer_is_told_of_no_conversation(talk: Talk) -> None:
    signed = talk.scenario.signed
    for whom in Addressee:
        thread = signed.threads.create(
            clause_key=KEY, addressee=whom, quote=TEXT, opened_at=AT, opened_by=talk.amira
        )
        thread.comments.create(text=ASKED, made_at=AT, made_by=talk.amira)
    elif_ = talk.scenario.people["observer"]
    assert "Anmerkung" not in "\n".join(told.text for told in timeline(elif_, signed.agreement))
    assert for_you(elif_) is None
    assert not comment_counts(elif_, signed).clauses


def test_people_are_asked_by_choice_and_by_name(talk: Talk) -> None:
    frieda, gerda = talk.scenario.people["lead"], factories.person(Role.COORDINATOR, name="Gerda")
    spoken = answer_thread(
        talk.district,
        text=f"Was meinst du, @{frieda.first_name}? Post an x@{gerda.first_name}.de",
        mentioned=[talk.bogdan.pk],
        by=talk.amira,
        at=AT,
    )
    assert {mention.person for mention in spoken.comment.mentions.all()} == {frieda, talk.bogdan}
    assert spoken.unclear == ()
    waiting = for_you(frieda)
    assert waiting is not None
    assert waiting.mentions == 1
    assert asked_rows(frieda)[0].asked == "Sie sind angesprochen"
    assert see_mentions(talk.district, by=frieda, at=AT) == 1
    assert see_mentions(talk.district, by=frieda, at=AT) == 0
    assert for_you(frieda).mentions == 0  # type: ignore[union-attr]  # she reads comments


def test_a_name_of_two_people_asks_nobody(talk: Talk) -> None:
    one, two = (factories.person(Role.COORDINATOR, name="Anna") for _ in range(2))
    spoken = answer_thread(talk.team, text="@Anna, bitte. Oder @Amira?", by=talk.amira, at=AT)
    assert spoken.unclear == ("Anna",)
    assert not spoken.comment.mentions.exists()
    spoken = answer_thread(talk.team, text=f"@{two.get_full_name()}: du.", by=talk.amira, at=AT)
    assert [mention.person for mention in spoken.comment.mentions.all()] == [two]
    assert one != two


@pytest.mark.parametrize("who", ["staff", "neighbour", "observer", "nobody", "admin"])
def test_who_cannot_read_and_answer_cannot_be_asked(who: str, talk: Talk) -> None:
    person = talk.scenario.people[who]
    with pytest.raises(ActionRefused, match="muss die Anmerkung lesen können"):
        answer_thread(talk.team, text="Hallo", mentioned=[person.pk], by=talk.amira, at=AT)
    answer_thread(talk.team, text=f"Hallo @{person.get_full_name()}", by=talk.amira, at=AT)
    assert not Mention.objects.filter(person=person).exists()


def test_a_settled_conversation_takes_no_answer(talk: Talk) -> None:
    resolve_thread(talk.district, by=talk.amira, at=AT)
    with pytest.raises(ActionRefused, match="erledigt"):
        answer_thread(talk.district, text="Noch etwas.", by=talk.bogdan, at=AT)


def test_the_editor_learns_how_many_are_open_at_each_absatz(
    talk: Talk, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert comment_counts(talk.amira, talk.contract).clauses == {KEY: 2}
    assert comment_counts(talk.bogdan, talk.contract).clauses == {KEY: 1}
    assert comment_counts(talk.scenario.people["neighbour"], talk.contract).clauses == {}
    with django_assert_num_queries(1):
        assert comment_counts(talk.amira, talk.contract).clauses == {KEY: 2}
    resolve_thread(talk.district, by=talk.amira, at=AT)
    assert comment_counts(talk.bogdan, talk.contract).clauses == {}


def turn(talk: Talk) -> str:
    """Say for whom the conversation with the district waits."""
    waits = {
        name: any(row.thread.pk == talk.district.pk for row in asked_rows(user))
        for name, user in (("team", talk.amira), ("district", talk.bogdan))
    }
    return " and ".join(name for name, waiting in waits.items() if waiting) or "nobody"


def test_everybody_learns_whose_turn_it_is(talk: Talk) -> None:
    assert turn(talk) == "district"
    answer_thread(talk.district, text="Nein.", by=talk.bogdan, at=AT)
    assert turn(talk) == "team"
    answer_thread(talk.district, text="Warum?", by=talk.amira, at=AT)
    assert turn(talk) == "district"
    offer = talk.offer()
    assert turn(talk) == "team"
    with pytest.raises(ActionRefused, match="wartet noch auf seine Entscheidung"):
        resolve_thread(talk.district, by=talk.amira, at=AT)
    offer.decision, offer.reason, offer.decided_at, offer.decided_by = "declined", "Nein.", AT, talk.amira
    offer.save()
    assert turn(talk) == "district"
    resolve_thread(talk.district, by=talk.amira, at=AT)
    assert turn(talk) == "nobody"
