"""Demo data of Pankow, the first district to sign: from the BVV's motion to current reports."""

from datetime import date

from agreements.choices import DateSource, MilestoneKind, ResolutionKind, Side
from agreements.drafting.actions.contract import create_contract
from agreements.drafting.actions.dated_facts import record_fact
from agreements.drafting.actions.head import HEAD_FIELDS, edit_head
from agreements.drafting.actions.obligations import Particulars, edit_obligation
from agreements.drafting.model_texts.selection import Selection
from agreements.fact_states import MilestoneState
from agreements.models import (
    Agreement,
    AgreementTemplate,
    IbsWork,
    Instrument,
    Milestone,
    Resolution,
    Version,
)
from agreements.signing.actions import InkSignature, record_ink_signature
from agreements.signing.ceremony.actions import NewParticipant, record_ceremony
from agreements.signing.freezing.actions import freeze
from agreements.signing.transition_actions import take_step
from agreements.texts.assembly import working_copy
from districts.models import District, SocialSpace, User
from mitwirkung.demo.clock import berlin
from mitwirkung.demo.evidence import add_pankow_evidence
from mitwirkung.demo.people import Cast, signatories
from mitwirkung.demo.reports import add_reports
from mitwirkung.demo.sources import ASSOCIATION, PANKOW_MOTION, PANKOW_RESOLUTION, PROJECT_BLOG
from mitwirkung.demo.staff_release import add_staff_release_reports

NOTE = (
    "Vorführung: Der Wortlaut des tatsächlichen Vertrags ist nicht öffentlich. Dies ist der frei erfundene "
    "Mustertext; erfunden sind auch das Geschäftszeichen, die Laufzeit und wer für den Verein unterzeichnet."
)
NO_RESOLUTION_YET = Selection(chosen={"Stand des BA-Beschlusses": "p09-1"})
FOCUS_AREAS = [("031001", "Buch"), ("036014", "Prenzlauer Berg Ost"), ("035010", "Weißensee Ost")]
SIGNED_ON = date(2023, 7, 3)


def add_pankow(cast: Cast, template: AgreementTemplate) -> Version:
    """Create Pankow's agreement and return the signed version."""
    amira = cast["amira"]
    pankow = District.objects.get(number="03")
    for key, name in FOCUS_AREAS:
        SocialSpace.objects.create(district=pankow, key=key, name=name, level=SocialSpace.Level.BEZIRKSREGION)
    instrument = _draft(pankow, template, amira)
    version = _sign(instrument, amira)
    _record_milestones(instrument.agreement, amira)
    _record_resolutions(instrument.agreement, amira)
    add_reports(instrument.agreement, cast)
    add_pankow_evidence(instrument.agreement, cast)
    add_staff_release_reports(instrument.agreement, cast)
    return version


def _draft(pankow: District, template: AgreementTemplate, amira: User) -> Instrument:
    instrument = create_contract(
        district=pankow,
        template=template,
        coordinator=amira,
        file_reference="Jug 42-2023 (erfunden)",
        begins_on=date(2023, 8, 1),
        ends_on=date(2026, 7, 31),
        placeholders={
            "SOZIALRAEUME": "Buch, Prenzlauer Berg Ost und Weißensee Ost",
            "KOORDINATION_STELLE": "Koordinierungsstelle im Jugendamt",
        },
        signatories=signatories("Rona Tietje", "Bezirksstadträtin für Jugend und Familie"),
        selection=NO_RESOLUTION_YET,
        by=amira,
        at=berlin(2023, 5, 8),
    )
    head = {name: getattr(instrument, name) for name in HEAD_FIELDS}
    edit_head(
        instrument,
        **{**head, "note": NOTE},
        revision=instrument.revision,
        by=amira,
        at=berlin(2023, 5, 8, 11),
    )
    _name_focus_areas(instrument, amira)
    return instrument


def _name_focus_areas(instrument: Instrument, amira: User) -> None:
    row = instrument.terms.select_related("clause").get(obligation__code="O-09")
    work = IbsWork.objects.get(terms=row)
    edit_obligation(
        instrument,
        code="O-09",
        terms={},
        clause_key=row.clause.key if row.clause else "",
        particulars=Particulars(
            field_of_action=work.field_of_action,
            phase=work.phase,
            social_spaces=list(SocialSpace.objects.filter(key__in=[key for key, _ in FOCUS_AREAS])),
        ),
        revision=row.revision,
        by=amira,
        at=berlin(2023, 5, 15, 11),
    )


def _sign(instrument: Instrument, amira: User) -> Version:
    take_step(instrument, "open_review", by=amira, at=berlin(2023, 5, 22))
    instrument.refresh_from_db()
    fingerprint = working_copy(instrument).fingerprint
    version = freeze(instrument, fingerprint=fingerprint, by=amira, at=berlin(2023, 6, 26))
    notes = {
        Side.DISTRICT.value: (DateSource.PUBLISHED, PROJECT_BLOG.title),
        Side.ASSOCIATION.value: (DateSource.TOLD, "erfunden für die Vorführung"),
    }
    for signatory in instrument.signatories.all():
        source, note = notes[signatory.side]
        record_ink_signature(
            instrument,
            signatory_key=signatory.key,
            fingerprint=fingerprint,
            signed=InkSignature(signed_on=SIGNED_ON, date_source=source, source_note=note, place="Berlin"),
            by=amira,
            at=berlin(2023, 7, 19),
        )
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
        at=berlin(2023, 7, 19, 11),
    )
    return version


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
