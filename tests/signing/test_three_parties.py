"""The story of a contract with three parties, from the draft to a confirmed report."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements import history
from agreements.choices import LegalForm, Progress, ReportDecision, Side, Status
from agreements.documents.editions import execution_edition, reading_edition
from agreements.dossier.bundle.check import check_bundle
from agreements.files import store
from agreements.models import Agreement, Instrument, Signature
from agreements.parties import ReportingSide
from agreements.rendering.signature_fields import field_name
from agreements.signing.links.invitations import send_link, set_address
from agreements.tracking.actions import answer
from agreements.tracking.permissions import may_answer, may_report
from agreements.tracking.start.brief import brief_of
from agreements.verification_code import verification_code
from tests import factories
from tests.drafting.parties import three_parties
from tests.invariants.attempts import refused, sql
from tests.page import read
from tests.rendering.printed import page_texts
from tests.scenario import Scenario, version_of
from tests.signing.links.conftest import rosa
from tests.signing.links.visitor import ADDRESS, Visitor
from tests.signing.pki import Pki
from tests.signing.signer import sign
from tests.signing.test_signed_files import upload
from tests.tracking.report_factories import make_report, obligation_of

__all__ = ["rosa"]


def printed(data: bytes) -> str:
    return " ".join(" ".join(page_texts(data)).split())


def concluded(scenario: Scenario) -> Instrument:
    contract = factories.freeze_draft(three_parties(scenario), scenario.amira)
    for person in contract.signatories.all():
        factories.sign_for(contract, person, scenario.amira)
    return scenario.fresh().contracts[Status.DRAFT]


def test_every_party_signs_the_third_over_a_link(scenario: Scenario, rosa: Visitor) -> None:
    draft = three_parties(scenario)
    Agreement.objects.filter(pk=draft.agreement_id).update(legal_form=LegalForm.SIMPLE)
    contract = factories.freeze_draft(scenario.fresh().draft, scenario.amira)
    text = printed(store.read(execution_edition(version_of(contract)).file))
    assert "Grundschule am Lindenhof vertreten durch die Schulleitung – nachfolgend „die Schule“ –" in text
    for words in ("Für den Bezirk", "Für den Träger", "Für die Schule", "Pflichten: Schule", "Bo Lindqvist"):
        assert words in text
    for side in (Side.DISTRICT, Side.ASSOCIATION):
        factories.sign(contract, side, scenario.amira)
    with refused("Es fehlen noch erforderliche Unterschriften"):
        sql("UPDATE agreements_instrument SET status = 'signed' WHERE id = %s", contract.pk)
    bo = contract.signatories.get(side=Side.THIRD)
    by, at = scenario.amira, timezone.now()
    set_address(contract, signatory_key=bo.key, email=ADDRESS, reminds=False, revision=0, by=by, at=at)
    link = send_link(contract, signatory_key=bo.key, by=by, at=at)
    rosa.arrive()
    shown = read(rosa.client.get(rosa.page("link_read", link))).text
    assert "nachfolgend „der Träger“" in shown
    assert "Für Schule" in shown
    sent = {"fingerprint": link.fingerprint, "place": "Berlin", "agrees": "on"}
    assert rosa.client.post(rosa.page("link_confirm", link), sent).status_code == 302
    contract.refresh_from_db()
    assert contract.status == Status.SIGNED
    made = Signature.objects.get(signatory=bo)
    assert (made.link, made.recorded_by) == (link, None)
    text = printed(store.read(reading_edition(version_of(contract)).file))
    assert "Schulleiter, für die Schule" in text
    public = read(Client().get(reverse("verify_code", args=[verification_code(link.fingerprint)]))).text
    assert "Schulleiter · Schule" in public
    assert history.verify(contract.agreement) == []


@pytest.mark.usefixtures("trusted")
def test_the_third_party_signs_a_file_with_a_certificate(scenario: Scenario, pki: Pki) -> None:
    draft = three_parties(scenario)
    draft.signatories.filter(side=Side.THIRD).update(name="Rosa Rathaus")
    contract = factories.freeze_draft(scenario.fresh().draft, scenario.amira)
    key = contract.signatories.get(side=Side.THIRD).key
    issued = store.read(execution_edition(version_of(contract)).file)
    signed = sign(issued, field_name(key), pki.people["rosa"], stamped_by=pki)
    page = read(upload(scenario, contract, signed))
    assert Signature.objects.filter(signatory__key=key).exists(), page.text


def test_the_coordination_reports_for_a_party_without_accounts_and_the_district_confirms(
    scenario: Scenario,
) -> None:
    contract = concluded(scenario)
    assert contract.status == Status.SIGNED
    duty = obligation_of(contract, "O-19")
    owing, bogdan, at = (
        frozenset({Side.THIRD}),
        scenario.people["staff"],
        factories.SIGNED_AT + timedelta(days=90),
    )
    assert may_report(scenario.amira, owing, contract).allowed
    assert "trägt nicht der Bezirk" in may_report(bogdan, owing, contract).reason
    made = make_report(duty, Progress.FULFILLED, scenario.amira, at)
    assert made.side == ReportingSide.COORDINATION
    assert not may_answer(scenario.amira, scenario.amira.pk, ReportingSide(made.side), contract).allowed
    told = answer(made, decision=ReportDecision.CONFIRMED, remark="", seen=0, by=bogdan, at=at)
    assert told.side == ReportingSide.DISTRICT
    for who in ("coordinator", "staff", "observer"):
        browser = scenario.browser(who)
        row = read(browser.get(reverse("obligation_detail", args=[duty.pk]))).text
        assert "Wer schuldet es Schule" in row
        detail = read(browser.get(reverse("agreement_text", args=[contract.agreement_id]))).text
        for words in (
            "Pflichten: Schule",
            "Pflichten: Träger",
            "Pflichten des Bezirks",
            "nachfolgend „die Schule“",
        ):
            assert words in detail, who
    brief = brief_of(bogdan, contract.agreement, at.date())
    assert brief
    assert [label for label, _ in brief.figures] == ["Bezirk", "Träger und Schule"]


def test_the_bundle_of_three_parties_is_whole(scenario: Scenario, tmp_path: Path) -> None:
    contract = concluded(scenario)
    reply = scenario.browser("coordinator").get(reverse("agreement_bundle", args=[contract.agreement_id]))
    file = tmp_path / "akte.zip"
    file.write_bytes(b"".join(reply))
    assert check_bundle(file).faults == ()
