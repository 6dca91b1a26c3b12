"""The public verification page. It needs no sign-in, changes nothing, and keeps nothing about who asks for what."""

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
    """Answer an address that asks too often with the time to wait."""

    @wraps(view)
    def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if wait := seconds_to_wait_for_network(PER_NETWORK, request, at=timezone.now()):
            return _page(request, "verification/too_many.html", {}, status=429, wait=wait)
        return view(request, *args, **kwargs)

    return counted


@login_not_required
@never_cache
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Ask for a code or a file; a code leads to its page."""
    form = VerificationCodeForm(request.GET) if "code" in request.GET else VerificationCodeForm()
    if form.is_bound and form.is_valid():
        return redirect("verify_code", form.cleaned_data["code"])
    shown = {"form": form, "file_form": FileForm(auto_id=FILE_IDS)}
    return render(request, "verification/start.html", shown, status=422 if form.errors else 200)


@login_not_required
@never_cache
@require_safe
@_limited
def version(request: HttpRequest, code: str) -> HttpResponse:
    """Tell what is known of the version with a code; a code that is written otherwise leads to its one address."""
    try:
        read = read_code(code)
    except MistypedError:
        return _unknown(request, VerificationCodeForm({"code": code}))
    if read != code:
        return redirect("verify_code", read)
    found = version_of_code(read)
    if found is None:
        return _unknown(request, VerificationCodeForm(initial={"code": read}))
    shown = {"view": version_view(found), "file_form": FileForm(initial={"code": read}, auto_id=FILE_IDS)}
    return render(request, "verification/version.html", shown)


@csrf_exempt  # nothing is changed and nothing depends on who asks, so visitors need no cookie
@login_not_required
@never_cache
@require_POST
@_limited
def file(request: HttpRequest) -> HttpResponse:
    """Tell what is known of the file with a SHA-256, as a page, or as a part of one for our script."""
    form = FileForm(request.POST, auto_id=FILE_IDS)
    if not form.is_valid():
        return _page(request, "verification/file.html", {"file_form": form}, status=422)
    answer = file_answer(form.cleaned_data["sha256"], form.cleaned_data["code"])
    again = FileForm(initial={"code": form.cleaned_data["code"]}, auto_id=FILE_IDS)
    return _page(request, "verification/file.html", {"answer": answer, "file_form": again})


def _unknown(request: HttpRequest, form: VerificationCodeForm) -> HttpResponse:
    return render(request, "verification/unknown.html", {"form": form}, status=404)


def _page(
    request: HttpRequest, template: str, shown: dict[str, Any], *, status: int = 200, wait: int = 0
) -> HttpResponse:
    """Render a page, or only the answer in it when our script asks."""
    part = "verification/answer.html" if request.headers.get("X-Part") else template
    response = render(request, part, {**shown, "wait": wait}, status=status)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response
