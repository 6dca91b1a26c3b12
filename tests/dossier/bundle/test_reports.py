"""Reports, answers, evidence and staff release in the bundle."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from agreements.choices import Progress
from agreements.dossier.bundle.xml import xml_faults
from agreements.tracking.actions import report_occasion
from agreements.tracking.evidence.actions import renew_evidence
from agreements.tracking.staff_release.shortfall import Filling
from tests import factories
from tests.dossier.bundle.packed import bundle_of, faults, unpack
from tests.files.samples import pdf
from tests.scenario import Scenario
from tests.tracking.evidence.submissions import add, file, reference
from tests.tracking.report_factories import answer_report, make_report, obligation_of
from tests.tracking.staff_release.quarter_reports import (
    COORDINATION,
    Q3,
    answer_quarter_report,
    make_quarter_report,
    signed_amendment,
)

AT = factories.SIGNED_AT + timedelta(days=90)


def test_reports_answers_and_occasions_are_in_the_bundle(scenario: Scenario, tmp_path: Path) -> None:
    bogdan = scenario.people["staff"]
    said = make_report(
        obligation_of(scenario.signed, "O-12"),
        Progress.FULFILLED,
        bogdan,
        AT,
        amount=43,
        remark="Mit Fachtag.",
    )
    answer_report(said, scenario.amira, AT, question="Doppelt gezählt?")
    report_occasion(
        obligation_of(scenario.signed, "O-27"), happened_on=AT.date(), note="Plakat", by=bogdan, at=AT
    )
    data = bundle_of(scenario.signed.agreement)
    assert faults(data, tmp_path) == ""
    parts = unpack(data)
    assert xml_faults(parts["metadaten.xml"]) == []
    facts = json.loads(parts["metadaten.json"])
    [facts_of_report] = facts["reports"]
    assert (facts_of_report["occurrence"], facts_of_report["side"], facts_of_report["amount"]) == (
        "2025-12-31",
        "district",
        "43",
    )
    assert [answer["remark"] for answer in facts_of_report["answers"]] == ["Doppelt gezählt?"]
    assert [occasion["note"] for occasion in facts["occasions"]] == ["Plakat"]


def test_every_version_of_evidence_is_in_the_bundle_or_listed_as_left_out(
    scenario: Scenario, tmp_path: Path
) -> None:
    bogdan, data = scenario.people["staff"], pdf()
    said = make_report(obligation_of(scenario.signed, "O-12"), Progress.FULFILLED, bogdan, AT, amount=43)
    first = add(said, file(data, "Liste.pdf", last_valid_on=date(2027, 1, 1)), bogdan, AT)
    renew_evidence(first, piece=reference("Drs. IX-0731"), seen=1, by=bogdan, at=AT)
    infected = add(said, file(pdf(2), "Anlage.pdf"), bogdan, AT)
    assert infected.file is not None
    infected.file.virus_checks.create(checked_at=AT, scanner="ClamAV", found="Eicar-Test")
    packed = bundle_of(scenario.signed.agreement)
    assert faults(packed, tmp_path) == ""
    parts = unpack(packed)
    assert xml_faults(parts["metadaten.xml"]) == []
    assert parts["nachweise/1/1-1.pdf"] == data
    [facts_of_report] = json.loads(parts["metadaten.json"])["reports"]
    assert [(one["number"], one["version"], one["text"]) for one in facts_of_report["evidence"]] == [
        (1, 1, "Liste.pdf"),
        (1, 2, "Drs. IX-0731"),
        (2, 1, "Anlage.pdf"),
    ]
    assert facts_of_report["evidence"][0]["last_valid_on"] == "2027-01-01"
    assert "file" not in facts_of_report["evidence"][2]
    [left_out] = json.loads(parts["manifest.json"])["left_out"]
    assert left_out == {"what": "Nachweis nachweise/1/2-1", "why": "gesperrt: Schadsoftware gefunden."}


def test_every_report_on_staff_release_is_in_the_bundle_corrected_ones_too(
    scenario: Scenario, tmp_path: Path
) -> None:
    agreement, bogdan, at = (
        scenario.signed.agreement,
        scenario.people["staff"],
        datetime(2026, 1, 15, 10, tzinfo=UTC),
    )
    signed_amendment(scenario.signed, date(2025, 9, 1), "1", scenario.amira)
    gone = Filling(
        filled=Decimal("0.75"), vacated_on=date(2025, 9, 1), substitute="SPK", substitute_share=Decimal("0.5")
    )
    first = make_quarter_report(agreement, Q3, bogdan, at, but={COORDINATION: gone})
    answer_quarter_report(first, scenario.amira, at, question="Seit wann?")
    make_quarter_report(agreement, Q3, bogdan, at)
    data = bundle_of(agreement)
    assert faults(data, tmp_path) == ""
    parts = unpack(data)
    assert xml_faults(parts["metadaten.xml"]) == []
    releases = json.loads(parts["metadaten.json"])["releases"]
    assert [(release["quarter_on"], release["number"], len(release["lines"])) for release in releases] == [
        ("2025-07-01", 1, 4),
        ("2025-07-01", 2, 4),
    ]
    [line] = [line for line in releases[0]["lines"] if line["function"] == COORDINATION]
    assert line == {
        "code": "O-01",
        "unit": "Abteilung Jugend und Familie",
        "function": COORDINATION,
        "filled": "0.75",
        "remark": "",
        "vacated_on": "2025-09-01",
        "substitute": "SPK",
        "substitute_share": "0.5",
    }
    assert [answer["remark"] for answer in releases[0]["answers"]] == ["Seit wann?"]
    assert "answers" not in releases[1]
