"""The ground of the admin's tests: one signed contract and one draft with everything around them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from agreements.calendar_feed.actions import renew_feed
from agreements.choices import (
    Addressee,
    ClearanceResult,
    EditionKind,
    EvidenceKind,
    MilestoneKind,
    Progress,
    ReportDecision,
    ResolutionKind,
    SealLevel,
    Side,
    Status,
)
from agreements.drafting.actions.dated_facts import record_fact
from agreements.drafting.amending.actions import begin_amendment
from agreements.drafting.model_texts.actions import open_model
from agreements.drafting.model_texts.deviations import record_deviation
from agreements.files import store
from agreements.job_choices import Queue, RecurringTask, WatchedService
from agreements.mail_topics import Topic
from agreements.models import (
    Absence,
    Bounce,
    Digest,
    Heartbeat,
    IbsWork,
    IbsWorkSpace,
    Instrument,
    Mail,
    Milestone,
    Photo,
    RecurringJob,
    ReleaseReport,
    ReminderLeads,
    ReminderRun,
    Report,
    Resolution,
    Seal,
    StaffRelease,
    SwitchedOff,
)
from agreements.parties import FIRST_TWO
from agreements.recording.proofreading import check_page
from agreements.service_checks import note_check
from agreements.signing.ceremony.actions import NewParticipant, record_ceremony
from agreements.signing.links.actions import ask_code
from agreements.signing.links.invitations import send_link, set_address
from agreements.spreadsheet_choices import TableKind
from agreements.tracking.overview.cached_summary import store_summaries
from districts.four_eyes import done_on_server
from districts.four_eyes_choices import Deed
from districts.models import Departure, District, ErasedKind, Erasure, SocialSpace, User
from mitwirkung.models import BackupRun, HealthReport, RestoreProof
from tests import factories
from tests.accounts.people import invited
from tests.dossier.archive_steps import offered
from tests.dossier.termination_notices import RECORDED_AT, decided, noticed, retracted
from tests.drafting.differences import confirm_differences
from tests.page import signed_in
from tests.recording.recorded import recorded, typed_text
from tests.scenario import PNG
from tests.signing.ceremonies import held, photo_of
from tests.signing.delegates import declined, granted
from tests.signing.examined import examined_file
from tests.spreadsheets.exchange import uploaded


@dataclass(frozen=True, slots=True)
class Story:
    """A signed contract in Pankow, a draft in Tempelhof-Schöneberg, and the people around them."""

    signed: Instrument
    draft: Instrument
    amira: User
    bogdan: User
    dana: User


def signed_after_all(place: District, by: User) -> Instrument:
    """Return a signed contract whose one side had declined and could have been stood in for."""
    contract = factories.frozen_contract(place, by)
    declined(contract, by)
    granted(contract, by)
    link_asked(contract, by)
    for side in FIRST_TWO:
        factories.sign(contract, side, by)
    contract.refresh_from_db()
    return contract


def surroundings(instrument: Instrument, by: User) -> None:
    """Record around an instrument what people record: a decision, a milestone, a ceremony, a report."""
    agreement = instrument.agreement
    record_fact(
        Resolution,
        agreement,
        kind=ResolutionKind.BA_RESOLUTION,
        dated=date(2025, 3, 1),
        number="BA 12",
        source="Protokoll",
        by=by,
        at=factories.SIGNED_AT,
    )
    record_fact(
        Milestone,
        agreement,
        kind=MilestoneKind.PUBLISHED,
        title="Meldung",
        source="Presse",
        dated=date(2025, 3, 4),
        by=by,
        at=factories.SIGNED_AT,
    )
    record_ceremony(
        instrument,
        held_on=date(2025, 3, 10),
        place="Rathaus",
        participants=[NewParticipant(function="Leitung des Jugendamts"), NewParticipant(function="Vorstand")],
        by=by,
        at=factories.SIGNED_AT,
    )
    offered(agreement, by)
    reported(instrument, by)


def reported(instrument: Instrument, by: User) -> None:
    """Report on an obligation of a signed contract, answer it, and tell of an occasion."""
    if instrument.status != Status.SIGNED:
        return
    decided(instrument.agreement, by)
    begin_amendment(instrument.agreement, by=by, at=factories.SIGNED_AT)
    elsewhere = recorded(by, place=instrument.agreement.district.number, doubts_confirmed=True)
    text = typed_text(elsewhere, by).transcript_texts.get()
    check_page(elsewhere, page=1, seen=text.pk, by=factories.coordinator(), at=RECORDED_AT)
    retracted(noticed(instrument.agreement, by), by)
    terms = instrument.terms.all()[0]
    report = Report.objects.create(
        obligation=terms.obligation,
        terms=terms,
        key="2025-10-01",
        due_on=date(2025, 10, 1),
        number=1,
        side=Side.DISTRICT,
        progress=Progress.FULFILLED,
        done_on=factories.SIGNED_AT.date(),
        reported_at=factories.SIGNED_AT,
        reported_by=by,
    )
    report.answers.create(
        number=1,
        side=Side.ASSOCIATION,
        decision=ReportDecision.CONFIRMED,
        answered_at=factories.SIGNED_AT,
        answered_by=factories.coordinator(),
    )
    made = report.evidence.create(
        number=1,
        version=1,
        kind=EvidenceKind.FILE,
        title="Protokoll.png",
        file=store.save(PNG, "image/png"),
        added_at=factories.SIGNED_AT,
        added_by=by,
    )
    made.file.virus_checks.create(checked_at=factories.SIGNED_AT, scanner="ClamAV")
    released(instrument, by)
    terms.obligation.occasions.create(
        happened_on=date(2025, 6, 1), note="Plakat", reported_at=factories.SIGNED_AT, reported_by=by
    )


def released(instrument: Instrument, by: User) -> None:
    """Report on a quarter of staff release, and answer it."""
    post = StaffRelease.objects.filter(terms__instrument=instrument)[0]
    report = ReleaseReport.objects.create(
        agreement=instrument.agreement,
        quarter_on=date(2025, 1, 1),
        number=1,
        size=1,
        reported_at=factories.SIGNED_AT,
        reported_by=by,
    )
    report.lines.create(post=post, filled=post.share)
    report.answers.create(
        number=1,
        decision=ReportDecision.CONFIRMED,
        answered_at=factories.SIGNED_AT,
        answered_by=factories.coordinator(),
    )


def conversation(instrument: Instrument, by: User) -> None:
    """Let somebody ask about a clause and about other words for it."""
    thread = instrument.threads.create(
        clause_key="p03-1",
        addressee=Addressee.DISTRICT,
        quote="Wie es war.",
        opened_at=factories.FROZEN_AT,
        opened_by=by,
    )
    comment = thread.comments.create(text="Passt das so?", made_at=factories.FROZEN_AT, made_by=by)
    comment.mentions.create(person=by)
    thread.suggestions.create(
        base="Wie es war.", text="Wie es würde.", made_at=factories.FROZEN_AT, made_by=by
    )


def clearance(instrument: Instrument, by: User) -> None:
    """Ask an office for its Mitzeichnung, and record its answer."""
    asked = instrument.clearance_rounds.create(
        number=1,
        version=instrument.frozen_version,
        due_on=factories.SIGNED_AT.date(),
        opened_at=factories.FROZEN_AT,
        opened_by=by,
    ).requests.create(office_name="Rechtsamt")
    asked.answers.create(
        result=ClearanceResult.UNCHANGED,
        answered_by="Leitung",
        recorded_at=factories.SIGNED_AT,
        recorded_by=by,
    )


def model_text(instrument: Instrument, by: User) -> None:
    """Go on writing the model text, depart from it in a draft, and let text and obligation differ."""
    confirm_differences(instrument)
    open_model(instrument.template, by=by, at=factories.SIGNED_AT)
    record_deviation(
        instrument,
        key="p16-2",
        reason="Das Rechtsamt verlangt es.",
        revision=1,
        by=by,
        at=factories.SIGNED_AT,
    )


def sealing(signed: Instrument, by: User) -> None:
    """Seal the Lesefassung at the second attempt."""
    version = signed.frozen_version
    assert version is not None
    kind, moment = EditionKind.COMPLETED, factories.SIGNED_AT
    version.seal_attempts.create(kind=kind, tried_at=moment, problem="Kein Zeitstempel")
    version.seal_requests.create(asked_at=moment, asked_by=by)
    file = version.editions.get(kind=EditionKind.EXECUTION).file
    edition = version.editions.create(kind=kind, file=file, made_at=moment)
    Seal.objects.create(
        edition=edition,
        level=SealLevel.B_T,
        stamped_at=moment,
        time_source="Zeitstempeldienst",
        certificate="MitWirkung",
        certificate_sha256="0" * 64,
    )


def asked_to_freeze(draft: Instrument, by: User) -> None:
    """Have a draft wait to be frozen."""
    draft.freeze_requests.create(fingerprint="0" * 64, asked_at=factories.FROZEN_AT, asked_by=by)


def table_sent(by: User) -> None:
    """Have somebody read in a table."""
    uploaded(TableKind.CONTACTS, by, factories.SIGNED_AT)


def worked_on(signed: Instrument) -> None:
    """Have a worker show itself, and be at work."""
    assert signed.frozen_version is not None
    signed.frozen_version.seal_leases.create(
        kind=EditionKind.COMPLETED, holder="rechner 1", expires_at=factories.SIGNED_AT
    )
    Heartbeat.objects.create(
        worker="rechner-1", queue=Queue.SEAL, seen_at=factories.SIGNED_AT, beat_at=factories.SIGNED_AT
    )
    note_check(WatchedService.SEAL, at=factories.SIGNED_AT, name="MitWirkung e. V.")
    RecurringJob.objects.create(task=RecurringTask.REMIND, done_at=factories.SIGNED_AT)


def backed_up(photo: Photo) -> None:
    """Have a backup made and proved, and know of something that was erased."""
    at = factories.SIGNED_AT
    BackupRun.objects.create(
        name="2025-03-10T120000Z", target="/sicherung", program="1", begun_at=at, ended_at=at
    )
    HealthReport.objects.create(day_on=at.date(), red=["backup"], sent_at=at)
    RestoreProof.objects.create(name="2025-03-10T120000Z", source="/sicherung", program="1", proved_at=at)


def told_by_mail(signed: Instrument, person: User) -> None:
    """Have an e-mail wait for somebody who also has a calendar."""
    event = signed.agreement.events.get(kind="concluded")
    Mail.objects.create(event=event, person=person, queued_at=event.at)
    renew_feed(by=person, at=event.at)
    reminded(signed, person)


def reminded(signed: Instrument, person: User) -> None:
    """Have somebody reminded of a day, who has chosen everything that can be chosen, and an e-mail come back."""
    at, day = factories.SIGNED_AT, factories.SIGNED_AT.date()
    agreement = signed.agreement
    list(store_summaries(at))
    digest = Digest.objects.create(person=person, day_on=day)
    agreement.reminders.create(
        person=person, topic=Topic.END, key="ende", due_on=day, step=0, noted_at=at, digest=digest
    )
    mail = Mail.objects.create(digest=digest, person=person, queued_at=at)
    Bounce.objects.create(mail=mail, address="bogdan@example.org", status="5.1.1", received_at=at)
    ran_on = day + timedelta(days=ReminderRun.objects.count())
    ReminderRun.objects.create(day_on=ran_on, ran_at=at, lines=1)
    ReminderLeads.objects.create(agreement=agreement, days=[14], changed_at=at, changed_by=person)
    SwitchedOff.objects.create(person=person, topic=Topic.COMMENT, chosen_at=at)
    Absence.objects.create(person=person, begins_on=day, ends_on=day)


def link_asked(contract: Instrument, by: User) -> None:
    """Invite who is to sign for the district, and have a code sent."""
    key = contract.signatories.get(side=Side.DISTRICT).key
    set_address(
        contract,
        signatory_key=key,
        email="rosa@bezirk.example",
        reminds=False,
        revision=0,
        by=by,
        at=factories.FROZEN_AT,
    )
    ask_code(send_link(contract, signatory_key=key, by=by, at=factories.FROZEN_AT), at=factories.FROZEN_AT)


def name_spaces(instrument: Instrument) -> None:
    """Name a social space in the draft's first IBS work."""
    district = instrument.agreement.district
    space = SocialSpace.objects.create(
        district=district, key=f"{district.number}01", level=SocialSpace.Level.PROGNOSERAUM, name="Nord"
    )
    work = IbsWork.objects.filter(terms__instrument=instrument)[0]
    IbsWorkSpace.objects.create(work=work, social_space=space)


@pytest.fixture(scope="package")
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Story]:
    """The story, told once for all these files: it takes seconds."""
    with django_db_blocker.unblock(), transaction.atomic():
        amira = factories.coordinator()
        signed = signed_after_all(factories.district("03"), amira)
        draft = factories.draft(factories.district("07"), amira)
        name_spaces(draft)
        table_sent(amira)
        dana = factories.admin()
        anna = invited(factories.district("03"), by=dana, at=factories.SIGNED_AT, name="anna")
        day, at = factories.SIGNED_AT.date(), factories.SIGNED_AT
        Departure.objects.create(person=anna, leaves_on=day, decided_at=at, decided_by=dana)
        model_text(draft, amira)
        backed_up(photo_of(held(draft, amira), amira, "Vorstand"))
        surroundings(signed, amira)
        conversation(signed, amira)
        clearance(signed, amira)
        examined_file(signed, amira)
        sealing(signed, amira)
        worked_on(signed)
        told_by_mail(signed, amira)
        asked_to_freeze(draft, amira)
        gone = factories.staff(factories.district("08"))
        with done_on_server(Deed.ERASE_ACCOUNT, person=gone, reason="Aufbau", at=factories.SIGNED_AT):
            Erasure.objects.create(
                kind=ErasedKind.ACCOUNT, number=gone.pk, erased_at=factories.SIGNED_AT, erased_by=amira.pk
            )
        yield Story(signed, draft, amira, factories.staff(factories.district("03")), dana)
        transaction.set_rollback(True)


@pytest.fixture
def story(told: Story, db: None) -> Story:
    """The story, as fresh for each test."""
    told.signed.refresh_from_db()
    told.draft.refresh_from_db()
    return told


@pytest.fixture
def dana(story: Story) -> Client:
    """The browser of Dana, who looks after the house."""
    return signed_in(story.dana)
