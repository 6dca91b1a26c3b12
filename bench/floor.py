"""The floor under a page: a bare view that sends the database the page's own statements, and nothing else.

This module is the URLconf of the bench: the house's addresses and the one of the bare view.
"""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from mitwirkung.urls import urlpatterns as house

statements: list[str] = []  # of the page that is measured now


def bare(request: HttpRequest) -> HttpResponse:
    """Execute what the page executed and fetch all rows, with the driver alone."""
    with connection.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            if cursor.description:
                cursor.fetchall()
    return HttpResponse("ok")


urlpatterns = [path("floor/", bare), *house]
