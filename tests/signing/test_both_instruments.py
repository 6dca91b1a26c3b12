"""A contract and an amendment are written, cleared, frozen, signed, sealed, printed, verified and withdrawn by the same rules.

`test_freezing_worker` kills the worker that freezes either.
"""

from pathlib import Path

import page as validator
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements import history, policy
from agreements.choices import Addressee, EditionKind, SealLevel, Side, SignatureMethod, Status
from agreements.documents.editions import execution_edition, reading_edition
from agreements.drafting.clearance.presenters import clearance_view
from agreements.drafting.comments.actions import CommentTarget, open_thread
from agreements.drafting.comments.suggestions import accept_suggestion, suggest
from agreements.files import store
from agreements.models import Instrument, Seal, Signature
from agreements.parties import FIRST_TWO
from agreements.rendering.signature_fields import field_name
from agreements.signing.certificates.actions import record_signed_file
from agreements.signing.links.confirmation import record_confirmation
from agreements.signing.transition_actions import take_step
from agreements.texts.assembly import working_copy
from agreements.transitions import apply_transition
from agreements.verification_code import verification_code
from tests import factories
from tests.amending import begin, freeze_amendment, reword
from tests.dossier.bundle.packed import bundle_of, faults
from tests.drafting.clearance.conftest import answer, request_of, rewrite, start_round
from tests.drafting.texts import clause_of
from tests.due import seal_what_is_due
from tests.page import read
from tests.scenario import Scenario, version_of
from tests.sealing.association import SealSetup
from tests.sealing.conftest import seal_setup
from tests.signing.links.conftest import rosa
from tests.signing.links.visitor import Visitor, invited, simple_contract, waiting
from tests.signing.pki import Pki
from tests.signing.signer import sign

__all__ = ["rosa", "seal_setup"]
AT = factories.SIGNED_AT
KINDS = ["contract", "amendment"]


def amendment_of(contract: Instrument, scenario: Scenario) -> Instrument:
    draft = begin(contract, by=scenario.amira, at=AT)
    reword(draft, "0,75", "1,0", by=scenario.amira, at=AT)
    return draft


@pytest.fixture(params=KINDS)
def written(request: pytest.FixtureRequest, scenario: Scenario) -> Instrument:
    """A complete draft."""
    return scenario.draft if request.param == "contract" else amendment_of(scenario.signed, scenario)


@pytest.fixture
def frozen(written: Instrument, scenario: Scenario) -> Instrument:
    """An instrument that is out for signing; nobody has signed."""
    return freeze_amendment(written, by=scenario.amira, at=AT)


def signed_by(instrument: Instrument, *sides: Side, scenario: Scenario) -> Instrument:
    for side in sides:
        factories.sign(instrument, side, scenario.amira, AT.date())
    instrument.refresh_from_db()
    return instrument


def test_an_accepted_suggestion_stands_in_what_is_signed(written: Instrument, scenario: Scenario) -> None:
    amira, bogdan = scenario.amira, scenario.people["staff"]
    apply_transition(written, "open_review", by=amira, at=AT)
    clause, more = clause_of(written), "Auch in den Ferien."
    target = CommentTarget(clause=clause.key)
    thread = open_thread(
        written, target=target, addressee=Addressee.DISTRICT, text="Immer?", by=amira, at=AT
    ).thread
    made = suggest(thread, text=f"{clause.text} {more}", by=bogdan, at=AT)
    assert more not in working_copy(written).canonical().decode()
    accept_suggestion(made, revision=clause.revision, by=amira, at=AT)
    frozen = freeze_amendment(written, by=amira, at=AT)
    assert more in version_of(frozen).read().canonical().decode()


def test_a_clearance_is_of_the_text_that_the_offices_have_read(
    written: Instrument, scenario: Scenario
) -> None:
    amira = scenario.amira
    apply_transition(written, "open_review", by=amira, at=AT)
    fingerprint = working_copy(written).fingerprint
    round_ = start_round(written, amira, codes=["ra"], at=AT)
    assert round_.version.fingerprint == fingerprint
    answer(written, request_of(round_), scenario.people["staff"], at=AT)
    [cleared] = clearance_view(amira, written, AT.date()).statuses
    assert cleared.text == "gilt für den heutigen Text"
    rewrite(written, amira)
    [outdated] = clearance_view(amira, written, AT.date()).statuses
    assert outdated.text == "älterer Text"


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
        instrument = freeze_amendment(amendment_of(instrument, scenario), by=scenario.amira, at=AT)
    link = invited(instrument, scenario.amira)
    rosa.arrive()
    record_confirmation(link, fingerprint=link.fingerprint, place="Berlin", at=timezone.now())
    assert signed_by(instrument, Side.ASSOCIATION, scenario=scenario).status == Status.SIGNED


def test_sealed(frozen: Instrument, scenario: Scenario, seal_setup: SealSetup) -> None:
    signed_by(frozen, *FIRST_TWO, scenario=scenario)
    with seal_setup.running():
        sealed = [one for one in seal_what_is_due(at=timezone.now()) if one.version == version_of(frozen)]
    assert [one.kind for one in sealed] == [EditionKind.COMPLETED]
    assert Seal.objects.get(edition=sealed[0]).level == SealLevel.B_T
    assert history.verify(frozen.agreement) == []


def test_bundled(frozen: Instrument, scenario: Scenario, tmp_path: Path) -> None:
    signed_by(frozen, *FIRST_TWO, scenario=scenario)
    bundle = bundle_of(frozen.agreement)
    assert faults(bundle, tmp_path) == ""
    assert version_of(frozen).fingerprint.encode() in bundle


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
