"""The table of reports on signed obligations, past ones too."""

from datetime import timedelta

import pytest

from agreements.choices import OwedBy, Progress
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.models import Report
from agreements.spreadsheet_choices import TableKind
from agreements.spreadsheets.actions import confirm_import
from agreements.spreadsheets.table import CONFLICT, RowChange
from tests import factories
from tests.recording.recorded import RECORDED_AT, duty, recorded
from tests.scenario import Scenario
from tests.spreadsheets.exchange import Rows, blank, downloaded, messages, report_of, uploaded
from tests.tracking.report_factories import make_report, obligation_of

KIND = TableKind.REPORTS
AT = factories.SIGNED_AT + timedelta(days=500)
DONE = {"progress": "erfüllt", "done_on": "30.09.2025", "remark": "=Fachtag „Nord“"}


def of(rows: Rows, code: str) -> list[dict[str, str]]:
    return [row for row in rows if row["code"] == code]


def test_what_was_downloaded_changes_nothing(scenario: Scenario) -> None:
    bogdan = scenario.people["staff"]
    make_report(
        obligation_of(scenario.signed, "O-06"), Progress.PARTLY, bogdan, AT, remark="'=Es\nfehlt Zeit."
    )
    report = report_of(uploaded(KIND, bogdan, AT))
    assert report.counts == {RowChange.SAME: len(downloaded(KIND, bogdan, AT))}
    assert report.error_count == report.missing == 0


def test_each_side_gets_what_it_reports_on(scenario: Scenario) -> None:
    rows = {
        who: downloaded(KIND, scenario.people[who], AT)
        for who in ("staff", "coordinator", "neighbour", "observer")
    }
    assert of(rows["staff"], "O-06")
    assert not of(rows["coordinator"], "O-06")
    assert of(rows["coordinator"], "O-19")
    assert rows["neighbour"] == rows["observer"] == []


def test_past_reports_are_taken_over_with_history(scenario: Scenario) -> None:
    bogdan = scenario.people["staff"]
    before = scenario.signed.agreement.events.count()

    def fill(rows: Rows) -> None:
        for row in of(rows, "O-09"):
            row.update(DONE)

    row = uploaded(KIND, bogdan, AT, fill)
    assert messages(row) == []
    assert not Report.objects.exists()
    confirm_import(row, by=bogdan, at=AT)
    reports = Report.objects.filter(obligation=obligation_of(scenario.signed, "O-09"))
    assert reports.count() == report_of(row).counts[RowChange.CHANGED] > 1
    assert {(made.progress, made.remark, made.reported_by) for made in reports} == {
        (Progress.FULFILLED, "=Fachtag „Nord“", bogdan)
    }
    kinds = list(scenario.signed.agreement.events.order_by("pk").values_list("kind", flat=True))[before:]
    assert set(kinds) == {EventKind.REPORTED}
    assert report_of(uploaded(KIND, bogdan, AT)).changed == 0


def test_a_change_of_what_was_reported_is_a_correction(scenario: Scenario) -> None:
    bogdan, duty = scenario.people["staff"], obligation_of(scenario.signed, "O-06")
    first = make_report(duty, Progress.IN_PROGRESS, bogdan, AT)

    def correct(rows: Rows) -> None:
        [row] = [row for row in of(rows, "O-06") if row["stand"] == "1"]
        row.update(DONE)

    confirm_import(uploaded(KIND, bogdan, AT, correct), by=bogdan, at=AT)
    assert list(duty.reports.filter(key=first.key).order_by("number").values_list("progress", flat=True)) == [
        Progress.IN_PROGRESS,
        Progress.FULFILLED,
    ]


def test_a_row_without_key_is_found_by_contract_obligation_and_day(scenario: Scenario) -> None:
    bogdan = scenario.people["staff"]
    named = of(downloaded(KIND, bogdan, AT), "O-06")[0]

    def typed(rows: Rows) -> None:
        values = {name: named[name] for name in ("contract", "code", "due_on")}
        rows[:] = [blank(KIND, **values, **(DONE | {"remark": remark}))]

    remark = "Fachtag"
    row = uploaded(KIND, bogdan, AT, typed)
    assert messages(row) == []
    confirm_import(row, by=bogdan, at=AT)
    assert Report.objects.get().obligation.code == "O-06"
    remark = "anders"
    assert "schon gemeldet" in messages(uploaded(KIND, bogdan, AT, typed))[0][1]


def test_somebody_elses_district_is_unknown(scenario: Scenario) -> None:
    """What she may not see is answered like what does not exist."""
    stolen = downloaded(KIND, scenario.people["staff"], AT)[:2]

    def steal(rows: Rows) -> None:
        rows[:] = [stolen[0] | DONE, stolen[1] | DONE | {"contract": "MW-1999-999"}]

    row = uploaded(KIND, scenario.people["neighbour"], AT, steal)
    assert [message for _, message in messages(row)] == [
        "Diesen Vertrag gibt es nicht, oder Sie sehen ihn nicht."
    ] * 2


@pytest.mark.parametrize(
    ("values", "place", "words"),
    [
        ({"progress": "teilweise erfüllt"}, "2", "begründen"),
        ({"progress": "erfüllt", "done_on": "01.01.2099"}, "2", "Zukunft"),
        ({"progress": "erfüllt", "done_on": ""}, "J2", "angeben"),
        ({"progress": "", "done_on": "30.09.2025"}, "H2", "angeben"),
        ({"progress": "fertig"}, "H2", "gibt es hier nicht"),
        ({"amount": "-1"}, "I2", "0"),
        ({"title": "Andere Pflicht"}, "E2", "lässt sich hier nicht ändern"),
        ({"key": "MW-1999-999/O-06/2025-01-01"}, "A2", "gibt es nicht"),
        ({"stand": "3"}, "B2", CONFLICT),
        ({"remark": "x" * 2001}, "K2", "Höchstens 2.000"),
    ],
)
def test_each_error_is_named_by_its_cell(
    values: dict[str, str], place: str, words: str, scenario: Scenario
) -> None:
    bogdan = scenario.people["staff"]

    def fault(rows: Rows) -> None:
        good = {"progress": "erfüllt", "done_on": "30.09.2025"}
        rows[:] = [of(rows, "O-06")[0] | good | values]

    row = uploaded(KIND, bogdan, AT, fault)
    found = dict(messages(row))
    assert words in found.get(place, ""), found
    with pytest.raises(ActionRefused):
        confirm_import(row, by=bogdan, at=AT)


def test_one_wrong_row_keeps_all_others_back(scenario: Scenario) -> None:
    bogdan = scenario.people["staff"]

    def fill(rows: Rows) -> None:
        for row in of(rows, "O-06"):
            row.update(DONE)
        of(rows, "O-06")[-1]["done_on"] = "gestern"

    row = uploaded(KIND, bogdan, AT, fill)
    assert report_of(row).error_count == 1
    with pytest.raises(ActionRefused):
        confirm_import(row, by=bogdan, at=AT)
    assert not Report.objects.exists()


def test_what_was_due_before_a_contract_was_recorded_can_be_reported(scenario: Scenario) -> None:
    """It stands in the table, without anybody having to say something about it."""
    contract = recorded(scenario.amira)
    duty(contract, scenario.amira, owed_by=OwedBy.ASSOCIATION)

    def early(rows: Rows) -> list[dict[str, str]]:
        own = (row for row in rows if row["contract"] == contract.agreement.reference)
        return [row for row in own if row["due_on"] in {"31.01.2025", "31.01.2026"}]

    def fill(rows: Rows) -> None:
        early(rows)[0].update(DONE | {"done_on": "20.01.2025"})

    assert [row["progress"] for row in early(downloaded(KIND, scenario.amira, RECORDED_AT))] == ["", ""]
    row = uploaded(KIND, scenario.amira, RECORDED_AT, fill)
    assert messages(row) == []
    confirm_import(row, by=scenario.amira, at=RECORDED_AT)
    report = Report.objects.get()
    assert (report.obligation.agreement, str(report.done_on)) == (contract.agreement, "2025-01-20")
    assert report_of(uploaded(KIND, scenario.amira, RECORDED_AT)).changed == 0
