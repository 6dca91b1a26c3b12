"""Demo data of Pankow, the first district to sign: its contract as it was taken over, from the BVV's motion to current reports."""

from dataclasses import replace
from datetime import date, timedelta

from agreements.choices import MilestoneKind, ResolutionKind, Side
from agreements.content import Content
from agreements.drafting.actions.beginnings import from_model
from agreements.drafting.actions.dated_facts import record_fact
from agreements.drafting.actions.rows import ObligationWriter, terms_of
from agreements.drafting.model_texts.selection import Selection
from agreements.fact_states import MilestoneState
from agreements.models import Agreement, AgreementTemplate, Instrument, Milestone, Resolution
from agreements.recording.actions import record_agreement
from agreements.recording.key_data import FormerSignatory, KeyData, SourcedDay
from agreements.recording.obligations import record_obligation
from agreements.recording.queries import usual_parties
from agreements.signing.ceremony.actions import NewParticipant, record_ceremony
from districts.models import District, SocialSpace, User
from mitwirkung.demo.clock import berlin
from mitwirkung.demo.evidence import add_pankow_evidence
from mitwirkung.demo.pankow_text import add_pankow_text
from mitwirkung.demo.papers import invented_paper
from mitwirkung.demo.people import Cast
from mitwirkung.demo.reports import add_reports
from mitwirkung.demo.sources import ASSOCIATION, PANKOW_MOTION, PANKOW_RESOLUTION, PROJECT_BLOG
from mitwirkung.demo.staff_release import add_staff_release_reports

INVENTED = "erfunden für die Vorführung"
NO_RESOLUTION_YET = Selection(chosen={"Stand des BA-Beschlusses": "p09-1"})
FOCUS_AREAS = [("031001", "Buch"), ("036014", "Prenzlauer Berg Ost"), ("035010", "Weißensee Ost")]
SIGNED_ON, PUBLISHED_ON = date(2023, 7, 3), date(2023, 7, 18)
TAKEN_OVER_AT = berlin(2023, 7, 19)
SCAN = "Der unterzeichnete Vertrag ist nicht öffentlich. Dieses Blatt steht an der Stelle seines Scans."


def add_pankow(cast: Cast, template: AgreementTemplate) -> Instrument:
    """Take Pankow's agreement over and return the record; its obligations are those of the model text."""
    pankow = District.objects.get(number="03")
    add_focus_areas(pankow)
    instrument = _take_over(pankow, cast["amira"])
    model = from_model(template, NO_RESOLUTION_YET).content
    _take_over_obligations(instrument, model, cast["amira"])
    add_pankow_text(instrument, model, cast["amira"])
    _record_ceremony(instrument, cast["amira"])
    add_follow_up(instrument.agreement, cast)
    instrument.refresh_from_db()
    return instrument


def add_focus_areas(pankow: District) -> None:
    for key, name in FOCUS_AREAS:
        SocialSpace.objects.create(district=pankow, key=key, name=name, level=SocialSpace.Level.BEZIRKSREGION)


def add_follow_up(agreement: Agreement, cast: Cast) -> None:
    """Add what happened after the signing: milestones, resolutions, reports with evidence, released staff."""
    _record_milestones(agreement, cast["amira"])
    _record_resolutions(agreement, cast["amira"])
    add_reports(agreement, cast)
    add_pankow_evidence(agreement, cast)
    add_staff_release_reports(agreement, cast)


def _take_over(pankow: District, amira: User) -> Instrument:
    district, association = usual_parties(pankow)
    return record_agreement(
        district=pankow,
        coordinator=amira,
        key_data=KeyData(
            title="Kooperationsvertrag",
            parties=(replace(district, short="Bezirk"), association),
            signed=SourcedDay(day=SIGNED_ON, source=PROJECT_BLOG.title),
            published=SourcedDay(day=PUBLISHED_ON, source=PROJECT_BLOG.title),
            begins=SourcedDay(day=date(2023, 8, 1), source=INVENTED),
            ends=SourcedDay(day=date(2026, 7, 31), source=INVENTED),
            extension_months=12,
            notice_months=3,
            signatories=(
                FormerSignatory(
                    side=Side.DISTRICT,
                    name="Rona Tietje",
                    function="Bezirksstadträtin für Jugend und Familie",
                    political_party="SPD",
                ),
            ),
            file_reference="Jug 42-2023 (erfunden)",
            paper=f"Akte der Koordination ({INVENTED})",
        ),
        file=invented_paper("Platzhalter für den Scan", SCAN),
        by=amira,
        at=TAKEN_OVER_AT,
    )


def _take_over_obligations(instrument: Instrument, model: Content, amira: User) -> None:
    """Record them one by one, each with its place in the invented text."""
    labels = model.clause_labels()
    writer = ObligationWriter(instrument)
    spaces = {"O-09": list(SocialSpace.objects.filter(district=instrument.agreement.district))}
    for number, value in enumerate(model.obligations):
        record_obligation(
            instrument,
            terms={**terms_of(value), "source_place": labels[value.clause_key]},
            particulars=replace(writer.particulars(value), social_spaces=spaces.get(value.code, [])),
            by=amira,
            at=TAKEN_OVER_AT + timedelta(hours=1, minutes=2 * number),
        )


def _record_ceremony(instrument: Instrument, amira: User) -> None:
    record_ceremony(
        instrument,
        held_on=SIGNED_ON,
        place="Berlin",
        participants=[
            NewParticipant(function="kommissarische Leitung", organisation="Jugendamt Pankow"),
            NewParticipant(function="kommissarische Leitung", organisation="Jugendamt Pankow"),
            NewParticipant(function="Koordination Kita-Eigenbetriebe", organisation="Bezirksamt Pankow"),
            NewParticipant(function="Jugendhilfeplanung", organisation="Bezirksamt Pankow"),
            NewParticipant(function="Geschäftsstelle der Landeskommission", organisation="SenBJF"),
            NewParticipant(function="Prozessbegleitung", organisation="MitWirkung"),
            NewParticipant(function="Prozessbegleitung", organisation="MitWirkung"),
        ],
        source=PROJECT_BLOG.title,
        source_url=PROJECT_BLOG.url,
        by=amira,
        at=berlin(2023, 7, 19, 15),
    )


def _record_milestones(agreement: Agreement, amira: User) -> None:
    for kind, title, dated, words, source in (
        (
            MilestoneKind.STRUCTURE,
            "AG Kinderarmut besteht",
            None,
            "besteht bei Unterzeichnung, Tag nicht bekannt",
            PROJECT_BLOG,
        ),
        (MilestoneKind.PUBLISHED, "Unterzeichnung veröffentlicht", date(2023, 7, 18), "", PROJECT_BLOG),
        (
            MilestoneKind.SIGNED,
            "Abweichende Angabe: Unterzeichnung am 18. Juli 2023; wohl der Tag der Veröffentlichung",
            None,
            "18. Juli 2023 laut dieser Quelle",
            ASSOCIATION,
        ),
        (MilestoneKind.EVENT, "Fachtagung", None, "Herbst 2023", PROJECT_BLOG),
    ):
        record_fact(
            Milestone,
            agreement,
            kind=kind,
            title=title,
            dated=dated,
            date_words=words,
            source=source.title,
            source_url=source.url,
            state=MilestoneState.PLANNED if kind == MilestoneKind.EVENT else MilestoneState.DONE,
            by=amira,
            at=berlin(2023, 7, 20),
        )


def _record_resolutions(agreement: Agreement, amira: User) -> None:
    for kind, dated, number, remark, source in (
        (ResolutionKind.BVV_MOTION, date(2022, 12, 14), "IX-0523", "", PANKOW_MOTION),
        (ResolutionKind.BVV_DECISION, date(2023, 4, 26), "IX-0523", "", PANKOW_MOTION),
        (
            ResolutionKind.BA_RESOLUTION,
            date(2023, 8, 29),
            "IX-0731",
            "Das Bezirksamt sagt Personal und Mittel zu; Kernteam mit mindestens je einem Mitglied aus Sozialamt, "
            "Gesundheitsamt, Jugendamt, SPK und QPK.",
            PANKOW_RESOLUTION,
        ),
        (ResolutionKind.BVV_NOTED, date(2023, 9, 20), "IX-0731", "", PANKOW_RESOLUTION),
        (ResolutionKind.BVV_REPORT, date(2023, 9, 20), "IX-0523", "", PANKOW_MOTION),
        (ResolutionKind.BVV_REPORT, date(2024, 1, 24), "IX-0523", "", PANKOW_MOTION),
        (ResolutionKind.BVV_REPORT, date(2024, 6, 5), "IX-0523", "", PANKOW_MOTION),
    ):
        record_fact(
            Resolution,
            agreement,
            kind=kind,
            dated=dated,
            number=number,
            remark=remark,
            source=source.title,
            source_url=source.url,
            by=amira,
            at=berlin(dated.year, dated.month, dated.day, 16)
            if dated > SIGNED_ON
            else berlin(2023, 7, 20, 12),
        )
