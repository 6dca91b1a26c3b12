"""Two people at the same moment: the second waits, sees what the first has done, and is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from agreements.errors import ActionRefused
from districts.errors import Refused
from districts.four_eyes_choices import Deed, RequestOutcome
from districts.models import FourEyesRequest, Membership, User
from districts.people.actions.roles import require_an_admin
from districts.roles import Role
from mitwirkung.four_eyes.actions import ask_for, confirm, withdraw
from mitwirkung.four_eyes.deeds import find_subject
from tests import factories
from tests.four_eyes.requests import asked, shown

pytestmark = pytest.mark.django_db(transaction=True)
AT = factories.SIGNED_AT


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Let everybody act at the same moment; return what each was told, empty for who succeeded."""
    together = Barrier(len(acts))

    def act(one: Callable[[], object]) -> str:
        try:
            together.wait(timeout=60)
            one()
        except ActionRefused as refused:
            return str(refused)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(acts)) as threads:
        return sorted(threads.map(act, acts))


def test_of_two_who_confirm_at_once_one_does_it() -> None:
    bogdan, admins = factories.coordinator(), [factories.admin(), factories.admin()]
    request = asked(Deed.GIVE_ADMIN, bogdan.pk, at=AT)
    page = shown(request)
    told = at_once(*(lambda by=by: confirm(request, shown=page, by=by, at=AT) for by in admins))
    assert told == ["", "Der Antrag ist schon bestätigt. Es wurde nichts geändert."]
    assert Membership.objects.filter(user=bogdan, role=Role.ADMIN).count() == 1


def test_what_is_withdrawn_and_confirmed_at_once_is_one_of_both() -> None:
    bogdan, dana, ada = factories.coordinator(), factories.admin(), factories.admin()
    request = asked(Deed.GIVE_ADMIN, bogdan.pk, by=dana, at=AT)
    page = shown(request)
    first, second = at_once(
        lambda: confirm(request, shown=page, by=ada, at=AT), lambda: withdraw(request, by=dana, at=AT)
    )
    assert (first, second[:21]) == ("", "Der Antrag ist schon ")
    request.refresh_from_db()
    has_role = Membership.objects.filter(user=bogdan, role=Role.ADMIN).exists()
    assert has_role == (request.outcome == RequestOutcome.CONFIRMED)


def test_two_who_ask_at_once_make_one_request() -> None:
    bogdan, admins = factories.coordinator(), [factories.admin(), factories.admin()]
    person = find_subject(Deed.GIVE_ADMIN, bogdan.pk)
    told = at_once(
        *(lambda by=by: ask_for(Deed.GIVE_ADMIN, person, reason="x", by=by, at=AT) for by in admins)
    )
    assert (told[0], told[1][:23]) == ("", "Das ist schon beantragt")
    assert FourEyesRequest.objects.filter(outcome="").count() == 1


def test_two_who_take_each_others_role_do_not_leave_the_administration_empty() -> None:
    dana, ada = factories.admin(), factories.admin()
    takes_ada = asked(Deed.TAKE_ADMIN, ada.pk, by=dana, at=AT)
    takes_dana = asked(Deed.TAKE_ADMIN, dana.pk, by=ada, at=AT)
    pages = shown(takes_ada), shown(takes_dana)
    told = at_once(
        lambda: confirm(takes_ada, shown=pages[0], by=ada, at=AT),
        lambda: confirm(takes_dana, shown=pages[1], by=dana, at=AT),
    )
    assert told[0] == ""
    assert told[1]
    assert User.objects.filter(memberships__role=Role.ADMIN).count() == 1


def test_whoever_locks_one_while_another_loses_the_role_leaves_somebody_there() -> None:
    dana, ada = factories.admin(), factories.admin()
    takes_ada = asked(Deed.TAKE_ADMIN, ada.pk, by=dana, at=AT)
    page = shown(takes_ada)

    def lock_dana() -> None:
        with transaction.atomic():
            User.objects.filter(pk=dana.pk).update(is_active=False)
            try:
                require_an_admin()
            except Refused as refused:
                raise ActionRefused(str(refused)) from refused

    told = at_once(lock_dana, lambda: confirm(takes_ada, shown=page, by=ada, at=AT))
    assert (told[0], bool(told[1])) == ("", True)
    assert User.objects.filter(is_active=True, memberships__role=Role.ADMIN).count() == 1
