"""The pages on personal data that the administration can open."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import reverse

from agreements.choices import Side
from agreements.models import Signatory
from tests.scenario import Scenario


def signatory_of(scenario: Scenario) -> Signatory:
    return scenario.signed.signatories.get(side=Side.DISTRICT)


PRIVACY_ARGUMENTS: dict[str, Callable[[Scenario, str], list[Any]]] = {
    **dict.fromkeys(
        ("person_detail", "person_json", "person_csv"),
        lambda scenario, _: ["unterzeichnend", signatory_of(scenario).pk],
    ),
}


def privacy_pages(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield who opens what."""
    yield "admin", reverse("processing_record")
    yield "admin", reverse("person_search")
    yield "admin", f"{reverse('person_search')}?q={signatory_of(scenario).name.split()[0]}"
    for kind, number in (("konto", scenario.amira.pk), ("unterzeichnend", signatory_of(scenario).pk)):
        yield "admin", reverse("person_detail", args=[kind, number])
