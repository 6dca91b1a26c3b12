"""How often one address may ask the public page; what was asked is not kept at all."""

from datetime import datetime

from django.http import HttpRequest

from agreements import rate_limit
from agreements.client_address import client_address, network_of

BURST = 40  # questions that may come at once
REFILL = 3.0  # seconds until one more may come
QUESTIONS = rate_limit.Bucket(name="verification", burst=BURST, refill=REFILL)


def seconds_to_wait(request: HttpRequest, *, at: datetime) -> int:
    """Count a question of the request's address; return 0 if it may be answered, else after how many seconds."""
    return rate_limit.seconds_to_wait(QUESTIONS, network_of(client_address(request)), at=at)
