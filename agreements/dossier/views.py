"""The list of agreements."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements import policy
from agreements.access import action_required, current_user
from agreements.dossier.agreement_list import ORDERS, agreement_rows, agreements_for_list, condition
from agreements.dossier.forms import chosen_agreements
from agreements.dossier.signing_line import signing_line
from agreements.notifications.presenters import unsent_count
from agreements.sealing.presenters import unsealed_count

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
        "rows": agreement_rows(user, page.object_list, today),
        "signings": signing_line(user, chosen, today) if page.number == 1 else None,
        "unsealed": unsealed_count(user),
        "unsent": unsent_count(user),
        "create": policy.verdict(request.user, "agreement.create"),
    }
    return render(request, "dossier/list.html", context)
