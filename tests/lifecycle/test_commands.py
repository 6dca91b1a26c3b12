"""Commands that load reference data and print tables."""

from io import StringIO

import pytest
from django.core.management import call_command

from agreements.management.commands import permission_table
from agreements.models import AgreementTemplate
from agreements.permission_table import PERMISSIONS
from districts.models import District, Office


def run(name: str) -> str:
    out = StringIO()
    call_command(name, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_load_reference_is_idempotent() -> None:
    output = run("load_reference")
    assert "12 Bezirke geladen." in output
    for version in (1, 2):
        assert f"Mustertext: Kooperationsvertrag, Version {version}" in output
    before = (District.objects.count(), Office.objects.count(), list(AgreementTemplate.objects.values()))
    assert before[0] == 12
    assert len(before[2]) == 2
    assert run("load_reference") == output
    assert (
        District.objects.count(),
        Office.objects.count(),
        list(AgreementTemplate.objects.values()),
    ) == before


@pytest.mark.django_db
def test_an_empty_history_has_no_faults() -> None:
    assert run("verify_history") == ""


def test_the_table_of_permissions_has_a_row_for_every_action() -> None:
    printed = run("permission_table")
    assert printed == permission_table.page()
    for permission in PERMISSIONS.values():
        assert f"| {permission.label} |" in printed
    assert "| Zurückziehen | ja | – | – | – | – | Entwurf, in Abstimmung, zur Zeichnung |" in printed
