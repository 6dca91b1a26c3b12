"""What of an agreement can be found: the text of the day once, and everything else about it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from agreements.choices import Progress
from agreements.models import Agreement
from agreements.search.entries import SearchEntry, agreement_entries
from agreements.search_choices import SearchKind
from tests import factories
from tests.dossier.amended_contract import ADDED, FIRST, NEW_END, REMOVED, SECOND, THIRD, three_amendments
from tests.recording.recorded import recorded
from tests.scenario import Scenario
from tests.search.indexed import found, index_all
from tests.tracking.evidence.submissions import add, reference
from tests.tracking.report_factories import make_report, obligation_of

DAY = timedelta(days=1)


@pytest.fixture
def amended(db: None) -> Agreement:
    amira = factories.coordinator()
    contract = factories.signed_contract(factories.district("08"), amira)
    return Agreement.objects.get(pk=three_amendments(contract, amira).pk)


def clauses(agreement: Agreement, day: date) -> dict[str, list[SearchEntry]]:
    """Return the clauses that are found on a day by their texts."""
    by_text: dict[str, list[SearchEntry]] = {}
    for entry in agreement_entries(agreement, day).entries:
        if entry.kind == SearchKind.CLAUSE:
            by_text.setdefault(entry.body, []).append(entry)
    return by_text


def test_an_amended_clause_is_found_once_as_it_holds_on_the_day(amended: Agreement) -> None:
    amendments = {row.number: row.pk for row in amended.instruments.all()}
    for day, share, number in (
        (FIRST - DAY, "mindestens 0,75", 0),
        (FIRST, "mindestens 1,0", 1),
        (THIRD, "mindestens 0,9", 3),
    ):
        current = [
            entry
            for same in clauses(amended, day).values()
            for entry in same
            if entry.key == "p06-1" and entry.current
        ]
        assert [share in entry.body for entry in current] == [True], day
        assert current[0].instrument == amendments[number]


def test_what_is_removed_is_gone_and_what_is_added_comes_with_its_day(amended: Agreement) -> None:
    assert REMOVED in clauses(amended, SECOND - DAY)
    assert REMOVED not in {
        body for body, same in clauses(amended, SECOND).items() if any(one.current for one in same)
    }
    assert ADDED not in clauses(amended, THIRD - DAY), "it stands in the sentence of the amendment"
    assert [entry.current for entry in clauses(amended, THIRD)[ADDED]] == [True]


def test_the_entries_hold_until_another_text_takes_effect(amended: Agreement) -> None:
    for day, until in (
        (SECOND - DAY, SECOND - DAY),
        (SECOND, FIRST - DAY),
        (FIRST, THIRD - DAY),
        (THIRD, NEW_END),
    ):
        assert agreement_entries(amended, day).valid_until == until, day
    before = agreement_entries(amended, date(2025, 1, 2))
    assert before.valid_until < SECOND - DAY
    assert before.entries
    assert not any(entry.current for entry in before.entries), "nothing is in force yet"


def test_evidence_people_and_obligations_are_found_with_what_is_about_them(scenario: Scenario) -> None:
    bogdan = scenario.people["staff"]
    at = datetime(2026, 1, 15, 10, 0, tzinfo=UTC)
    report = make_report(obligation_of(scenario.signed, "O-17"), Progress.FULFILLED, bogdan, at)
    add(report, reference("Drs. IX-9182", title="Vorlage zur Xylofonschule"), bogdan)
    person = scenario.signed.signatories.all()[0]
    index_all()
    for user in (scenario.amira, bogdan, scenario.people["observer"]):
        assert {row.kind for row in found(user, "IX-9182 Xylofonschule")} == {SearchKind.EVIDENCE}
        [duty] = {row.title for row in found(user, "O-17") if row.kind == SearchKind.OBLIGATION}
        assert duty.startswith("O-17 ")
        assert person.name in {row.title for row in found(user, person.name) if row.kind == SearchKind.PERSON}
    assert not found(scenario.people["neighbour"], "IX-9182")


def test_a_contract_made_elsewhere_is_found_by_what_is_known_of_it(scenario: Scenario) -> None:
    made = recorded(scenario.amira, doubts_confirmed=True)
    index_all()
    reference_number = made.agreement.reference
    hits = found(scenario.amira, reference_number)
    assert [row.agreement_id for row in hits if row.kind == SearchKind.AGREEMENT] == [made.agreement_id]
