"""An invented follow-up contract for Neukölln in Mitzeichnung."""

from datetime import date, datetime

from agreements.choices import ClearanceResult
from agreements.drafting.actions.contract import create_contract
from agreements.drafting.actions.text import edit_clause
from agreements.drafting.clearance.actions import open_round, record_answer
from agreements.models import AgreementTemplate, Clause, ClearanceRound, Instrument
from agreements.signing.transition_actions import take_step
from districts.models import District, Office, User
from mitwirkung.demo.clock import berlin
from mitwirkung.demo.pankow import NO_RESOLUTION_YET
from mitwirkung.demo.people import Cast, signatories

YOUTH, SOCIAL = "Jugend und Familie (erfunden)", "Soziales und Gesundheit (erfunden)"
PORTFOLIOS = {"abt_jug": YOUTH, "jug": YOUTH, "soz": SOCIAL, "ges": SOCIAL, "qpk": SOCIAL}
DISTRICTS = ("03", "08")
RELEASE = (
    "Für die Arbeit im Kernteam stellt der Bezirk aus den beteiligten Ämtern Beschäftigte im Umfang von jeweils "
    "mindestens ‹10› Prozent ihrer regelmäßigen Arbeitszeit frei. Die Verteilung auf die Ämter ergibt sich aus Anlage 2."
)


def add_clearance(cast: Cast, template: AgreementTemplate) -> None:
    """Ask four offices; two answer, then a clause changes, so that one answer is about an older text."""
    jonas, charlotte = cast["jonas"], cast["charlotte"]
    for code, portfolio in PORTFOLIOS.items():
        Office.objects.filter(district__number__in=DISTRICTS, code=code).update(portfolio=portfolio)
    contract = _in_review(template, jonas)
    offices = list(Office.objects.filter(district__number="08", code__in=["ra", "jug", "soz"]))
    round_ = open_round(
        contract,
        offices=offices,
        names=["Haushalt"],
        due_on=date(2026, 11, 20),
        note="Bitte besonders § 6 und Anlage 2 lesen.",
        by=jonas,
        at=berlin(2026, 11, 6),
    )
    _answers(contract, round_, "Rechtsamt", ClearanceResult.UNCHANGED, "", jonas, berlin(2026, 11, 11))
    _answers(
        contract,
        round_,
        "Amt für Soziales",
        ClearanceResult.REMARKS,
        "Der Anteil von 10 Prozent braucht eine Vertretungsregel. (erfunden)",
        charlotte,
        berlin(2026, 11, 12),
    )
    _rewrite(contract, "p06-2", RELEASE, jonas, berlin(2026, 11, 16))
    _answers(contract, round_, "Jugendamt", ClearanceResult.UNCHANGED, "", charlotte, berlin(2026, 11, 21))


def _in_review(template: AgreementTemplate, jonas: User) -> Instrument:
    contract = create_contract(
        district=District.objects.get(number="08"),
        template=template,
        coordinator=jonas,
        file_reference="Jug 9-2026 (erfunden)",
        begins_on=date(2027, 4, 8),
        overlap_confirmed=True,  # until when the first one runs is not known
        ends_on=date(2030, 4, 7),
        placeholders={
            "SOZIALRAEUME": "Nord-Neukölln und Gropiusstadt (erfunden)",
            "KOORDINATION_STELLE": "Stabsstelle im Jugendamt (erfunden)",
        },
        signatories=signatories(
            "Nora Ausgedacht", "Bezirksstadträtin für Jugend und Familie (erfundene Person)", YOUTH
        ),
        selection=NO_RESOLUTION_YET,
        by=jonas,
        at=berlin(2026, 10, 27),
    )
    return take_step(contract, "open_review", by=jonas, at=berlin(2026, 10, 30))


def _answers(
    contract: Instrument,
    round_: ClearanceRound,
    office: str,
    result: ClearanceResult,
    remark: str,
    by: User,
    at: datetime,
) -> None:
    record_answer(
        contract,
        request=round_.requests.get(office_name=office),
        result=result,
        remark=remark,
        answered_by="Amtsleitung (erfunden)",
        seen=None,
        by=by,
        at=at,
    )


def _rewrite(contract: Instrument, key: str, text: str, by: User, at: datetime) -> None:
    clause = Clause.objects.get(section__instrument=contract, key=key)
    edit_clause(contract, key=key, text=text, revision=clause.revision, by=by, at=at)
