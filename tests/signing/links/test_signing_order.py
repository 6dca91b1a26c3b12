"""The order of signing."""

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.choices import Side
from agreements.errors import ActionRefused
from agreements.models import Signatory, SigningLink
from agreements.signing.links.invitations import send_link
from agreements.signing.links.signing_order import joined_names, unsigned_before
from tests import factories
from tests.page import read
from tests.scenario import Scenario
from tests.signing.links.visitor import addressed, waiting


def person(pk: int, order: int, *, required: bool = True) -> Signatory:
    return Signatory(pk=pk, name=f"P{pk}", order=order, required=required)


@pytest.mark.parametrize(
    ("who", "signed", "first"),
    [
        (1, [], []),
        (2, [], []),
        (3, [], [1, 2]),
        (3, [1], [2]),
        (3, [1, 2], []),
        (4, [1, 2], [3]),
        (4, [1, 2, 3], []),
    ],
)
def test_equal_numbers_sign_in_parallel(who: int, signed: list[int], first: list[int]) -> None:
    everybody = [person(1, 1), person(2, 1), person(3, 2), person(4, 3), person(5, 1, required=False)]
    assert [other.pk for other in unsigned_before(everybody[who - 1], everybody, signed)] == first


def test_names_are_joined() -> None:
    assert joined_names([]) == ""
    assert joined_names([person(1, 1)]) == "P1"
    assert joined_names([person(1, 1), person(2, 1), person(3, 1)]) == "P1, P2 und P3"


def test_rosa_is_invited_once_the_association_has_signed(scenario: Scenario) -> None:
    contract = factories.draft(scenario.place, scenario.amira)
    contract.signatories.filter(side=Side.DISTRICT).update(order=2)
    contract = factories.freeze_draft(contract, scenario.amira)
    rosa = waiting(contract)
    chair = contract.signatories.get(side=Side.ASSOCIATION)
    addressed(contract, scenario.amira)
    page = reverse("link_list", args=[contract.pk])
    assert f"nach {chair.name}" in read(scenario.browser("coordinator").get(page)).text
    invite = reverse("link_send", args=[contract.pk, rosa.key])
    told = read(scenario.browser("coordinator").post(invite, follow=True)).text
    assert f"noch nicht an der Reihe: Zuerst unterzeichnet {chair.name}" in told
    assert not SigningLink.objects.filter(signatory=rosa).exists()
    with pytest.raises(ActionRefused, match="an der Reihe"):
        send_link(contract, signatory_key=rosa.key, by=scenario.amira, at=timezone.now())
    factories.sign(contract, Side.ASSOCIATION, scenario.amira)
    send_link(contract, signatory_key=rosa.key, by=scenario.amira, at=timezone.now())
    assert f"nach {chair.name}" not in read(scenario.browser("coordinator").get(page)).text
