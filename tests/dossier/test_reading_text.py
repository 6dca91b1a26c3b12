"""The text in force on any day, as page and as PDF."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from agreements.models import Agreement
from tests.dossier.amended_contract import (
    ADDED,
    FIRST,
    REMOVED,
    SECOND,
    THIRD,
    raise_share,
    remove_words,
    three_amendments,
)
from tests.page import page_queries, read
from tests.recording.recorded import recorded
from tests.rendering.printed import page_texts
from tests.scenario import Scenario

DAY = timedelta(days=1)
OLD_SHARE, NEW_SHARE = "mindestens 0,75 Vollzeit", "mindestens 1,0 Vollzeit"


@dataclass(frozen=True)
class Texts:
    """What is read on a day: on the page and in the PDF, in words of one line."""

    page: str
    pdf: str

    def both_say(self, *words: str) -> bool:
        return all(one in text for one in words for text in (self.page, self.pdf))

    def neither_says(self, *words: str) -> bool:
        return not any(one in text for one in words for text in (self.page, self.pdf))


def texts_on(scenario: Scenario, agreement: Agreement, day: date) -> Texts:
    browser, query = scenario.browser("staff"), {"tag": f"{day:%d.%m.%Y}"}
    page = read(browser.get(reverse("reading_text", args=[agreement.pk]), query)).text
    answer = browser.get(reverse("reading_text_pdf", args=[agreement.pk]), query)
    assert answer.headers["Content-Type"] == "application/pdf"
    return Texts(page=_one_line(page), pdf=_one_line(" ".join(page_texts(answer.content))))


def _one_line(text: str) -> str:
    """Return text with plain spaces, and none where only a link of the page ends."""
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split()).replace(" ,", ",")


@pytest.fixture
def amended(scenario: Scenario) -> Agreement:
    return three_amendments(scenario.signed, scenario.amira)


def test_each_amendment_is_in_the_text_from_its_first_day_on(scenario: Scenario, amended: Agreement) -> None:
    for day in (SECOND - DAY, SECOND, SECOND + DAY):
        texts = texts_on(scenario, amended, day)
        assert texts.both_say(f"In der am {day:%d.%m.%Y} geltenden Fassung", "nicht unterzeichnet", OLD_SHARE)
        assert texts.both_say(REMOVED)
        assert texts.both_say("Aufgehoben durch den 2. Nachtrag, gilt ab 01.09.2026") == (day >= SECOND)
        assert texts.both_say("(3) (weggefallen)") == (day >= SECOND)
        assert texts.neither_says(NEW_SHARE, ADDED, "durch den 1. Nachtrag", "durch den 3. Nachtrag")

    for day in (FIRST - DAY, FIRST, FIRST + DAY):
        texts = texts_on(scenario, amended, day)
        assert texts.both_say(OLD_SHARE, "(3) (weggefallen)", "verlängert", "bis 31.03.2028")
        assert texts.both_say(NEW_SHARE, "mindestens 1,00 VZÄ (100 %)") == (day >= FIRST)
        assert texts.both_say("Geändert durch den 1. Nachtrag, gilt ab 01.02.2027") == (day >= FIRST)
        assert texts.neither_says(ADDED, "durch den 3. Nachtrag")

    for day in (THIRD - DAY, THIRD, THIRD + DAY):
        texts = texts_on(scenario, amended, day)
        assert texts.both_say(NEW_SHARE, "(3) (weggefallen)", "Geändert durch den 1. Nachtrag")
        assert texts.both_say(ADDED, "Eingefügt durch den 3. Nachtrag, gilt ab 29.02.2028") == (day >= THIRD)
        assert texts.both_say("mindestens 0,9 Vollzeit", "bis 31.03.2029") == (day >= THIRD)
        assert "Maßgeblich sind der Vertrag vom 10.03.2025, der 2. Nachtrag vom 20.10.2026" in texts.pdf


def test_it_names_what_is_signed(scenario: Scenario, amended: Agreement) -> None:
    browser = scenario.browser("observer")
    page = browser.get(reverse("reading_text", args=[amended.pk]), {"tag": "01.02.2027"}).content.decode()
    for row in amended.instruments.all():
        assert f'href="{row.get_absolute_url()}"' in page
        assert f'href="{reverse("reading_file", args=[row.pk])}"' in page


def test_the_agreement_leads_to_it(scenario: Scenario) -> None:
    address = reverse("reading_text", args=[scenario.signed.agreement_id])
    page = scenario.browser("staff").get(scenario.signed.page_url("text"))
    assert f'href="{address}"' in page.content.decode()


def test_it_asks_as_often_with_many_amendments_as_with_none(scenario: Scenario) -> None:
    browser, agreement = scenario.browser("coordinator"), scenario.signed.agreement
    address = reverse("reading_text", args=[agreement.pk])
    few = page_queries(browser, address)
    raise_share(scenario.signed, scenario.amira)
    remove_words(scenario.signed, scenario.amira)
    assert (few, page_queries(browser, address)) == (5, 5)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("31.03.2025", "gilt noch kein Text: Der Vertrag ist ab dem 01.04.2025 in Kraft."),
        ("01.01.1900", "gilt noch kein Text"),
    ],
)
def test_a_day_without_a_text_says_why(day: str, words: str, scenario: Scenario) -> None:
    browser, pk = scenario.browser("staff"), scenario.signed.agreement_id
    assert words in read(browser.get(reverse("reading_text", args=[pk]), {"tag": day})).text
    answer = browser.get(reverse("reading_text_pdf", args=[pk]), {"tag": day})
    assert (answer.status_code, words in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("typed", ["29.02.2027", "morgen", "31.12.2300", "2027", "\x00", "9" * 500])
def test_a_day_that_is_none_is_refused_and_stays_in_the_field(typed: str, scenario: Scenario) -> None:
    browser, pk = scenario.browser("staff"), scenario.signed.agreement_id
    answer = browser.get(reverse("reading_text", args=[pk]), {"tag": typed})
    page = read(answer)
    assert (answer.status_code, page.title.startswith("Fehler: ")) == (422, True)
    assert page.fields["tag"] == typed
    assert browser.get(reverse("reading_text_pdf", args=[pk]), {"tag": typed}).status_code == 422


def test_what_is_not_signed_has_none(scenario: Scenario) -> None:
    page = scenario.browser("coordinator").get(reverse("reading_text", args=[scenario.draft.agreement_id]))
    assert "Der Vertrag ist hier nicht unterzeichnet" in read(page).text


def test_a_signed_text_that_was_altered_is_not_shown(scenario: Scenario) -> None:
    contract = scenario.signed
    with connection.cursor() as cursor:  # past the triggers, which refuse this
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE agreements_version SET content = replace(content, '0,75', '0,25') WHERE instrument_id = %s",
            [contract.pk],
        )
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    browser, words = scenario.browser("staff"), "nicht mehr so gespeichert, wie er unterzeichnet wurde"
    for name, pk in (("reading_text", contract.agreement_id), ("reading_text_pdf", contract.agreement_id)):
        answer = browser.get(reverse(name, args=[pk]))
        assert words in answer.content.decode()
        assert "0,25" not in answer.content.decode()
    compared = browser.get(reverse("comparison", args=[contract.pk]), {"bis": "geltend"})
    assert words in compared.content.decode()


def test_what_was_signed_elsewhere_says_what_it_is(scenario: Scenario) -> None:
    contract = recorded(scenario.amira, place=scenario.place.number, doubts_confirmed=True)
    browser, pk = scenario.browser("staff"), contract.agreement_id
    page = browser.get(reverse("reading_text", args=[pk]), {"tag": "01.03.2024"})
    assert "Unterzeichnet ist das Original" in page.content.decode()
    assert "Der Wortlaut ist hier nicht erfasst." in read(page).text
    assert reverse("reading_file", args=[contract.pk]) not in page.content.decode()
    printed = browser.get(reverse("reading_text_pdf", args=[pk]), {"tag": "01.03.2024"})
    assert "Nacherfasst: Angaben nacherfasst am" in " ".join(page_texts(printed.content))
