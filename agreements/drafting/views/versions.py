"""Views of the versions of an instrument."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agreements import policy
from agreements.access import current_user, instrument_action
from agreements.documents import editions
from agreements.documents.render_limit import in_turn
from agreements.documents.views import pdf_file
from agreements.drafting.actions.versions import name_version, restore_version
from agreements.drafting.forms.versions import VersionForm
from agreements.errors import ActionRefused
from agreements.models import Instrument, Version
from agreements.rendering.frozen_html import frozen_view


@instrument_action("history.draft")
def version_list(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """List the versions; a form stores the working copy as a new one."""
    form = VersionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            name_version(instrument, **form.cleaned_data, by=current_user(request), at=timezone.now())
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Fassung festgehalten.")
            return redirect("version_list", instrument.pk)
    context = {
        "instrument": instrument,
        "versions": instrument.versions.select_related("made_by"),
        "form": form,
        "edit": policy.verdict(request.user, "draft.edit", instrument),
    }
    return render(request, "drafting/versions.html", context, status=422 if form.errors else 200)


@instrument_action("history.draft")
@require_safe
def version_detail(request: HttpRequest, instrument: Instrument, number: int) -> HttpResponse:
    version = _version(instrument, number)
    context = {
        "instrument": instrument,
        "version": version,
        "document": frozen_view(version.read()),
        "edit": policy.verdict(request.user, "draft.edit", instrument),
    }
    return render(request, "drafting/version.html", context)


@instrument_action("history.draft")
@require_safe
@in_turn
def version_pdf(request: HttpRequest, instrument: Instrument, number: int) -> HttpResponse:
    """Render a version as a PDF marked ENTWURF; frozen versions have their own editions."""
    version = _version(instrument, number)
    try:
        pdf = editions.render_draft(version.read(), moment=version.made_at)
    except ActionRefused as refused:
        return HttpResponse(f"{refused}\n", status=422, content_type="text/plain; charset=utf-8")
    return pdf_file(pdf, f"{instrument.agreement.reference}-Fassung-{number}")


@instrument_action("draft.edit")
@require_POST
def version_restore(request: HttpRequest, instrument: Instrument, number: int) -> HttpResponse:
    try:
        restore_version(instrument, number=number, by=current_user(request), at=timezone.now())
    except ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request,
            f"Fassung {number} ist wieder der Arbeitsstand. Der bisherige Stand ist als Fassung festgehalten.",
        )
    return redirect("version_list", instrument.pk)


def _version(instrument: Instrument, number: int) -> Version:
    version: Version | None = instrument.versions.select_related("made_by").filter(number=number).first()
    if version is None:
        raise Http404
    return version
