"""Pages of agreements."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements import policy
from agreements.access import action_required, agreement_action, amendment_action, current_user
from agreements.dossier.agreement_list import ORDERS, agreement_rows, agreements_for_list, condition
from agreements.dossier.forms import chosen_agreements
from agreements.dossier.presenters import agreement_view
from agreements.dossier.signing_line import signing_line
from agreements.drafting.comments.thread_lists import comments_panel
from agreements.drafting.model_texts.deviations import reasons_for
from agreements.models import Agreement, Instrument
from agreements.notifications.presenters import unsent_count, unsent_summary
from agreements.sealing.presenters import seal_panel, unsealed_count
from agreements.signing.certificates.presenters import signed_files_panel
from agreements.signing.freezing.presenters import freezing_panel

PAGE = 50


@action_required("agreement.view")
@require_safe
def agreement_list(request: HttpRequest) -> HttpResponse:
    """List the visible agreements; `?bezirk=<slug>` and `?stand=` filter, `?ordnung=` sorts."""
    user = current_user(request)
    form, choice = chosen_agreements(request.GET, user)
    chosen, today = condition(user, choice), timezone.localdate()
    agreements = agreements_for_list(user).filter(chosen).order_by(*ORDERS[choice.order])
    page = Paginator(agreements, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "choice": choice,
        "page": page,
        "rows": agreement_rows(page.object_list, today),
        "signings": signing_line(user, chosen, today) if page.number == 1 else None,
        "unsealed": unsealed_count(user),
        "unsent": unsent_count(user),
        "create": policy.verdict(request.user, "agreement.create"),
    }
    return render(request, "dossier/list.html", context)


@agreement_action("agreement.view")
@require_safe
def agreement_detail(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    return render(request, "dossier/detail.html", _context(request, agreement))


@amendment_action("agreement.view")
@require_safe
def amendment_detail(request: HttpRequest, amendment: Instrument) -> HttpResponse:
    context = _context(request, amendment.agreement, amendment)
    return render(request, "dossier/amendment.html", context)


def _context(
    request: HttpRequest, agreement: Agreement, amendment: Instrument | None = None
) -> dict[str, Any]:
    person, now = current_user(request), timezone.now()
    view = agreement_view(person, agreement, timezone.localdate(), amendment)
    instrument = view.instrument.instrument if view.instrument else None
    written_here = instrument if instrument and not instrument.made_elsewhere else None
    return {
        "view": view,
        "agreement": agreement,
        "comments": comments_panel(person, written_here) if written_here else None,
        "files": signed_files_panel(person, written_here) if written_here else None,
        "seals": seal_panel(person, instrument, now) if instrument else None,
        "reasons": reasons_for(person, instrument) if instrument else {},
        "mails": unsent_summary(person, agreement, now),
        "freezing": freezing_panel(person, instrument, now) if instrument else None,
        "now": now,
    }
