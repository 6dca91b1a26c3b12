"""Pages of threads and suggestions, with valid and with hostile input."""

from typing import Any

import pytest
from django.core import signing
from django.urls import reverse

from agreements.choices import Addressee
from agreements.drafting.comments.actions import CommentTarget, answer_thread, resolve_thread
from agreements.models import Mention, Suggestion, Thread
from tests.drafting.comments.conversation import ASKED, AT, KEY, TEXT, CommentScenario
from tests.drafting.form_bundles import address_of, buttons, form_with
from tests.page import page_queries, read
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


def test_a_coordinator_asks_and_the_district_answers(comments: CommentScenario) -> None:
    amira, bogdan = comments.browser("coordinator"), comments.browser("staff")
    begin = comments.address("thread_new", "p06-2")
    page = amira.get(begin)
    fields = form_with(page, "Anmerkung senden")
    assert fields["addressee"] == ["team"], "what is not decided stays inside"
    reply = amira.post(
        begin, {**fields, "addressee": "district", "text": "Reicht das?", "mentioned": [comments.bogdan.pk]}
    )
    assert reply.status_code == 302
    thread = Thread.objects.get(clause_key="p06-2")
    assert reply.headers["Location"] == comments.page(thread)
    for start in ("agreement_list", "obligation_list"):
        assert "1 Erwähnung, 2 offene Bitten" in read(bogdan.get(reverse(start))).text
    asked = read(bogdan.get(reverse("pending_comments"))).text
    assert "Reicht das?" in asked
    assert "Sie sind angesprochen" in asked
    page = bogdan.get(comments.page(thread))
    start = read(bogdan.get(reverse("agreement_list"))).text
    assert "2 offene Bitten in den Anmerkungen" in start
    assert "Erwähnung" not in start, "what is none is not counted"
    assert Mention.objects.get().seen_at is not None
    fields = form_with(page, "Antwort senden") | {"text": ["Ja.\r\nVöllig."]}
    assert bogdan.post(address_of(page, "Antwort senden"), fields).status_code == 302
    shown = read(amira.get(comments.page(thread))).text
    assert "Ja. Völlig." in shown
    assert "Zur Stelle im Text" in shown


def test_the_district_has_no_choice_of_addressee(comments: CommentScenario) -> None:
    browser, begin = comments.browser("staff"), comments.address("thread_new_duty", "O-06")
    page = browser.get(begin)
    assert "nur MitWirkung" not in read(page).text
    fields = form_with(page, "Anmerkung senden")
    assert browser.post(begin, {**fields, "text": "Wie viel?", "addressee": "team"}).status_code == 422
    assert browser.post(begin, {**fields, "text": "Wie viel?"}).status_code == 302
    assert Thread.objects.get(obligation__code="O-06").addressee == Addressee.DISTRICT


@pytest.mark.parametrize("words", NASTY.values(), ids=NASTY)
def test_typed_text_is_escaped(words: str, comments: CommentScenario) -> None:
    browser = comments.browser("staff")
    reply = browser.post(
        comments.address("thread_answer", comments.district.key), {"text": words}, follow=True
    )
    page = read(reply)
    assert words in page.text
    assert "<script>alert" not in reply.content.decode()
    offered = browser.post(
        comments.address("suggestion_new", comments.district.key), {"text": words}, follow=True
    )
    assert "<script>alert" not in offered.content.decode()
    assert comments.district.suggestions.get().text == words


FORMS = {
    "thread_new": ("coordinator", ["p06-2"], "text"),
    "thread_answer": ("staff", ["key"], "text"),
    "suggestion_new": ("staff", ["key"], "text"),
    "suggestion_decline": ("coordinator", ["key", "suggestion"], "reason"),
}


@pytest.mark.parametrize(
    ("name", "bad"),
    [*((name, "a bidi control") for name in FORMS), *(("thread_answer", bad) for bad in BAD)],
)
def test_invalid_input_stays_in_the_form(name: str, bad: str, comments: CommentScenario) -> None:
    (who, parts, field), words = FORMS[name], BAD[bad]
    suggestion = comments.suggest()
    keys = {"key": comments.district.key, "suggestion": suggestion.pk}
    before = (Thread.objects.count(), comments.district.comments.count(), Suggestion.objects.count())
    reply = comments.browser(who).post(
        comments.address(name, *(keys.get(part, part) for part in parts)),
        {field: words, "addressee": "team"},
    )
    page = read(reply)
    assert reply.status_code == 422
    assert page.title.startswith("Fehler: ")
    assert faults(page) == []
    assert page.fields[field].strip() == words.replace("\0", "").strip() or "\0" in words
    assert (Thread.objects.count(), comments.district.comments.count(), Suggestion.objects.count()) == before
    assert Suggestion.objects.get(pk=suggestion.pk).decision == "open"


@pytest.mark.parametrize("mentioned", ["x", "0", "999999999999999999999", "-1"])
def test_a_forged_mention_is_a_form_error(mentioned: str, comments: CommentScenario) -> None:
    reply = comments.browser("staff").post(
        comments.address("thread_answer", comments.district.key), {"text": "Hallo", "mentioned": mentioned}
    )
    assert reply.status_code == 422
    assert read(reply).fields["text"] == "Hallo"


@pytest.mark.parametrize("sent", [{}, {"revision": "x"}, {"revision": "0"}, {"revision": "9" * 40}])
def test_an_acceptance_without_a_valid_revision_changes_nothing(
    sent: dict[str, str], comments: CommentScenario
) -> None:
    suggestion = comments.suggest()
    reply = comments.browser("coordinator").post(
        comments.address("suggestion_accept", comments.district.key, suggestion.pk), sent
    )
    assert reply.status_code in {409, 422}
    assert comments.clause.text == TEXT


def test_an_outdated_acceptance_shows_both_changes_and_saves_nothing(comments: CommentScenario) -> None:
    comments.suggest()
    amira = comments.browser("coordinator")
    page = amira.get(comments.page(comments.district))
    to, fields = address_of(page, "Vorschlag übernehmen"), form_with(page, "Vorschlag übernehmen")
    comments.rewrite(TEXT.replace("einmal", "zweimal"))
    reply = amira.post(to, fields)
    assert reply.status_code == 409
    shown = read(reply)
    assert "Es wurde nichts übernommen" in shown.text
    assert "Was sich inzwischen geändert hat" in shown.text
    assert faults(shown) == []
    assert comments.clause.text == TEXT.replace("einmal", "zweimal")
    to, fields = (
        address_of(reply, "Beides zusammen übernehmen"),
        form_with(reply, "Beides zusammen übernehmen"),
    )
    assert amira.post(to, fields).status_code == 302
    assert comments.clause.text == TEXT.replace("zwei", "drei").replace("einmal", "zweimal")


def test_a_decided_suggestion_has_no_buttons(comments: CommentScenario) -> None:
    suggestion = comments.suggest()
    amira = comments.browser("coordinator")
    decline = comments.address("suggestion_decline", comments.district.key, suggestion.pk)
    assert amira.post(decline, {"reason": "Zu teuer."}).status_code == 302
    page = amira.get(comments.page(comments.district))
    assert not any("übernehmen" in words for words in buttons(page))
    assert "schon entschieden" in read(amira.get(decline)).text
    late = amira.post(decline, {"reason": "Doch aus anderem Grund."})
    assert late.status_code == 422
    assert read(late).fields["reason"] == "Doch aus anderem Grund."


def test_the_suggestion_form_carries_the_displayed_text(comments: CommentScenario) -> None:
    browser, address = comments.browser("staff"), comments.address("suggestion_new", comments.district.key)
    fields = form_with(browser.get(address), "Vorschlag senden")
    assert fields["text"] == [TEXT]
    comments.rewrite(TEXT + " Und weiter.")
    browser.post(address, {**fields, "text": "Anders."})
    assert comments.district.suggestions.get().base == TEXT


@pytest.mark.parametrize(
    "base",
    ["", "gefälscht", "e30:x:y", signing.dumps("Nie gesagt.", salt="other")],
    ids=["none", "forged", "malformed", "signed for another use"],  # a signature names the moment
)
def test_a_forged_base_text_is_ignored(base: str, comments: CommentScenario) -> None:
    address = comments.address("suggestion_new", comments.district.key)
    assert comments.browser("staff").post(address, {"text": "Anders.", "base": base}).status_code == 302
    assert comments.district.suggestions.get().base == TEXT


def test_typed_text_survives_the_removal_of_the_clause(comments: CommentScenario) -> None:
    begin = comments.address("thread_new", KEY)
    comments.remove()
    reply = comments.browser("coordinator").post(begin, {"text": "Daran saß ich lange.", "addressee": "team"})
    assert reply.status_code == 422
    assert read(reply).fields["text"] == "Daran saß ich lange."
    assert comments.browser("coordinator").get(begin).status_code == 404
    reply = comments.browser("staff").post(
        comments.address("suggestion_new", comments.district.key), {"text": "Daran auch."}
    )
    assert reply.status_code == 422
    assert read(reply).fields["text"] == "Daran auch."


def test_typed_text_survives_the_resolution_of_the_thread(comments: CommentScenario) -> None:
    resolve_thread(comments.district, by=comments.amira, at=AT)
    browser = comments.browser("staff")
    reply = browser.post(comments.address("thread_answer", comments.district.key), {"text": "Daran saß ich."})
    assert reply.status_code == 422
    assert "Daran saß ich." in reply.content.decode()
    assert faults(read(reply)) == []
    assert "Andere Worte vorschlagen" not in read(browser.get(comments.page(comments.district))).text
    refused = browser.post(comments.address("suggestion_new", comments.district.key), {"text": "Daran auch."})
    assert refused.status_code == 422
    assert read(refused).fields["text"] == "Daran auch."


def test_the_list_filters_by_state_and_place(comments: CommentScenario) -> None:
    comments.open("Pflicht?", by=comments.amira, target=CommentTarget(duty="O-06"), addressee=Addressee.TEAM)
    resolve_thread(comments.team, by=comments.amira, at=AT)
    browser, address = comments.browser("coordinator"), comments.address("thread_list")

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


def test_the_page_shows_the_current_label_of_the_clause(comments: CommentScenario) -> None:
    comments.contract.sections.filter(key="p02").update(kind="annex")
    shown = read(comments.browser("coordinator").get(comments.page(comments.district))).text
    assert "Anmerkung zu § 2 (1)" in shown.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("who", ["coordinator", "staff"])
def test_the_number_of_queries_is_constant(who: str, comments: CommentScenario) -> None:
    comments.suggest()
    answer_thread(comments.district, text="Und?", mentioned=[comments.bogdan.pk], by=comments.amira, at=AT)
    pages = [
        comments.address("thread_list"),
        comments.page(comments.district),
        reverse("pending_comments"),
        reverse("agreement_list"),
        reverse("agreement_detail", args=[comments.contract.agreement_id]),
    ]
    comments.open("Eins", by=comments.amira, target=CommentTarget(duty="O-06"))
    few = [page_queries(comments.browser(who), page) for page in pages]
    for number in range(4):
        for by in (comments.amira, comments.bogdan):
            comments.open(
                f"Noch {number}: @{comments.bogdan.get_full_name()}",
                by=by,
                target=CommentTarget(clause=f"p0{number + 4}-1"),
            )
        answer_thread(
            comments.district,
            text=ASKED,
            mentioned=[comments.scenario.people["lead"].pk],
            by=comments.amira,
            at=AT,
        )
        comments.suggest(f"Wortlaut {number}")
    assert [page_queries(comments.browser(who), page) for page in pages] == few
