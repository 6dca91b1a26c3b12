"""The commands that prepare a house and print what the tables say."""

from io import StringIO

import pytest
from django.core.management import call_command

from agreements.management.commands import permission_table
from agreements.models import AgreementTemplate
from agreements.policy import PERMISSIONS
from districts.models import District, Office


def run(name: str) -> str:
    said = StringIO()
    call_command(name, stdout=said)
    return said.getvalue()


@pytest.mark.django_db
def test_a_new_house_is_ready_after_one_command_and_a_second_changes_nothing() -> None:
    said = run("load_reference")
    assert "12 Bezirke geladen." in said
    assert "Mustertext: Kooperationsvertrag, Version 1" in said
    before = (District.objects.count(), Office.objects.count(), list(AgreementTemplate.objects.values()))
    assert before[0] == 12
    assert len(before[2]) == 1
    assert run("load_reference") == said
    assert (
        District.objects.count(),
        Office.objects.count(),
        list(AgreementTemplate.objects.values()),
    ) == before


@pytest.mark.django_db
def test_the_check_of_no_history_at_all_is_content() -> None:
    assert run("verify_history") == ""


def test_the_table_of_permissions_has_a_row_for_every_action() -> None:
    printed = run("permission_table")
    assert printed == permission_table.page()
    for permission in PERMISSIONS.values():
        assert f"| {permission.label} |" in printed
    assert "| Zurückziehen | ja | – | – | – | – | Entwurf, in Abstimmung, zur Zeichnung |" in printed
