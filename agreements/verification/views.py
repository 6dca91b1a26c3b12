"""The public verification pages: without sign-in, read-only, and without a record of who asks for what."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from agreements.rate_limit import Bucket, seconds_to_wait_for_network
from agreements.verification.file_answers import file_answer
from agreements.verification.forms import FileForm, VerificationCodeForm
from agreements.verification.presenters import version_view
from agreements.verification.queries import version_of_code
from agreements.verification_code import MistypedError, read_code

PER_NETWORK = Bucket(name="verification", burst=40, refill=3.0)
FILE_IDS = "datei_%s"  # both forms have a field for the code


def _limited(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Limit the rate per network; over it, respond 429 with the time to wait."""

    @wraps(view)
    def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if wait := seconds_to_wait_for_network(PER_NETWORK, request, at=timezone.now()):
            return _page(request, "verification/too_many.html", {}, status=429, wait=wait)
        return view(request, *args, **kwargs)

    return limited


@login_not_required
@never_cache
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show the forms; redirect a code to its page."""
    form = VerificationCodeForm(request.GET) if "code" in request.GET else VerificationCodeForm()
    if form.is_bound and form.is_valid():
        return redirect("verify_code", form.cleaned_data["code"])
    context = {"form": form, "file_form": FileForm(auto_id=FILE_IDS)}
    return render(request, "verification/start.html", context, status=422 if form.errors else 200)


@login_not_required
@never_cache
@require_safe
@_limited
def version(request: HttpRequest, code: str) -> HttpResponse:
    """Show the version of a code; redirect a code in another form to its canonical URL."""
    try:
        read = read_code(code)
    except MistypedError:
        return _unknown(request, VerificationCodeForm({"code": code}))
    if read != code:
        return redirect("verify_code", read)
    found = version_of_code(read)
    if found is None:
        return _unknown(request, VerificationCodeForm(initial={"code": read}))
    context = {
        "view": version_view(found, timezone.localdate()),
        "file_form": FileForm(initial={"code": read}, auto_id=FILE_IDS),
    }
    return render(request, "verification/version.html", context)


@csrf_exempt  # read-only and independent of the user, so visitors need no cookie
@login_not_required
@never_cache
@require_POST
@_limited
def file(request: HttpRequest) -> HttpResponse:
    """Show the answer about a file, as a page or as a fragment for verify.js."""
    form = FileForm(request.POST, auto_id=FILE_IDS)
    if not form.is_valid():
        return _page(request, "verification/file.html", {"file_form": form}, status=422)
    answer = file_answer(form.cleaned_data["sha256"], form.cleaned_data["code"], as_of=timezone.localdate())
    again = FileForm(initial={"code": form.cleaned_data["code"]}, auto_id=FILE_IDS)
    return _page(request, "verification/file.html", {"answer": answer, "file_form": again})


def _unknown(request: HttpRequest, form: VerificationCodeForm) -> HttpResponse:
    return render(request, "verification/unknown.html", {"form": form}, status=404)


def _page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200, wait: int = 0
) -> HttpResponse:
    """Render the page, or for verify.js only the answer."""
    part = "verification/answer.html" if request.headers.get("X-Part") else template
    response = render(request, part, {**context, "wait": wait}, status=status)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response
