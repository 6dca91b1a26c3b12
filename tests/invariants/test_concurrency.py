"""Concurrent actions: the second waits, sees the result of the first, and is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event as Signal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from agreements import history, transitions
from agreements.choices import Side, Status
from agreements.drafting.actions.contract import create_contract
from agreements.drafting.actions.text import edit_clause
from agreements.errors import ActionRefused, Outdated
from agreements.events import EventKind
from agreements.history import verify
from agreements.models import Agreement, Clause, Instrument, Report, Signature
from agreements.parties import FIRST_TWO
from agreements.signing.ceremony.actions import NewParticipant, record_ceremony
from agreements.signing.freezing.actions import freeze
from agreements.texts.assembly import working_copy
from agreements.tracking.actions import report
from districts.models import User
from tests import factories
from tests.amending import begin, freeze_amendment
from tests.drafting.texts import clause_of
from tests.http_sessions import SECONDS, until, waits
from tests.scenario import version_of
from tests.signing.corrections import corrected
from tests.tracking.report_factories import DONE, obligation_of, statement

pytestmark = pytest.mark.django_db(transaction=True)
AT = factories.FROZEN_AT


def apart(act: Callable[[], Any]) -> Callable[[], Any]:
    """Run an action on a connection of its own."""

    def run() -> Any:
        try:
            return act()
        finally:
            connection.close()

    return run


def both(one: Callable[[], Any], two: Callable[[], Any]) -> list[Any]:
    """Run two actions concurrently; return the result or the refusal of each."""
    go = Signal()

    def started(act: Callable[[], Any]) -> Callable[[], Any]:
        def run() -> Any:
            go.wait(SECONDS)
            return act()

        return apart(run)

    with ThreadPoolExecutor(max_workers=2) as pool:
        futures = [pool.submit(started(act)) for act in (one, two)]
        go.set()
        return [future.exception(SECONDS) or future.result() for future in futures]


@pytest.fixture
def amira() -> User:
    return factories.coordinator()


@pytest.fixture
def draft(amira: User) -> Instrument:
    return factories.draft(factories.district("03"), amira)


def test_a_clause_that_is_being_written_is_not_frozen_without_its_change(
    draft: Instrument, amira: User
) -> None:
    clause, shown = clause_of(draft), working_copy(draft).fingerprint
    with ThreadPoolExecutor(max_workers=1) as pool:
        with transaction.atomic():
            edit_clause(draft, key=clause.key, text="Kurz davor.", revision=1, by=amira, at=AT)
            future = pool.submit(apart(lambda: freeze(draft, fingerprint=shown, by=amira, at=AT)))
            until(waits)
        with pytest.raises(ActionRefused, match="hat sich geändert"):
            future.result(SECONDS)
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT
    assert not draft.versions.exists()


@pytest.mark.parametrize("how", ["by the action", "by sql", "by the shell"])
def test_a_clause_is_not_written_while_its_text_is_being_frozen(
    how: str, draft: Instrument, amira: User
) -> None:
    clause = clause_of(draft)

    def write() -> None:
        if how == "by the action":
            edit_clause(draft, key=clause.key, text="Zu spät.", revision=1, by=amira, at=AT)
        elif how == "by sql":
            with connection.cursor() as cursor:
                cursor.execute("UPDATE agreements_clause SET text = 'Zu spät.' WHERE id = %s", [clause.pk])
        else:
            Clause.objects.filter(pk=clause.pk).update(text="Zu spät.")

    with ThreadPoolExecutor(max_workers=1) as pool:
        with transaction.atomic():
            factories.freeze_draft(draft, amira)
            future = pool.submit(apart(write))
            until(waits)
        with pytest.raises((ActionRefused, IntegrityError), match=r"festgeschrieben|Jetzt ist der Stand"):
            future.result(SECONDS)
    clause.refresh_from_db()
    assert clause.text != "Zu spät."
    frozen = Instrument.objects.select_related("frozen_version").get(pk=draft.pk)
    assert "Zu spät." not in version_of(frozen).content


def test_a_clause_that_sql_is_writing_is_not_frozen_without_its_change(
    draft: Instrument, amira: User
) -> None:
    shown = working_copy(draft).fingerprint
    with ThreadPoolExecutor(max_workers=1) as pool:
        with transaction.atomic():
            Clause.objects.filter(pk=clause_of(draft).pk).update(text="Kurz davor.")
            future = pool.submit(apart(lambda: freeze(draft, fingerprint=shown, by=amira, at=AT)))
            until(waits)
        with pytest.raises(ActionRefused, match="hat sich geändert"):
            future.result(SECONDS)


@pytest.mark.parametrize("first", ["the legal form", "the freezing"])
def test_the_legal_form_is_the_one_that_was_frozen(first: str, draft: Instrument, amira: User) -> None:
    shown = working_copy(draft).fingerprint

    def change() -> None:
        Agreement.objects.filter(pk=draft.agreement_id).update(legal_form="simple")

    def set_down() -> None:
        freeze(draft, fingerprint=shown, by=amira, at=AT)

    one, two = (change, set_down) if first == "the legal form" else (set_down, change)
    with ThreadPoolExecutor(max_workers=1) as pool:
        with transaction.atomic():
            one()
            future = pool.submit(apart(two))
            until(waits)
        with pytest.raises((ActionRefused, IntegrityError)):
            future.result(SECONDS)
    after = Instrument.objects.select_related("agreement", "frozen_version").get(pk=draft.pk)
    assert after.status == (Status.DRAFT if first == "the legal form" else Status.SIGNING)
    if after.frozen_version:
        assert after.frozen_version.read().legal_form == after.agreement.legal_form


def test_of_two_edits_at_the_same_moment_one_is_kept_and_one_is_told(draft: Instrument, amira: User) -> None:
    key, bela = clause_of(draft).key, factories.coordinator()
    got = both(
        lambda: edit_clause(draft, key=key, text="Amira", revision=1, by=amira, at=AT),
        lambda: edit_clause(draft, key=key, text="Bela", revision=1, by=bela, at=AT),
    )
    [outdated] = [answer for answer in got if isinstance(answer, Outdated)]
    [kept] = [answer for answer in got if isinstance(answer, Clause)]
    assert isinstance(outdated.current, Clause)
    assert outdated.current.text == kept.text == clause_of(draft).text
    assert draft.agreement.events.filter(kind="clause_edited", data__after=kept.text).count() == 1
    assert verify(draft.agreement) == []


def test_of_two_corrections_at_the_same_moment_one_is_recorded(draft: Instrument, amira: User) -> None:
    contract = factories.freeze_draft(draft, amira)
    factories.sign(contract, Side.DISTRICT, amira)
    got = both(*[lambda: corrected(contract, amira, place="Potsdam")] * 2)
    assert sorted(type(answer) for answer in got if isinstance(answer, Exception)) == [ActionRefused]
    assert Signature.records.filter(version=contract.frozen_version).count() == 2
    assert contract.agreement.events.filter(kind="signature_corrected").count() == 1


def test_the_same_signature_is_recorded_once(draft: Instrument, amira: User) -> None:
    contract = factories.freeze_draft(draft, amira)
    person = contract.signatories.get(side=Side.DISTRICT)
    got = both(*[lambda: factories.sign_for(contract, person, amira)] * 2)
    assert sorted(type(answer) for answer in got if answer) == [ActionRefused]
    assert Signature.objects.filter(signatory=person).count() == 1
    assert contract.agreement.events.filter(kind="signature_recorded").count() == 1


def test_the_last_two_signatures_at_the_same_moment_conclude_once(draft: Instrument, amira: User) -> None:
    contract = factories.freeze_draft(draft, amira)
    got = both(*(lambda side=side: factories.sign(contract, side, amira) for side in FIRST_TWO))
    assert got == [None, None]
    contract.refresh_from_db()
    assert contract.status == Status.SIGNED
    assert contract.agreement.events.filter(kind="concluded").count() == 1
    assert verify(contract.agreement) == []


def test_a_signature_and_taking_the_text_back_do_not_pass_one_another(draft: Instrument, amira: User) -> None:
    contract = factories.freeze_draft(draft, amira)
    person = contract.signatories.get(side=Side.DISTRICT)
    with ThreadPoolExecutor(max_workers=1) as pool:
        with transaction.atomic():
            transitions.apply_transition(
                contract, "unfreeze", by=amira, at=factories.SIGNED_AT, reason="Fehler im Text"
            )
            future = pool.submit(apart(lambda: factories.sign_for(contract, person, amira)))
            until(waits)
        with pytest.raises(ActionRefused, match="zur Zeichnung vorliegt"):
            future.result(SECONDS)
    assert not Signature.objects.exists()


def test_a_text_is_frozen_once(draft: Instrument, amira: User) -> None:
    shown = working_copy(draft).fingerprint
    got = both(*[lambda: freeze(draft, fingerprint=shown, by=amira, at=AT)] * 2)
    assert len([answer for answer in got if isinstance(answer, ActionRefused)]) == 1
    assert draft.versions.count() == 1
    assert draft.agreement.events.filter(kind="frozen").count() == 1


def test_of_two_amendments_of_one_place_the_second_is_told_of_the_first(amira: User) -> None:
    at = factories.SIGNED_AT
    contract = factories.signed_contract(factories.district("03"), amira)
    first, second = (begin(contract, by=amira, at=at) for _ in range(2))
    for draft, more in ((first, "Immer."), (second, "Nie.")):
        clause = clause_of(draft)
        edit_clause(
            draft, key=clause.key, text=f"{clause.text} {more}", revision=clause.revision, by=amira, at=at
        )
    with ThreadPoolExecutor(max_workers=1) as pool:
        with transaction.atomic():
            freeze_amendment(first, by=amira, at=at)
            future = pool.submit(apart(lambda: freeze_amendment(second, by=amira, at=at)))
            until(waits)
        with pytest.raises(ActionRefused, match=r"Der 1\. Nachtrag liegt zur Zeichnung vor"):
            future.result(SECONDS)
    second.refresh_from_db()
    assert second.status == Status.DRAFT


def test_two_new_contracts_have_two_numbers(amira: User) -> None:
    place, template = factories.district("03"), factories.template()

    def make() -> str:
        return create_contract(
            overlap_confirmed=True, district=place, template=template, coordinator=amira, by=amira, at=AT
        ).agreement.reference

    assert sorted(both(make, make)) == ["MW-03-01", "MW-03-02"]


def test_entries_told_at_the_same_moment_make_one_chain(draft: Instrument, amira: User) -> None:
    def tell() -> None:
        for _ in range(5):
            with transaction.atomic():
                history.record(draft.agreement, EventKind.HEAD_EDITED, by=amira, at=AT)

    assert both(tell, tell) == [None, None]
    assert draft.agreement.events.filter(kind=EventKind.HEAD_EDITED).count() == 10
    assert verify(draft.agreement) == []


def test_a_ceremony_and_an_edit_do_not_wait_for_each_other_for_ever(draft: Instrument, amira: User) -> None:
    """One holds the agreement and references the instrument, the other the reverse."""
    key = clause_of(draft).key
    with ThreadPoolExecutor(max_workers=1) as pool:
        with transaction.atomic():
            record_ceremony(
                draft,
                held_on=AT.date(),
                place="Rathaus",
                participants=[NewParticipant(function="Leitung des Jugendamts")],
                by=amira,
                at=AT,
            )
            future = pool.submit(
                apart(lambda: edit_clause(draft, key=key, text="Zugleich.", revision=1, by=amira, at=AT))
            )
            until(waits)
        assert future.result(SECONDS).text == "Zugleich."
    assert verify(draft.agreement) == []


def test_of_two_reports_at_once_one_is_told_of_the_other(amira: User) -> None:
    contract = factories.signed_contract(factories.district("03"), amira)
    duty = obligation_of(contract, "O-03")
    colleagues = [factories.staff(contract.agreement.district) for _ in range(2)]
    at = datetime(2025, 7, 1, 10, 0, tzinfo=UTC)
    said = statement(duty, DONE, at)
    given = both(*(lambda by=by: report(duty, statement=said, by=by, at=at) for by in colleagues))
    made = [one for one in given if isinstance(one, Report)]
    told = [one for one in given if isinstance(one, Outdated)]
    assert (len(made), [one.current for one in told]) == (1, made)
    assert Report.objects.get() == made[0]
    assert verify(contract.agreement) == []
