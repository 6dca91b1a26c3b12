"""The pages of comments: told as people use them, and with what nobody should send."""

from typing import Any

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.choices import Addressee
from agreements.drafting.comments.actions import CommentTarget, answer_thread, open_thread, resolve_thread
from agreements.models import Mention, Suggestion, Thread
from tests.drafting.comments.conversation import ASKED, AT, KEY, TEXT, Talk
from tests.drafting.form_bundles import address_of, buttons, form_with
from tests.page import read
from tests.test_pages import faults

NASTY = {
    "html": "<script>alert(1)</script> & <b>fett</b>",
    "template": "{{ settings.SECRET_KEY }} {% url 'start' %}",
    "emoji": "Gut so 👩‍👩‍👧‍👦 \N{ARABIC LETTER ALEF}",
}
BAD = {
    "nothing": "",
    "blanks": " \r\n\t ",
    "far too long": "x" * 200_000,
    "a null byte": "a\0b",
    "a bidi control": "Bitte \u202eanders\u202c lesen",
}


def test_a_coordinator_asks_and_the_district_answers(talk: Talk) -> None:
    amira, bogdan = talk.browser("coordinator"), talk.browser("staff")
    begin = talk.address("thread_new", "p06-2")
    page = amira.get(begin)
    fields = form_with(page, "Anmerkung senden")
    assert fields["addressee"] == ["team"], "what is not decided stays inside"
    reply = amira.post(
        begin, {**fields, "addressee": "district", "text": "Reicht das?", "mentioned": [talk.bogdan.pk]}
    )
    assert reply.status_code == 302
    thread = Thread.objects.get(clause_key="p06-2")
    assert reply.headers["Location"] == talk.page(thread)
    for start in ("agreement_list", "obligation_list"):
        assert "1 Erwähnung, 2 offene Bitten" in read(bogdan.get(reverse(start))).text
    asked = read(bogdan.get(reverse("asked_of_you"))).text
    assert "Reicht das?" in asked
    assert "Sie sind angesprochen" in asked
    page = bogdan.get(talk.page(thread))
    start = read(bogdan.get(reverse("agreement_list"))).text
    assert "2 offene Bitten in den Anmerkungen" in start
    assert "Erwähnung" not in start, "what is none is not counted"
    assert Mention.objects.get().seen_at is not None
    fields = form_with(page, "Antwort senden") | {"text": ["Ja.\r\nVöllig."]}
    assert bogdan.post(address_of(page, "Antwort senden"), fields).status_code == 302
    shown = read(amira.get(talk.page(thread))).text
    assert "Ja. Völlig." in shown
    assert "Zur Stelle im Text" in shown


def test_the_district_chooses_no_circle(talk: Talk) -> None:
    browser, begin = talk.browser("staff"), talk.address("thread_new_duty", "O-06")
    page = browser.get(begin)
    assert "nur MitWirkung" not in read(page).text
    fields = form_with(page, "Anmerkung senden")
    assert browser.post(begin, {**fields, "text": "Wie viel?", "addressee": "team"}).status_code == 422
    assert browser.post(begin, {**fields, "text": "Wie viel?"}).status_code == 302
    assert Thread.objects.get(obligation__code="O-06").addressee == Addressee.DISTRICT


@pytest.mark.parametrize("words", NASTY.values(), ids=NASTY)
def test_what_was_typed_is_shown_as_typed(words: str, talk: Talk) -> None:
    browser = talk.browser("staff")
    reply = browser.post(talk.address("thread_answer", talk.district.key), {"text": words}, follow=True)
    page = read(reply)
    assert words in page.text
    assert "<script>alert" not in reply.content.decode()
    offered = browser.post(talk.address("suggestion_new", talk.district.key), {"text": words}, follow=True)
    assert "<script>alert" not in offered.content.decode()
    assert talk.district.suggestions.get().text == words


@pytest.mark.parametrize("words", BAD.values(), ids=BAD)
@pytest.mark.parametrize(
    ("who", "name", "parts", "field"),
    [
        ("coordinator", "thread_new", ["p06-2"], "text"),
        ("staff", "thread_answer", ["key"], "text"),
        ("staff", "suggestion_new", ["key"], "text"),
        ("coordinator", "suggestion_decline", ["key", "offer"], "reason"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_saved_stays_in_the_form(
    who: str, name: str, parts: list[str], field: str, words: str, talk: Talk
) -> None:
    offer = talk.offer()
    keys = {"key": talk.district.key, "offer": offer.pk}
    before = (Thread.objects.count(), talk.district.comments.count(), Suggestion.objects.count())
    reply = talk.browser(who).post(
        talk.address(name, *(keys.get(part, part) for part in parts)), {field: words, "addressee": "team"}
    )
    page = read(reply)
    assert reply.status_code == 422
    assert page.title.startswith("Fehler: ")
    assert faults(page) == []
    assert page.fields[field].strip() == words.replace("\0", "").strip() or "\0" in words
    assert (Thread.objects.count(), talk.district.comments.count(), Suggestion.objects.count()) == before
    assert Suggestion.objects.get(pk=offer.pk).decision == "open"


@pytest.mark.parametrize("mentioned", ["x", "0", "999999999999999999999", "-1"])
def test_a_forged_name_is_a_fault_of_the_form(mentioned: str, talk: Talk) -> None:
    reply = talk.browser("staff").post(
        talk.address("thread_answer", talk.district.key), {"text": "Hallo", "mentioned": mentioned}
    )
    assert reply.status_code == 422
    assert read(reply).fields["text"] == "Hallo"


@pytest.mark.parametrize("sent", [{}, {"revision": "x"}, {"revision": "0"}, {"revision": "9" * 40}])
def test_an_acceptance_that_lacks_what_was_seen_does_nothing(sent: dict[str, str], talk: Talk) -> None:
    offer = talk.offer()
    reply = talk.browser("coordinator").post(
        talk.address("suggestion_accept", talk.district.key, offer.pk), sent
    )
    assert reply.status_code in {409, 422}
    assert talk.clause.text == TEXT


def test_an_outdated_acceptance_shows_both_and_changes_nothing(talk: Talk) -> None:
    talk.offer()
    amira = talk.browser("coordinator")
    page = amira.get(talk.page(talk.district))
    to, fields = address_of(page, "Vorschlag übernehmen"), form_with(page, "Vorschlag übernehmen")
    talk.rewrite(TEXT.replace("einmal", "zweimal"))
    reply = amira.post(to, fields)
    assert reply.status_code == 409
    shown = read(reply)
    assert "Es wurde nichts übernommen" in shown.text
    assert "Was sich inzwischen geändert hat" in shown.text
    assert faults(shown) == []
    assert talk.clause.text == TEXT.replace("einmal", "zweimal")
    to, fields = (
        address_of(reply, "Beides zusammen übernehmen"),
        form_with(reply, "Beides zusammen übernehmen"),
    )
    assert amira.post(to, fields).status_code == 302
    assert talk.clause.text == TEXT.replace("zwei", "drei").replace("einmal", "zweimal")


def test_a_decided_suggestion_has_no_buttons_and_says_so(talk: Talk) -> None:
    offer = talk.offer()
    amira = talk.browser("coordinator")
    decline = talk.address("suggestion_decline", talk.district.key, offer.pk)
    assert amira.post(decline, {"reason": "Zu teuer."}).status_code == 302
    page = amira.get(talk.page(talk.district))
    assert not any("übernehmen" in words for words in buttons(page))
    assert "schon entschieden" in read(amira.get(decline)).text
    late = amira.post(decline, {"reason": "Doch aus anderem Grund."})
    assert late.status_code == 422
    assert read(late).fields["reason"] == "Doch aus anderem Grund."


def test_the_form_of_a_suggestion_carries_what_was_shown(talk: Talk) -> None:
    browser, address = talk.browser("staff"), talk.address("suggestion_new", talk.district.key)
    fields = form_with(browser.get(address), "Vorschlag senden")
    assert fields["text"] == [TEXT]
    talk.rewrite(TEXT + " Und weiter.")
    browser.post(address, {**fields, "text": "Anders."})
    assert talk.district.suggestions.get().base == TEXT


@pytest.mark.parametrize(
    "base",
    ["", "gefälscht", "e30:x:y", signing.dumps("Nie gesagt.", salt="other")],
    ids=["none", "forged", "malformed", "signed for another use"],  # a signature names the moment
)
def test_nobody_puts_a_text_in_our_mouth(base: str, talk: Talk) -> None:
    address = talk.address("suggestion_new", talk.district.key)
    assert talk.browser("staff").post(address, {"text": "Anders.", "base": base}).status_code == 302
    assert talk.district.suggestions.get().base == TEXT


def test_what_was_typed_survives_a_removed_place(talk: Talk) -> None:
    begin = talk.address("thread_new", KEY)
    talk.remove()
    reply = talk.browser("coordinator").post(begin, {"text": "Daran saß ich lange.", "addressee": "team"})
    assert reply.status_code == 422
    assert read(reply).fields["text"] == "Daran saß ich lange."
    assert talk.browser("coordinator").get(begin).status_code == 404
    reply = talk.browser("staff").post(
        talk.address("suggestion_new", talk.district.key), {"text": "Daran auch."}
    )
    assert reply.status_code == 422
    assert read(reply).fields["text"] == "Daran auch."


def test_what_was_typed_survives_a_settled_conversation(talk: Talk) -> None:
    resolve_thread(talk.district, by=talk.amira, at=AT)
    browser = talk.browser("staff")
    reply = browser.post(talk.address("thread_answer", talk.district.key), {"text": "Daran saß ich."})
    assert reply.status_code == 422
    assert "Daran saß ich." in reply.content.decode()
    assert faults(read(reply)) == []
    assert "Andere Worte vorschlagen" not in read(browser.get(talk.page(talk.district))).text
    refused = browser.post(talk.address("suggestion_new", talk.district.key), {"text": "Daran auch."})
    assert refused.status_code == 422
    assert read(refused).fields["text"] == "Daran auch."


def test_the_list_chooses_and_says_where(talk: Talk) -> None:
    open_thread(
        talk.contract,
        spot=CommentTarget(duty="O-06"),
        addressee=Addressee.TEAM,
        text="Pflicht?",
        by=talk.amira,
        at=AT,
    )
    resolve_thread(talk.team, by=talk.amira, at=AT)
    browser, address = talk.browser("coordinator"), talk.address("thread_list")

    def rows(**query: str) -> set[str]:
        page = browser.get(address, query)
        assert faults(read(page)) == []
        found: Any = page.context["page"].object_list
        return {
            row.place.label.replace("\N{NO-BREAK SPACE}", " ") + ":" + row.thread.addressee for row in found
        }

    assert rows() == {"§ 3 (1):district", "Pflicht O-06:team"}
    assert rows(zeigen="bezirk") == {"§ 3 (1):district"}
    assert rows(zeigen="erledigt") == {"§ 3 (1):team"}
    assert len(rows(zeigen="alle")) == 3
    assert rows(stelle=KEY) == {"§ 3 (1):district"}
    assert rows(stelle="O-06", zeigen="alle") == {"Pflicht O-06:team"}
    assert rows(zeigen="unbekannt", stelle="gibt-es-nicht\0", page="x") == rows()


def test_the_place_is_named_as_it_stands_today(talk: Talk) -> None:
    talk.contract.sections.filter(key="p02").update(kind="annex")
    shown = read(talk.browser("coordinator").get(talk.page(talk.district))).text
    assert "Anmerkung zu § 2 (1)" in shown.replace("\N{NO-BREAK SPACE}", " ")


def queries(talk: Talk, who: str, address: str) -> int:
    browser = talk.browser(who)
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(address).status_code == 200
    return len(caught)


@pytest.mark.parametrize("who", ["coordinator", "staff"])
def test_many_conversations_ask_no_more_than_few(who: str, talk: Talk) -> None:
    talk.offer()
    answer_thread(talk.district, text="Und?", mentioned=[talk.bogdan.pk], by=talk.amira, at=AT)
    pages = [
        talk.address("thread_list"),
        talk.page(talk.district),
        reverse("asked_of_you"),
        reverse("agreement_list"),
        reverse("agreement_detail", args=[talk.contract.agreement_id]),
    ]
    open_thread(
        talk.contract,
        spot=CommentTarget(duty="O-06"),
        addressee=Addressee.DISTRICT,
        text="Eins",
        by=talk.amira,
        at=AT,
    )
    few = [queries(talk, who, page) for page in pages]
    for number in range(4):
        for by in (talk.amira, talk.bogdan):
            open_thread(
                talk.contract,
                spot=CommentTarget(clause=f"p0{number + 4}-1"),
                addressee=Addressee.DISTRICT,
                text=f"Noch {number}: @{talk.bogdan.get_full_name()}",
                by=by,
                at=AT,
            )
        answer_thread(
            talk.district, text=ASKED, mentioned=[talk.scenario.people["lead"].pk], by=talk.amira, at=AT
        )
        talk.offer(f"Wortlaut {number}")
    assert [queries(talk, who, page) for page in pages] == few
