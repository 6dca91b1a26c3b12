"""The table of those who sign: there and back, changed, and sent by those who may not."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agreements.choices import Side
from agreements.drafting.actions.people import add_signatory
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.models import Instrument, Signatory, StoredFile, TableImport
from agreements.spreadsheet_choices import TableKind
from agreements.spreadsheets import import_report
from agreements.spreadsheets.actions import confirm_import
from agreements.spreadsheets.table import CONFLICT, RowChange
from tests import factories
from tests.page import read
from tests.recording.recorded import recorded
from tests.scenario import Scenario
from tests.spreadsheets.exchange import Rows, as_csv, blank, downloaded, messages, report_of, uploaded

KIND = TableKind.CONTACTS
AT = factories.SIGNED_AT


def new_row(draft: Instrument, **values: str) -> dict[str, str]:
    named = {
        "contract": draft.agreement.reference,
        "side": "Bezirk",
        "name": "Nora Neu",
        "function": "Amtsleitung",
    }
    return blank(KIND, **(named | values))


def test_what_was_downloaded_changes_nothing(scenario: Scenario) -> None:
    """Texts that programs like to change come back as they were."""
    for name in ("„Ärztin“ – ß", "=cmd|' /C calc'!A0", "'Ohm", "0123", "+49 30 / 1\n2"):
        add_signatory(
            scenario.draft, side=Side.DISTRICT, name=name, function="Leitung", by=scenario.amira, at=AT
        )
    report = report_of(uploaded(KIND, scenario.amira, AT))
    people = Signatory.objects.filter(instrument__status__in=["draft", "review"])
    assert report.counts == {RowChange.SAME: people.count()}
    assert (report.error_count, report.missing, report.changed) == (0, 0, 0)


def test_a_trial_changes_nothing_and_a_confirmed_one_all(scenario: Scenario) -> None:
    draft = scenario.draft
    before = draft.agreement.events.count()

    def change(rows: Rows) -> None:
        rows[0]["function"] = "Bezirksstadträtin für Jugend"
        rows.append(new_row(draft, office_begins_on="01.05.2025", order="2"))

    row = uploaded(KIND, scenario.amira, AT, change)
    report = report_of(row)
    assert report.counts[RowChange.NEW] == report.counts[RowChange.CHANGED] == 1
    [changed, new] = report.changes
    assert [(cell.heading, cell.new) for cell in changed.cells] == [
        ("Funktion", "Bezirksstadträtin für Jugend")
    ]
    assert ("Reihenfolge", "2") in [(cell.heading, cell.new) for cell in new.cells]
    assert not Signatory.objects.filter(name="Nora Neu").exists()

    confirm_import(row, by=scenario.amira, at=AT)
    person = Signatory.objects.get(name="Nora Neu")
    assert (person.order, person.required, str(person.office_begins_on)) == (2, True, "2025-05-01")
    kinds = list(draft.agreement.events.order_by("pk").values_list("kind", flat=True))[before:]
    assert kinds == [EventKind.SIGNATORY_EDITED, EventKind.SIGNATORY_ADDED]
    assert report_of(uploaded(KIND, scenario.amira, AT)).changed == 0
    with pytest.raises(ActionRefused):
        confirm_import(row, by=scenario.amira, at=AT)


def test_each_error_is_named_by_its_cell_and_nothing_is_written(scenario: Scenario) -> None:
    def change(rows: Rows) -> None:
        rows[:] = [
            new_row(scenario.draft),
            new_row(scenario.draft, contract="MW-1999-999"),
            new_row(scenario.draft, side="Nachbar"),
            new_row(scenario.draft, name="", function="F"),
            new_row(scenario.draft, office_begins_on="01.02.2026", office_ends_on="01.02.2025"),
            new_row(scenario.draft, authority_on="03/04/2026"),
            new_row(scenario.draft, order="viele"),
            new_row(scenario.signed),
            new_row(scenario.draft),
            new_row(scenario.draft, key="MW-1999-999/0/x", stand="1"),
            new_row(scenario.draft, name="x" * 200),
        ]

    row = uploaded(KIND, scenario.amira, AT, change)
    words = dict(messages(row))
    assert words["C3"] == "Diesen Vertrag gibt es nicht, oder Sie sehen ihn nicht."
    assert "Es gibt: " in words["D4"]
    assert words["E5"] == "Bitte „Name“ angeben."
    assert "nicht vor ihrem Beginn" in words["K6"]
    assert "auf zwei Arten" in words["I7"]
    assert "keine Zahl" in words["L8"]
    assert "Ändern lässt sich der Text nur" in words["9"]
    assert words["A10"] == "Diese Zeile steht schon in Zeile 2."
    assert words["A11"].startswith("Diese Zeile gibt es nicht")
    assert "Höchstens 120 Zeichen" in words["E12"]
    with pytest.raises(ActionRefused):
        confirm_import(row, by=scenario.amira, at=AT)
    assert not Signatory.objects.filter(name="Nora Neu").exists()


def test_only_the_first_errors_are_listed_and_all_counted(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_report, "MOST_ERRORS", 2)

    def change(rows: Rows) -> None:
        rows[:] = [new_row(scenario.draft, side="Nachbar", name=name) for name in "ABC"]

    row = uploaded(KIND, scenario.amira, AT, change)
    assert (row.row_count, report_of(row).error_count, len(messages(row))) == (3, 3, 2)
    page = scenario.browser("coordinator").get(reverse("table_import", args=[row.pk]))
    assert "Die ersten 2 von 3." in read(page).text


def test_who_signed_elsewhere_stands_in_another_table(scenario: Scenario) -> None:
    contract = recorded(scenario.amira)

    def add(rows: Rows) -> None:
        rows[:] = [new_row(contract)]

    [(place, words)] = messages(uploaded(KIND, scenario.amira, AT, add))
    assert (place, "steht in der Tabelle „Andernorts geschlossene Verträge“" in words) == ("C2", True)


def test_a_row_that_somebody_changed_meanwhile_is_a_conflict(scenario: Scenario) -> None:
    rows = downloaded(KIND, scenario.amira, AT)
    Signatory.objects.filter(instrument=scenario.draft).update(revision=5)

    def change(fresh: Rows) -> None:
        fresh[:] = [
            row | {"function": "Neu"} for row in rows if row["contract"] == scenario.draft.agreement.reference
        ]

    row = uploaded(KIND, scenario.amira, AT, change)
    assert {message for _, message in messages(row)} == {CONFLICT}


def test_what_changed_after_the_trial_is_not_overwritten(scenario: Scenario) -> None:
    """All or nothing: the new person of another draft is not written either."""

    def change(rows: Rows) -> None:
        for row in rows:
            row["function"] = "Geändert"

    row = uploaded(KIND, scenario.amira, AT, change)
    Signatory.objects.filter(instrument=scenario.draft).update(revision=5)
    done = confirm_import(row, by=scenario.amira, at=AT)
    assert done.refusal
    assert CONFLICT in {message for _, message in messages(done)}
    assert not Signatory.objects.filter(function="Geändert").exists()


def test_a_row_left_out_stays(scenario: Scenario) -> None:
    def change(rows: Rows) -> None:
        del rows[0]

    row = uploaded(KIND, scenario.amira, AT, change)
    assert report_of(row).missing == 1


def test_only_who_may_write_drafts_reads_a_table_in(scenario: Scenario) -> None:
    data = as_csv(KIND, downloaded(KIND, scenario.amira, AT))
    assert downloaded(KIND, scenario.people["staff"], AT) == []
    reply = scenario.browser("staff").post(
        reverse("table_detail", args=[KIND.value]), {"file": SimpleUploadedFile("a.csv", data)}
    )
    assert reply.status_code == 403
    assert not TableImport.objects.exists()


def test_the_pages_lead_from_the_download_to_the_new_person(scenario: Scenario) -> None:
    browser = scenario.browser("coordinator")
    page = reverse("table_detail", args=[KIND.value])
    book = browser.get(reverse("table_download", args=[KIND.value, "excel"]))
    assert book.headers["Content-Disposition"].startswith("attachment")
    reply = browser.post(page, {"file": SimpleUploadedFile("stand.xlsx", book.content)}, follow=True)
    assert "Die Tabelle sagt, was schon gespeichert ist." in read(reply).text
    data = as_csv(KIND, [new_row(scenario.draft)])
    reply = browser.post(page, {"file": SimpleUploadedFile("neu.csv", data)}, follow=True)
    [(address, _)] = reply.redirect_chain
    assert "1 Zeile übernehmen" in read(reply).text
    reply = browser.post(address, follow=True)
    assert "Übernommen" in read(reply).text
    assert Signatory.objects.filter(name="Nora Neu").count() == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "leer"),
        (b"\x81\x8d", "lassen sich nicht lesen"),
        ("Kennung".encode("utf-16"), "Spaltenköpfen"),
    ],
)
def test_a_file_that_is_no_table_leaves_nothing(data: bytes, words: str, scenario: Scenario) -> None:
    before = StoredFile.objects.count()
    reply = scenario.browser("coordinator").post(
        reverse("table_detail", args=[KIND.value]), {"file": SimpleUploadedFile("a.csv", data)}
    )
    assert reply.status_code == 422
    assert words in read(reply).text
    assert StoredFile.objects.count() == before
