"""Invariant 3: views get objects from `access`; what a user may not see is not found."""

import ast
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from agreements import policy
from agreements.choices import Status
from agreements.lifecycle import TRANSITIONS
from agreements.models import Clause, Signature
from tests.scenario import Scenario, version_of

ROOMS = ("drafting", "signing", "documents", "tracking", "dossier")


def views() -> list[Path]:
    rooms = [Path(settings.BASE_DIR) / "agreements" / room for room in ROOMS]
    return sorted(path for room in rooms for path in (*room.glob("views.py"), *room.glob("views/*.py")))


def test_no_view_looks_up_an_object_by_a_key_from_the_address() -> None:
    """Rows of an instrument are found through the instrument that `access` returned."""
    allowed = {("AgreementTemplate", "objects")}
    found = []
    for path in views():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Name) and node.id in {"get_object_or_404", "get_list_or_404"}:
                found.append((path.name, node.id))
            if isinstance(node, ast.Attribute) and node.attr in {
                "objects",
                "_default_manager",
                "_base_manager",
            }:
                owner = node.value.id if isinstance(node.value, ast.Name) else "?"
                found += [(path.name, owner)] if (owner, node.attr) not in allowed else []
    assert len(views()) > 5
    assert not found


def test_rows_of_another_contract_are_not_there(scenario: Scenario) -> None:
    """A coordinator may edit both contracts; URLs that mix them are not found."""
    browser, draft, other = scenario.browser("coordinator"), scenario.draft, scenario.contracts[Status.REVIEW]
    person = other.signatories.all()[0].key
    section = other.sections.create(position=99, heading="Nur hier", key="nur-hier")
    clause = Clause.objects.create(section=section, position=1, text="Nur hier", key="nur-hier")
    for address in (
        reverse("signatory_edit", args=[draft.pk, person]),
        reverse("section_edit", args=[draft.pk, section.key]),
        reverse("clause_new", args=[draft.pk, section.key]),
        reverse("clause_edit", args=[draft.pk, clause.key]),
        reverse("signature_new", args=[scenario.signing.pk, scenario.signed.signatories.all()[0].key]),
    ):
        assert browser.get(address).status_code == 404, address
    sent = {"text": "anders", "revision": 1, "direction": 1}
    for name in ("clause_edit", "clause_move", "clause_remove"):
        browser.post(reverse(name, args=[draft.pk, clause.key]), sent)
    for name in ("section_move", "section_remove"):
        browser.post(reverse(name, args=[draft.pk, section.key]), sent)
    clause.refresh_from_db()
    assert (clause.text, clause.revision, clause.section_id) == ("Nur hier", 1, section.pk)


def test_a_button_and_the_door_give_the_same_answer(scenario: Scenario) -> None:
    browser = scenario.browser("coordinator")
    for status, contract in scenario.contracts.items():
        page = browser.get(reverse("agreement_detail", args=[contract.agreement_id])).content.decode()
        for step in TRANSITIONS.values():
            if not step.roles or not step.by_hand:
                continue
            address = reverse("take_step", args=[contract.pk, step.name])
            answer = policy.verdict(scenario.amira, f"step.{step.name}", contract)
            assert (f'href="{address}"' in page) == answer.allowed, (status, step.name)
            assert browser.get(address).status_code == (200 if answer.allowed else 403)


def test_a_refusal_says_why(scenario: Scenario) -> None:
    contract = scenario.signed
    page = scenario.browser("staff").get(reverse("draft_edit", args=[contract.pk]))
    assert page.status_code == 403
    assert "Das ist dieser Rolle vorbehalten: Koordination MitWirkung." in page.content.decode()
    page = scenario.browser("coordinator").get(reverse("draft_edit", args=[contract.pk]))
    assert "Jetzt ist der Stand „unterzeichnet“. Dieser Stand ist endgültig." in page.content.decode()


def test_nobody_learns_of_files_by_counting(scenario: Scenario) -> None:
    """Keys are sequential; those of a hidden contract are not found all the same."""
    edition = version_of(scenario.signing).editions.get()
    scan = Signature.objects.get(version=version_of(scenario.signing))
    for who in ("neighbour", "observer", "nobody"):
        browser = scenario.browser(who)
        for address in (
            reverse("edition_file", args=[edition.pk]),
            reverse("signature_scan", args=[scan.pk]),
        ):
            assert browser.get(address).status_code == 404, (who, address)


def test_keys_that_no_database_has_are_not_there(scenario: Scenario) -> None:
    browser = scenario.browser("coordinator")
    for name in (
        "agreement_detail",
        "draft_edit",
        "draft_pdf",
        "edition_file",
        "signature_scan",
        "obligation_detail",
    ):
        for key in (0, 10**9, 10**30):
            assert browser.get(reverse(name, args=[key])).status_code == 404, (name, key)
