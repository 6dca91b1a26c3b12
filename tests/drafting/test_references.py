"""References in the text of a draft: they follow, stop the freezing without a target, and are linked at one press."""

import pytest
from django.urls import reverse

from agreements.choices import SectionKind
from agreements.drafting.actions.text import add_section, clauses_token
from agreements.drafting.references.queries import naming_words
from agreements.errors import Incomplete
from agreements.models import Clause, Instrument
from agreements.signing.freezing.actions import ask_to_freeze
from agreements.signing.freezing.open_points import open_points
from agreements.texts.assembly import working_copy
from districts.models import User
from tests.drafting.texts import AT, clause_of, join, place, remove, restore, split
from tests.invariants.attempts import without_triggers
from tests.page import read
from tests.scenario import Scenario


def write(draft: Instrument, text: str, key: str = "p03-1") -> None:
    Clause.objects.filter(section__instrument=draft, key=key).update(text=text)


def printed(draft: Instrument, key: str = "p03-1") -> str:
    content = working_copy(draft)
    return next(c.text for section in content.sections for c in section.clauses if c.key == key)


def missing(draft: Instrument, by: User) -> list[str]:
    """Return what stops the freezing that is said of references."""
    try:
        ask_to_freeze(draft, fingerprint=working_copy(draft).fingerprint, by=by, at=AT)
    except Incomplete as incomplete:
        return [
            str(gap).replace("\N{NO-BREAK SPACE}", " ") for gap in incomplete.gaps if "Verweis" in str(gap)
        ]
    return []


def test_a_reference_follows_whatever_happens_to_its_target(scenario: Scenario) -> None:
    draft, amira = scenario.draft, scenario.amira
    write(draft, "Es gilt {→ p05-3}, siehe {→ a2: kurz}.")
    assert printed(draft) == "Es gilt § 5 Absatz 3, siehe Anlage 2."
    add_section(draft, heading="Vorab", kind=SectionKind.SECTION, before="p01", by=amira, at=AT)
    add_section(draft, heading="Zuerst", kind=SectionKind.ANNEX, before="a1", by=amira, at=AT)
    assert printed(draft) == "Es gilt § 6 Absatz 3, siehe Anlage 3."
    whole = clause_of(draft, "p05-1").text
    split(draft, "p05-1", whole[:40], whole[40:], amira)
    assert printed(draft) == "Es gilt § 6 Absatz 4, siehe Anlage 3."
    whole = clause_of(draft, "p05-3").text
    split(draft, "p05-3", whole[:40], whole[40:], amira)
    assert printed(draft) == "Es gilt § 6 Absatz 4, siehe Anlage 3.", "the first part is what was meant"
    place(draft, "p05-3", "p01", "", amira)
    assert printed(draft) == "Es gilt § 2 Absatz 1, siehe Anlage 3."


def test_a_removed_target_stops_the_freezing_with_its_place_until_it_is_back(scenario: Scenario) -> None:
    draft, amira = scenario.draft, scenario.amira
    write(draft, "Es gilt {→ p03-2}.")
    draft.terms.filter(clause__key="p03-2").update(clause=None)
    sequence = remove(draft, "p03-2", amira)
    sentence = "§ 3 (1): Der Verweis hinter „Es gilt“ hat kein Ziel. Wählen Sie eines, oder löschen Sie ihn."
    assert missing(draft, amira) == [sentence]
    page = read(scenario.browser("coordinator").get(reverse("draft_edit", args=[draft.pk])))
    assert sentence in page.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Es gilt Verweis ohne Ziel" in page.text
    restore(draft, sequence, amira)
    assert missing(draft, amira) == []
    assert printed(draft) == "Es gilt § 3 Absatz 2."


def test_a_joined_target_is_missed_and_comes_back_with_its_key(scenario: Scenario) -> None:
    draft, amira = scenario.draft, scenario.amira
    write(draft, "Es gilt {→ p05-2}.")
    kept, gone = clause_of(draft, "p05-1").text, clause_of(draft, "p05-2").text
    join(draft, "p05-2", "p05-1", amira)
    assert len(missing(draft, amira)) == 1
    split(draft, "p05-1", kept, gone, amira, again="p05-2")
    assert missing(draft, amira) == []
    assert printed(draft) == "Es gilt § 5 Absatz 2."


def test_several_places_that_name_a_target_are_told_in_one_sentence(scenario: Scenario) -> None:
    write(scenario.draft, "Es gilt {→ p05-2}.")
    write(scenario.draft, "Siehe {→ p05-2}.", "p04-1")
    words = naming_words(scenario.draft, "p05-2").replace("\N{NO-BREAK SPACE}", " ")
    assert words == "Darauf verweisen noch § 3 (1) und § 4 (1)."


def test_who_removes_a_target_is_told_who_names_it(scenario: Scenario) -> None:
    draft, browser = scenario.draft, scenario.browser("coordinator")
    write(draft, "Es gilt {→ p05-2} und {→ p05}.")
    draft.terms.filter(clause__section__key="p05").update(clause=None)
    left = Clause.objects.filter(section__instrument=draft, section__key="p05").exclude(key="p05-2")
    for address, fields in (
        (reverse("clause_remove", args=[draft.pk, "p05-2"]), {"revision": "1"}),
        (
            reverse("section_remove", args=[draft.pk, "p05"]),
            {"revision": "1", "contents": clauses_token(left)},
        ),
    ):
        page = read(browser.post(address, fields, follow=True))
        assert "Darauf verweist noch § 3 (1)." in page.text.replace("\N{NO-BREAK SPACE}", " ")
    page = read(
        browser.post(reverse("clause_remove", args=[draft.pk, "p03-1"]), {"revision": "1"}, follow=True)
    )
    assert "verweist noch" not in page.text


def test_words_that_lead_nowhere_are_told_before_freezing(scenario: Scenario) -> None:
    draft = scenario.draft
    write(draft, "Nach § 99 und § 6; § 54 VwVfG bleibt unberührt.")
    found = [point for point in open_points(draft, scenario.amira, AT.date()) if "Verweis" in point]
    assert [point.replace("\N{NO-BREAK SPACE}", " ") for point in found] == [
        "§ 3 (1): „§ 99“ sieht wie ein Verweis aus, aber so etwas gibt es in diesem Text nicht."
    ]


@pytest.fixture
def plain(scenario: Scenario) -> Instrument:
    write(scenario.draft, "Nach Absatz 2 und § 5 Abs. 2, nicht nach § 99.")
    return scenario.draft


def test_all_plain_references_become_links_and_read_as_before(scenario: Scenario, plain: Instrument) -> None:
    browser, before = scenario.browser("coordinator"), working_copy(plain)
    address = reverse("reference_list", args=[plain.pk])
    page = read(browser.get(address))
    assert "§ 5 Abs. 2“ nennt § 5 Absatz 2, Aufgaben des Bezirks" in page.text.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert "Führt ins Leere" in page.text
    page = read(browser.post(reverse("reference_link", args=[plain.pk]), page.fields, follow=True))
    assert "Noch nicht verknüpft" not in page.text
    assert clause_of(plain).text == "Nach {→ p03-2: nah} und {→ p05-2: abgekürzt}, nicht nach § 99."
    assert working_copy(plain).sections == before.sections
    revision = clause_of(plain).revision
    browser.post(reverse("reference_link", args=[plain.pk]), page.fields)
    assert clause_of(plain).revision == revision, "there is nothing left to do"


def test_locked_words_stay_and_are_listed(scenario: Scenario, plain: Instrument) -> None:
    locked = clause_of(plain, "p16-3")
    assert locked.locked
    with without_triggers():
        write(plain, "Siehe § 5.", locked.key)
    browser = scenario.browser("coordinator")
    browser.post(reverse("reference_link", args=[plain.pk]))
    assert clause_of(plain, locked.key).text == "Siehe § 5."
    assert "Folgt nicht mit" in read(browser.get(reverse("reference_list", args=[plain.pk]))).text
