"""What is kept for good cannot be written through the admin, however the request is made up."""

from typing import Any

import pytest
from django.contrib.admin import helpers
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from agreements import models
from tests.admin.conftest import Story

KEPT = [
    models.AgreementTemplate,
    models.Version,
    models.Edition,
    models.Signature,
    models.StoredFile,
    models.Report,
    models.ReportAnswer,
    models.Evidence,
    models.VirusCheck,
    models.ReleaseReport,
    models.ReleaseLine,
    models.ReleaseAnswer,
    models.Occasion,
    models.Event,
    models.Obligation,
    models.ObligationTerms,
    models.StaffRelease,
    models.IbsWork,
    models.IbsWorkSpace,
    models.PovertySensitiveWork,
    models.Deviation,
    models.Thread,
    models.Comment,
    models.Mention,
    models.Suggestion,
    models.ClearanceRound,
    models.ClearanceRequest,
    models.Clearance,
    models.Photo,
    models.Consent,
    models.ArchiveRecord,
]
NEVER_DELETED = [
    *KEPT,
    models.Agreement,
    models.Instrument,
    models.Section,
    models.Clause,
    models.Party,
    models.Signatory,
]


def address(model: type[Model], page: str, *args: Any) -> str:
    return reverse(f"admin:agreements_{model._meta.model_name}_{page}", args=args)


def rows(model: type[Model]) -> list[dict[str, Any]]:
    return list(model._default_manager.order_by("pk").values())


def name(model: type[Model]) -> str:
    return str(model._meta.model_name)


@pytest.mark.parametrize("model", KEPT, ids=name)
def test_what_is_kept_cannot_be_changed(model: type[Model], story: Story, dana: Client) -> None:
    before = rows(model)
    row = model._default_manager.all()[0]
    crafted = {field.attname: "1" for field in model._meta.concrete_fields}
    assert dana.post(address(model, "change", row.pk), crafted).status_code == 403
    assert rows(model) == before


def test_what_a_page_does_better_is_read_and_leads_there(story: Story, dana: Client) -> None:
    terms = models.ObligationTerms.objects.filter(instrument=story.draft)[0]
    page = dana.get(address(models.ObligationTerms, "change", terms.pk)).content.decode()
    assert "Geändert wird auf der Seite „Entwurf bearbeiten“ der Urkunde" in page
    assert f'href="{reverse("agreement_detail", args=[story.draft.agreement_id])}"' in page
    assert dana.get(reverse("agreement_detail", args=[story.draft.agreement_id])).status_code == 200
    assert 'name="_save"' not in page


@pytest.mark.parametrize("model", NEVER_DELETED, ids=name)
def test_nothing_of_this_is_added_or_deleted_here(model: type[Model], story: Story, dana: Client) -> None:
    before = rows(model)
    row = model._default_manager.all()[0]
    crafted = {field.attname: "1" for field in model._meta.concrete_fields}
    assert dana.post(address(model, "add"), crafted).status_code == 403
    assert dana.post(address(model, "change", row.pk), {**crafted, "_saveasnew": "1"}).status_code == 403
    assert dana.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert rows(model) == before


@pytest.mark.parametrize("model", [*NEVER_DELETED, models.Resolution, models.Milestone], ids=name)
def test_there_is_no_deleting_in_bulk(model: type[Model], story: Story, dana: Client) -> None:
    before = rows(model)
    everything = [row.pk for row in model._default_manager.all()]
    crafted = {
        "action": "delete_selected",
        helpers.ACTION_CHECKBOX_NAME: everything,
        "select_across": "1",
        "index": "0",
        "post": "yes",
    }
    assert dana.post(address(model, "changelist"), crafted).status_code == 200
    assert rows(model) == before


@pytest.mark.parametrize("model", NEVER_DELETED, ids=name)
def test_a_list_cannot_be_edited(model: type[Model], story: Story, dana: Client) -> None:
    before = rows(model)
    crafted = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": "1", "_save": "1"}
    crafted |= {f"form-0-{field.attname}": "1" for field in model._meta.concrete_fields}
    assert dana.post(address(model, "changelist"), crafted).status_code == 200
    assert rows(model) == before
