"""Transactional tests truncate tables although the triggers refuse it."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

GUARD = """
create function refuse_truncate() returns trigger language plpgsql as $$ begin raise 'guarded'; end $$;
create trigger guard before truncate on auth_group execute function refuse_truncate();
"""


@pytest.mark.django_db(transaction=True)
def test_a_guarded_table_is_emptied_between_tests_only() -> None:
    Group.objects.create(name="left by a test")
    with connection.cursor() as cursor:
        cursor.execute(GUARD)
        try:
            with pytest.raises(DatabaseError, match="guarded"), transaction.atomic():
                cursor.execute("truncate auth_group cascade")
            call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
            assert not Group.objects.exists()
            cursor.execute("show session_replication_role")
            assert cursor.fetchone() == ("origin",)
        finally:
            cursor.execute("drop trigger guard on auth_group; drop function refuse_truncate()")
