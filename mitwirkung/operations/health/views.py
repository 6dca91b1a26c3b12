"""For probes and monitoring, without sign-in: alive, ready, metrics."""

import hmac

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from mitwirkung.operations.health.checks import health_checks
from mitwirkung.operations.health.database import unapplied_migrations
from mitwirkung.operations.health.disk import writing_problem
from mitwirkung.operations.health.metrics import metrics

PLAIN = "text/plain; charset=utf-8"


@login_not_required
@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Answer as long as the process does; it asks nobody else."""
    return HttpResponse("lebt\n", content_type=PLAIN)


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Say whether requests can be answered: database, its migrations, and files; 503 if not."""
    try:
        is_ready = not unapplied_migrations() and not any(writing_problem())
    except DatabaseError:
        is_ready = False
    return HttpResponse(
        "bereit\n" if is_ready else "nicht bereit\n", status=200 if is_ready else 503, content_type=PLAIN
    )


@login_not_required
@never_cache
@require_safe
def metrics_page(request: HttpRequest) -> HttpResponse:
    """Serve the metrics to who has the token; to everybody else, and without a token, the page does not exist."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    token: str = settings.METRICS_TOKEN
    if not token or not hmac.compare_digest(given.encode(), token.encode()):
        raise Http404
    return HttpResponse(metrics(health_checks(at=timezone.now())), content_type=CONTENT_TYPE_LATEST)
