"""A contract and an amendment are signed, printed, verified and withdrawn by the same rules."""

import page as validator
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements import history, policy
from agreements.choices import Side, SignatureMethod, Status
from agreements.documents.editions import execution_edition, reading_edition
from agreements.files import store
from agreements.models import Instrument, Signature
from agreements.parties import FIRST_TWO
from agreements.rendering.signature_fields import field_name
from agreements.signing.certificates.actions import record_signed_file
from agreements.signing.links.confirmation import record_confirmation
from agreements.signing.transition_actions import take_step
from agreements.verification_code import verification_code
from tests import factories
from tests.amending import begin, freeze_amendment, reword
from tests.page import read
from tests.scenario import Scenario, version_of
from tests.signing.links.conftest import rosa
from tests.signing.links.visitor import Visitor, invited, simple_contract, waiting
from tests.signing.pki import Pki
from tests.signing.signer import sign

__all__ = ["rosa"]
AT = factories.SIGNED_AT
KINDS = ["contract", "amendment"]


def amendment_of(contract: Instrument, scenario: Scenario) -> Instrument:
    draft = begin(contract, by=scenario.amira, at=AT)
    reword(draft, "0,75", "1,0", by=scenario.amira, at=AT)
    return freeze_amendment(draft, by=scenario.amira, at=AT)


@pytest.fixture(params=KINDS)
def frozen(request: pytest.FixtureRequest, scenario: Scenario) -> Instrument:
    """An instrument that is out for signing; nobody has signed."""
    if request.param == "contract":
        return factories.freeze_draft(scenario.draft, scenario.amira)
    return amendment_of(scenario.signed, scenario)


def signed_by(instrument: Instrument, *sides: Side, scenario: Scenario) -> Instrument:
    for side in sides:
        factories.sign(instrument, side, scenario.amira, AT.date())
    instrument.refresh_from_db()
    return instrument


def test_signed_in_ink(frozen: Instrument, scenario: Scenario) -> None:
    assert signed_by(frozen, Side.ASSOCIATION, scenario=scenario).status == Status.SIGNING
    assert signed_by(frozen, Side.DISTRICT, scenario=scenario).status == Status.SIGNED
    assert history.verify(frozen.agreement) == []


@pytest.mark.usefixtures("trusted")
def test_signed_by_certificate(frozen: Instrument, scenario: Scenario, pki: Pki) -> None:
    signed_by(frozen, Side.ASSOCIATION, scenario=scenario)
    version = version_of(frozen)
    person = waiting(frozen)
    issued = store.read(execution_edition(version).file)
    record_signed_file(
        frozen,
        data=sign(issued, field_name(person.key), pki.people["rosa"], stamped_by=pki),
        fingerprint=version.fingerprint,
        place="Berlin",
        by=scenario.amira,
        at=timezone.now(),
    )
    frozen.refresh_from_db()
    assert frozen.status == Status.SIGNED
    assert Signature.objects.get(version=version, signatory=person).method == SignatureMethod.QUALIFIED


@pytest.mark.parametrize("kind", KINDS)
def test_confirmed_over_a_link(kind: str, scenario: Scenario, rosa: Visitor) -> None:
    instrument = simple_contract(scenario)
    if kind == "amendment":
        signed_by(instrument, *FIRST_TWO, scenario=scenario)
        instrument = amendment_of(instrument, scenario)
    link = invited(instrument, scenario.amira)
    rosa.arrive()
    record_confirmation(link, fingerprint=link.fingerprint, place="Berlin", at=timezone.now())
    assert signed_by(instrument, Side.ASSOCIATION, scenario=scenario).status == Status.SIGNED


@pytest.mark.conformance
def test_its_pdfs_conform_and_name_what_they_are(frozen: Instrument, scenario: Scenario) -> None:
    signed_by(frozen, *FIRST_TWO, scenario=scenario)
    version = version_of(frozen)
    for edition in (execution_edition(version), reading_edition(version)):
        for profile in ("3a", "ua1"):
            assert validator.validate_pdf_bytes(store.read(edition.file), profile=profile).failures == []


def test_its_code_leads_to_a_page_that_says_what_it_is(frozen: Instrument, scenario: Scenario) -> None:
    address = reverse("verify_code", args=[verification_code(version_of(frozen).fingerprint)])
    assert "Es fehlen noch Unterschriften." in read(Client().get(address)).text
    signed_by(frozen, *FIRST_TWO, scenario=scenario)
    text = read(Client().get(address)).text
    assert version_of(frozen).fingerprint in text
    assert "unterzeichnet" in text
    if frozen.number:
        assert "1. Nachtrag" in text


@pytest.mark.parametrize("action", ["draft.edit", "signature.record", "step.withdraw", "step.unfreeze"])
def test_only_who_coordinates_acts(action: str, frozen: Instrument, scenario: Scenario) -> None:
    allowed = {
        who for who, person in scenario.people.items() if policy.verdict(person, action, frozen).allowed
    }
    assert allowed == (set() if action == "draft.edit" else {"coordinator"})


def test_who_reads_it(frozen: Instrument, scenario: Scenario) -> None:
    def readers() -> set[str]:
        return {
            who
            for who, person in scenario.people.items()
            if policy.visible_instruments(person).filter(pk=frozen.pk).exists()
        }

    assert readers() == {"coordinator", "staff", "lead", "admin"}
    signed_by(frozen, *FIRST_TWO, scenario=scenario)
    assert readers() >= {"coordinator", "staff", "lead", "observer", "admin"}


def test_withdrawn_between_two_signatures(frozen: Instrument, scenario: Scenario) -> None:
    signed_by(frozen, Side.ASSOCIATION, scenario=scenario)
    take_step(frozen, "withdraw", reason="Doch nicht.", by=scenario.amira, at=AT)
    frozen.refresh_from_db()
    assert frozen.status == Status.WITHDRAWN
    assert Signature.objects.filter(version__instrument=frozen).count() == 1
    address = reverse("signature_new", args=[frozen.pk, waiting(frozen).key])
    assert scenario.browser("coordinator").get(address).status_code == 403
