"""Invariant 2: a signature belongs to exactly the text that was shown."""

from datetime import date

import pytest
from django.urls import reverse

from agreements import steps
from agreements.documents.assemble import working_copy
from agreements.drafting.actions.text import edit_clause
from agreements.models import Clause, Edition, Instrument, Signatory, Signature, Version
from agreements.refusals import Refused
from agreements.signing.freezing import freeze
from agreements.signing.signatures import InkSignature, record_ink_signature
from agreements.vocabulary import DateSource, Side, Status
from districts.models import User
from tests import world
from tests.invariants.attempts import DISGUISES, refused, sql
from tests.stage import Stage, version_of

DAY = date(2025, 3, 10)


def signature(signatory: Signatory, version: Version, by: User, fingerprint: str = "") -> Signature:
    return Signature(
        signatory=signatory,
        version=version,
        fingerprint=fingerprint or version.fingerprint,
        signed_on=DAY,
        date_source=DateSource.DOCUMENT,
        place="Berlin",
        recorded_at=world.SIGNED_AT,
        recorded_by=by,
    )


def insert(row: Signature) -> None:
    """Write the row into the real table, whatever stands in front of it."""
    names = [field.column for field in row._meta.concrete_fields if not field.primary_key]
    values = [getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key]
    sql(
        f"INSERT INTO public.agreements_signature ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))})",
        *values,
    )


def waiting(instrument: Instrument) -> Signatory:
    return instrument.signatories.get(side=Side.DISTRICT)


@pytest.mark.parametrize("disguise", DISGUISES)
def test_the_database_takes_a_signature_only_for_what_is_out_for_signing(disguise: str, stage: Stage) -> None:
    person, version = waiting(stage.signing), version_of(stage.signing)
    signed = version_of(stage.signed)
    wrong = {
        "another text's fingerprint": signature(person, version, stage.amira, signed.fingerprint),
        "another contract's version": signature(person, signed, stage.amira),
        "another contract's person": signature(waiting(stage.draft), version, stage.amira),
        "a contract that is signed already": signature(waiting(stage.signed), signed, stage.amira),
    }
    with DISGUISES[disguise]():
        for row in wrong.values():
            with refused("Unterzeichnet werden kann nur"):
                insert(row)
    signature(person, version, stage.amira).save()


def test_the_action_refuses_an_outdated_page(stage: Stage) -> None:
    before = stage.signing.agreement.events.count()
    for fingerprint in (version_of(stage.signed).fingerprint, "", "0" * 64):
        with pytest.raises(Refused, match="andere Fassung"):
            record_ink_signature(
                stage.signing,
                signatory_key=waiting(stage.signing).key,
                fingerprint=fingerprint,
                signed=InkSignature(signed_on=DAY, date_source=DateSource.TOLD, place="Berlin"),
                by=stage.amira,
                at=world.SIGNED_AT,
            )
    assert stage.signing.agreement.events.count() == before


def test_a_version_cannot_claim_a_fingerprint_that_is_not_its_own(stage: Stage) -> None:
    version = version_of(stage.signing)
    with refused("Prüfwert gehört nicht"):
        Version.objects.create(
            instrument=stage.draft,
            number=1,
            content=version.content.replace("Kinder", "Rinder"),
            fingerprint=version.fingerprint,
            made_at=world.FROZEN_AT,
            made_by=stage.amira,
        )


def test_a_text_that_changed_since_it_was_shown_is_not_frozen(stage: Stage) -> None:
    shown = working_copy(stage.draft).fingerprint
    clause = Clause.objects.filter(section__instrument=stage.draft)[0]
    edit_clause(
        stage.draft, key=clause.key, text="Neu.", revision=clause.revision, by=stage.amira, at=world.FROZEN_AT
    )
    versions, editions = Version.objects.count(), Edition.objects.count()
    with pytest.raises(Refused, match="hat sich geändert"):
        freeze(stage.draft, fingerprint=shown, by=stage.amira, at=world.FROZEN_AT)
    stage.draft.refresh_from_db()
    assert stage.draft.status == Status.DRAFT
    assert (Version.objects.count(), Edition.objects.count()) == (versions, editions)


@pytest.mark.parametrize("change", ["ein Placeholder", "eine Person", "der Beginn", "die Rechtsform"])
def test_whatever_is_printed_counts_for_the_fingerprint(change: str, stage: Stage) -> None:
    draft = stage.draft
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


def test_only_the_newest_unsigned_version_of_its_own_goes_out_for_signing(stage: Stage) -> None:
    """Setting the status by SQL with somebody else's text, or with an old one, would put it before the signatories."""
    goes_out = "UPDATE agreements_instrument SET status = 'signing', frozen_version_id = %s WHERE id = %s"
    with refused("nur die neueste"):
        sql(goes_out, version_of(stage.signing).pk, stage.draft.pk)
    old = version_of(stage.signing)
    steps.perform(stage.signing, "unfreeze", by=stage.amira, at=world.SIGNED_AT, reason="Fehler im Text")
    with refused("nur die neueste"):
        sql(goes_out, old.pk, stage.signing.pk)
    row = Version.objects.create(
        instrument=stage.signing,
        number=2,
        content=old.content,
        fingerprint=old.fingerprint,
        made_at=world.SIGNED_AT,
        made_by=stage.amira,
    )
    assert sql(goes_out, row.pk, stage.signing.pk) == 1


def test_a_form_that_was_opened_for_the_first_version_does_not_sign_the_second(stage: Stage) -> None:
    person, first = waiting(stage.signing), version_of(stage.signing)
    steps.perform(stage.signing, "unfreeze", by=stage.amira, at=world.SIGNED_AT, reason="Fehler im Text")
    stage.signing.refresh_from_db()
    second = freeze(
        stage.signing, fingerprint=working_copy(stage.signing).fingerprint, by=stage.amira, at=world.SIGNED_AT
    )
    assert second.fingerprint != first.fingerprint, "the number of the version is part of the text"
    sent = {
        "fingerprint": first.fingerprint,
        "signed_on": "2025-03-10",
        "date_source": "told",
        "place": "Berlin",
    }
    reply = stage.browser("coordinator").post(
        reverse("signature_new", args=[stage.signing.pk, person.key]), sent
    )
    assert reply.status_code == 422
    assert "Zur Zeichnung liegt inzwischen eine andere Fassung vor" in reply.content.decode()
    assert not second.signatures.exists()
    assert first.signatures.count() == 1, "what was signed before stays as history"


def test_the_stored_pdf_carries_the_text_that_is_signed(stage: Stage) -> None:
    version = version_of(stage.signed)
    assert version.read().fingerprint == version.fingerprint
    assert {row.fingerprint for row in version.signatures.all()} == {version.fingerprint}
