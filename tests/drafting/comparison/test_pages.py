"""The page of a comparison and its print."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from agreements.drafting.actions.text import add_clause, edit_clause
from agreements.models import Clause, Instrument
from tests import factories
from tests.rendering.printed import opened, page_texts, struct_types
from tests.scenario import Scenario

SHORTER = "Er sorgt für Räume bei bezirklichen Terminen."
NASTY = "Räume <script>alert(1)</script> {{ x }} {% now %} \u202eRTL\u202c nul\u200bl 👨‍👩‍👧 עברית"


def write(scenario: Scenario, key: str, text: str) -> None:
    clause = Clause.objects.get(section__instrument=scenario.draft, key=key)
    edit_clause(
        scenario.draft,
        key=key,
        text=text,
        revision=clause.revision,
        by=scenario.amira,
        at=factories.FROZEN_AT,
    )


def found(scenario: Scenario, key: str, text: str) -> None:
    """Let a text stand there that nobody could save today, as in what was kept before."""
    Clause.objects.filter(section__instrument=scenario.draft, key=key).update(text=text)


def page(client: Client, instrument: Instrument, **asked: str) -> str:
    answer = client.get(reverse("comparison", args=[instrument.pk]), asked)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def amira(scenario: Scenario) -> Client:
    return scenario.browser("coordinator")


def test_the_page_marks_words_for_eyes_and_ears(scenario: Scenario, amira: Client) -> None:
    write(scenario, "p05-4", SHORTER)
    html = page(amira, scenario.draft)
    hidden = '<span class="visually-hidden">{}</span>'
    assert f"<del>{hidden.format('gestrichen: ')}und die übliche technische Ausstattung " in html
    assert "1 Absatz geändert" in html
    assert 'href="#absatz-' in html


def test_without_the_whole_text_only_changes_are_shown(scenario: Scenario, amira: Client) -> None:
    unchanged = "Sie unterrichten sich frühzeitig"
    assert unchanged not in page(amira, scenario.draft)
    assert unchanged in page(amira, scenario.draft, ansicht="ganz")


def test_every_link_of_the_page_has_its_target(scenario: Scenario, amira: Client) -> None:
    write(scenario, "p05-4", SHORTER)
    write(scenario, "p05-1", "Kürzer.")
    add_clause(scenario.draft, section_key="p02", text="Neu.", by=scenario.amira, at=factories.FROZEN_AT)
    html = page(amira, scenario.draft)
    targets = [part.split('"')[0] for part in html.split('href="#')[1:]]
    assert len(targets) > 4
    assert all(f'id="{target}"' in html for target in targets)


def test_equal_texts_are_said_to_be_equal(scenario: Scenario, amira: Client) -> None:
    html = page(amira, scenario.draft, von="arbeitsstand")
    assert "Keine Unterschiede" in html
    assert "Liste der Abweichungen" not in html


def test_typed_markup_stays_text_and_what_is_not_seen_gets_a_number(
    scenario: Scenario, amira: Client
) -> None:
    found(scenario, "p01-2", NASTY)
    for html in (
        page(amira, scenario.draft),
        page(amira, scenario.draft, von="arbeitsstand", ansicht="ganz"),
    ):
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ x }} {% now %}" in html
        assert "[U+202E]RTL[U+202C] nul[U+200B]l 👨‍👩‍👧 עברית" in html
        assert "\u202e" not in html


@pytest.mark.parametrize(
    "asked", [{"von": "fassung-9"}, {"bis": "x"}, {"von": "muster-99"}, {"ansicht": "<b>"}]
)
def test_a_text_that_is_not_there_is_not_found(
    asked: dict[str, str], scenario: Scenario, amira: Client
) -> None:
    assert amira.get(reverse("comparison", args=[scenario.draft.pk]), asked).status_code == 404
    assert amira.get(reverse("comparison_pdf", args=[scenario.draft.pk]), asked).status_code == 404


def test_an_empty_choice_is_the_usual_one(scenario: Scenario, amira: Client) -> None:
    write(scenario, "p05-4", SHORTER)
    assert "1 Absatz geändert" in page(amira, scenario.draft, von="", bis="")


def test_more_changes_need_no_more_questions(
    scenario: Scenario, amira: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    url = reverse("comparison", args=[scenario.draft.pk])
    with django_assert_num_queries(30, exact=False) as asked:
        amira.get(url)
    for key in ("p01-1", "p01-2", "p02-1"):
        write(scenario, key, "Anders.")
    with django_assert_num_queries(len(asked)):
        amira.get(url)


def test_the_print_is_tagged_and_begins_with_the_deviations(scenario: Scenario, amira: Client) -> None:
    found(scenario, "p01-2", NASTY)
    answer = amira.get(reverse("comparison_pdf", args=[scenario.draft.pk]))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    first = page_texts(answer.content)[0]
    assert "Liste der Abweichungen" in first
    assert "1 Absatz geändert" in first
    assert "[U+1F468]" in first
    with opened(answer.content) as pdf:
        assert pdf.Root.Lang == "de"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo.Title).startswith("Textvergleich: ")
        assert {"/H1", "/H2", "/Table", "/TH"} <= set(struct_types(pdf))
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
