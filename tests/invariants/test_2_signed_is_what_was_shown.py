"""Invariant 2: a signature belongs to exactly the text that was shown."""

from datetime import date

import pytest
from django.urls import reverse

from agreements import transitions
from agreements.choices import DateSource, Side, Status
from agreements.drafting.actions.text import edit_clause
from agreements.errors import ActionRefused
from agreements.models import Clause, Edition, Instrument, Signatory, Signature, Version
from agreements.signing.actions import InkSignature, record_ink_signature
from agreements.signing.freezing.actions import freeze
from agreements.texts.assembly import working_copy
from districts.models import User
from tests import factories
from tests.invariants.attempts import DISGUISES, disguised, refused, sql
from tests.scenario import Scenario, version_of

DAY = date(2025, 3, 10)


def signature(signatory: Signatory, version: Version, by: User, fingerprint: str = "") -> Signature:
    return Signature(
        signatory=signatory,
        version=version,
        fingerprint=fingerprint or version.fingerprint,
        signed_on=DAY,
        date_source=DateSource.DOCUMENT,
        place="Berlin",
        recorded_at=factories.SIGNED_AT,
        recorded_by=by,
    )


def insert(row: Signature) -> None:
    """Insert the row into the real table even if it is shadowed."""
    names = [field.column for field in row._meta.concrete_fields if not field.primary_key]
    values = [getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key]
    sql(
        f"INSERT INTO public.agreements_signature ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))})",
        *values,
    )


def waiting(instrument: Instrument) -> Signatory:
    return instrument.signatories.get(side=Side.DISTRICT)


@disguised
def test_the_database_takes_a_signature_only_for_what_is_out_for_signing(
    disguise: str, scenario: Scenario
) -> None:
    person, version = waiting(scenario.signing), version_of(scenario.signing)
    signed = version_of(scenario.signed)
    wrong = {
        "another text's fingerprint": signature(person, version, scenario.amira, signed.fingerprint),
        "another contract's version": signature(person, signed, scenario.amira),
        "another contract's person": signature(waiting(scenario.draft), version, scenario.amira),
        "a contract that is signed already": signature(waiting(scenario.signed), signed, scenario.amira),
    }
    with DISGUISES[disguise]():
        for row in wrong.values():
            with refused("Unterzeichnet werden kann nur"):
                insert(row)
    signature(person, version, scenario.amira).save()


def test_the_action_refuses_an_outdated_page(scenario: Scenario) -> None:
    before = scenario.signing.agreement.events.count()
    for fingerprint in (version_of(scenario.signed).fingerprint, "", "0" * 64):
        with pytest.raises(ActionRefused, match="andere Fassung"):
            record_ink_signature(
                scenario.signing,
                signatory_key=waiting(scenario.signing).key,
                fingerprint=fingerprint,
                signed=InkSignature(signed_on=DAY, date_source=DateSource.TOLD, place="Berlin"),
                by=scenario.amira,
                at=factories.SIGNED_AT,
            )
    assert scenario.signing.agreement.events.count() == before


def test_a_version_cannot_claim_a_fingerprint_that_is_not_its_own(scenario: Scenario) -> None:
    version = version_of(scenario.signing)
    with refused("Prüfwert gehört nicht"):
        Version.objects.create(
            instrument=scenario.draft,
            number=1,
            content=version.content.replace("Kinder", "Rinder"),
            fingerprint=version.fingerprint,
            made_at=factories.FROZEN_AT,
            made_by=scenario.amira,
        )


def test_a_text_that_changed_since_it_was_shown_is_not_frozen(scenario: Scenario) -> None:
    shown = working_copy(scenario.draft).fingerprint
    clause = Clause.objects.filter(section__instrument=scenario.draft)[0]
    edit_clause(
        scenario.draft,
        key=clause.key,
        text="Neu.",
        revision=clause.revision,
        by=scenario.amira,
        at=factories.FROZEN_AT,
    )
    versions, editions = Version.objects.count(), Edition.objects.count()
    with pytest.raises(ActionRefused, match="hat sich geändert"):
        freeze(scenario.draft, fingerprint=shown, by=scenario.amira, at=factories.FROZEN_AT)
    scenario.draft.refresh_from_db()
    assert scenario.draft.status == Status.DRAFT
    assert (Version.objects.count(), Edition.objects.count()) == (versions, editions)


@pytest.mark.parametrize("change", ["ein Placeholder", "eine Person", "der Beginn", "die Rechtsform"])
def test_whatever_is_printed_counts_for_the_fingerprint(change: str, scenario: Scenario) -> None:
    draft = scenario.draft
    before = working_copy(draft).fingerprint
    match change:
        case "ein Placeholder":
            draft.placeholders["SOZIALRAEUME"] = "Süd"
            draft.save()
        case "eine Person":
            draft.signatories.update(function="Vertretung")
        case "der Beginn":
            draft.begins_on = date(2025, 5, 1)
            draft.save()
        case _:
            draft.agreement.legal_form = "simple"
            draft.agreement.save()
    assert working_copy(draft).fingerprint != before


def test_only_the_newest_unsigned_version_of_its_own_goes_out_for_signing(scenario: Scenario) -> None:
    """Setting the status by SQL with a foreign or old version would present it to the signatories."""
    goes_out = "UPDATE agreements_instrument SET status = 'signing', frozen_version_id = %s WHERE id = %s"
    with refused("nur die neueste"):
        sql(goes_out, version_of(scenario.signing).pk, scenario.draft.pk)
    old = version_of(scenario.signing)
    transitions.apply_transition(
        scenario.signing, "unfreeze", by=scenario.amira, at=factories.SIGNED_AT, reason="Fehler im Text"
    )
    with refused("nur die neueste"):
        sql(goes_out, old.pk, scenario.signing.pk)
    row = Version.objects.create(
        instrument=scenario.signing,
        number=2,
        content=old.content,
        fingerprint=old.fingerprint,
        made_at=factories.SIGNED_AT,
        made_by=scenario.amira,
    )
    assert sql(goes_out, row.pk, scenario.signing.pk) == 1


def test_a_form_that_was_opened_for_the_first_version_does_not_sign_the_second(scenario: Scenario) -> None:
    person, first = waiting(scenario.signing), version_of(scenario.signing)
    transitions.apply_transition(
        scenario.signing, "unfreeze", by=scenario.amira, at=factories.SIGNED_AT, reason="Fehler im Text"
    )
    scenario.signing.refresh_from_db()
    second = freeze(
        scenario.signing,
        fingerprint=working_copy(scenario.signing).fingerprint,
        by=scenario.amira,
        at=factories.SIGNED_AT,
    )
    assert second.fingerprint != first.fingerprint, "the number of the version is part of the text"
    sent = {
        "fingerprint": first.fingerprint,
        "signed_on": "2025-03-10",
        "date_source": "told",
        "place": "Berlin",
    }
    reply = scenario.browser("coordinator").post(
        reverse("signature_new", args=[scenario.signing.pk, person.key]), sent
    )
    assert reply.status_code == 422
    assert "Zur Zeichnung liegt inzwischen eine andere Fassung vor" in reply.content.decode()
    assert not second.signatures.exists()
    assert first.signatures.count() == 1, "what was signed before stays as history"


def test_the_stored_pdf_carries_the_text_that_is_signed(scenario: Scenario) -> None:
    version = version_of(scenario.signed)
    assert version.read().fingerprint == version.fingerprint
    assert {row.fingerprint for row in version.signatures.all()} == {version.fingerprint}
