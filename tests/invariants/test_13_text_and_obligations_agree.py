"""Invariant 13: what a text and its obligations do not say alike is mended or confirmed before anything is frozen."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.urls import reverse

from agreements.choices import ObligationKind, SectionKind, Status
from agreements.documents import editions
from agreements.drafting.actions.beginnings import from_agreement
from agreements.drafting.actions.versions import name_version, restore_version
from agreements.drafting.importing.actions import insert_text
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.models import Clause, ConfirmedDiscrepancy, FreezeRequest, Instrument, ObligationTerms
from agreements.signing.freezing.actions import freeze, freeze_as
from agreements.signing.freezing.confirmations import confirm_discrepancies
from agreements.texts.assembly import working_copy
from agreements.texts.discrepancies import find_discrepancies
from agreements.texts.discrepancy_facts import discrepancy_facts
from agreements.texts.filling import fill_content
from tests import factories
from tests.admin.page import form_of, page_of
from tests.drafting import differences
from tests.drafting.differences import REASON, confirm_differences
from tests.drafting.importing.reading import recognise
from tests.due import freeze_what_is_due
from tests.invariants.attempts import DISGUISES, copy_of, disguised, refused, sql, table
from tests.page import read
from tests.scenario import Scenario

AT = factories.FROZEN_AT
NAMED = "§\N{NO-BREAK SPACE}6\N{NO-BREAK SPACE}(2) sagt „mindestens 25 Prozent“"


def open_ones(draft: Instrument) -> list[str]:
    return [one.sentence for one in discrepancy_facts(Instrument.objects.get(pk=draft.pk)).open]


def rewrite(scenario: Scenario, before: str, after: str) -> None:
    differences.rewrite(scenario.draft, "p06-2", before, after)


# --- every route to a difference --------------------------------------------------------------------------------------


def by_text(scenario: Scenario) -> None:
    rewrite(scenario, "‹10› Prozent", "25 Prozent")


def by_autosave(scenario: Scenario) -> None:
    row = Clause.objects.get(section__instrument=scenario.draft, key="p06-2")
    sent = {"text": row.text.replace("‹10›", "25"), "revision": str(row.revision)}
    address = reverse("clause_edit", args=[scenario.draft.pk, "p06-2"])
    assert scenario.browser("coordinator").post(address, sent, headers={"X-Autosave": "1"}).status_code == 200


def by_obligation(scenario: Scenario) -> None:
    address = reverse("obligation_edit", args=[scenario.draft.pk, "O-02"])
    browser = scenario.browser("coordinator")
    sent = {**read(browser.get(address)).fields, "quantity": "25"}
    assert browser.post(address, sent).status_code == 302


def by_new_obligation(scenario: Scenario) -> None:
    address = reverse("obligation_new", args=[scenario.draft.pk, ObligationKind.REPORT])
    sent = {"title": "Zweimal berichten", "owed_by": "district", "quantity": "7", "unit": "Berichte"}
    sent |= {"sense": "at_least", "shape": "continuous", "clause_key": "p10-1"}
    assert scenario.browser("coordinator").post(address, sent).status_code == 302


def by_admin(scenario: Scenario) -> None:
    row = Clause.objects.get(section__instrument=scenario.draft, key="p06-2")
    dana = scenario.browser("admin")
    sent = {**form_of(dana, row), "text": row.text.replace("‹10›", "25")}
    assert dana.post(page_of(row), sent).status_code == 302


def by_import(scenario: Scenario) -> None:
    pasted = recognise("§ 1 Neues\nDer Bezirk stellt mindestens 25 Prozent frei.")
    insert_text(scenario.draft, pasted, after="p06", accepted=(), by=scenario.amira, at=AT)


def by_restoring(scenario: Scenario) -> None:
    by_text(scenario)
    version = name_version(scenario.draft, name="mit 25", by=scenario.amira, at=AT)
    rewrite(scenario, "25 Prozent", "10 Prozent")
    assert open_ones(scenario.draft) == []
    restore_version(scenario.draft, number=version.number, by=scenario.amira, at=AT)


def by_database(scenario: Scenario) -> None:
    ObligationTerms.objects.filter(instrument=scenario.draft, obligation__code="O-02").update(
        quantity=Decimal(25)
    )


ROUTES = (by_text, by_autosave, by_obligation, by_new_obligation, by_admin, by_import, by_restoring, by_database)  # fmt: skip


@pytest.mark.parametrize("change", ROUTES, ids=lambda route: route.__name__)
def test_no_route_leads_past_it(change: Callable[[Scenario], None], scenario: Scenario) -> None:
    assert open_ones(scenario.draft) == [], "the model text alone asks nothing"
    change(scenario)
    draft = Instrument.objects.get(pk=scenario.draft.pk)
    [sentence] = open_ones(draft)
    shown = working_copy(draft).fingerprint
    # by its page, and without it
    page = read(scenario.browser("coordinator").get(reverse("take_step", args=[draft.pk, "freeze"])))
    assert " ".join(sentence.split()) in page.text
    address = reverse("take_step", args=[draft.pk, "freeze"])
    points = (
        [value for name, value in page.values if name == "leaves_open"] if hasattr(page, "values") else []
    )
    reply = scenario.browser("coordinator").post(address, {"fingerprint": shown, "leaves_open": points})
    assert reply.status_code == 422
    assert "nicht dasselbe" in read(reply).text
    # by the action, and by the worker with a request that is already there
    with pytest.raises(ActionRefused, match="nicht dasselbe"):
        freeze(draft, fingerprint=shown, by=scenario.amira, at=AT)
    FreezeRequest.objects.create(instrument=draft, fingerprint=shown, asked_at=AT, asked_by=scenario.amira)
    [ended] = freeze_what_is_due(at=AT)
    assert "nicht dasselbe" in ended.refusal
    assert scenario.fresh().draft.status == Status.DRAFT
    assert not draft.versions.filter(name="Zeichnungsfassung").exists()


def test_the_worker_looks_again_with_the_instrument_locked(scenario: Scenario) -> None:
    by_text(scenario)
    shown = working_copy(scenario.draft).fingerprint
    file = editions.store_execution_file(working_copy(scenario.draft), moment=AT)
    with pytest.raises(ActionRefused, match="nicht dasselbe"):
        freeze_as(scenario.draft, file, fingerprint=shown, by=scenario.amira, at=AT, moment=AT)


def test_a_copy_asks_again(scenario: Scenario) -> None:
    by_text(scenario)
    confirm_differences(scenario.draft)
    assert open_ones(scenario.draft) == []
    copied = from_agreement(scenario.draft).content
    model = scenario.draft.template.read() if scenario.draft.template else copied
    old = {one.identity for one in find_discrepancies(model, fill_content(model, {}))}
    found = find_discrepancies(copied, fill_content(copied, {}))
    assert [one.sentence[: len(NAMED)] for one in found if one.identity not in old] == [NAMED]


# --- mended or confirmed ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["zehn Prozent", "10 v. H.", "10 %", "zehn vom Hundert"])
def test_other_words_for_the_same_are_no_difference(words: str, scenario: Scenario) -> None:
    rewrite(scenario, "‹10› Prozent", words)
    assert open_ones(scenario.draft) == []


def test_a_confirmation_holds_for_these_words_and_terms_only(scenario: Scenario) -> None:
    by_text(scenario)
    confirm_differences(scenario.draft)
    [event] = scenario.draft.agreement.events.filter(kind=EventKind.DISCREPANCY_CONFIRMED)
    assert (event.data["reason"], event.actor_id) == (REASON, scenario.amira.pk)
    assert event.data["what"].startswith(NAMED)
    assert open_ones(scenario.draft) == []
    rewrite(scenario, "25 Prozent", "30 Prozent")
    assert len(open_ones(scenario.draft)) == 1, "other words"
    rewrite(scenario, "30 Prozent", "25 Prozent")
    assert open_ones(scenario.draft) == [], "the words that were confirmed"
    by_database_to = ObligationTerms.objects.filter(instrument=scenario.draft, obligation__code="O-02")
    by_database_to.update(quantity=Decimal(12))
    assert len(open_ones(scenario.draft)) == 1, "other terms"


def test_what_is_confirmed_can_be_frozen(scenario: Scenario) -> None:
    by_text(scenario)
    confirm_differences(scenario.draft)
    frozen = factories.freeze_draft(scenario.draft, scenario.amira)
    assert frozen.status == Status.SIGNING


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_nothing_is_confirmed_without_a_reason(reason: str, scenario: Scenario) -> None:
    by_text(scenario)
    [one] = discrepancy_facts(scenario.draft).open
    address = reverse("discrepancy_list", args=[scenario.draft.pk])
    browser = scenario.browser("coordinator")
    reply = browser.post(address, {"stays": one.identity, "reason": reason})
    assert reply.status_code == 422
    with pytest.raises(ActionRefused, match="begründen"):
        confirm_discrepancies(
            scenario.draft, identities=[one.identity], reason=reason, by=scenario.amira, at=AT
        )
    assert not ConfirmedDiscrepancy.objects.exists()


def test_nothing_is_confirmed_that_is_not_open(scenario: Scenario) -> None:
    by_text(scenario)
    [one] = discrepancy_facts(scenario.draft).open
    rewrite(scenario, "25 Prozent", "30 Prozent")
    for identities in ([one.identity], ["0" * 64], []):
        with pytest.raises(ActionRefused, match="Inzwischen"):
            confirm_discrepancies(
                scenario.draft, identities=identities, reason=REASON, by=scenario.amira, at=AT
            )
    reply = scenario.browser("coordinator").post(
        reverse("discrepancy_list", args=[scenario.draft.pk]), {"stays": one.identity, "reason": REASON}
    )
    assert reply.status_code == 422
    assert REASON in reply.content.decode(), "what was typed still stands there"
    assert not ConfirmedDiscrepancy.objects.exists()


def test_what_stands_in_a_preamble_of_a_long_name_and_is_sent_twice_is_confirmed_once(
    scenario: Scenario,
) -> None:
    preamble = scenario.draft.sections.get(kind=SectionKind.PREAMBLE)
    scenario.draft.sections.filter(pk=preamble.pk).update(heading="Lange Überschrift " * 11)
    row = preamble.clauses.first()
    assert row
    differences.rewrite(scenario.draft, row.key, row.text, "Es gibt mindestens sieben Treffen.")
    [one] = discrepancy_facts(scenario.draft).open
    address = reverse("discrepancy_list", args=[scenario.draft.pk])
    sent = {"stays": [one.identity, one.identity], "reason": REASON}
    assert scenario.browser("coordinator").post(address, sent).status_code == 302
    assert ConfirmedDiscrepancy.objects.get().place == one.place


@disguised
def test_what_was_confirmed_stays(disguise: str, scenario: Scenario) -> None:
    by_text(scenario)
    confirm_differences(scenario.draft)
    row = ConfirmedDiscrepancy.objects.get()
    copy = copy_of(row)
    factories.freeze_draft(scenario.draft, scenario.amira)
    with DISGUISES[disguise]():
        with refused("weder geändert noch gelöscht"):
            sql(f"UPDATE {table(ConfirmedDiscrepancy)} SET reason = 'anders' WHERE id = {row.pk}")
        with refused("weder geändert noch gelöscht"):
            sql(f"DELETE FROM {table(ConfirmedDiscrepancy)} WHERE id = {row.pk}")
        with refused("zur Zeichnung"):
            sql(copy)
