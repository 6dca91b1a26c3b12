"""Invariant: nobody gives or takes the admin role, or erases a person, alone; not even as on the database's console."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from districts.four_eyes_choices import Deed, RequestOutcome
from districts.models import Erasure, FourEyesRequest, Membership, User
from tests import factories
from tests.four_eyes.requests import asked, confirmed
from tests.invariants.attempts import DISGUISES, disguised, refused, sql, table
from tests.scenario import Scenario

AT = factories.SIGNED_AT
REQUEST, ROLE, ERASURE = table(FourEyesRequest), table(Membership), table(Erasure)
GIVE = f"INSERT INTO {ROLE} (user_id, role) VALUES (%s, 'admin')"
ERASE = f"INSERT INTO {ERASURE} (kind, number, erased_at, erased_by) VALUES (%s, %s, now(), 0)"


@disguised
def test_the_admin_role_is_not_given_or_taken_alone(scenario: Scenario, disguise: str) -> None:
    admin, staff = scenario.people["admin"], scenario.people["staff"]
    attempts = (
        (GIVE, staff.pk),
        (f"UPDATE {ROLE} SET role = 'admin', district_id = NULL WHERE user_id = %s", staff.pk),
        (f"UPDATE {ROLE} SET user_id = %s WHERE role = 'admin'", staff.pk),
        (f"UPDATE {ROLE} SET role = 'observer' WHERE user_id = %s", admin.pk),
        (f"DELETE FROM {ROLE} WHERE user_id = %s", admin.pk),
    )
    with DISGUISES[disguise]():
        for statement, number in attempts:
            with refused("niemand allein"):
                sql(statement, number)


@disguised
def test_no_open_declined_or_done_request_is_enough(scenario: Scenario, disguise: str) -> None:
    admin, staff, lead = (scenario.people[who] for who in ("admin", "staff", "lead"))
    waiting = asked(Deed.GIVE_ADMIN, staff.pk, at=AT)
    done = confirmed(asked(Deed.GIVE_ADMIN, lead.pk, at=AT), by=admin, at=AT)
    gone = confirmed(asked(Deed.TAKE_ADMIN, lead.pk, at=AT), by=admin, at=AT)
    assert (waiting.outcome, done.outcome, gone.outcome) == ("", "confirmed", "confirmed")
    with DISGUISES[disguise]():
        for person in (staff, lead):
            with refused("niemand allein"):
                sql(GIVE, person.pk)


@disguised
def test_a_person_is_not_erased_alone(scenario: Scenario, disguise: str) -> None:
    with DISGUISES[disguise]():
        for kind in ("account", "signatory"):
            with refused("Niemand löscht eine Person allein"):
                sql(ERASE, kind, scenario.people["staff"].pk)


@disguised
def test_a_request_is_decided_once_and_stays(scenario: Scenario, disguise: str) -> None:
    admin, staff = scenario.people["admin"], scenario.people["staff"]
    made = confirmed(asked(Deed.GIVE_ADMIN, staff.pk, at=AT), by=admin, at=AT)
    waiting = asked(Deed.TAKE_ADMIN, staff.pk, at=AT)
    coordinator = scenario.amira.pk
    with DISGUISES[disguise]():
        for change in (
            "outcome = 'declined'",
            "done_at = NULL",
            "decided_by_id = asked_by_id",
            f"person_id = {coordinator}",
            "deed = 'take_admin'",
            "reason = 'anders'",
            "preview = '[1]'",
            "expires_at = expires_at + interval '1 year'",
        ):
            with refused():
                sql(f"UPDATE {REQUEST} SET {change} WHERE id = %s", made.pk)
        for change in (
            "outcome = 'on_server', asked_by_id = NULL, decided_at = now()",
            f"outcome = 'confirmed', decided_by_id = {coordinator}, decided_at = asked_at",
            "expires_at = expires_at + interval '1 year'",
        ):
            with refused():
                sql(f"UPDATE {REQUEST} SET {change} WHERE id = %s", waiting.pk)
        sql("SET CONSTRAINTS ALL IMMEDIATE")  # or a table with triggers to come is not truncated anyway
        for statement in (f"DELETE FROM {REQUEST}", f"TRUNCATE {REQUEST}", f"TRUNCATE {ROLE} CASCADE"):
            with refused():
                sql(statement)


def test_whoever_asked_does_not_confirm(scenario: Scenario) -> None:
    """A constraint, not a trigger."""
    made = asked(Deed.GIVE_ADMIN, scenario.people["staff"].pk, at=AT)
    with pytest.raises(IntegrityError, match="four_eyes_are_two_people"), transaction.atomic():
        FourEyesRequest.objects.filter(pk=made.pk).update(
            outcome=RequestOutcome.CONFIRMED, decided_by=made.asked_by, decided_at=AT, done_at=AT
        )
    with pytest.raises(IntegrityError, match="four_eyes_confirmed_in_time"), transaction.atomic():
        FourEyesRequest.objects.filter(pk=made.pk).update(
            outcome=RequestOutcome.CONFIRMED,
            decided_by=scenario.people["admin"],
            decided_at=AT + timedelta(days=8),
            done_at=AT,
        )


def test_a_confirmation_without_its_deed_is_not_kept(scenario: Scenario) -> None:
    made = asked(Deed.GIVE_ADMIN, scenario.people["staff"].pk, at=AT)
    with refused("geschieht in demselben Schritt"):
        FourEyesRequest.objects.filter(pk=made.pk).update(
            outcome=RequestOutcome.CONFIRMED, decided_by=scenario.people["admin"], decided_at=AT
        )
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert not User.objects.filter(pk=scenario.people["staff"].pk, memberships__role="admin").exists()
