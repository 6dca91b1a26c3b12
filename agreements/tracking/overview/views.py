"""The overview of all districts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements import policy
from agreements.access import action_required, current_user
from agreements.tracking.overview.presenters import overview


@action_required("agreement.view")
@require_safe
def overview_page(request: HttpRequest) -> HttpResponse:
    """Show the overview, for all districts or for those of one colleague (`?zustaendig=`)."""
    user, chosen = current_user(request), request.GET.get("zustaendig", "")
    summary = overview(user, chosen, timezone.localdate(), request.GET.get("page"))
    hand_over = policy.verdict(user, "agreement.hand_over")
    return render(request, "tracking/overview.html", {"overview": summary, "hand_over": hand_over})
