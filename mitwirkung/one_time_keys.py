"""A form that creates something counts once, however often it arrives: a double click, „Back“ and send, a repeated request.

The form carries a key. It is used up in the transaction of what it asks for, so that two requests at once wait for one
another, and a refused one uses nothing up. Other words under the same key are a form of their own: nothing typed is lost.
"""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from mitwirkung.templatetags.ui import ONE_TIME_KEY

LIFETIME = 24 * 60 * 60
TWICE = "Ihre Angaben sind gespeichert. Das Formular kam zweimal an und zählt einmal."
View = Callable[..., HttpResponseBase]


class OneTimeKeyMiddleware:
    """Answers a form that has been counted with where the first one led."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Run the view of a form with a key in one transaction with the use of the key."""
        if request.method != "POST" or not request.POST.get(ONE_TIME_KEY):
            return None
        with transaction.atomic():
            name = _name(request)
            # the database lets the second wait here until the first has ended
            if not cache.add(name, "", LIFETIME) and (address := cache.get(name)):
                messages.info(request, TWICE)
                return redirect(address)
            response = view(request, *args, **kwargs)
            if 300 <= response.status_code < 400:
                cache.set(name, response.headers["Location"], LIFETIME)
            else:
                cache.delete(name)
        return response


def _name(request: HttpRequest) -> str:
    """Return a name for what was sent: by whom, to where, with which words."""
    words = [(name, sent) for name, sent in sorted(request.POST.lists()) if name != "csrfmiddlewaretoken"]
    files = [
        (name, [(file.name, file.size) for file in sent]) for name, sent in sorted(request.FILES.lists())
    ]
    said = json.dumps([request.user.pk, request.get_full_path(), words, files])
    return f"once:{hashlib.sha256(said.encode(errors='replace')).hexdigest()}"
