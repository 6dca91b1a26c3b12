"""The floor under a page: a bare view that sends the database the page's own statements, and nothing else.

This module is the URLconf of the bench: the project's addresses and those of its bare views.
"""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from mitwirkung.urls import urlpatterns as project

statements: list[str] = []  # of the page that is measured now


def bare(request: HttpRequest) -> HttpResponse:
    """Execute what the page executed and fetch all rows, with the driver alone."""
    with connection.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            if cursor.description:
                cursor.fetchall()
    return HttpResponse("ok")


@login_not_required
def nothing(request: HttpRequest) -> HttpResponse:
    """Answer behind all middleware, without the database."""
    return HttpResponse("ok")


urlpatterns = [path("floor/", bare), path("floor/nothing/", nothing), *project]
