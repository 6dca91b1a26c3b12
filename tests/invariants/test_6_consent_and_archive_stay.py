"""Invariant 6: consent is given and withdrawn once, archive steps keep their order, no agreement is deleted before."""

import pytest
from django.db import models

from agreements.choices import ArchiveStep, Origin
from agreements.models import Agreement, ArchiveRecord, Consent, Photo
from tests.dossier.archive_steps import decided, offered
from tests.invariants.attempts import DISGUISES, disguised, refused, sql, table
from tests.scenario import Scenario
from tests.signing.ceremonies import GUEST, OTHER, consented, held, photo_of, shown_photo

NOT_DECIDED = "Erst muss er dem Landesarchiv angeboten"
STEP = (
    f"INSERT INTO public.{ArchiveRecord._meta.db_table} "
    "(agreement_id, step, dated, reference, recorded_at, recorded_by_id) VALUES (%s, %s, %s, '', now(), %s)"
)


@pytest.fixture
def photo(scenario: Scenario) -> Photo:
    """A photo of two people: both have consented, one has withdrawn."""
    shown = shown_photo(scenario.signed, scenario.amira, GUEST, OTHER)
    sql(f"UPDATE {table(Consent)} SET withdrawn_on = '2025-03-11' WHERE person = %s", OTHER)
    return shown


@disguised
def test_consent_is_given_once_and_taken_back_once(disguise: str, photo: Photo) -> None:
    with DISGUISES[disguise]():
        for person, change in (
            (GUEST, "given_on = '2025-03-01'"),
            (GUEST, "given_on = NULL, how = ''"),
            (GUEST, "how = 'anders'"),
            (GUEST, "person = 'Jemand'"),
            (OTHER, "withdrawn_on = NULL"),
            (OTHER, "withdrawn_on = '2025-03-20'"),
        ):
            with refused("einmal erteilt und einmal widerrufen"):
                sql(f"UPDATE {table(Consent)} SET {change} WHERE person = %s", person)


def test_consent_moves_to_no_other_photo(scenario: Scenario, photo: Photo) -> None:
    other = consented(photo_of(photo.signing_event, scenario.amira, "Gast", colour="#000033"), scenario.amira)
    with refused("einmal erteilt"):
        sql(f"UPDATE {table(Consent)} SET photo_id = %s WHERE person = %s", other.pk, GUEST)


@disguised
def test_nothing_of_it_is_deleted(disguise: str, scenario: Scenario, photo: Photo) -> None:
    offered(scenario.signed.agreement, scenario.amira)
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    with DISGUISES[disguise]():
        for model in (Consent, Photo, ArchiveRecord):
            for statement in (f"DELETE FROM {table(model)}", f"TRUNCATE {table(model)} CASCADE"):
                with refused():
                    sql(statement)


@disguised
def test_a_photo_is_removed_once_and_its_consents_stay(
    disguise: str, scenario: Scenario, photo: Photo
) -> None:
    sql(f"INSERT INTO {table(Consent)} (photo_id, person, how) VALUES (%s, 'Gast', '')", photo.pk)
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    with refused("Löschen ist nicht vorgesehen"):
        sql(f"DELETE FROM {table(Consent)} WHERE person = 'Gast'")  # while the photo is there
    sql(f"UPDATE {table(Photo)} SET removed_at = now(), description = ''")
    with DISGUISES[disguise]():
        with refused("höchstens einmal entfernt"):
            sql(f"UPDATE {table(Photo)} SET removed_at = NULL, description = 'wieder da'")
        with refused("Löschen ist nicht vorgesehen"):
            sql(f"DELETE FROM {table(Consent)} WHERE person = %s", GUEST)
        with refused():
            sql(f"DELETE FROM {table(Photo)}")
    sql(f"DELETE FROM {table(Consent)} WHERE person = 'Gast'")


@disguised
def test_a_photo_and_a_step_stay_as_they_were(disguise: str, scenario: Scenario, photo: Photo) -> None:
    offered(scenario.signed.agreement, scenario.amira)
    with DISGUISES[disguise](), refused("Foto: Was festgehalten ist"):
        sql(f"UPDATE {table(Photo)} SET nobody = true")
    with refused("Archivierung: Was festgehalten ist"):
        sql(f"UPDATE {table(ArchiveRecord)} SET step = 'declined'")


@disguised
def test_no_decision_without_an_offer(disguise: str, scenario: Scenario) -> None:
    offered(scenario.signing.agreement, scenario.amira)  # that of another agreement does not count
    with DISGUISES[disguise]():
        for step in ("declined", "handed_over"):
            with refused("was ihm angeboten wurde"):
                sql(STEP, scenario.signed.agreement_id, step, "2025-03-07", scenario.amira.pk)


def test_each_step_once_and_none_after_the_decision(scenario: Scenario) -> None:
    agreement = scenario.signed.agreement
    offered(agreement, scenario.amira)
    with refused("jedes nur einmal"):
        sql(STEP, agreement.pk, "offered", "2025-03-07", scenario.amira.pk)
    with refused("nicht vor dem Tag des Angebots"):
        sql(STEP, agreement.pk, "declined", "2025-03-04", scenario.amira.pk)
    decided(agreement, ArchiveStep.DECLINED, scenario.amira)
    for step in ArchiveStep:
        with refused("jedes nur einmal"):
            sql(STEP, agreement.pk, step.value, "2025-03-08", scenario.amira.pk)


@disguised
def test_no_agreement_is_deleted_before_the_archive_has_decided(disguise: str, scenario: Scenario) -> None:
    agreements = (scenario.reported, scenario.signed.agreement, scenario.draft.agreement)
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    delete = f"DELETE FROM {table(Agreement)} WHERE id = %s"
    for agreement in agreements:
        with refused(NOT_DECIDED):
            sql(delete, agreement.pk)
        with refused(NOT_DECIDED):
            Agreement.objects.filter(pk=agreement.pk)._raw_delete("default")
        offered(agreement, scenario.amira)
    with DISGUISES[disguise]():
        for agreement in agreements:
            with refused(NOT_DECIDED):
                sql(delete, agreement.pk)


@pytest.mark.parametrize("step", [ArchiveStep.DECLINED, ArchiveStep.HANDED_OVER])
def test_after_the_decision_only_the_history_stands_in_the_way(step: ArchiveStep, scenario: Scenario) -> None:
    """Deleting with the history is not implemented; the law no longer forbids it, as the message says."""
    agreement = scenario.signed.agreement
    offered(agreement, scenario.amira)
    decided(agreement, step, scenario.amira)
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    with refused("Geschichte und Fassungen bleiben"):
        sql(f"DELETE FROM {table(Agreement)} WHERE id = %s", agreement.pk)
    with refused():
        sql(f"TRUNCATE {table(Agreement)} CASCADE")


def test_a_model_text_has_nothing_to_offer(scenario: Scenario) -> None:
    model = Agreement.objects.create(
        reference="MW-M-99", origin=Origin.MODEL, coordinator=scenario.amira, district=None
    )
    with refused("Löschen ist nicht vorgesehen"):
        sql(f"DELETE FROM {table(Agreement)} WHERE id = %s", model.pk)


def test_a_ceremony_with_photos_stays(scenario: Scenario) -> None:
    photo = photo_of(held(scenario.signed, scenario.amira), scenario.amira, GUEST)
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(models.ProtectedError):
        photo.signing_event.delete()
