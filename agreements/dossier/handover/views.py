"""Page to hand over all agreements of a coordinator."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agreements import policy
from agreements.access import action_required, current_user
from agreements.dossier.handover.actions import hand_over
from agreements.dossier.handover.forms import HandOverForm
from agreements.form_responses import form_response, redirect_with_message
from districts.models import User


@action_required("agreement.hand_over")
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_page(request: HttpRequest, person: int) -> HttpResponse:
    giver = get_object_or_404(User, pk=person)
    successors = policy.coordinators().exclude(pk=giver.pk).distinct()
    form = HandOverForm(request.POST or None, successors=successors)
    agreements = giver.coordinated_agreements.select_related("district").order_by("district__number", "pk")
    reader = current_user(request)
    coordinates = policy.verdict(reader, "agreement.create").allowed
    back = reverse("overview") if coordinates else reverse("admin:districts_user_change", args=[giver.pk])
    context = {"giver": giver, "agreements": agreements, "form": form, "back": back}

    def act() -> HttpResponse:
        taker = form.cleaned_data["to"]
        moved = hand_over(giver, to=taker, by=reader, at=timezone.now())
        if not taker.email:
            messages.warning(request, f"{taker} hat keine E-Mail-Adresse und wird nicht benachrichtigt.")
        return redirect_with_message(request, f"{len(moved)} von {giver} an {taker} übergeben.", back)

    return form_response(
        request, form, act, lambda status: render(request, "dossier/hand_over.html", context, status=status)
    )
