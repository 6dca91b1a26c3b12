"""Invariant 1: from „zur Zeichnung“ on nothing of the text changes, by whatever route."""

from collections.abc import Iterator

import pytest
from django.db import models, transaction

from agreements.choices import Progress, Side, Status
from agreements.models import (
    AgreementTemplate,
    Clause,
    Declining,
    Delegation,
    Edition,
    Event,
    IbsWork,
    IbsWorkSpace,
    Instrument,
    Obligation,
    ObligationTerms,
    Party,
    PovertySensitiveWork,
    Report,
    Section,
    Signatory,
    Signature,
    StaffRelease,
    StoredFile,
    Version,
)
from districts.models import SocialSpace
from tests import factories
from tests.invariants.attempts import DISGUISES, copy_of, disguised, refused, sql, table, without_triggers
from tests.scenario import Scenario, version_of

# how to find a row of each table in an instrument, and a column of it with another value
WORKING_COPY: dict[type[models.Model], tuple[str, str, str]] = {
    Section: ("instrument", "heading", "'anders'"),
    Clause: ("section__instrument", "text", "'anders'"),
    Party: ("instrument", "line", "'anders'"),
    Signatory: ("instrument", "name", "'anders'"),
    ObligationTerms: ("instrument", "quantity", "7"),
    StaffRelease: ("terms__instrument", "share", "0.123"),
    IbsWork: ("terms__instrument", "phase", "'impact'"),
    PovertySensitiveWork: ("terms__instrument", "target", "7"),
    IbsWorkSpace: ("work__terms__instrument", "work_id", "work_id"),
}
KEPT: dict[type[models.Model], tuple[str, str, str]] = {
    Version: ("instrument", "content", "'{}'"),
    Edition: ("version__instrument", "made_at", "now()"),
    Signature: ("version__instrument", "signed_on", "'2025-03-04'"),
    Declining: ("version__instrument", "reason", "'anders'"),
    Delegation: ("version__instrument", "name", "'Niemand'"),
    StoredFile: ("", "size", "1"),
    AgreementTemplate: ("", "content", "'{}'"),
    Event: ("agreement__instruments", "actor", "'Niemand'"),
    Report: ("obligation__agreement__instruments", "remark", "'anders'"),
    Obligation: ("agreement__instruments", "code", "'X-99'"),
}
FROZEN = (Status.SIGNING, Status.SIGNED, Status.WITHDRAWN)


def row_in(instrument: Instrument, model: type[models.Model]) -> models.Model:
    path = {**WORKING_COPY, **KEPT}[model][0]
    rows = model._default_manager.filter(**{path: instrument} if path else {}).order_by("pk")
    if model is IbsWorkSpace and not rows.exists():
        _name_space(instrument)
    if model is Report and not rows.exists():
        _report(instrument)
    if model in {Declining, Delegation} and not rows.exists():
        _beside_the_signature(instrument, model)
    return rows[0]


def _beside_the_signature(instrument: Instrument, model: type[models.Model]) -> None:
    """Insert a row as if someone had declined or been represented before all signed."""
    version, amira = version_of(instrument), instrument.agreement.coordinator
    about = {
        "signatory": instrument.signatories.all()[0],
        "version": version,
        "fingerprint": version.fingerprint,
        "recorded_at": factories.SIGNED_AT,
        "recorded_by": amira,
    }
    day = factories.SIGNED_AT.date()
    with without_triggers():
        if model is Declining:
            Declining.objects.create(**about, declined_on=day, reason="Bedenken")
        else:
            document = StoredFile.objects.all()[0]
            Delegation.objects.create(
                **about,
                name="Karla",
                function="Leitung",
                basis="Vollmacht",
                granted_on=day,
                document=document,
            )


def _report(instrument: Instrument) -> None:
    """Insert a report as if the contract had been signed."""
    terms = instrument.terms.all()[0]
    with without_triggers():
        Report.objects.create(
            obligation=terms.obligation,
            terms=terms,
            key="2025-10-01",
            number=1,
            side=Side.DISTRICT,
            progress=Progress.FULFILLED,
            done_on=factories.SIGNED_AT.date(),
            reported_at=factories.SIGNED_AT,
            reported_by=instrument.agreement.coordinator,
        )


def _name_space(instrument: Instrument) -> None:
    space, _ = SocialSpace.objects.get_or_create(
        key="0301", defaults={"level": "pgr", "name": "Nord", "district": instrument.agreement.district}
    )
    with without_triggers():
        work = IbsWork.objects.filter(terms__instrument=instrument)[0]
        IbsWorkSpace.objects.create(work=work, social_space=space)


def other_values(model: type[models.Model]) -> Iterator[str]:
    _, column, value = {**WORKING_COPY, **KEPT}[model]
    yield f"{column} = {value}"
    yield f"{model._meta.pk.column} = {model._meta.pk.column}"


@disguised
@pytest.mark.parametrize("model", WORKING_COPY, ids=lambda model: model.__name__)
def test_no_row_of_a_frozen_text_is_written_by_sql(
    model: type[models.Model], disguise: str, scenario: Scenario
) -> None:
    rows = [row_in(scenario.contracts[status], model) for status in FROZEN]
    with DISGUISES[disguise]():
        for row in rows:
            for statement in (
                *(
                    f"UPDATE {table(model)} SET {change} WHERE id = {row.pk}"
                    for change in other_values(model)
                ),
                f"DELETE FROM {table(model)} WHERE id = {row.pk}",
                copy_of(row),
            ):
                with refused("kann nicht geändert werden"):
                    sql(statement)


@disguised
@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
def test_nothing_that_is_kept_is_rewritten_by_sql(
    model: type[models.Model], disguise: str, scenario: Scenario
) -> None:
    row = row_in(scenario.signed, model)
    where = f"WHERE {model._meta.pk.column} = '{row.pk}'"
    with DISGUISES[disguise]():
        for change in other_values(model):
            with refused():
                sql(f"UPDATE {table(model)} SET {change} {where}")
        with refused():
            sql(f"DELETE FROM {table(model)} {where}")


@disguised
@pytest.mark.parametrize("model", [*WORKING_COPY, *KEPT, Instrument], ids=lambda model: model.__name__)
def test_no_table_is_emptied(model: type[models.Model], disguise: str, scenario: Scenario) -> None:
    sql("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for the end of the transaction would stand in the way
    with DISGUISES[disguise](), refused():
        sql(f"TRUNCATE {table(model)} CASCADE")


@pytest.mark.parametrize("name", ["districts_district", "districts_user", "agreements_agreement"])
def test_nothing_is_emptied_from_below(name: str, scenario: Scenario) -> None:
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    with refused():
        sql(f"TRUNCATE {name} CASCADE")


@pytest.mark.parametrize("model", WORKING_COPY, ids=lambda model: model.__name__)
def test_no_row_of_a_frozen_text_is_written_by_the_shell(
    model: type[models.Model], scenario: Scenario
) -> None:
    row = row_in(scenario.signed, model)
    rows = model._default_manager.filter(pk=row.pk)
    _, column, _ = WORKING_COPY[model]
    with refused():
        row.save()
    with refused():
        rows.update(**{column: getattr(row, column)})
    with refused():
        model._default_manager.bulk_update([row], [column.removesuffix("_id")])
    with refused():
        rows._raw_delete(rows.db)  # type: ignore[attr-defined]  # what `delete` ends in when nothing protects the row
    row.pk = None
    row._state.adding = True
    with refused():
        model._default_manager.bulk_create([row])


@disguised
@pytest.mark.parametrize(
    "change",
    [
        "title = 'anders'",
        "begins_on = '2020-01-01'",
        "ends_on = NULL",
        "notice_months = 1",
        "placeholders = '{}'",
        "revision = 99",
        "number = 3",
        "agreement_id = (SELECT min(id) FROM public.agreements_agreement)",
        "id = -1",
        "status = 'review', frozen_version_id = NULL, title = 'anders'",
    ],
)
def test_the_head_of_a_frozen_instrument_stands_still(change: str, disguise: str, scenario: Scenario) -> None:
    with DISGUISES[disguise](), refused("kann nicht geändert werden"):
        sql(f"UPDATE {table(Instrument)} SET {change} WHERE id = %s", scenario.signing.pk)


def test_a_step_changes_nothing_but_the_status(scenario: Scenario) -> None:
    for status, goal in ((Status.DRAFT, "review"), (Status.REVIEW, "draft")):
        with refused("nur den Stand"):
            sql(
                "UPDATE agreements_instrument SET status = %s, begins_on = '2020-01-01' WHERE id = %s",
                goal,
                scenario.contracts[status].pk,
            )


@pytest.mark.parametrize(
    "change",
    [
        "legal_form = 'simple'",
        "district_id = (SELECT id FROM districts_district WHERE number = '01')",
        "reference = 'MW-01-99'",
        "origin = 'reported'",
    ],
)
def test_what_a_frozen_text_says_of_its_agreement_stands_still(change: str, scenario: Scenario) -> None:
    with refused():
        sql(f"UPDATE agreements_agreement SET {change} WHERE id = %s", scenario.signing.agreement_id)
    with refused():
        sql("DELETE FROM agreements_agreement WHERE id = %s", scenario.draft.agreement_id)


def test_nothing_is_moved_into_a_frozen_text_nor_out_of_it(scenario: Scenario) -> None:
    moves = {
        "agreements_section": "instrument_id",
        "agreements_signatory": "instrument_id",
        "agreements_obligationterms": "instrument_id",
        "agreements_party": "instrument_id",
    }
    for inside, outside in ((scenario.signing, scenario.draft), (scenario.signed, scenario.draft)):
        for name, column in moves.items():
            for here, there in ((inside, outside), (outside, inside)):
                with refused("kann nicht geändert werden"):
                    sql(f"UPDATE {name} SET {column} = %s WHERE {column} = %s", there.pk, here.pk)
        frozen, free = inside.sections.all()[1], outside.sections.all()[1]
        for here, there in ((frozen, free), (free, frozen)):
            with refused("kann nicht geändert werden"):
                Clause.objects.filter(section=here).update(section=there, position=99)


def test_a_row_that_hangs_in_the_air_cannot_be_tied_to_a_frozen_text(scenario: Scenario) -> None:
    """Foreign keys are deferred: a clause may precede its section, so the trigger checks twice."""
    with refused("kann nicht geändert werden"):
        sql(
            "INSERT INTO agreements_clause (section_id, key, position, text, revision, locked, optional, choice) "
            "VALUES (-7, 'k', 1, 'x', 1, false, false, '')"
        )
        sql(
            "INSERT INTO agreements_section (id, instrument_id, key, position, kind, heading, inset, revision) "
            "VALUES (-7, %s, 'k', 99, 'section', 'x', '', 1)",
            scenario.signing.pk,
        )


def test_nobody_exchanges_the_version_of_a_frozen_instrument(scenario: Scenario) -> None:
    other = version_of(scenario.signed).pk
    with refused("nicht ausgetauscht"):
        sql(
            "UPDATE agreements_instrument SET frozen_version_id = %s WHERE id = %s",
            other,
            scenario.signing.pk,
        )


def test_without_triggers_the_same_statements_succeed(scenario: Scenario) -> None:
    """The triggers refuse what is refused above; the statements themselves are valid."""
    rows = [row_in(scenario.signed, model) for model in (*WORKING_COPY, *KEPT)]
    for row in rows:
        change = next(other_values(type(row)))
        with without_triggers(), transaction.atomic():
            where = f"WHERE {row._meta.pk.column} = '{row.pk}'"
            assert sql(f"UPDATE {table(type(row))} SET {change} {where}") == 1
            transaction.set_rollback(True)
