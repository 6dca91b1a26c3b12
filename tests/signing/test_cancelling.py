"""Which change cancels which signatures: every line of the table, done by its real action while one signature is in."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from agreements.documents import store
from agreements.documents.assemble import working_copy
from agreements.drafting.actions.head import edit_head
from agreements.drafting.actions.obligations import remove_obligation
from agreements.drafting.actions.people import SIGNATORY_FIELDS, add_signatory, edit_party, edit_signatory
from agreements.drafting.actions.records import record_milestone, record_resolution
from agreements.drafting.actions.text import edit_clause
from agreements.drafting.comments.actions import answer_thread
from agreements.models import Clause, Instrument, Thread
from agreements.refusals import Refused
from agreements.signing.cancelling import EFFECT_OF, Change, Effect, rows
from agreements.signing.ceremony import record_ceremony
from agreements.signing.stepping import take_step
from agreements.vocabulary import (
    Addressee,
    EditionKind,
    LegalForm,
    MilestoneKind,
    ResolutionKind,
    Side,
    Status,
)
from tests import world
from tests.links.visitor import addressed, invited
from tests.page import read
from tests.signing.ceremonies import held, photo_of
from tests.signing.deputies import declined, granted
from tests.stage import Stage, version_of

WHEN = world.SIGNED_AT


def head(stage: Stage, contract: Instrument, **changed: Any) -> None:
    fields = (
        *("title", "subject", "note", "file_reference", "begins_on", "ends_on", "extension_months"),
        *("notice_months", "placeholders", "revision"),
    )
    said = {name: getattr(contract, name) for name in fields}
    edit_head(contract, **(said | changed), by=stage.amira, at=WHEN)


def person(stage: Stage, contract: Instrument, **changed: Any) -> None:
    row = contract.signatories.get(side=Side.ASSOCIATION)  # who has signed already
    said = {name: getattr(row, name) for name in ("key", "revision", *SIGNATORY_FIELDS)}
    edit_signatory(contract, **(said | changed), by=stage.amira, at=WHEN)


def text(stage: Stage, contract: Instrument) -> None:
    clause = Clause.objects.get(section__instrument=contract, key="p03-1")
    edit_clause(contract, key="p03-1", text="Anders.", revision=clause.revision, by=stage.amira, at=WHEN)


def duty(stage: Stage, contract: Instrument) -> None:
    row = contract.terms.get(obligation__code="O-06")
    remove_obligation(contract, code="O-06", revision=row.revision, by=stage.amira, at=WHEN)


def party(stage: Stage, contract: Instrument) -> None:
    row = contract.parties.get(side=Side.DISTRICT)
    edit_party(
        contract,
        side=Side.DISTRICT,
        line=row.line,
        short=row.short,
        address="Neue Straße 1",
        revision=row.revision,
        by=stage.amira,
        at=WHEN,
    )


def legal_form(stage: Stage, contract: Instrument) -> None:
    """Nobody but the administration changes it, and there is no rule but the trigger's."""
    contract.agreement.legal_form = LegalForm.SIMPLE
    try:
        with transaction.atomic():
            contract.agreement.save()
    except IntegrityError as error:
        raise Refused(str(error)) from error


def another(stage: Stage, contract: Instrument) -> None:
    add_signatory(contract, side=Side.DISTRICT, name="Olaf", function="Amt", by=stage.amira, at=WHEN)


def comment(stage: Stage, contract: Instrument) -> None:
    """Those that were made stay to be read; to add one is refused and cancels nothing."""
    thread = Thread.objects.create(
        instrument=contract,
        clause_key="p03-1",
        addressee=Addressee.DISTRICT,
        quote="Wie es war.",
        opened_at=world.FROZEN_AT,
        opened_by=stage.amira,
    )
    with pytest.raises(Refused, match="Anmerkungen gehören in die Abstimmung"):
        answer_thread(thread, text="Doch nicht.", by=stage.amira, at=WHEN)


def account(stage: Stage, contract: Instrument) -> None:
    stage.amira.email, stage.amira.last_name = "amira@example.org", "Anders"
    stage.amira.save()


def ceremony(stage: Stage, contract: Instrument) -> None:
    record_ceremony(contract, held_on=date(2025, 3, 10), place="Rathaus", present=[], by=stage.amira, at=WHEN)


def resolution(stage: Stage, contract: Instrument) -> None:
    record_resolution(
        contract.agreement,
        kind=ResolutionKind.BA_RESOLUTION,
        dated=date(2025, 3, 1),
        number="BA 12",
        source="Protokoll",
        by=stage.amira,
        at=WHEN,
    )


def milestone(stage: Stage, contract: Instrument) -> None:
    record_milestone(
        contract.agreement,
        kind=MilestoneKind.PUBLISHED,
        title="Meldung",
        source="Presse",
        dated=date(2025, 3, 4),
        by=stage.amira,
        at=WHEN,
    )


DONE: dict[Change, Callable[[Stage, Instrument], object]] = {
    Change.TEXT: text,
    Change.HEAD: lambda stage, contract: head(stage, contract, title="Anders"),
    Change.OBLIGATIONS: duty,
    Change.TERM: lambda stage, contract: head(stage, contract, ends_on=date(2029, 3, 31)),
    Change.LEGAL_FORM: legal_form,
    Change.PARTIES: party,
    Change.SIGNATORY: lambda stage, contract: person(stage, contract, function="Vorsitzender"),
    Change.SIGNATORIES: another,
    Change.OTHER_SIGNATURE: lambda stage, contract: world.sign(contract, Side.DISTRICT, stage.amira),
    Change.DELEGATION: lambda stage, contract: granted(contract, stage.amira),
    Change.DECLINING: lambda stage, contract: declined(contract, stage.amira),
    Change.CEREMONY: ceremony,
    Change.MILESTONE: milestone,
    Change.RESOLUTION: resolution,
    Change.COMMENT: comment,
    Change.INVITATION: lambda stage, contract: invited(contract, stage.amira),
    Change.PHOTO: lambda stage, contract: photo_of(held(contract, stage.amira), stage.amira, "Rosa Rathaus"),
    Change.ADDRESS: lambda stage, contract: addressed(contract, stage.amira),
    Change.ACCOUNT: account,
}


def having(effect: Effect) -> list[Change]:
    return [change for change in Change if EFFECT_OF[change] == effect]


def test_the_table_knows_every_change_and_every_line_is_tried() -> None:
    assert set(EFFECT_OF) == set(Change) == set(DONE)


@pytest.mark.parametrize("change", having(Effect.ALL), ids=lambda change: change.value)
def test_what_is_signed_changes_only_when_it_is_taken_back(change: Change, stage: Stage) -> None:
    contract, version = stage.signing, version_of(stage.signing)
    with pytest.raises(Refused):
        DONE[change](stage, contract)
    contract = stage.fresh().signing
    assert (contract.status, contract.frozen_version) == (Status.SIGNING, version)
    assert version.signatures.count() == 1, "it counts as before"
    with pytest.raises(Refused):
        take_step(contract, "unfreeze", by=stage.amira, at=WHEN, reason=" ")
    take_step(contract, "unfreeze", by=stage.amira, at=WHEN, reason="Es ändert sich etwas")
    contract = stage.fresh().signing
    before = working_copy(contract).fingerprint
    DONE[change](stage, contract)
    assert working_copy(stage.fresh().signing).fingerprint != before, (
        "so nobody's old signature can count for it"
    )


@pytest.mark.parametrize("change", having(Effect.NONE), ids=lambda change: change.value)
def test_everything_else_leaves_the_signature_counting(change: Change, stage: Stage) -> None:
    contract, version = stage.signing, version_of(stage.signing)
    signed = version.signatures.get()
    DONE[change](stage, contract)
    contract = stage.fresh().signing
    assert contract.frozen_version == version
    assert signed in version.signatures.all()
    if change != Change.OTHER_SIGNATURE:
        assert contract.status == Status.SIGNING
        world.sign(contract, Side.DISTRICT, stage.amira)
    assert stage.fresh().signing.status == Status.SIGNED, "the signature from before counts"


def test_after_a_change_the_old_signature_and_its_files_are_history_and_count_no_more(stage: Stage) -> None:
    first = version_of(stage.signing)
    scan, issued = first.signatures.get().scan, first.editions.get(kind=EditionKind.EXECUTION).file
    granted(stage.signing, stage.amira)
    take_step(stage.signing, "unfreeze", by=stage.amira, at=WHEN, reason="Falscher Absatz")
    text(stage, stage.fresh().signing)
    contract = world.freeze_draft(stage.fresh().signing, stage.amira)
    second = version_of(contract)
    assert second.number > first.number
    world.sign(contract, Side.DISTRICT, stage.amira)
    contract = stage.fresh().signing
    assert contract.status == Status.SIGNING, "who signed the first version has not signed this one"
    assert (first.signatures.count(), first.delegations.count()) == (1, 1)
    assert (second.signatures.count(), second.delegations.count()) == (1, 0)
    assert scan is not None
    assert store.read(scan)
    assert store.read(issued).startswith(b"%PDF-")


def test_who_said_anything_about_an_earlier_version_stays_on_the_list(stage: Stage) -> None:
    declined(stage.signing, stage.amira)
    take_step(stage.signing, "unfreeze", by=stage.amira, at=WHEN, reason="Stellenanteil")
    row = stage.signing.signatories.get(side=Side.DISTRICT)
    address = reverse("signatory_remove", args=[stage.signing.pk, row.key])
    reply = stage.browser("coordinator").post(address, {"revision": row.revision}, follow=True)
    assert "abgelehnt" in read(reply).text
    assert stage.signing.signatories.filter(pk=row.pk).exists()


def test_the_page_of_taking_back_shows_the_table_and_who_has_signed(stage: Stage) -> None:
    page = read(
        stage.browser("coordinator").get(reverse("take_step", args=[stage.signing.pk, "unfreeze"]))
    ).text
    for row in rows():
        assert row.change in page
        assert row.way in page
    assert "Neu unterzeichnen müssen: Viktor Verein." in page
