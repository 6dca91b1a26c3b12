"""The pages on personal data that the administration can open."""

from collections.abc import Iterator

from django.urls import reverse

from tests.scenario import Scenario


def privacy_pages(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield who opens what."""
    yield "admin", reverse("processing_record")
