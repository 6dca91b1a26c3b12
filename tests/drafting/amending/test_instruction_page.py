"""The page of what an amendment changes: how each change is printed, why, and under which heading."""

from datetime import UTC, datetime
from decimal import Decimal

from django.urls import reverse

from agreements.amendment_choices import Wording
from agreements.drafting.actions.text import add_clause
from agreements.models import Instrument
from agreements.texts.assembly import working_copy
from tests.amending import begin, freeze_amendment, reword, set_terms
from tests.page import Page, read
from tests.scenario import Scenario

AT = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
WHOLE, WORDS = Wording.WHOLE.value, Wording.WORDS.value


def changed(scenario: Scenario) -> Instrument:
    """Return a draft that changes words in § 6 and adds an Absatz to § 8."""
    draft = begin(scenario.signed, by=scenario.amira, at=AT)
    reword(draft, "0,75", "1,0", by=scenario.amira, at=AT)
    last = draft.sections.get(key="p08").clauses.order_by("position").last()
    assert last is not None
    add_clause(draft, section_key="p08", text="Sie werten das aus.", after=last.key, by=scenario.amira, at=AT)
    return draft


def page_of(draft: Instrument, scenario: Scenario) -> Page:
    return read(scenario.browser("coordinator").get(reverse("instruction_list", args=[draft.pk])))


def printed(draft: Instrument) -> str:
    """Return the printed amendment as it is frozen now."""
    fresh = Instrument.objects.select_related("agreement__district", "amendment").get(pk=draft.pk)
    sections = working_copy(fresh).sections
    return "\n".join(
        line for one in sections for line in (one.heading, *(clause.text for clause in one.clauses))
    )


def way_of(page: Page) -> str:
    [name] = [name for name in page.fields if name.startswith("way-")]
    return name


def test_it_says_that_nothing_is_changed(scenario: Scenario) -> None:
    page = page_of(begin(scenario.signed, by=scenario.amira, at=AT), scenario)
    assert "Dieser Nachtrag ändert noch nichts." in page.text


def test_it_shows_each_sentence_with_what_stood_before_and_stands_now(scenario: Scenario) -> None:
    page = page_of(changed(scenario), scenario)
    assert "§ 6 Absatz 1 wird wie folgt gefasst" in page.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "gestrichen: 0,75" in page.text
    assert "eingefügt: 1,0" in page.text
    assert "Sie werten das aus." in page.text


def test_words_are_replaced_where_somebody_chose_so(scenario: Scenario) -> None:
    draft = changed(scenario)
    browser, page = scenario.browser("coordinator"), page_of(draft, scenario)
    assert page.fields[way_of(page)] == WHOLE
    reply = browser.post(reverse("instruction_list", args=[draft.pk]), {**page.fields, way_of(page): WORDS})
    assert reply.status_code == 302
    text = printed(draft).replace("\N{NO-BREAK SPACE}", " ")
    assert "In § 6 Absatz 1 wird die Angabe „0,75“ durch die Angabe „1,0“ ersetzt." in text
    again = page_of(draft, scenario)
    assert again.fields[way_of(again)] == WORDS


def test_only_a_changed_absatz_offers_the_choice(scenario: Scenario) -> None:
    assert sum(name.startswith("way-") for name in page_of(changed(scenario), scenario).fields) == 1


def test_headings_and_reasons_are_printed_with_their_instructions(scenario: Scenario) -> None:
    draft = changed(scenario)
    browser, page = scenario.browser("coordinator"), page_of(draft, scenario)
    said = {
        "heading-p06": "Mehr Stunden",
        "reason-p06": "Die Stelle reicht nicht.",
        "reason-p08": "Beschluss.",
    }
    assert (
        browser.post(reverse("instruction_list", args=[draft.pk]), {**page.fields, **said}).status_code == 302
    )
    lines = printed(draft).splitlines()
    first, rest = lines.index("Mehr Stunden"), lines.index("Änderung des Vertrags")
    assert first < lines.index("Begründung: Die Stelle reicht nicht.") < rest
    assert rest < lines.index("Begründung: Beschluss.")
    assert {name: page_of(draft, scenario).fields[name] for name in said} == said


def test_the_same_heading_groups_instructions(scenario: Scenario) -> None:
    draft = changed(scenario)
    browser, page = scenario.browser("coordinator"), page_of(draft, scenario)
    said = {"heading-p06": "Alles", "heading-p08": "Alles", "reason-p06": "Eins.", "reason-p08": "Zwei."}
    browser.post(reverse("instruction_list", args=[draft.pk]), {**page.fields, **said})
    lines = printed(draft).splitlines()
    assert lines.count("Alles") == 1
    assert "Begründung: Eins. Zwei." in lines
    assert "Änderung des Vertrags" not in lines


def test_what_was_chosen_is_frozen_with_the_amendment(scenario: Scenario) -> None:
    draft = changed(scenario)
    browser, page = scenario.browser("coordinator"), page_of(draft, scenario)
    browser.post(reverse("instruction_list", args=[draft.pk]), {**page.fields, "heading-p06": "Mehr Stunden"})
    frozen = freeze_amendment(draft, by=scenario.amira, at=AT)
    assert frozen.frozen_version is not None
    assert "Mehr Stunden" in [section.heading for section in frozen.frozen_version.read().sections]
    refused = scenario.browser("coordinator").post(
        reverse("instruction_list", args=[draft.pk]), {**page.fields, "heading-p06": "Danach"}
    )
    assert refused.status_code == 403


def test_obligations_are_shown_field_by_field(scenario: Scenario) -> None:
    draft = begin(scenario.signed, by=scenario.amira, at=AT)
    set_terms(draft, "O-06", quantity=Decimal(9))
    page = page_of(draft, scenario)
    assert "O-06 Umfang:" in page.text
    assert "gestrichen: 1 (Ende) eingefügt: genau 9" in page.text


def test_the_contract_has_no_such_page(scenario: Scenario) -> None:
    address = reverse("instruction_list", args=[scenario.draft.pk])
    assert scenario.browser("coordinator").get(address).status_code == 404
