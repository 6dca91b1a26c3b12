"""An invented contract for Marzahn-Hellersdorf: written, cleared, signed and sealed here, and reported on."""

from datetime import date

from agreements.choices import ClearanceResult, Progress, ResolutionKind
from agreements.drafting.actions.contract import create_contract
from agreements.drafting.actions.dated_facts import record_fact
from agreements.drafting.actions.head import HEAD_FIELDS, edit_head
from agreements.drafting.clearance.actions import close_round, open_round, record_answer
from agreements.models import Agreement, AgreementTemplate, Instrument, Resolution, Version
from agreements.signing.ceremony.actions import NewParticipant, record_ceremony
from agreements.signing.transition_actions import take_step
from agreements.tracking.actions import report
from agreements.tracking.validation import Statement
from districts.models import District, Office, User
from mitwirkung.demo.clock import berlin
from mitwirkung.demo.pankow import NO_RESOLUTION_YET
from mitwirkung.demo.people import Cast, signatories
from mitwirkung.demo.signing import sign_on_paper

NUMBER = "10"
NOTE = (
    "Vorführung: Ob dieser Bezirk einen Vertrag hat, ist nicht öffentlich. Dieser ist mit dem frei erfundenen Mustertext "
    "geschrieben; erfunden sind alle Tage, Personen und Meldungen."
)
SIGNED_ON = date(2026, 9, 3)


def add_marzahn_hellersdorf(cast: Cast, template: AgreementTemplate) -> Version:
    """Create the agreement and return the signed version; the worker seals it."""
    amira = cast["amira"]
    instrument = _draft(template, amira)
    take_step(instrument, "open_review", by=amira, at=berlin(2026, 6, 8))
    _clear(instrument, amira)
    version = sign_on_paper(
        instrument,
        frozen_at=berlin(2026, 8, 17),
        signed_on=SIGNED_ON,
        recorded_at=berlin(2026, 9, 4),
        by=amira,
    )
    _record_ceremony(instrument, amira)
    _report(instrument.agreement, amira)
    return version


def _draft(template: AgreementTemplate, amira: User) -> Instrument:
    instrument = create_contract(
        district=District.objects.get(number=NUMBER),
        template=template,
        coordinator=amira,
        file_reference="Jug 5-2026 (erfunden)",
        begins_on=date(2026, 10, 1),
        ends_on=date(2029, 9, 30),
        placeholders={
            "SOZIALRAEUME": "Hellersdorf-Ost und Marzahn-Nord (erfunden)",
            "KOORDINATION_STELLE": "Stabsstelle im Jugendamt (erfunden)",
        },
        signatories=signatories(
            "Katharina Ersonnen", "Bezirksstadträtin für Jugend und Familie (erfundene Person)"
        ),
        selection=NO_RESOLUTION_YET,
        by=amira,
        at=berlin(2026, 5, 11),
    )
    head = {name: getattr(instrument, name) for name in HEAD_FIELDS}
    edit_head(
        instrument,
        **{**head, "note": NOTE},
        revision=instrument.revision,
        by=amira,
        at=berlin(2026, 5, 11, 11),
    )
    instrument.refresh_from_db()
    return instrument


def _clear(instrument: Instrument, amira: User) -> None:
    round_ = open_round(
        instrument,
        offices=list(Office.objects.filter(district__number=NUMBER, code__in=["ra", "jug"])),
        names=[],
        due_on=date(2026, 7, 3),
        by=amira,
        at=berlin(2026, 6, 9),
    )
    for day, request in enumerate(round_.requests.order_by("pk"), start=22):
        record_answer(
            instrument,
            request=request,
            result=ClearanceResult.UNCHANGED,
            remark="",
            answered_by="Amtsleitung (erfunden)",
            seen=None,
            by=amira,
            at=berlin(2026, 6, day),
        )
    close_round(instrument, number=round_.number, by=amira, at=berlin(2026, 7, 6))


def _record_ceremony(instrument: Instrument, amira: User) -> None:
    record_ceremony(
        instrument,
        held_on=SIGNED_ON,
        place="Berlin",
        participants=[
            NewParticipant(function="Jugendhilfeplanung", organisation="Jugendamt (erfunden)"),
            NewParticipant(function="Prozessbegleitung", organisation="MitWirkung"),
        ],
        by=amira,
        at=berlin(2026, 9, 4, 11),
    )


def _report(agreement: Agreement, amira: User) -> None:
    record_fact(
        Resolution,
        agreement,
        kind=ResolutionKind.BA_RESOLUTION,
        dated=date(2026, 10, 13),
        number="erfunden",
        remark="",
        source="erfunden für die Vorführung",
        source_url="",
        by=amira,
        at=berlin(2026, 10, 15),
    )
    report(
        agreement.obligations.get(code="O-19"),
        statement=Statement(
            key="2026-11-01",
            seen=0,
            progress=Progress.FULFILLED,
            done_on=date(2026, 10, 5),
            amount=None,
            remark="Zwei Ansprechpersonen benannt. (erfunden)",
        ),
        by=amira,
        at=berlin(2026, 10, 6),
    )
