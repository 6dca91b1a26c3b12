"""Invariant 5: every write has the revision it is based on; an outdated one is refused and nothing is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from agreements.choices import ObligationKind, Side
from agreements.drafting.actions import head, obligations, people, text
from agreements.drafting.actions.obligations import Particulars
from agreements.errors import ActionRefused, Outdated
from agreements.models import Clause, Instrument
from districts.models import User
from tests import factories
from tests.scenario import Scenario

AT = factories.FROZEN_AT
Write = Callable[[Instrument, User, int], Any]


def _head(instrument: Instrument, by: User, revision: int) -> Any:
    said = {name: getattr(instrument, name) for name in head.HEAD_FIELDS}
    return head.edit_head(instrument, **{**said, "note": f"von {by}"}, revision=revision, by=by, at=AT)


def _terms(instrument: Instrument, by: User, revision: int) -> Any:
    return obligations.edit_obligation(
        instrument,
        code="O-24",
        terms={"kind": ObligationKind.REPORT, "title": f"von {by}"},
        clause_key="",
        particulars=Particulars(),
        revision=revision,
        by=by,
        at=AT,
    )


def _signatory(instrument: Instrument, by: User, revision: int) -> Any:
    person = instrument.signatories.get(side=Side.DISTRICT)
    said = {name: getattr(person, name) for name in people.SIGNATORY_FIELDS}
    said["department"] = f"von {by}"
    return people.edit_signatory(instrument, key=person.key, **said, revision=revision, by=by, at=AT)


def _party(instrument: Instrument, by: User, revision: int) -> Any:
    return people.edit_party(
        instrument,
        side=Side.DISTRICT,
        line="Land Berlin",
        short="Bezirk",
        address=f"von {by}",
        revision=revision,
        by=by,
        at=AT,
    )


WRITES: dict[str, Write] = {
    "the head": _head,
    "a party": _party,
    "a signatory": _signatory,
    "an obligation": _terms,
    "a clause": lambda i, by, r: text.edit_clause(i, key="p03-1", text=f"von {by}", revision=r, by=by, at=AT),
    "a heading": lambda i, by, r: text.edit_section(
        i, key="p03", heading=f"von {by}", revision=r, by=by, at=AT
    ),
    "a section's place": lambda i, by, r: text.move_section(
        i, key="p03", direction=text.Direction.DOWN, revision=r, by=by, at=AT
    ),
    "a clause's place": lambda i, by, r: text.move_clause(
        i, key="p03-1", direction=text.Direction.DOWN, revision=r, by=by, at=AT
    ),
}
REMOVALS: dict[str, Write] = {
    "a clause": lambda i, by, r: text.remove_clause(i, key="p16-4", revision=r, by=by, at=AT),
    "a section": lambda i, by, r: text.remove_section(i, key="p03", revision=r, by=by, at=AT),
    "an obligation": lambda i, by, r: obligations.remove_obligation(i, code="O-24", revision=r, by=by, at=AT),
    "a signatory": lambda i, by, r: people.remove_signatory(
        i, key=i.signatories.get(side=Side.DISTRICT).key, revision=r, by=by, at=AT
    ),
}


@pytest.mark.parametrize("what", WRITES)
def test_the_second_of_two_writers_is_refused(what: str, scenario: Scenario) -> None:
    first, second = scenario.amira, factories.coordinator()
    WRITES[what](scenario.draft, first, 1)
    before = scenario.draft.agreement.events.count()
    for revision in (1, 0, 99):
        with pytest.raises(Outdated) as caught:
            WRITES[what](scenario.draft, second, revision)
        assert getattr(caught.value.current, "revision", None) == 2
    assert scenario.draft.agreement.events.count() == before
    WRITES[what](scenario.draft, second, 2)


@pytest.mark.parametrize("what", REMOVALS)
def test_nothing_is_removed_that_somebody_has_just_changed(what: str, scenario: Scenario) -> None:
    before = scenario.draft.agreement.events.count()
    with pytest.raises(Outdated):
        REMOVALS[what](scenario.draft, scenario.amira, 7)
    assert scenario.draft.agreement.events.count() == before


def test_moving_counts_as_a_change_of_what_was_moved_and_of_nothing_else(scenario: Scenario) -> None:
    section = scenario.draft.sections.get(key="p03")
    one, two = section.clauses.order_by("position")[:2]
    text.move_clause(
        scenario.draft, key=one.key, direction=text.Direction.DOWN, revision=1, by=scenario.amira, at=AT
    )
    revisions = dict(Clause.objects.filter(section=section).values_list("key", "revision"))
    assert (revisions[one.key], revisions[two.key]) == (2, 1)


def test_a_removed_row_is_outdated_and_not_an_error(scenario: Scenario) -> None:
    text.remove_clause(scenario.draft, key="p16-4", revision=1, by=scenario.amira, at=AT)
    with pytest.raises(Outdated) as caught:
        text.edit_clause(scenario.draft, key="p16-4", text="Doch.", revision=1, by=scenario.amira, at=AT)
    assert caught.value.current is None


def test_the_page_keeps_what_was_typed_and_shows_how_it_stands_now(scenario: Scenario) -> None:
    browser, typed = scenario.browser("coordinator"), "Mein Satz, an dem ich lange saß."
    clause = Clause.objects.get(section__instrument=scenario.draft, key="p03-1")
    address = reverse("clause_edit", args=[scenario.draft.pk, clause.key])
    text.edit_clause(
        scenario.draft, key="p03-1", text="Schneller gewesen.", revision=1, by=factories.coordinator(), at=AT
    )
    reply = browser.post(address, {"text": typed, "revision": 1})
    page = reply.content.decode()
    assert reply.status_code == 409
    assert typed in page
    assert "Schneller gewesen." in page
    assert "Inzwischen hat jemand anderes hier etwas geändert." in page
    assert 'name="revision" value="2"' in page
    # now that she has read both, she saves on purpose
    assert browser.post(address, {"text": typed, "revision": 2}).status_code == 302
    clause.refresh_from_db()
    assert (clause.text, clause.revision) == (typed, 3)


def test_a_head_that_is_outdated_keeps_every_field(scenario: Scenario) -> None:
    browser = scenario.browser("coordinator")
    address = reverse("head_edit", args=[scenario.draft.pk])
    _head(scenario.draft, factories.coordinator(), 1)
    sent = {
        "revision": 1,
        "title": "Kooperationsvertrag",
        "subject": "Mein Gegenstand",
        "note": "Meine Notiz",
        "file_reference": "Jug 1",
        "legal_form": "public_law",
        "begins_on": "2025-04-01",
        "ends_on": "2028-03-31",
        "extension_months": 12,
        "notice_months": 3,
        "numbering": "paragraph",
        "lone_clauses_numbered": "on",
        "placeholder_SOZIALRAEUME": "Meine Räume",
    }
    reply = browser.post(address, sent)
    page = reply.content.decode()
    assert reply.status_code == 409
    for typed in ("Mein Gegenstand", "Meine Notiz", "Meine Räume", "2028-03-31"):
        assert typed in page
    assert "von Amira" in page


@pytest.mark.parametrize("who", ["staff", "lead", "neighbour", "observer", "admin", "nobody"])
def test_nobody_else_writes_a_draft_by_any_action(who: str, scenario: Scenario) -> None:
    for write in (*WRITES.values(), *REMOVALS.values()):
        with pytest.raises(ActionRefused, match=r"vorbehalten|noch keine Rolle"):
            write(scenario.draft, scenario.people[who], 1)


def test_nobody_writes_a_frozen_text_by_any_action(scenario: Scenario) -> None:
    for contract in (scenario.signing, scenario.signed):
        for write in (*WRITES.values(), *REMOVALS.values()):
            with pytest.raises(ActionRefused, match="Jetzt ist der Stand"):
                write(contract, scenario.amira, 1)
