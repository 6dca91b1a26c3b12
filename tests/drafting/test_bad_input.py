"""Malformed requests get a clear response, lose nothing and cause no server error."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agreements.errors import Incomplete
from agreements.models import Clause, Instrument
from agreements.rendering.completeness import gaps
from agreements.signing.freezing.actions import freeze
from agreements.texts.assembly import AUTOMATIC, working_copy
from tests import factories
from tests.drafting.form_bundles import form_with
from tests.page import read
from tests.rendering.printed import page_texts
from tests.scenario import Scenario

MARKUP = "<script>alert(1)</script> {{ user }} {% load x %} {# nie #} <b>fett</b> &amp; [Text](https://example.org)"
HEBREW, ARABIC = "שרה כהן", "فاطمة علي"


@pytest.fixture
def amira(scenario: Scenario) -> Client:
    return scenario.browser("coordinator")


def clause_of(draft: Instrument, key: str = "p03-1") -> Clause:
    return Clause.objects.get(section__instrument=draft, key=key)


def address(draft: Instrument, key: str = "p03-1") -> str:
    return reverse("clause_edit", args=[draft.pk, key])


def opened(browser: Client, url: str) -> dict[str, list[str]]:
    return form_with(browser.get(url), "Speichern")


def autosaved(browser: Client, url: str, form: dict[str, Any]) -> Any:
    return browser.post(url, form, headers={"X-Autosave": "1"})


# --- letters ------------------------------------------------------------------------------------------------------


def test_text_pasted_from_word_is_saved_as_it_reads(scenario: Scenario, amira: Client) -> None:
    pasted = "Der Bezirk stellt\u00ad bereit:\r\n\uf0b7\tRäume,\r\n\uf0b7\t„Technik“.\u200b"
    form = {**opened(amira, address(scenario.draft)), "text": pasted}
    assert amira.post(address(scenario.draft), form).status_code == 302
    assert clause_of(scenario.draft).text == "Der Bezirk stellt bereit:\n- Räume,\n- „Technik“."


@pytest.mark.parametrize("typed", ["Der Bezirk zahlt \u202e000.1\u202c Euro.", "Zei\ue000chen", "Satz \x93"])
def test_letters_that_deceive_are_named_and_what_was_typed_stays(
    typed: str, scenario: Scenario, amira: Client
) -> None:
    form = {**opened(amira, address(scenario.draft)), "text": typed}
    reply = amira.post(address(scenario.draft), form)
    assert reply.status_code == 422
    page = read(reply)
    assert "Zeile 1, hinter „" in page.text
    assert page.fields["text"] == typed
    response = autosaved(amira, address(scenario.draft), form)
    assert response.status_code == 409
    assert "Zeile 1, hinter „" in response.json()["reason"]
    assert clause_of(scenario.draft).revision == 1


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("section_edit", ["p03"], {"heading": "Ziele\u202e"}),
        ("party_edit", ["district"], {"line": "Land\u202e Berlin", "short": "Bezirk", "address": "Berlin"}),
        (
            "signatory_new",
            [],
            {"side": "district", "name": "Rosa\u202e Rathaus", "function": "Rätin", "order": "3"},
        ),
        ("head_edit", [], {"title": "Vertrag\u202e"}),
        ("obligation_edit", ["O-06"], {"title": "Bestand\u202e"}),
        ("clause_new", ["p03"], {"text": "Neu\u202e"}),
    ],
)
def test_so_are_they_in_every_other_form(
    name: str, arguments: list[str], said: dict[str, str], scenario: Scenario, amira: Client
) -> None:
    url = reverse(name, args=[scenario.draft.pk, *arguments])
    reply = amira.post(url, {**opened(amira, url), **said})
    assert reply.status_code == 422
    assert "U+202E RIGHT-TO-LEFT OVERRIDE" in read(reply).text
    assert "\u202e" not in working_copy(scenario.draft).canonical().decode()


@pytest.mark.parametrize(
    "sent",
    [
        b"text=a%00b&revision=1&base=",
        b"text=%ED%A0%80halb&revision=1&base=",
        b"text=%FF%FE&revision=1&base=%FF",
        b"text=gut&revision=1&base=%7B%22text%22%3A%5B%22%5Cud800%22%5D%7D",
        b"text=gut&revision=99999999999999999999&base=x",
        b"text=gut&revision=%00&base=%00",
        b"text=&revision=1",
        b"",
    ],
)
@pytest.mark.parametrize("headers", [{}, {"X-Autosave": "1"}])
def test_broken_bytes_are_answered(
    sent: bytes, headers: dict[str, str], scenario: Scenario, amira: Client
) -> None:
    reply = amira.post(
        address(scenario.draft), sent, content_type="application/x-www-form-urlencoded", headers=headers
    )
    assert reply.status_code in {302, 409, 422, 200}
    working_copy(scenario.draft).canonical()


# --- length -------------------------------------------------------------------------------------------------------


def test_a_text_of_200_000_letters_is_refused_with_the_limit_and_stays(
    scenario: Scenario, amira: Client
) -> None:
    form = {**opened(amira, address(scenario.draft)), "text": "Wort " * 40_000 + "Ende"}
    reply = amira.post(address(scenario.draft), form)
    assert reply.status_code == 422
    page = read(reply)
    assert "20.000" in page.text
    assert page.fields["text"] == form["text"]
    response = autosaved(amira, address(scenario.draft), form)
    assert response.status_code == 422
    assert response.json()["outcome"] == "unfit"
    assert "20.000" in response.json()["reason"]
    assert "Ihr Text steht hier" in response.json()["reason"]
    assert clause_of(scenario.draft).revision == 1


# --- markup and what no font has ----------------------------------------------------------------------------------


def test_markup_is_shown_as_it_was_typed(scenario: Scenario, amira: Client) -> None:
    form = {**opened(amira, address(scenario.draft)), "text": MARKUP}
    assert amira.post(address(scenario.draft), form).status_code == 302
    for url in (
        address(scenario.draft),
        reverse("draft_edit", args=[scenario.draft.pk]),
        reverse("agreement_detail", args=[scenario.draft.agreement_id]),
        reverse("comparison", args=[scenario.draft.pk]),
    ):
        reply = amira.get(url)
        assert "<script>alert" not in reply.content.decode(), url
        assert MARKUP.replace(" ", "") in read(reply).text.replace(" ", ""), url
    for name in ("draft_pdf", "comparison_pdf"):
        pdf = amira.get(reverse(name, args=[scenario.draft.pk])).content
        assert MARKUP.replace(" ", "") in "".join(page_texts(pdf)).replace(" ", ""), name


@pytest.mark.parametrize(
    ("text", "letter"), [("Freude 😀", "GRINNING FACE, U+1F600"), ("für 👨\u200d👩\u200d👧", "MAN, U+1F468")]
)
def test_emoji_are_named_before_freezing(text: str, letter: str, scenario: Scenario, amira: Client) -> None:
    form = {**opened(amira, address(scenario.draft)), "text": text}
    assert amira.post(address(scenario.draft), form).status_code == 302
    content = working_copy(scenario.draft)
    [gap] = map(str, gaps(content, AUTOMATIC))
    assert gap.startswith("§\N{NO-BREAK SPACE}3 (1): Das kann nicht gedruckt werden: „")
    assert letter in gap
    with pytest.raises(Incomplete) as refusal:
        freeze(scenario.draft, fingerprint=content.fingerprint, by=scenario.amira, at=factories.FROZEN_AT)
    assert [str(one) for one in refusal.value.gaps] == [gap]


@pytest.mark.parametrize("name", [HEBREW, ARABIC])
def test_a_name_from_right_to_left_is_kept_shown_and_named_before_freezing(
    name: str, scenario: Scenario, amira: Client
) -> None:
    person = scenario.draft.signatories.get(side="district")
    url = reverse("signatory_edit", args=[scenario.draft.pk, person.key])
    assert amira.post(url, {**opened(amira, url), "name": name}).status_code == 302
    person.refresh_from_db()
    assert person.name == name
    page = read(amira.get(reverse("draft_edit", args=[scenario.draft.pk])))
    assert name in page.text
    [gap] = map(str, gaps(working_copy(scenario.draft), AUTOMATIC))
    assert gap.startswith(f"Unterzeichnende Person {name}: Das kann nicht gedruckt werden: „{name[0]}“ (")
    assert "Umschrift" in gap
    assert gap in page.text
    reply = amira.get(reverse("draft_pdf", args=[scenario.draft.pk]))
    assert reply.status_code == 422


# --- two windows, and a step in between ---------------------------------------------------------------------------


def test_two_windows_of_the_same_person_lose_nothing(scenario: Scenario, amira: Client) -> None:
    url = address(scenario.draft)
    first, second = opened(amira, url), opened(amira, url)
    assert autosaved(amira, url, {**first, "text": "Aus dem ersten Fenster."}).json()["outcome"] == "saved"
    response = autosaved(amira, url, {**second, "text": "Aus dem zweiten Fenster."})
    assert (response.status_code, response.json()["outcome"]) == (409, "outdated")
    reply = amira.post(url, {**second, "text": "Aus dem zweiten Fenster."})
    assert reply.status_code == 409
    assert form_with(reply, "Ihren Text übernehmen")["text"] == ["Aus dem zweiten Fenster."]
    assert "Amira" in read(reply).text
    assert clause_of(scenario.draft).text == "Aus dem ersten Fenster."


def test_a_form_from_before_the_freezing_is_refused_and_gives_the_text_back(
    scenario: Scenario, amira: Client
) -> None:
    url = address(scenario.draft)
    form = {**opened(amira, url), "text": "Daran saß ich, als festgeschrieben wurde."}
    content = working_copy(scenario.draft)
    freeze(scenario.draft, fingerprint=content.fingerprint, by=scenario.amira, at=factories.FROZEN_AT)
    reply = amira.post(url, form)
    assert reply.status_code == 403
    assert "Jetzt ist der Stand „zur Zeichnung“." in reply.content.decode()
    assert "Daran saß ich, als festgeschrieben wurde.</textarea>" in reply.content.decode()
    assert autosaved(amira, url, form).status_code == 403
    assert working_copy(scenario.draft).sections == content.sections
