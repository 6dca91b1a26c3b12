"""Placeholders: form fields, stored and printed values."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from agreements.choices import PlaceholderKind
from agreements.content import NBSP
from agreements.drafting.actions.templates import publish_template
from agreements.drafting.edit_transaction import clean_text
from agreements.drafting.model_agreement import read_model_agreement, read_model_rules
from agreements.drafting.model_texts.placeholder_forms import PlaceholderFields
from agreements.models import Clause, Instrument
from agreements.rendering.completeness import gaps, lookalikes
from agreements.template_rules import Placeholder, TemplateRules
from agreements.texts.assembly import AUTOMATIC, working_copy
from agreements.texts.placeholders import (
    instrument_placeholders,
    placeholder_labels,
    required_placeholders,
)
from tests import factories
from tests.page import read
from tests.scenario import Scenario

DAY = Placeholder(name="TAG", label="Tag", kind=PlaceholderKind.DATE, help="Der Tag")
NUMBER = Placeholder(name="ZAHL", label="Zahl", kind=PlaceholderKind.NUMBER)
LONG = Placeholder(name="LANG", label="Lang", kind=PlaceholderKind.LONG_TEXT)
SHORT = Placeholder(name="KURZ", label="Kurz")


def words(placeholder: Placeholder, typed: str, known: str = "") -> str | None:
    initial = {"placeholders": {placeholder.name: known}} if known else {}
    form = PlaceholderFields({f"placeholder_{placeholder.name}": typed}, asked=[placeholder], initial=initial)
    return form.placeholders()[placeholder.name] if form.is_valid() else None


@pytest.mark.parametrize(
    ("placeholder", "typed", "printed"),
    [
        (DAY, "2025-07-01", "01.07.2025"),
        (DAY, "1.7.2025", "01.07.2025"),
        (DAY, "", ""),
        (DAY, "im Sommer", None),
        (DAY, "31.02.2025", None),
        (NUMBER, "0,75", "0,75"),
        (NUMBER, "12", "12"),
        (NUMBER, "12.345,50", "12.345,5"),
        (NUMBER, "viel", None),
        (NUMBER, "", ""),
        (SHORT, " Nord ", "Nord"),
        (SHORT, "x" * 401, None),
        (LONG, "Eins\nZwei", "Eins\nZwei"),
        (LONG, "x" * 4001, None),
    ],
)
def test_input_is_stored_as_printed(placeholder: Placeholder, typed: str, printed: str | None) -> None:
    stored = words(placeholder, typed)
    assert (clean_text(stored) if stored is not None else None) == printed


@given(
    day=st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)),
    number=st.decimals(min_value=-99_999, max_value=10**9, places=2, allow_nan=False),
)
def test_a_stored_value_round_trips(day: date, number: object) -> None:
    for placeholder, typed in ((DAY, day.isoformat()), (NUMBER, str(number).replace(".", ","))):
        stored = words(placeholder, typed)
        assert stored is not None
        form = PlaceholderFields(asked=[placeholder], initial={"placeholders": {placeholder.name: stored}})
        shown = form[f"placeholder_{placeholder.name}"]
        again = words(placeholder, shown.field.widget.format_value(shown.value()) or "", stored)
        assert again == stored


@pytest.mark.parametrize("placeholder", [DAY, NUMBER])
def test_a_stored_value_of_another_kind_is_kept(placeholder: Placeholder) -> None:
    """An older contract stored „im Sommer“ where the model text now asks for a day."""
    form = PlaceholderFields(asked=[placeholder], initial={"placeholders": {placeholder.name: "im Sommer"}})
    assert 'value="im Sommer"' in str(form[f"placeholder_{placeholder.name}"])
    assert words(placeholder, "im Sommer", "im Sommer") == "im Sommer"


def test_without_rules_the_placeholders_of_the_text_are_required() -> None:
    found = required_placeholders(TemplateRules(), read_model_agreement(1))
    assert {placeholder.name for placeholder in found} == {
        placeholder.name for placeholder in read_model_rules(1).placeholders
    }
    assert all(
        (placeholder.label, placeholder.kind) == (placeholder.name, PlaceholderKind.TEXT)
        for placeholder in found
    )
    assert not {placeholder.name for placeholder in found} & AUTOMATIC.keys()


def test_only_what_is_described_is_a_placeholder_what_looks_like_one_is_named(scenario: Scenario) -> None:
    """[ANLAGE] stopped the freezing, and [Name] was printed without a word."""
    Clause.objects.filter(section__instrument=scenario.draft, key="p03-1").update(
        text="Gemäß [ANLAGE], [Name] und ____ XXX in [BEZIRK], siehe [3], [x], X und XX. [SOZIALRAEUME]"
    )
    scenario.draft.placeholders.pop("SOZIALRAEUME", None)
    scenario.draft.save(update_fields=["placeholders"])
    described = placeholder_labels(scenario.draft)
    content = working_copy(scenario.draft)

    assert "ANLAGE" not in {placeholder.name for placeholder in instrument_placeholders(scenario.draft)}
    [gap] = gaps(content, described)
    assert (
        gap.words
        == f"Angabe zu „Sozialräume mit besonderer Aufmerksamkeit (§ 2)“ fehlt: §{NBSP}2 (3), §{NBSP}3 (1)."
    )
    named = [f"§{NBSP}3 (1): „{words}“" for words in ("[ANLAGE]", "[Name]", "____", "XXX")]
    assert lookalikes(content, described) == named

    Instrument.objects.filter(pk=scenario.draft.pk).update(
        placeholders={**scenario.draft.placeholders, "SOZIALRAEUME": "Rollberge"}
    )
    page = read(scenario.browser("coordinator").get(reverse("take_step", args=[scenario.draft.pk, "freeze"])))
    assert all(words in page.text for words in ("[ANLAGE]", "[Name]", "Festschreiben geht trotzdem"))


def test_forms_use_kind_and_help(scenario: Scenario) -> None:
    rules = replace(read_model_rules(1), placeholders=(DAY, NUMBER, LONG, SHORT))
    publish_template(
        name="Kooperationsvertrag",
        version=2,
        content=read_model_agreement(1),
        rules=rules,
        published_on=date(2025, 1, 2),
    )
    browser = scenario.browser("coordinator")
    page = browser.get(reverse("agreement_new"))
    html = page.content.decode()
    assert 'type="date" name="placeholder_TAG"' in html
    assert '<textarea name="placeholder_LANG"' in html
    assert "Der Tag" in html
    sent = {
        "district": str(factories.district("08").pk),
        "coordinator": str(scenario.amira.pk),
        "legal_form": "simple",
        "placeholder_TAG": "2025-07-01",
        "placeholder_ZAHL": "0,5",
        "placeholder_LANG": "Lang",
        "placeholder_BEZIRK": "Erfunden",
    }
    assert browser.post(reverse("agreement_new"), sent).status_code == 302
    draft = Instrument.objects.select_related("agreement__district").latest("pk")
    assert draft.placeholders == {"TAG": "01.07.2025", "ZAHL": "0,5", "LANG": "Lang"}
    head = read(browser.get(reverse("head_edit", args=[draft.pk]))).fields
    assert (head["placeholder_TAG"], head["placeholder_ZAHL"]) == ("2025-07-01", "0,5")
    wrong = browser.post(reverse("agreement_new"), {**sent, "placeholder_ZAHL": "viel"})
    assert wrong.status_code == 422
    assert read(wrong).fields["placeholder_ZAHL"] == "viel"


def test_a_value_that_is_no_longer_required_is_kept(scenario: Scenario) -> None:
    Instrument.objects.filter(pk=scenario.draft.pk).update(
        placeholders={"ALT": "Bleibt", "SOZIALRAEUME": "Nord"}
    )
    browser, address = scenario.browser("coordinator"), reverse("head_edit", args=[scenario.draft.pk])
    sent = read(browser.get(address)).fields | {"placeholder_SOZIALRAEUME": ""}
    assert browser.post(address, sent).status_code == 302
    assert scenario.fresh().draft.placeholders == {"ALT": "Bleibt"}
