"""The client's address and network, for rate limits and the security log."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the X-Forwarded-For entry of the outermost trusted proxy (`settings.PROXIES`), or REMOTE_ADDR."""
    forwarded = [part.strip() for part in str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")]
    trusted: int = settings.PROXIES
    if 0 < trusted <= len(forwarded) and forwarded[-trusted]:
        return forwarded[-trusted]
    return str(request.META.get("REMOTE_ADDR", ""))


def shortened_network(address: str) -> str:
    """Return the /24 of an IPv4 address and the /48 of an IPv6 address: an office, not a person; empty for none."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network((parsed, 24 if parsed.version == 4 else 48), strict=False))


def network_of(address: str) -> str:
    """Return the /64 of an IPv6 address, since one machine has a whole /64; an IPv4 address as it is."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False))
