"""Pages are read and forms are sent: any other method is refused with 405."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed

METHODS = ["GET", "HEAD", "POST"]
GetResponse = Callable[[HttpRequest], HttpResponseBase]


def method_middleware(get_response: GetResponse) -> GetResponse:
    """Refuse what no view knows before a view takes it for reading."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        return get_response(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)

    return respond
