"""Views of the text in force on a day."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.access import agreement_action
from agreements.documents.render_limit import in_turn
from agreements.documents.views import pdf_file
from agreements.dossier.reading_text.forms import DayForm
from agreements.dossier.reading_text.pdf import reading_pdf as printed
from agreements.dossier.reading_text.presenters import reading_view
from agreements.models import Agreement


@agreement_action("agreement.view")
@require_safe
def reading_text(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    """Show the text in force on the day `?tag=`, by default today."""
    form = DayForm.of(request, timezone.localdate())
    if not form.is_valid():
        context = {"agreement": agreement, "form": form}
        return render(request, "dossier/reading_text/page.html", context, status=422)
    view = reading_view(agreement, form.day)
    return render(
        request, "dossier/reading_text/page.html", {"agreement": agreement, "form": form, "view": view}
    )


@agreement_action("document.download")
@require_safe
@in_turn
def reading_text_pdf(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    """Send the text in force on the day `?tag=` as PDF."""
    form = DayForm.of(request, timezone.localdate())
    if not form.is_valid():
        return _refused(" ".join(map(str, form.errors["tag"])))
    view = reading_view(agreement, form.day)
    if view.text is None:
        return _refused(view.missing)
    pdf = printed(agreement, view, moment=timezone.now())
    return pdf_file(pdf, f"{agreement.reference}-Fassung-{view.day.isoformat()}")


def _refused(reason: str) -> HttpResponse:
    return HttpResponse(f"{reason}\n", status=422, content_type="text/plain; charset=utf-8")
