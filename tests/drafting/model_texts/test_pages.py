"""Pages of model texts."""

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from agreements.choices import PlaceholderKind
from agreements.drafting.model_texts.queries import latest_template
from agreements.models import AgreementTemplate, Instrument
from tests import factories
from tests.drafting.model_texts.writing_models import clause, rule, version_2, write
from tests.page import page_queries, read
from tests.scenario import Scenario
from tests.test_pages import faults

OPEN = "template_open"


def test_the_list_links_versions_and_draft(scenario: Scenario) -> None:
    browser = scenario.browser("coordinator")
    page = read(browser.get(reverse("template_list")))
    assert "Version 1" in page.text
    assert "Neue Version beginnen" in page.text
    pk = factories.template().pk
    reply = browser.post(reverse(OPEN, args=[pk]))
    home = reply.headers["Location"]
    assert browser.post(reverse(OPEN, args=[pk])).headers["Location"] == home
    assert "Zum Mustertext in Arbeit" in read(browser.get(reverse("template_list"))).text


def test_a_version_is_shown_with_its_rules(scenario: Scenario) -> None:
    page = read(scenario.browser("admin").get(reverse("template_detail", args=[factories.template().pk])))
    for words in ("gesperrt", "wahlweise", "Auswahl „Stand des BA-Beschlusses“", "[SOZIALRAEUME]", "O-22"):
        assert words in page.text, words
    pdf = scenario.browser("admin").get(reverse("template_pdf", args=[factories.template().pk]))
    assert pdf.content.startswith(b"%PDF")
    assert (
        pdf.content
        == scenario.browser("coordinator")
        .get(reverse("template_pdf", args=[factories.template().pk]))
        .content
    )


def test_every_page_of_a_model_text_is_valid(model: Instrument, scenario: Scenario) -> None:
    browser = scenario.browser("coordinator")
    template = factories.template().pk
    rule(model, "p03-1", scenario.amira, locked=True, optional=True)
    write(model, "p03-2", "Mit [NEU_HIER].", scenario.amira)
    for name, *parts in (
        ("template_list",),
        ("template_detail", template),
        ("model_detail", model.pk),
        ("clause_rules", model.pk, "p03-1"),
        ("placeholder_new", model.pk),
        ("placeholder_edit", model.pk, "SOZIALRAEUME"),
        ("model_publish", model.pk),
        ("draft_edit", model.pk),
        ("head_edit", model.pk),
        ("clause_edit", model.pk, "p11-1"),
        ("obligation_edit", model.pk, "O-01"),
        ("obligation_edit", model.pk, "O-09"),
        ("version_list", model.pk),
        ("comparison", model.pk),
        ("block_list", scenario.draft.pk),
        ("deviation_new", scenario.draft.pk, "p11-1"),
        ("draft_edit", scenario.draft.pk),
        ("agreement_new",),
    ):
        reply = browser.get(reverse(name, args=parts))
        assert reply.status_code == 200, name
        assert faults(read(reply)) == [], name
        if model.pk in parts:
            html = reply.content.decode()
            assert reverse("agreement_detail", args=[model.agreement_id]) not in html, name


def test_a_model_text_has_no_page_of_an_agreement(model: Instrument, scenario: Scenario) -> None:
    browser = scenario.browser("coordinator")
    assert browser.get(reverse("agreement_detail", args=[model.agreement_id])).status_code == 404
    assert browser.get(reverse("take_step", args=[model.pk, "open_review"])).status_code == 403
    assert browser.get(reverse("model_detail", args=[scenario.draft.pk])).status_code == 404
    assert browser.get(reverse("block_list", args=[model.pk])).status_code == 404


def test_placeholder_pages(model: Instrument, scenario: Scenario) -> None:
    browser = scenario.browser("coordinator")
    new = reverse("placeholder_new", args=[model.pk])
    sent = {"name": "[frist_in_wochen]", "label": "Frist", "kind": "number", "help": ""}
    assert browser.post(new, sent).status_code == 302
    assert model.placeholder_fields.get(name="FRIST_IN_WOCHEN").kind == PlaceholderKind.NUMBER
    for name, words in (("BEZIRK", "wird von selbst gefüllt"), ("a1", "Großbuchstaben")):
        reply = browser.post(new, {**sent, "name": name})
        assert reply.status_code == 422
        assert words in read(reply).text
        assert read(reply).fields["label"] == "Frist"
    edit = reverse("placeholder_edit", args=[model.pk, "FRIST_IN_WOCHEN"])
    assert browser.post(edit, {**read(browser.get(edit)).fields, "label": "Frist neu"}).status_code == 302
    remove = reverse("placeholder_remove", args=[model.pk, "FRIST_IN_WOCHEN"])
    browser.post(remove, {"revision": "2"})
    assert not model.placeholder_fields.filter(name="FRIST_IN_WOCHEN").exists()
    assert browser.get(edit).status_code == 302


def test_publish_page(model: Instrument, scenario: Scenario) -> None:
    browser, address = scenario.browser("coordinator"), reverse("model_publish", args=[model.pk])
    opened = read(browser.get(address)).fields
    reply = browser.post(address, {**opened, "note": "Nichts neu"})
    assert reply.status_code == 422
    assert "Seit Version 1 hat sich nichts geändert" in read(reply).text
    write(model, "p03-1", "Mit [UNBEKANNT].", scenario.amira)
    reply = browser.post(address, {**read(browser.get(address)).fields, "note": "Mit Platzhalter"})
    assert reply.status_code == 422
    assert "[UNBEKANNT] ist noch nicht beschrieben" in read(reply).text
    write(model, "p03-1", "Ohne.", scenario.amira)
    stale = browser.post(address, {**opened, "note": "Veraltet"})
    assert "Inzwischen hat jemand den Mustertext geändert" in read(stale).text
    reply = browser.post(address, {**read(stale).fields, "note": "Jetzt"}, follow=True)
    assert "Kooperationsvertrag, Version 2 ist veröffentlicht" in read(reply).text
    assert latest_template("Kooperationsvertrag").note == "Jetzt"
    assert AgreementTemplate.objects.count() == 2


def test_new_contracts_use_the_latest_version(model: Instrument, scenario: Scenario) -> None:
    browser = scenario.browser("coordinator")
    before = read(browser.get(reverse("agreement_new"))).fields["template"]
    template = version_2(model, scenario.amira, p03_1="Zweite.")
    assert read(browser.get(reverse("agreement_new"))).fields["template"] == str(template.pk)
    fields = {
        "district": factories.district("08").pk,
        "coordinator": scenario.amira.pk,
        "legal_form": "simple",
        "overlap_confirmed": "on",
    }
    browser.post(reverse("agreement_new"), {**fields, "template": before})
    assert Instrument.objects.latest("pk").template.version == 1, "what the form was opened with"
    browser.post(reverse("agreement_new"), {**fields, "template": template.pk})
    assert clause(Instrument.objects.latest("pk"), "p03-1").text == "Zweite."


@pytest.mark.parametrize("sent", ["", "x", "999999", "-1", "9" * 30])
def test_an_invalid_template_falls_back_to_the_latest(sent: str, scenario: Scenario) -> None:
    reply = scenario.browser("coordinator").get(reverse("agreement_new"), {"muster": sent})
    assert read(reply).fields["template"] == str(factories.template().pk)


def test_the_number_of_queries_is_constant(
    model: Instrument, scenario: Scenario, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = scenario.browser("coordinator")
    before = {name: page_queries(browser, address) for name, address in lists(model, scenario).items()}
    for words in ("Zwei.", "Drei.", "Vier."):
        version_2(model, scenario.amira, p03_1=words, p03_2=words, p05_1=words)
    for name, address in lists(model, scenario).items():
        with django_assert_num_queries(before[name]):
            assert browser.get(address).status_code == 200


def lists(model: Instrument, scenario: Scenario) -> dict[str, str]:
    return {
        "template_list": reverse("template_list"),
        "template_detail": reverse("template_detail", args=[factories.template().pk]),
    }


def test_the_number_of_queries_is_constant_for_changes(
    model: Instrument, scenario: Scenario, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser, address = scenario.browser("coordinator"), reverse("model_update", args=[scenario.draft.pk])
    version_2(model, scenario.amira, p03_1="Zwei.")
    before = page_queries(browser, address)
    version_2(
        model, scenario.amira, p03_1="Drei.", p03_2="Drei.", p05_1="Drei.", p05_4="Drei.", p02_1="Drei."
    )
    with django_assert_num_queries(before):
        assert browser.get(address).status_code == 200
