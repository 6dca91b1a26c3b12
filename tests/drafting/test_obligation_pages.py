"""Pages of obligations, with a form for each kind."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from agreements.choices import ObligationKind
from agreements.drafting.actions.obligations import next_code
from agreements.drafting.forms.posts import PostForm
from agreements.models import ObligationTerms
from agreements.texts.assembly import working_copy
from agreements.texts.due_wording import due_words
from districts.models import SocialSpace
from tests.page import read
from tests.scenario import Scenario

COMMON = {
    "title": "Neue Pflicht",
    "owed_by": "district",
    "sense": "at_least",
    "quantity": "2,5",
    "unit": "Sitzungen",
    "shape": "period",
    "period_months": "12",
    "clause_key": "p03-1",
    "evidence": "Protokoll",
}


def form_of(browser: Client, address: str) -> dict[str, str]:
    return read(browser.get(address)).fields


def newest(scenario: Scenario) -> ObligationTerms:
    return scenario.draft.terms.select_related("obligation", "clause").latest("position")


@pytest.mark.parametrize("kind", ObligationKind.values)
def test_an_obligation_of_every_kind_is_added(kind: str, scenario: Scenario) -> None:
    browser, address = (
        scenario.browser("coordinator"),
        reverse("obligation_new", args=[scenario.draft.pk, kind]),
    )
    code = next_code(scenario.draft)
    more = {
        "ibs_work": {"phase": "strategy", "field_of_action": "health"},
        "poverty_sensitive": {"step": "knowledge", "subject": "Fortbildung", "target": "40"},
    }.get(kind, {})
    assert browser.post(address, {**form_of(browser, address), **COMMON, **more}).status_code == 302
    row = newest(scenario)
    assert (row.obligation.code, row.kind, row.quantity, row.clause.key) == (
        code,
        kind,
        Decimal("2.5"),
        "p03-1",
    )
    said = next(duty for duty in working_copy(scenario.draft).obligations if duty.code == code)
    assert bool(said.ibs) == (kind == "ibs_work")
    assert bool(said.sensitivity) == (kind == "poverty_sensitive")
    event = scenario.draft.agreement.events.order_by("-sequence")[0]
    assert (event.kind, event.data["code"]) == ("obligation_added", code)


@pytest.mark.parametrize("code", ["O-01", "O-09", "O-11", "O-19", "O-24"])
def test_saving_a_form_untouched_changes_nothing_that_is_said(code: str, scenario: Scenario) -> None:
    browser, address = (
        scenario.browser("coordinator"),
        reverse("obligation_edit", args=[scenario.draft.pk, code]),
    )
    before = working_copy(scenario.draft)
    assert browser.post(address, form_of(browser, address)).status_code == 302
    assert working_copy(scenario.draft).canonical() == before.canonical()


def test_posts_are_added_changed_and_removed(scenario: Scenario) -> None:
    browser, address = (
        scenario.browser("coordinator"),
        reverse("obligation_edit", args=[scenario.draft.pk, "O-01"]),
    )
    row = scenario.draft.terms.get(obligation__code="O-01")
    before = row.posts.count()
    sent = form_of(browser, address)
    assert before > 0
    assert int(sent["stellen-TOTAL_FORMS"]) == before + 2
    sent |= {
        "stellen-0-share": "0,75",
        f"stellen-{before}-unit": "Gesundheitsamt",
        f"stellen-{before}-function": "Planung",
        f"stellen-{before}-share": "0,1",
    }
    assert browser.post(address, sent).status_code == 302
    posts = list(row.posts.order_by("position"))
    assert len(posts) == before + 1
    assert (posts[0].share, posts[-1].unit, posts[-1].share) == (
        Decimal("0.75"),
        "Gesundheitsamt",
        Decimal("0.1"),
    )
    sent = form_of(browser, address) | {f"stellen-{before}-DELETE": "on"}
    assert browser.post(address, sent).status_code == 302
    assert row.posts.count() == before


@pytest.mark.parametrize(
    ("share", "fine"),
    [
        ("1", True),
        ("0,01", True),
        ("0,5", True),
        ("0", False),
        ("1,001", False),
        ("-0,5", False),
        ("2", False),
        ("x", False),
    ],
)
def test_a_share_lies_between_nothing_and_a_whole_post(share: str, fine: bool, scenario: Scenario) -> None:
    sent = {
        "unit": "Jugendamt",
        "function": "Leitung",
        "share": share,
        "sense": "at_least",
        "starts_after_months": "0",
    }
    form = PostForm(sent, instrument=scenario.draft)
    assert form.is_valid() == fine, form.errors
    assert fine or form.errors.keys() == {"share"}


def test_a_wrong_share_stays_in_its_field(scenario: Scenario) -> None:
    browser, address = (
        scenario.browser("coordinator"),
        reverse("obligation_edit", args=[scenario.draft.pk, "O-01"]),
    )
    reply = browser.post(address, form_of(browser, address) | {"stellen-0-share": "1,001"})
    assert reply.status_code == 422
    assert read(reply).fields["stellen-0-share"] == "1,001"


@pytest.mark.parametrize(
    ("shape", "missing"),
    [
        ("fixed", "due_on"),
        ("offset", "anchor"),
        ("period", "period_months"),
        ("count", "quantity"),
        ("event", "trigger"),
    ],
)
def test_a_due_rule_that_lacks_its_fact_is_refused_with_a_sentence(
    shape: str, missing: str, scenario: Scenario
) -> None:
    browser, address = (
        scenario.browser("coordinator"),
        reverse("obligation_new", args=[scenario.draft.pk, "report"]),
    )
    whole = {**form_of(browser, address), **COMMON, "shape": shape}
    whole |= {
        "due_on": "2026-01-31",
        "anchor": "begin",
        "offset_amount": "3",
        "offset_unit": "months",
        "trigger": "Anlass",
    }
    reply = browser.post(address, {**whole, missing: ""})
    assert reply.status_code == 422
    label = ObligationTerms._meta.get_field(missing).verbose_name
    assert f"bitte „{label}“ angeben.".casefold() in read(reply).text.casefold()
    assert browser.post(address, whole).status_code == 302


@pytest.mark.parametrize(
    "half",
    [
        {"shape": "period", "due_month": "5", "due_day": ""},
        {"shape": "period", "due_month": "", "due_day": "31"},
        {"shape": "event", "trigger": "Anlass", "offset_amount": "", "offset_unit": "days"},
        {"shape": "event", "trigger": "Anlass", "offset_amount": "5", "offset_unit": ""},
        {"shape": "offset", "anchor": "end", "offset_amount": "1000", "offset_unit": "months"},
        {"shape": "offset", "anchor": "milestone", "anchor_milestone": ""},
        {"shape": "period", "anchor": "end"},
    ],
)
def test_half_a_fact_is_refused(half: dict[str, str], scenario: Scenario) -> None:
    browser, address = (
        scenario.browser("coordinator"),
        reverse("obligation_new", args=[scenario.draft.pk, "report"]),
    )
    reply = browser.post(address, {**form_of(browser, address), **COMMON, **half})
    assert reply.status_code == 422


def test_what_does_not_belong_to_the_shape_is_not_agreed_by_accident(scenario: Scenario) -> None:
    browser, address = (
        scenario.browser("coordinator"),
        reverse("obligation_new", args=[scenario.draft.pk, "report"]),
    )
    sent = {
        **form_of(browser, address),
        **COMMON,
        "shape": "fixed",
        "due_on": "2026-01-31",
        "trigger": "Rest",
    }
    assert browser.post(address, sent).status_code == 302
    row = newest(scenario)
    assert (row.trigger, row.period_months) == ("", None)


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (
            {"anchor": "end", "offset_amount": "4", "offset_unit": "weeks", "offset_before": "True"},
            "spätestens 4 Wochen vor Vertragsende",
        ),
        (
            {"anchor": "ba_resolution", "offset_amount": "20", "offset_unit": "working_days"},
            "bis 20 Arbeitstage nach BA-Beschluss",
        ),
        (
            {
                "anchor": "milestone",
                "anchor_milestone": "Fachtag",
                "offset_amount": "1",
                "offset_unit": "months",
            },
            "bis 1 Monat nach Meilenstein „Fachtag“",
        ),
        (
            {"shape": "period", "due_day": "31", "due_month": "1"},
            "jährlich bis zum 31. Januar, erstmals 2028",
        ),
        ({"shape": "count", "year": "school"}, "je Schuljahr, erstmals 2027/2028"),
        ({"shape": "period", "year": "contract", "due_day": "31"}, "je Vertragsjahr, erstmals fällig 2028"),
        ({"shape": "event", "trigger": "auf Anforderung"}, "auf Anforderung unverzüglich"),
        ({"shape": "continuous"}, "laufend"),
    ],
)
def test_a_due_rule_is_said_and_stays_when_the_form_is_saved_again(
    due: dict[str, str], words: str, scenario: Scenario
) -> None:
    scenario.draft.agreement.milestones.create(
        kind="event", title="Fachtag", state="planned", date_words="Herbst 2027", source="Planung"
    )
    browser = scenario.browser("coordinator")
    address = reverse("obligation_new", args=[scenario.draft.pk, "report"])
    whole = {**form_of(browser, address), **COMMON, "shape": "offset", "first_year": "2028", **due}
    assert browser.post(address, whole).status_code == 302
    said = working_copy(scenario.draft)
    assert due_words(said.obligations[-1].due).replace("\N{NO-BREAK SPACE}", " ") == words
    address = reverse("obligation_edit", args=[scenario.draft.pk, said.obligations[-1].code])
    assert browser.post(address, form_of(browser, address)).status_code == 302
    assert working_copy(scenario.draft).canonical() == said.canonical()


def test_social_spaces_of_another_district_cannot_be_named(scenario: Scenario) -> None:
    spaces = [
        SocialSpace.objects.create(district=place, key=key, level="pgr", name=name)
        for place, key, name in (
            (scenario.place, "0301", "Buch"),
            (scenario.people["neighbour"].memberships.get().district, "0901", "Köpenick"),
        )
    ]
    browser, address = (
        scenario.browser("coordinator"),
        reverse("obligation_edit", args=[scenario.draft.pk, "O-09"]),
    )
    sent = form_of(browser, address)
    assert browser.post(address, {**sent, "social_spaces": [spaces[1].pk]}).status_code == 422
    assert browser.post(address, {**sent, "social_spaces": [spaces[0].pk]}).status_code == 302
    said = next(duty for duty in working_copy(scenario.draft).obligations if duty.code == "O-09")
    assert said.ibs is not None
    assert said.ibs.social_spaces == ("Buch",)


def test_a_clause_of_another_contract_cannot_be_named(scenario: Scenario) -> None:
    browser, address = (
        scenario.browser("coordinator"),
        reverse("obligation_edit", args=[scenario.draft.pk, "O-24"]),
    )
    assert (
        browser.post(address, form_of(browser, address) | {"clause_key": "gibt-es-nicht"}).status_code == 422
    )


def test_a_code_is_never_used_again(scenario: Scenario) -> None:
    browser = scenario.browser("coordinator")
    last = newest(scenario).obligation.code
    browser.post(reverse("obligation_remove", args=[scenario.draft.pk, last]), {"revision": "1"})
    assert next_code(scenario.draft) > last
    event = scenario.draft.agreement.events.order_by("-sequence")[0]
    assert (event.kind, event.data["code"]) == ("obligation_removed", last)
    assert event.data["terms"]["title"]
