"""From where somebody asks, so that questions of one network can be counted together."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return who asks: the entry that the outermost of our own proxies wrote, or the other end of the line."""
    told = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    forwarded = [part.strip() for part in told.split(",")]
    ours: int = settings.PROXIES
    if 0 < ours <= len(forwarded) and forwarded[-ours]:
        return forwarded[-ours]
    return str(request.META.get("REMOTE_ADDR", ""))


def network_of(address: str) -> str:
    """Return an IPv6 address as its /64, since one machine has as many of those as it likes."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False))
