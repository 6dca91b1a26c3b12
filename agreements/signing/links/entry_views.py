"""Entry pages for signatories without an account. GET changes nothing: e-mail scanners open links too."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agreements.errors import ActionRefused
from agreements.link_access import begin_visit, link_by_token, link_page
from agreements.link_state import LinkState, link_state
from agreements.link_tokens import mask_address
from agreements.models import SigningLink
from agreements.rate_limit import Bucket, seconds_to_wait_for_network
from agreements.signing.links.actions import ask_code, enter_code, recover, renew
from agreements.signing.links.forms import LinkCodeForm, RecoverForm

FROM_ONE_NETWORK = Bucket(name="link", burst=60, refill=5)
TOO_MANY_REQUESTS = "Von Ihrem Anschluss kamen sehr viele Anfragen. Bitte warten Sie eine Minute und versuchen Sie es dann wieder."
RECOVER_MESSAGE = (
    "Wenn zu dieser Adresse etwas zu unterzeichnen ist, kommt in wenigen Minuten eine E-Mail mit einem neuen Link. Sehen Sie "
    "auch im Spam-Ordner nach."
)


@link_by_token
@require_http_methods(["GET", "HEAD", "POST"])
def link_start(request: HttpRequest, link: SigningLink | None, token: str) -> HttpResponseBase:
    """Explain a link; POST sends a code, or a new link for an expired one."""
    if link is None or _is_limited(request):
        return _unknown(request, link)
    state = link_state(link, timezone.now())
    if request.method == "POST":
        try:
            if state == LinkState.EXPIRED:
                renew(link, at=timezone.now())
                messages.success(request, f"Ein neuer Link ist unterwegs an {mask_address(link.address)}.")
                return redirect("link_start", token)
            ask_code(link, at=timezone.now())
        except ActionRefused as refused:
            messages.warning(request, str(refused))
            return redirect("link_start", token)
        return redirect("link_code", token)
    return _start(request, link, state)


@link_by_token
@require_http_methods(["GET", "HEAD", "POST"])
def link_code(request: HttpRequest, link: SigningLink | None, token: str) -> HttpResponseBase:
    """Ask for the code and begin the visit."""
    if link is None or _is_limited(request):
        return _unknown(request, link)
    if link_state(link, timezone.now()) != LinkState.LIVE:
        return redirect("link_start", token)
    form = LinkCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            enter_code(link, form.cleaned_data["code"], at=timezone.now())
        except ActionRefused as refused:
            form.add_error("code", str(refused))
        else:
            begin_visit(request, link, timezone.now())
            return redirect("link_read", link.pk)
    context = {"form": form, "token": token, "veiled": mask_address(link.address)}
    return render(request, "signing/links/code.html", context, status=422 if form.errors else 200)


@link_page
@require_http_methods(["GET", "HEAD", "POST"])
def link_recover(request: HttpRequest) -> HttpResponseBase:
    """Send open links again; the response does not reveal whether there are any."""
    form = RecoverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _is_limited(request):
            form.add_error(None, TOO_MANY_REQUESTS)
        else:
            try:
                recover(form.cleaned_data["email"], at=timezone.now())
            except ActionRefused as refused:
                form.add_error(None, str(refused))
            else:
                messages.info(request, RECOVER_MESSAGE)
                return redirect("link_recover")
    return render(request, "signing/links/recover.html", {"form": form}, status=422 if form.errors else 200)


def _is_limited(request: HttpRequest) -> bool:
    return seconds_to_wait_for_network(FROM_ONE_NETWORK, request, at=timezone.now()) > 0


def _unknown(request: HttpRequest, link: SigningLink | None) -> HttpResponse:
    """Answer an unknown link with 404, too many requests with 429."""
    if link is not None:
        return render(request, "signing/links/unknown.html", {"too_many": TOO_MANY_REQUESTS}, status=429)
    return render(request, "signing/links/unknown.html", status=404)


def _start(request: HttpRequest, link: SigningLink, state: LinkState) -> HttpResponse:
    context = {
        "link": link,
        "state": state,
        "is_live": state == LinkState.LIVE,
        "is_expired": state == LinkState.EXPIRED,
        "veiled": mask_address(link.address),
    }
    return render(request, "signing/links/start.html", context)
