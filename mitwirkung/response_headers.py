"""What every answer tells the browser, static files and errors included: which of its powers no page of ours needs, and that
nobody else may embed what we send.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

UNUSED = (
    *(
        "accelerometer",
        "autoplay",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
    ),
    *("gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "picture-in-picture"),
    *("screen-wake-lock", "serial", "sync-xhr", "usb", "web-share", "xr-spatial-tracking"),
)
HEADERS = {
    "Permissions-Policy": ", ".join(f"{name}=()" for name in UNUSED),
    "Cross-Origin-Resource-Policy": "same-origin",
}


def response_headers(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Middleware; stands before whatever answers by itself."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return answer
