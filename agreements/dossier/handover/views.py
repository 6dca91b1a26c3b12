"""The page on which everything of a person goes to somebody else."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agreements import policy
from agreements.access import action_required, current_user
from agreements.dossier.handover.actions import hand_over
from agreements.dossier.handover.forms import HandOverForm
from agreements.errors import ActionRefused
from districts.models import User


@action_required("agreement.hand_over")
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_page(request: HttpRequest, person: int) -> HttpResponse:
    """Show what somebody is in charge of, and hand it over."""
    giver = get_object_or_404(User, pk=person)
    successors = policy.coordinators().exclude(pk=giver.pk).distinct()
    form = HandOverForm(request.POST or None, successors=successors)
    if request.method == "POST" and form.is_valid():
        taker = form.cleaned_data["to"]
        try:
            moved = hand_over(giver, to=taker, by=current_user(request), at=timezone.now())
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{len(moved)} von {giver} an {taker} übergeben.")
            return redirect("overview")
    agreements = giver.coordinated_agreements.select_related("district").order_by("district__number", "pk")
    shown = {"giver": giver, "agreements": agreements, "form": form}
    return render(request, "dossier/hand_over.html", shown, status=422 if form.errors else 200)
