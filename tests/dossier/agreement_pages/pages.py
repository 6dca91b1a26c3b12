"""The pages of one agreement, for the sweep over all pages."""

from collections.abc import Iterator

from agreements.choices import Status
from agreements.models import Instrument


def agreement_pages(who: str, contract: Instrument) -> Iterator[tuple[str, str]]:
    """Yield the pages of one contract; its text has one of its own once it is signed."""
    yield who, contract.page_url("detail")
    if contract.status == Status.SIGNED:
        yield who, contract.page_url("text")
    for page in ("documents", "signing", "history"):
        yield who, contract.page_url(page)
