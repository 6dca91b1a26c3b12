"""The table of the obligations of drafts, and of contracts signed elsewhere."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from agreements.choices import DueShape, ObligationKind, Sense
from agreements.drafting.actions.obligations import particulars_data
from agreements.errors import ActionRefused
from agreements.events import EventKind
from agreements.models import Instrument, ObligationTerms
from agreements.spreadsheet_choices import TableKind
from agreements.spreadsheets.actions import confirm_import
from agreements.spreadsheets.table import RowChange
from agreements.texts.assembly import content_of
from tests import factories
from tests.drafting.parties import three_parties
from tests.recording.recorded import RECORDED_AT, recorded
from tests.scenario import Scenario
from tests.spreadsheets.exchange import Rows, blank, messages, report_of, uploaded

KIND = TableKind.OBLIGATIONS
AT = factories.SIGNED_AT


def new_row(draft: Instrument, **values: str) -> dict[str, str]:
    named = {
        "contract": draft.agreement.reference,
        "kind": "Bericht",
        "owed_by": "Bezirk",
        "title": "Sachbericht",
        "shape": "Regelmäßig, zu einem Termin",
        "period_months": "12",
        "due_day": "31",
        "due_month": "Januar",
        "first_year": "2026",
        "clause_key": "§ 5 (1)",
    }
    return blank(KIND, **(named | values))


def test_what_was_downloaded_changes_nothing(scenario: Scenario) -> None:
    """The model agreement has obligations of every kind and with every due rule."""
    report = report_of(uploaded(KIND, scenario.amira, AT))
    rows = ObligationTerms.objects.filter(instrument__status__in=["draft", "review"])
    assert set(rows.values_list("kind", flat=True)) == set(ObligationKind.values)
    assert report.counts == {RowChange.SAME: rows.count()}
    assert report.error_count == report.missing == 0


def test_sending_every_row_as_a_new_one_makes_the_same_obligations(scenario: Scenario) -> None:
    """So every value of a row is read and written, not only compared."""
    reference = scenario.draft.agreement.reference

    def anew(rows: Rows) -> None:
        rows[:] = [row | {"key": "", "stand": "", "code": ""} for row in rows if row["contract"] == reference]

    before = list(ObligationTerms.objects.filter(instrument=scenario.draft).order_by("position"))
    row = uploaded(KIND, scenario.amira, AT, anew)
    assert messages(row) == []
    confirm_import(row, by=scenario.amira, at=AT)
    after = list(ObligationTerms.objects.filter(instrument=scenario.draft).order_by("position"))[
        len(before) :
    ]
    own = {"id", "obligation", "position", "revision"}
    names = [field.name for field in ObligationTerms._meta.fields if field.name not in own]
    assert [[getattr(row, name) for name in names] for row in after] == [
        [getattr(row, name) for name in names] for row in before
    ]
    assert [particulars_data(row) for row in after] == [particulars_data(row) for row in before]
    assert any(row.posts.exists() for row in after)


def test_a_new_and_a_changed_obligation_are_written_with_history(scenario: Scenario) -> None:
    draft = scenario.draft
    before = draft.agreement.events.count()

    def change(rows: Rows) -> None:
        [row] = [
            row for row in rows if row["contract"] == draft.agreement.reference and row["code"] == "O-01"
        ]
        row["title"] = "Koordination einrichten und halten"
        rows.append(new_row(draft))

    confirm_import(uploaded(KIND, scenario.amira, AT, change), by=scenario.amira, at=AT)
    made = ObligationTerms.objects.get(instrument=draft, title="Sachbericht")
    assert (made.shape, made.due_day, made.due_month, made.first_year) == (DueShape.PERIOD, 31, 1, 2026)
    assert made.clause is not None
    changed = ObligationTerms.objects.get(instrument=draft, obligation__code="O-01")
    assert changed.title == "Koordination einrichten und halten"
    assert changed.posts.exists()
    kinds = list(draft.agreement.events.order_by("pk").values_list("kind", flat=True))[before:]
    assert kinds == [EventKind.OBLIGATION_EDITED, EventKind.OBLIGATION_ADDED]


@pytest.mark.parametrize(
    ("values", "cell", "words"),
    [
        ({"clause_key": "§ 99 (1)"}, "F2", "gibt es im Text nicht"),
        ({"owed_by": "Senat"}, "I2", "Es gibt: Bezirk, MitWirkung, gemeinsam"),
        ({"source_page": "4"}, "H2", "Stelle im Original"),
        ({"code": "O-05"}, "D2", "von selbst"),
        ({"kind": ""}, "E2", "Bitte die Art angeben"),
        ({"kind": "Wunsch"}, "E2", "gibt es hier nicht"),
        ({"title": ""}, "J2", "angeben"),
        ({"due_day": "31", "due_month": "Februar"}, "Q2", "im Kalender"),
        ({"period_months": ""}, "P2", "angeben"),
        ({"shape": "Einmal, an einem festen Tag", "due_on": "31.02.2026"}, "O2", "gibt es nicht"),
        ({"step": "Wissen"}, "AH2", "gehört nicht zur Art"),
        ({"posts": "Jugendamt | Koordination | 0,5"}, "AK2", "gehört nicht zur Art"),
        (
            {"kind": "Freistellung", "posts": "Jugendamt | Leitung | 1,5"},
            "AK2",
            "Zeile 1 in der Zelle: Dieser Wert",
        ),
        (
            {"kind": "Freistellung", "posts": "Jugendamt | Leitung"},
            "AK2",
            "Zeile 1 in der Zelle: Bitte „Anteil",
        ),
        (
            {"kind": "Freistellung", "posts": "A | B | 1 | | | Hofamt"},
            "AK2",
            "„Hofamt“ gibt es im Bezirk nicht",
        ),
        ({"quantity": "-1"}, "K2", "größer als null"),
        ({"anchor": "Erfüllung einer anderen Pflicht", "anchor_code": "O-99"}, "Y2", "O-99"),
        (
            {
                "kind": "IBS-Arbeit",
                "field_of_action": "Bildung",
                "phase": "Struktur",
                "social_spaces": "999999",
            },
            "AG2",
            "999999",
        ),
    ],
)
def test_each_error_is_named_by_its_cell(
    values: dict[str, str], cell: str, words: str, scenario: Scenario
) -> None:
    def only(rows: Rows) -> None:
        rows[:] = [new_row(scenario.draft, **values)]

    row = uploaded(KIND, scenario.amira, AT, only)
    found = dict(messages(row))
    assert words in found[cell], found
    with pytest.raises(ActionRefused):
        confirm_import(row, by=scenario.amira, at=AT)


def test_the_posts_of_a_release_are_changed_in_their_cell(scenario: Scenario) -> None:
    draft = scenario.draft
    office = draft.agreement.district.offices.all()[0]
    terms = ObligationTerms.objects.filter(instrument=draft, obligation__code="O-01")

    def change(rows: Rows) -> None:
        [row] = [
            row for row in rows if row["contract"] == draft.agreement.reference and row["code"] == "O-01"
        ]
        row["posts"] = (
            f"Jugendamt | Koordination | 0,75 | genau | ja | {office.name} | | 01.05.2025 | 30.04.2026\n"
            "Gesundheitsamt | Planung \\| Bericht | 0,5 | | | | 6"
        )

    row = uploaded(KIND, scenario.amira, AT, change)
    assert messages(row) == []
    [cell] = report_of(row).changes[0].cells
    assert "Planung \\| Bericht | 0,5 | mindestens | nein |  | 6" in cell.new, "what is empty is said"
    done = confirm_import(row, by=scenario.amira, at=AT)
    assert report_of(done).counts[RowChange.CHANGED] == 1
    [first, second] = terms.get().posts.all()
    assert (first.share, first.sense, first.needs_resolution, first.office) == (
        Decimal("0.75"),
        Sense.EXACTLY,
        True,
        office,
    )
    assert (first.starts_on, first.ends_on) == (date(2025, 5, 1), date(2026, 4, 30))
    assert (second.function, second.sense, second.starts_after_months) == (
        "Planung | Bericht",
        Sense.AT_LEAST,
        6,
    )
    assert report_of(uploaded(KIND, scenario.amira, AT)).changed == 0


def test_any_of_three_parties_can_owe(scenario: Scenario) -> None:
    draft = three_parties(scenario)
    names = list(draft.party_names.values())

    def add(rows: Rows) -> None:
        rows.append(new_row(draft, owed_by=", ".join(names[:2])))
        rows.append(new_row(draft, owed_by="gemeinsam", quantity="2", unit="Berichte"))

    row = uploaded(KIND, scenario.amira, AT, add)
    assert messages(row) == []
    confirm_import(row, by=scenario.amira, at=AT)
    [two, three] = ObligationTerms.objects.filter(instrument=draft, title="Sachbericht").order_by("position")
    assert (len(two.owing), len(three.owing), three.quantity) == (2, 3, Decimal(2))
    assert report_of(uploaded(KIND, scenario.amira, AT)).changed == 0


def test_obligations_of_a_contract_signed_elsewhere_have_their_place_in_it(scenario: Scenario) -> None:
    contract = recorded(scenario.amira)
    before = contract.agreement.events.count()
    place = {"clause_key": "", "source_place": "§ 10 (1)", "source_page": "6"}

    def add(rows: Rows) -> None:
        rows.append(new_row(contract, **place))
        rows.append(new_row(contract, **place, title="Fachtag"))

    confirm_import(uploaded(KIND, scenario.amira, RECORDED_AT, add), by=scenario.amira, at=RECORDED_AT)
    contract.refresh_from_db()
    assert [duty.source for duty in content_of(contract).obligations] == ["§ 10 (1), Seite 6"] * 2

    def correct(rows: Rows) -> None:
        [row] = [row for row in rows if row["title"] == "Fachtag"]
        row["source_page"] = "7"

    done = confirm_import(
        uploaded(KIND, scenario.amira, RECORDED_AT, correct), by=scenario.amira, at=RECORDED_AT
    )
    assert report_of(done).counts[RowChange.CHANGED] == 1
    assert report_of(uploaded(KIND, scenario.amira, RECORDED_AT)).changed == 0
    assert (
        EventKind.AGREEMENT_RECORDED
        in list(contract.agreement.events.order_by("pk").values_list("kind", flat=True))[before:]
    )


@pytest.mark.parametrize("sent", ["MW-99-01", "MW-99-01\0"])
def test_the_table_of_a_contract_that_there_is_not_is_not_found(sent: str, scenario: Scenario) -> None:
    browser = scenario.browser("coordinator")
    for page, more in (("table_detail", []), ("table_download", ["csv"])):
        address = reverse(page, args=[KIND.value, *more])
        assert browser.get(address, {"vertrag": sent}).status_code == 404


def test_a_contract_without_text_has_no_clause(scenario: Scenario) -> None:
    contract = recorded(scenario.amira)

    def add(rows: Rows) -> None:
        rows[:] = [new_row(contract)]

    assert messages(uploaded(KIND, scenario.amira, RECORDED_AT, add)) == [
        ("F2", "Diese Stelle gibt es im Text nicht.")
    ]
