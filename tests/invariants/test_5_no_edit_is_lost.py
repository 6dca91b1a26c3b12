"""Invariant 5: every write has the revision it is based on; an outdated one is refused or merged, and nothing is lost.

How texts and fields merge stands in tests/drafting/concurrency; the admin has its own table in tests/admin.
"""

from typing import Any

import pytest
from django.urls import URLPattern, reverse

from agreements.choices import Side, Status
from agreements.drafting import urls as drafting
from agreements.drafting.actions import text
from agreements.drafting.edit_transaction import edit_transaction
from agreements.drafting.model_texts import urls as model_texts
from agreements.drafting.model_texts.actions import open_model
from agreements.drafting.model_texts.deviations import record_deviation
from agreements.errors import ActionRefused
from agreements.models import Clause
from tests import factories
from tests.amending import reword
from tests.drafting.amending.pages import draft_amendment
from tests.drafting.form_bundles import form_with
from tests.drafting.two_people import Two, both_open, two_people
from tests.page import read, told
from tests.permissions.table import ROWS
from tests.scenario import Scenario
from tests.test_pages import faults

AT = factories.FROZEN_AT
KEEP_TEXT, KEEP_FIELDS = "Ihren Text übernehmen", "Ihre Angaben übernehmen"

# The key of a row, the field that both change with what she and I say, what else she says, and the button that takes mine.
FORMS: dict[str, tuple[str, str, str, str, dict[str, str], str]] = {
    "head_edit": ("", "note", "Ihre Notiz", "Meine Notiz", {"subject": "Ihr Gegenstand"}, KEEP_FIELDS),
    "amendment_effect": ("", "reason", "Ihr Grund", "Mein Grund", {"transition": "Übergang"}, KEEP_TEXT),
    "instruction_list": ("", "heading-p06", "Ihre", "Meine", {"reason-p06": "Ihr Grund"}, KEEP_FIELDS),
    "party_edit": ("district", "short", "Amt", "Bezirksamt", {"address": "Ihre Straße 1"}, KEEP_FIELDS),
    "signatory_edit": ("PERSON", "name", "Ihr Name", "Mein Name", {"department": "Jugend"}, KEEP_FIELDS),
    "section_edit": ("p03", "heading", "Ihre Überschrift", "Meine Überschrift", {}, KEEP_FIELDS),
    "clause_edit": ("p03-1", "text", "Ihrer", "Meiner", {}, KEEP_TEXT),
    "obligation_edit": ("O-24", "title", "Ihre Pflicht", "Meine", {"evidence": "Ihr Nachweis"}, KEEP_FIELDS),
    "field_edit": ("O-24 menge", "unit", "Ihre", "Meine", {}, KEEP_FIELDS),
    "clause_rules": ("p03-1", "choice", "Ihre", "Meine", {"optional": "on"}, KEEP_FIELDS),
    "placeholder_edit": ("SOZIALRAEUME", "label", "Ihre", "Meine", {"help": "Ihre Hilfe"}, KEEP_FIELDS),
}
# The key of a row and what the button sends besides its revision.
BUTTONS: list[tuple[str, str, dict[str, str]]] = [
    ("section_move", "p03", {"direction": "1"}),
    ("section_place", "p03", {"before": "p01"}),
    ("clause_move", "p03-1", {"direction": "1"}),
    ("clause_place", "p03-1", {"section_key": "p04", "after": ""}),
    ("clause_split", "p03-1", {"before": "Eins.", "after": "Zwei."}),
    ("clause_join", "p03-2", {"previous": "p03-1", "previous_revision": "1"}),
    ("clause_remove", "p16-4", {}),
    ("obligation_remove", "O-24", {}),
    ("signatory_remove", "PERSON", {}),
    ("party_move", "association", {}),
    ("party_remove", "association", {}),
    ("signatory_document_remove", "PERSON", {}),
    ("block_exclude", "p12-3", {}),
    ("deviation_withdraw", "p16-2", {}),
    ("placeholder_remove", "SOZIALRAEUME", {}),
]
OF_MODEL_TEXTS = {"clause_rules", "placeholder_edit", "placeholder_remove"}
ADDS = {
    "section_new",
    "section_new_after",
    "section_new_before",
    "draft_import",
    "clause_new",
    "clause_new_after",
    "obligation_new",
    "signatory_new",
    "party_new",
}
ADDS |= {"placeholder_new", "block_include", "removal_restore", "version_list", "version_restore"}
# Revisions of several rows, or of a whole text: the first two stand below, the others where they are written.
ELSEWHERE = {
    "reference_link",
    "section_remove",
    "deviation_new",
    "block_choose",
    "signatory_document_edit",
    "model_publish",
    "draft_rebase",
}
ELSEWHERE |= {f"model_update_{name}" for name in ("apply", "apply_all", "decline", "merge", "switch")}


@pytest.fixture
def two(scenario: Scenario) -> Two:
    """Two people who write the same draft."""
    return two_people(scenario)


def address_of(two: Two, name: str, key: str) -> str:
    if name in OF_MODEL_TEXTS:
        model = open_model(factories.template(), by=two.scenario.amira, at=AT)
        return reverse(name, args=[model.pk, key])
    if name in {"amendment_effect", "instruction_list"}:
        draft = draft_amendment(two.scenario, Status.SIGNED)
        if name == "instruction_list":
            reword(draft, "0,75", "1,0", by=two.scenario.amira, at=AT)
        return reverse(name, args=[draft.pk])
    if key == "PERSON":
        key = two.draft.signatories.get(side=Side.DISTRICT).key
    return two.address(name, *key.split())


def test_every_address_that_writes_a_row_is_tried_here() -> None:
    patterns = [*drafting.urlpatterns, *model_texts.below]
    named = {pattern.name for pattern in patterns if isinstance(pattern, URLPattern)}
    takes = {row.name for row in ROWS if row.sent in {302, 422}}
    assert named & takes == {*FORMS, *(name for name, _, _ in BUTTONS), *ADDS, *ELSEWHERE}


@pytest.mark.parametrize("name", FORMS)
def test_who_saves_second_is_asked_and_every_word_of_both_is_there(name: str, two: Two) -> None:
    key, field, theirs, own, also, button = FORMS[name]
    address = address_of(two, name, key)
    mine, hers = both_open(two, address)
    told(two.gerda.post(address, {**hers, field: theirs, **also}))
    reply = two.amira.post(address, {**mine, field: own})
    assert reply.status_code == 409
    page = read(reply)
    assert faults(page) == []
    assert "Gerda Test" in page.text or name in OF_MODEL_TEXTS
    for words in (theirs, own):
        assert words in page.text
    assert form_with(two.amira.get(address), "Speichern")[field] == [theirs]
    told(two.amira.post(address, form_with(reply, button)))
    now = form_with(two.amira.get(address), "Speichern")
    assert {name: now[name] for name in (field, *also)} == {
        field: [own],
        **{name: [value] for name, value in also.items()},
    }
    untouched = {*mine} - {field, *also, "revision", "base", "einmal"}
    assert {name: now[name] for name in untouched} == {name: mine[name] for name in untouched}


@pytest.mark.parametrize(("name", "key", "more"), BUTTONS, ids=[name for name, _, _ in BUTTONS])
def test_an_outdated_button_does_nothing_and_says_so(
    name: str, key: str, more: dict[str, str], two: Two
) -> None:
    if name == "deviation_withdraw":
        record_deviation(two.draft, key=key, reason="So.", revision=1, by=two.scenario.amira, at=AT)
    address, count = address_of(two, name, key), two.draft.agreement.events.count()
    stale = "hat diese Stelle inzwischen"
    for revision, words in (("7", stale), ("", stale if name == "deviation_withdraw" else "nicht alles")):
        assert words in told(two.amira.post(address, {"revision": revision, **more}))
    if name == "clause_join":
        sent = {"revision": "1", **more, "previous_revision": "7"}
        assert stale in told(two.amira.post(address, sent))
    assert two.draft.agreement.events.count() == count


def test_a_section_is_not_removed_with_a_clause_that_was_written_meanwhile(two: Two) -> None:
    section = two.draft.sections.get(key="p14")
    seen = text.clauses_token(section.clauses.all())
    clause = section.clauses.all()[0]
    text.edit_clause(
        two.draft, key=clause.key, text="Gerade geschrieben.", revision=1, by=two.gerda_user, at=AT
    )
    address, now = two.address("section_remove", "p14"), text.clauses_token(section.clauses.all())
    for revision, contents in (("1", seen), ("1", ""), ("7", now)):
        reply = two.amira.post(address, {"revision": revision, "contents": contents})
        assert "hat diese Stelle inzwischen" in told(reply)
    assert section.clauses.filter(text="Gerade geschrieben.").exists()
    assert "Entfernt." in told(two.amira.post(address, {"revision": "1", "contents": now}))


def test_no_deviation_is_recorded_from_a_clause_that_changed_meanwhile(two: Two) -> None:
    reply = two.amira.post(
        two.address("deviation_new", "p16-2"), {"reason": "Das Rechtsamt.", "revision": "7"}
    )
    assert reply.status_code == 422
    assert read(reply).fields["reason"] == "Das Rechtsamt."
    assert not two.draft.deviations.exists()


def test_moving_counts_as_a_change_of_what_was_moved_and_of_nothing_else(scenario: Scenario) -> None:
    section = scenario.draft.sections.get(key="p03")
    one, two = section.clauses.order_by("position")[:2]
    text.move_clause(
        scenario.draft, key=one.key, direction=text.Direction.DOWN, revision=1, by=scenario.amira, at=AT
    )
    revisions = dict(Clause.objects.filter(section=section).values_list("key", "revision"))
    assert (revisions[one.key], revisions[two.key]) == (2, 1)


@pytest.mark.parametrize("who", ["staff", "lead", "neighbour", "observer", "admin", "nobody", "coordinator"])
def test_nobody_else_begins_a_change_of_a_draft_and_nobody_one_of_a_frozen_text(
    who: str, scenario: Scenario
) -> None:
    contracts: list[Any] = [(scenario.signing, "Jetzt ist"), (scenario.signed, "Jetzt ist")]
    if who != "coordinator":
        contracts = [(scenario.draft, "vorbehalten|noch keine Rolle")]
    for contract, reason in contracts:
        with (
            pytest.raises(ActionRefused, match=reason),
            edit_transaction(contract, by=scenario.people[who], at=AT),
        ):
            pytest.fail("nothing is written")
