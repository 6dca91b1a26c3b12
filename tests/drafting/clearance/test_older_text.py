"""Clearance of an older text: changed places, deadlines, warnings."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements.choices import ClearanceResult
from agreements.content import NBSP, Content
from agreements.drafting.actions.obligations import Particulars, edit_obligation
from agreements.drafting.actions.people import SIGNATORY_FIELDS, edit_signatory
from agreements.drafting.actions.text import add_clause, edit_section, remove_clause
from agreements.drafting.actions.versions import name_version, restore_version
from agreements.drafting.clearance.actions import close_round
from agreements.drafting.clearance.changed_places import MAX_PLACES, changed_places, places_words
from agreements.drafting.clearance.presenters import clearance_view, open_rows
from agreements.drafting.comparison.compare import compare
from agreements.models import ClearanceRound, Instrument, ObligationTerms, Signatory
from agreements.texts.assembly import working_copy
from agreements.texts.clearance_facts import (
    clearance_statuses,
    current_text,
    rounds_of,
    warnings,
    without_keys,
)
from districts.models import User
from tests import factories
from tests.drafting.clearance.conftest import (
    ANSWERED_AT,
    DUE_ON,
    IN_TIME,
    answer,
    request_of,
    rewrite,
    start_round,
)
from tests.drafting.comparison.strategies import contents
from tests.drafting.differences import confirm_open
from tests.drafting.texts import clause_of
from tests.page import query_count


def edit_terms(contract: Instrument, by: User, code: str = "O-06", **terms: Any) -> None:
    """Edit the terms of an obligation."""
    row = ObligationTerms.objects.select_related("ibs", "clause").get(
        instrument=contract, obligation__code=code
    )
    edit_obligation(
        contract,
        code=code,
        terms=terms,
        clause_key=row.clause.key if row.clause else "",
        particulars=Particulars(field_of_action=row.ibs.field_of_action, phase=row.ibs.phase),
        revision=row.revision,
        by=by,
        at=ANSWERED_AT,
    )


def new_name(contract: Instrument, by: User) -> None:
    person: Signatory = contract.signatories.get(name="Rosa Rathaus")
    kept = {name: getattr(person, name) for name in ("key", "revision", *SIGNATORY_FIELDS) if name != "name"}
    edit_signatory(contract, name="Rita Rathaus", **kept, by=by, at=ANSWERED_AT)


def new_heading(contract: Instrument, by: User) -> None:
    section = contract.sections.get(key="p06")
    edit_section(contract, key="p06", heading="Neu", revision=section.revision, by=by, at=ANSWERED_AT)


def remove(contract: Instrument, by: User) -> None:
    clause = clause_of(contract, "p06-5")
    remove_clause(contract, key="p06-5", revision=clause.revision, by=by, at=ANSWERED_AT)


def add(contract: Instrument, by: User) -> None:
    add_clause(contract, section_key="p06", after="p06-2", text="Dazwischen.", by=by, at=ANSWERED_AT)


CHANGES: dict[str, Callable[[Instrument, User], None]] = {
    f"§{NBSP}6{NBSP}(2)": rewrite,
    f"§{NBSP}6{NBSP}(3) (neu)": add,
    f"Pflicht{NBSP}O-06": lambda contract, by: edit_terms(contract, by, title="Anders"),
    f"früher §{NBSP}6{NBSP}(5) (entfallen)": remove,
    f"Überschrift §{NBSP}6": new_heading,
    f"Unterzeichnende:{NBSP}Rita Rathaus": new_name,
}


@pytest.mark.parametrize("place_words", CHANGES)
def test_a_change_after_clearance_marks_the_answer_as_older_text(
    contract: Instrument, amira: User, place_words: str
) -> None:
    round_ = start_round(contract, amira)
    answer(contract, request_of(round_), amira)
    before = clearance_view(amira, contract, IN_TIME)
    [cleared, waiting] = sorted(before.statuses, key=lambda row: not row.text)
    assert cleared.sentence == "Rechtsamt hat den heutigen Text ohne Änderung mitgezeichnet."
    assert (cleared.text, cleared.url) == ("gilt für den heutigen Text", "")
    assert waiting.sentence == "Jugendamt hat noch nicht geantwortet."
    CHANGES[place_words](contract, amira)
    after = clearance_view(amira, contract, IN_TIME)
    [cleared] = [row for row in after.statuses if row.name == "Rechtsamt"]
    assert cleared.sentence == (
        f"Rechtsamt hat den Stand vom 03.03.2025 ohne Änderung mitgezeichnet; seither geändert: {place_words}."
    )
    assert cleared.text == "älterer Text"
    assert cleared.url.endswith(f"?von=fassung-{round_.version.number}&bis=arbeitsstand")
    assert after.rounds[0].change.places == place_words


def test_reverting_a_change_makes_the_answer_current_again(contract: Instrument, amira: User) -> None:
    answer(contract, request_of(start_round(contract, amira)), amira)
    before = clause_of(contract, "p06-2").text
    rewrite(contract, amira)
    assert not clearance_view(amira, contract, IN_TIME).rounds[0].change.is_current
    rewrite(contract, amira, text=before)
    assert clearance_view(amira, contract, IN_TIME).rounds[0].change.is_current


def test_the_version_number_is_not_a_change(contract: Instrument, amira: User) -> None:
    rewrite(contract, amira, text="Dies ist Fassung [VERSION], [BEZIRK].")
    round_ = start_round(contract, amira)
    for name in ("eins", "zwei"):
        name_version(contract, name=name, by=amira, at=ANSWERED_AT)
    assert "Fassung 4" in next(
        c.text for s in working_copy(contract).sections for c in s.clauses if c.key == "p06-2"
    )
    assert current_text(contract).equals(round_.version)
    restore_version(contract, number=2, by=amira, at=ANSWERED_AT)
    assert current_text(contract).equals(round_.version)


def test_a_frozen_text_keeps_its_clearance(contract: Instrument, amira: User) -> None:
    rewrite(contract, amira, text="Dies ist Fassung [VERSION].")
    round_ = start_round(contract, amira)
    answer(contract, request_of(round_), amira)
    confirm_open(contract)
    frozen = factories.freeze_draft(contract, amira)
    [view] = clearance_view(amira, frozen, IN_TIME).rounds
    assert view.change.is_current
    assert view.state == "resting"


@given(content=contents, number=st.integers(1, 99))
@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])
def test_the_version_number_is_ignored_in_any_content(content: Content, number: int) -> None:
    assert without_keys(replace(content, version=number)) == without_keys(content)


@given(content=contents, data=st.data())
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_any_change_has_a_named_place(content: Content, data: st.DataObject) -> None:
    places = [(s, c) for s, section in enumerate(content.sections) for c in range(len(section.clauses))]
    duties = range(len(content.obligations))
    choices = [
        *(("clause", place) for place in places),
        *(("duty", (i, 0)) for i in duties),
        ("title", (0, 0)),
    ]
    kind, (i, j) = data.draw(st.sampled_from(choices))
    changed = _changed(content, kind, i, j)
    assert without_keys(changed) != without_keys(content)
    named = changed_places(compare(content, changed))
    assert named
    if kind == "title":
        assert named == ("Titel",)


def _changed(content: Content, kind: str, i: int, j: int) -> Content:
    if kind == "title":
        return replace(content, title=f"{content.title}!")
    if kind == "duty":
        duties = list(content.obligations)
        duties[i] = replace(duties[i], quantity=(duties[i].quantity or Decimal(0)) + 1, unit="Tage")
        return replace(content, obligations=tuple(duties))
    sections = list(content.sections)
    clauses = list(sections[i].clauses)
    clauses[j] = replace(clauses[j], text=f"{clauses[j].text} Und noch ein Satz.")
    sections[i] = replace(sections[i], clauses=tuple(clauses))
    return replace(content, sections=tuple(sections))


def test_many_places_are_abbreviated() -> None:
    assert places_words(("a", "b")) == "a, b"
    assert places_words(tuple("abcdefghij")) == "a, b, c, d, e, f, g, h und 2 weitere Stellen"
    assert MAX_PLACES == 8


def test_a_new_round_keeps_the_last_answer_of_an_office(contract: Instrument, amira: User) -> None:
    answer(
        contract,
        request_of(start_round(contract, amira, codes=["ra"])),
        amira,
        ClearanceResult.REMARKS,
        "§ 9 prüfen.",
    )
    rewrite(contract, amira)
    close_round(contract, number=1, by=amira, at=ANSWERED_AT)
    start_round(contract, amira, codes=[], names=["rechtsamt", "Haushalt"], at=ANSWERED_AT)
    statuses = clearance_statuses(rounds_of(contract))
    assert [
        (status.name, status.answered and status.answered.number, status.waiting and status.waiting.number)
        for status in statuses
    ] == [
        ("Haushalt", None, 2),
        ("Rechtsamt", 1, 2),
    ]
    assert warnings(contract, DUE_ON) == (
        "Haushalt hat in Runde 2 nicht geantwortet (Frist 17.03.2025).",
        "Rechtsamt hat in Runde 2 nicht geantwortet (Frist 17.03.2025).",
        "Rechtsamt hat Hinweise gegeben: § 9 prüfen.",
        "Rechtsamt hat den Stand vom 03.03.2025 gelesen; der Text wurde seither geändert.",
    )
    day_after = DUE_ON + timedelta(days=1)
    assert warnings(contract, day_after)[0].endswith("(Frist 17.03.2025 ist abgelaufen).")
    answer(contract, request_of(contract.clearance_rounds.get(number=2)), amira)
    assert len(warnings(contract, DUE_ON)) == 1, "a current clearance is no warning"


def test_a_missing_clearance_is_a_warning(contract: Instrument) -> None:
    assert warnings(contract, IN_TIME) == ("Um Mitzeichnung wurde noch niemand gebeten.",)


@pytest.mark.parametrize(
    ("days", "state"), [(0, "open"), (1, "overdue")], ids=["the last day", "the day after"]
)
def test_overdue_depends_on_the_day(contract: Instrument, amira: User, days: int, state: str) -> None:
    start_round(contract, amira)
    as_of = DUE_ON + timedelta(days=days)
    assert clearance_view(amira, contract, as_of).rounds[0].state == state
    assert [row.overdue for row in open_rows(amira, as_of)] == [days > 0]


def test_a_late_answer_is_accepted_and_marked(contract: Instrument, amira: User) -> None:
    round_ = start_round(contract, amira, due_on=date(2025, 3, 5))
    # 5 March, 23:30 in Berlin is in time; one hour later it is the 6th
    answer(contract, request_of(round_), amira, at=ANSWERED_AT.replace(hour=22, minute=30))
    answer(contract, request_of(round_, "Jugendamt"), amira, at=ANSWERED_AT.replace(hour=23, minute=30))
    [view] = clearance_view(amira, contract, date(2025, 3, 7)).rounds
    assert {row.name: row.last and row.last.late for row in view.requests} == {
        "Jugendamt": True,
        "Rechtsamt": False,
    }
    assert view.state == "open", "everybody has answered"


def test_the_number_of_queries_is_constant(contract: Instrument, amira: User) -> None:
    start_round(contract, amira, codes=["ra"])

    def query_counts() -> list[int]:
        fresh = Instrument.objects.select_related("agreement__district", "frozen_version").get(pk=contract.pk)
        return [
            query_count(lambda: clearance_view(amira, fresh, IN_TIME)),
            query_count(lambda: warnings(fresh, IN_TIME)),
            query_count(lambda: open_rows(amira, IN_TIME)),
        ]

    before = query_counts()
    for number in range(1, 4):
        last = contract.clearance_rounds.get(number=number)
        for request in ClearanceRound.objects.get(pk=last.pk).requests.select_related("round"):
            answer(contract, request, amira)
            answer(contract, request, amira, ClearanceResult.REMARKS, "Noch etwas.")
        rewrite(contract, amira, text=f"Fassung {number} des Absatzes.")
        close_round(contract, number=number, by=amira, at=ANSWERED_AT)
        start_round(
            contract, amira, codes=["ra", "jug", "soz", "ges"], names=["Haushalt", f"Stelle {number}"]
        )
    assert before == query_counts() == [13, 13, 3]
