"""The start page of a district, and the Kurzbericht."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.access import action_required, agreement_action, current_user
from agreements.documents.render_limit import in_turn
from agreements.documents.views import pdf_file
from agreements.models import Agreement
from agreements.tracking.responses import show_start
from agreements.tracking.start.brief import brief_of, brief_pdf


@action_required("start.district")
@require_safe
def whats_due(request: HttpRequest) -> HttpResponse:
    return show_start(request)


@agreement_action("brief.print")
@require_safe
@in_turn
def brief_file(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    moment = timezone.now()
    brief = brief_of(current_user(request), agreement, timezone.localdate(moment))
    if brief is None:
        raise Http404
    return pdf_file(brief_pdf(brief, moment=moment), f"{agreement.reference}-Kurzbericht")
