"""Forms and pages of the contract that is out for signing."""

from typing import Any

from django.urls import reverse

from agreements.choices import Side
from agreements.models import Signatory
from agreements.signing.actions import would_conclude
from tests.page import Page, read
from tests.scenario import Scenario, version_of


def signatory(scenario: Scenario, side: Side = Side.DISTRICT) -> Signatory:
    return scenario.signing.signatories.get(side=side)


def post(scenario: Scenario, url_name: str, side: Side = Side.DISTRICT, /, **data: Any) -> Any:
    """Post a form about a signatory as the coordinator; the fingerprint is filled in."""
    address = reverse(url_name, args=[scenario.signing.pk, signatory(scenario, side).key])
    data = {"fingerprint": version_of(scenario.signing).fingerprint, **data}
    return scenario.browser("coordinator").post(address, data)


def post_signature(scenario: Scenario, side: Side = Side.DISTRICT, /, **more: Any) -> Any:
    data = {"signed_on": "10.03.2025", "date_source": "document", "place": "Berlin"}
    if would_conclude(scenario.signing, signatory(scenario, side)):
        data["knows_it_concludes"] = "on"
    data |= more
    return post(scenario, "signature_new", side, **data)


def signing_page_of(scenario: Scenario, who: str = "staff", name: str = "signing") -> Page:
    """Return the page about the signatures, or another page of the contract."""
    return read(scenario.browser(who).get(scenario.signing.page_url(name)))
