"""Pages for archiving an agreement."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.access import agreement_action, current_user
from agreements.choices import ArchiveStep
from agreements.dossier.archive.actions import last_record, next_steps, record_archive_step
from agreements.dossier.archive.forms import ArchiveForm
from agreements.files.downloads import send_stored
from agreements.files.requests import takes_files
from agreements.form_responses import form_response, redirect_with_message
from agreements.models import Agreement


@agreement_action("archive.record")
@takes_files()
def archive_new(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    steps = next_steps(last_record(agreement))
    form = ArchiveForm(request.POST or None, request.FILES or None, steps=steps)

    def act() -> HttpResponse:
        data = form.cleaned_data
        record_archive_step(
            agreement,
            step=ArchiveStep(data["step"]),
            dated=data["dated"],
            reference=data["reference"],
            document=data["document"].read() if data["document"] else b"",
            by=current_user(request),
            at=timezone.now(),
        )
        return redirect_with_message(request, "Festgehalten.", "agreement_detail", agreement.pk)

    context = {"agreement": agreement, "form": form, "steps": steps}
    return form_response(
        request, form, act, lambda status: render(request, "dossier/archive/new.html", context, status=status)
    )


@agreement_action("archive.record")
@require_safe
def archive_document(request: HttpRequest, agreement: Agreement, record: int) -> HttpResponseBase:
    row = agreement.archive_records.select_related("document").filter(pk=record).first()
    if row is None or row.document is None:
        raise Http404
    return send_stored(request, row.document, f"{agreement.reference}-Landesarchiv-{row.dated:%Y-%m-%d}")
