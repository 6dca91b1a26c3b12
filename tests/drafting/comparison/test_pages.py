"""Page and PDF of a comparison."""

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


def store_text(scenario: Scenario, key: str, text: str) -> None:
    """Store a text that the action would refuse, as older data may contain."""
    Clause.objects.filter(section__instrument=scenario.draft, key=key).update(text=text)


def page(client: Client, instrument: Instrument, **query: str) -> str:
    answer = client.get(reverse("comparison", args=[instrument.pk]), query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def amira(scenario: Scenario) -> Client:
    return scenario.browser("coordinator")


def test_differences_are_marked_visibly_and_for_screen_readers(scenario: Scenario, amira: Client) -> None:
    write(scenario, "p05-4", SHORTER)
    html = page(amira, scenario.draft)
    hidden = '<span class="visually-hidden">{}</span>'
    assert f"<del>{hidden.format('gestrichen: ')}und die übliche technische Ausstattung " in html
    assert "1 Absatz geändert" in html
    assert 'href="#absatz-' in html


def test_unchanged_text_is_shown_on_request(scenario: Scenario, amira: Client) -> None:
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


def test_equal_texts_have_no_differences(scenario: Scenario, amira: Client) -> None:
    html = page(amira, scenario.draft, von="arbeitsstand")
    assert "Keine Unterschiede" in html
    assert "Liste der Abweichungen" not in html


def test_markup_is_escaped_and_invisible_characters_are_shown_as_codes(
    scenario: Scenario, amira: Client
) -> None:
    store_text(scenario, "p01-2", NASTY)
    for html in (
        page(amira, scenario.draft),
        page(amira, scenario.draft, von="arbeitsstand", ansicht="ganz"),
    ):
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ x }} {% now %}" in html
        assert "[U+202E]RTL[U+202C] nul[U+200B]l 👨‍👩‍👧 עברית" in html
        assert "\u202e" not in html


@pytest.mark.parametrize(
    "query", [{"von": "fassung-9"}, {"bis": "x"}, {"von": "muster-99"}, {"ansicht": "<b>"}]
)
def test_an_unknown_source_is_not_found(query: dict[str, str], scenario: Scenario, amira: Client) -> None:
    assert amira.get(reverse("comparison", args=[scenario.draft.pk]), query).status_code == 404
    assert amira.get(reverse("comparison_pdf", args=[scenario.draft.pk]), query).status_code == 404


def test_empty_parameters_use_the_defaults(scenario: Scenario, amira: Client) -> None:
    write(scenario, "p05-4", SHORTER)
    assert "1 Absatz geändert" in page(amira, scenario.draft, von="", bis="")


def test_the_number_of_queries_is_constant(
    scenario: Scenario, amira: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    url = reverse("comparison", args=[scenario.draft.pk])
    with django_assert_num_queries(30, exact=False) as queries:
        amira.get(url)
    for key in ("p01-1", "p01-2", "p02-1"):
        write(scenario, key, "Anders.")
    with django_assert_num_queries(len(queries)):
        amira.get(url)


def test_the_pdf_is_tagged_and_starts_with_the_deviations(scenario: Scenario, amira: Client) -> None:
    store_text(scenario, "p01-2", NASTY)
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
