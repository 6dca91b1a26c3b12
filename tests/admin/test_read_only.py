"""What is kept for good cannot be written through the admin, however the request is made up."""

from typing import Any

import pytest
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
    models.ConfirmedDiscrepancy,
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
    models.TerminationNotice,
    models.Original,
    models.OriginalDay,
    models.TranscriptText,
    models.PageCheck,
    models.NoticeRetraction,
    models.ExtensionDecision,
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


def test_what_a_page_does_better_is_read_and_leads_there(story: Story, dana: Client) -> None:
    terms = models.ObligationTerms.objects.filter(instrument=story.draft)[0]
    page = dana.get(address(models.ObligationTerms, "change", terms.pk)).content.decode()
    assert "Geändert wird auf der Seite „Entwurf bearbeiten“ der Urkunde" in page
    assert f'href="{reverse("agreement_detail", args=[story.draft.agreement_id])}"' in page
    assert dana.get(reverse("agreement_detail", args=[story.draft.agreement_id])).status_code == 200
    assert 'name="_save"' not in page


@pytest.mark.parametrize("model", NEVER_DELETED, ids=name)
def test_what_is_kept_is_not_changed_and_nothing_of_this_is_added_or_deleted(
    model: type[Model], story: Story, dana: Client
) -> None:
    before = rows(model)
    row = model._default_manager.all()[0]
    crafted = {field.attname: "1" for field in model._meta.concrete_fields}
    if model in KEPT:
        assert dana.post(address(model, "change", row.pk), crafted).status_code == 403
    assert dana.post(address(model, "add"), crafted).status_code == 403
    assert dana.post(address(model, "change", row.pk), {**crafted, "_saveasnew": "1"}).status_code == 403
    assert dana.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert rows(model) == before
