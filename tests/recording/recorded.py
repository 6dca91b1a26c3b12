"""Contracts signed elsewhere for the tests: of Treptow-Köpenick, signed on 8 November 2023."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from agreements.choices import DueShape, LegalForm, ObligationKind, OwedBy, Side
from agreements.content import Party
from agreements.drafting.actions.obligations import Particulars
from agreements.drafting.importing.classification import classify
from agreements.drafting.importing.structure import RecognisedText, structure_of
from agreements.drafting.importing.text_pieces import pieces_of
from agreements.drafting.model_texts.queries import latest_templates
from agreements.models import Instrument, ObligationTerms
from agreements.recording.actions import correct_key_data, record_agreement
from agreements.recording.key_data import FormerSignatory, KeyData, SourcedDay
from agreements.recording.obligations import record_obligation
from agreements.recording.queries import newest_original
from agreements.recording.texts import record_text
from districts.models import District, User
from tests.files.samples import pdf

RECORDED_AT = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)
SIGNED_ON, BEGINS_ON, ENDS_ON = date(2023, 11, 8), date(2023, 12, 1), date(2027, 11, 30)
SCAN_PAGE = "Scan, Seite 8"
SCAN = pdf()
TEXT = """Kooperationsvertrag
§ 1 Ziel
(1) Der Bezirk beugt Kinderarmut vor.
(2) MitWirkung begleitet ihn.
§ 2 Berichte
(1) Der Bezirk berichtet jedes Jahr bis zum 31. Januar.
"""


def known(day: date, *, latest: bool = False, source: str = SCAN_PAGE) -> SourcedDay:
    return SourcedDay(day=day, latest=latest, source=source)


def key_data(**given: Any) -> KeyData:
    values: dict[str, Any] = {
        "title": "Kooperationsvereinbarung gegen Kinderarmut",
        "parties": (
            Party(
                side=Side.DISTRICT,
                line="Bezirksamt Treptow-Köpenick von Berlin",
                short="der Bezirk",
                address="",
            ),
            Party(side=Side.ASSOCIATION, line="Beispiel e. V.", short="MitWirkung", address=""),
        ),
        "signed": known(SIGNED_ON),
        "begins": known(BEGINS_ON),
        "ends": known(ENDS_ON),
        "extension_months": 12,
        "notice_months": 3,
        "legal_form": LegalForm.PUBLIC_LAW,
        "signatories": (
            FormerSignatory(
                side=Side.DISTRICT,
                name="Erika Erdacht",
                function="Bezirksstadträtin",
                political_party="Erfundene Partei",
            ),
            FormerSignatory(side=Side.ASSOCIATION, name="Ernst Erfunden", function="Vorstand"),
        ),
        "paper": "Akte Jug 1-2023",
    }
    return KeyData(**{**values, **given})


def recorded(
    by: User,
    *,
    place: str = "09",
    file: bytes | None = None,
    at: datetime = RECORDED_AT,
    doubts_confirmed: bool = False,
    **given: Any,
) -> Instrument:
    return record_agreement(
        district=District.objects.get(number=place),
        coordinator=by,
        key_data=key_data(**given),
        file=SCAN if file is None else file,
        doubts_confirmed=doubts_confirmed,
        by=by,
        at=at,
    )


def corrected(instrument: Instrument, by: User, *, at: datetime = RECORDED_AT, **given: Any) -> Instrument:
    kept = {name: given.pop(name) for name in ("file", "seen", "doubts_confirmed") if name in given}
    return correct_key_data(
        instrument,
        key_data=key_data(**given),
        reason="Verlesen",
        by=by,
        at=at,
        **{"seen": newest_original(instrument).pk, **kept},
    )


def duty(contract: Instrument, by: User, **given: Any) -> ObligationTerms:
    terms = {
        "kind": ObligationKind.REPORT,
        "owed_by": OwedBy.DISTRICT,
        "title": "Bericht vorlegen",
        "shape": DueShape.PERIOD,
        "period_months": 12,
        "due_month": 1,
        "due_day": 31,
        "source_place": "§ 10 (1)",
        "source_page": 6,
        **given,
    }
    return record_obligation(contract, terms=terms, particulars=Particulars(), by=by, at=RECORDED_AT)


def recognised(text: str) -> RecognisedText:
    return structure_of(classify(pieces_of(text), {}, whole=True))


def typed_text(contract: Instrument, by: User, text: str = TEXT, *, at: datetime = RECORDED_AT) -> Instrument:
    record_text(contract, recognised(text), by=by, at=at)
    return Instrument.objects.get(pk=contract.pk)


def typed_keys(contract: Instrument, by: User) -> list[Any]:
    """Type a text and return the keys of its instrument, its first section and the first Absatz of that."""
    section = typed_text(contract, by).sections.order_by("position")[0]
    return [contract.pk, section.key, section.clauses.order_by("position")[0].key]


def duty_keys(contract: Instrument, by: User) -> list[Any]:
    """Type an obligation and return the key of its instrument and its code."""
    return [contract.pk, duty(contract, by).obligation.code]


RECORDED_KEYS: dict[str, Callable[[Instrument, User], list[Any]]] = {
    **dict.fromkeys(
        ("recorded_clause_edit", "recorded_clause_move", "recorded_clause_remove"),
        lambda contract, by: typed_keys(contract, by)[::2],
    ),
    "recorded_heading_edit": lambda contract, by: typed_keys(contract, by)[:2],
    "recorded_obligations_pick": lambda contract, _: [contract.pk, latest_templates()[0].pk],
    **dict.fromkeys(("recorded_obligation_edit", "recorded_obligation_remove"), duty_keys),
}
