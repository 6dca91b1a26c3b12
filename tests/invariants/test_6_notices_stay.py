"""Invariant 6: notices of termination, their retraction and decisions on extension are kept as they were recorded."""

from agreements.models import ExtensionDecision, NoticeRetraction, TerminationNotice
from tests.dossier.termination_notices import decided, noticed, retracted
from tests.invariants.attempts import DISGUISES, disguised, refused, sql, table
from tests.scenario import Scenario

BEGINS = f"INSERT INTO public.{TerminationNotice._meta.db_table} "
NOTICE = (
    f"{BEGINS}(agreement_id, side, kind, form, written_on, received_on, ends_on, reason, note, document_id, recorded_at, "
    "recorded_by_id) SELECT %s, side, kind, form, written_on, %s, ends_on, reason, note, document_id, recorded_at, "
    f"recorded_by_id FROM public.{TerminationNotice._meta.db_table} LIMIT 1"
)
RETRACTION = (
    f"INSERT INTO public.{NoticeRetraction._meta.db_table} (notice_id, cause, dated, reason, document_id, recorded_at, "
    "recorded_by_id) SELECT id, 'consent', %s, 'So.', document_id, recorded_at, recorded_by_id "
    f"FROM public.{TerminationNotice._meta.db_table} LIMIT 1"
)


@disguised
def test_a_notice_and_its_retraction_stay_as_they_were(disguise: str, scenario: Scenario) -> None:
    decided(scenario.signed.agreement, scenario.amira)
    retracted(noticed(scenario.signed.agreement, scenario.amira), scenario.amira)
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    with DISGUISES[disguise]():
        for model, column in (
            (TerminationNotice, "ends_on = NULL"),
            (NoticeRetraction, "dated = '2028-01-02'"),
            (ExtensionDecision, "choice = 'terminate'"),
        ):
            with refused("Was festgehalten ist"):
                sql(f"UPDATE {table(model)} SET {column}")
            for statement in (f"DELETE FROM {table(model)}", f"TRUNCATE {table(model)} CASCADE"):
                with refused():
                    sql(statement)


@disguised
def test_only_a_signed_contract_is_terminated_and_not_before_receipt(
    disguise: str, scenario: Scenario
) -> None:
    noticed(scenario.signed.agreement, scenario.amira)
    with DISGUISES[disguise]():
        with refused("nur ein unterzeichneter Vertrag"):
            sql(NOTICE, scenario.signing.agreement_id, "2027-12-31")
        with refused("wenn sie zugegangen ist"):
            sql(NOTICE, scenario.signed.agreement_id, "2030-01-16")


@disguised
def test_a_notice_is_retracted_once_between_receipt_and_end(disguise: str, scenario: Scenario) -> None:
    noticed(scenario.signed.agreement, scenario.amira)
    with DISGUISES[disguise]():
        with refused("nicht vor ihrem Zugang"):
            sql(RETRACTION, "2027-12-30")
        with refused("solange der Vertrag läuft"):
            sql(RETRACTION, "2028-04-01")
