"""A contract with three amendments, of which the second takes effect before the first."""

from datetime import UTC, date, datetime
from decimal import Decimal

from agreements.drafting.actions.text import add_clause, remove_clause
from agreements.models import Agreement, Clause, Instrument, StaffRelease
from districts.models import User
from tests.amending import begin, freeze_amendment, reword, set_terms, sign_amendment

FIRST, SECOND, THIRD = date(2027, 2, 1), date(2026, 9, 1), date(2028, 2, 29)
FIRST_SIGNED = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
SECOND_SIGNED = datetime(2026, 10, 20, 9, 0, tzinfo=UTC)
THIRD_SIGNED = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
NEW_END = date(2029, 3, 31)
REMOVED = "Arbeitsgruppen können zu einzelnen Handlungsfeldern oder Sozialräumen gebildet werden."
ADDED = "Beide sprechen zweimal im Jahr miteinander."


def three_amendments(contract: Instrument, by: User) -> Agreement:
    """Return the agreement of a signed contract of 2025, with the amendments signed one after the other."""
    for amend in (raise_share, remove_words, prolong):
        amend(contract, by)
    return contract.agreement


def raise_share(contract: Instrument, by: User, at: datetime = FIRST_SIGNED) -> None:
    """Raise the share of the coordination in text, obligation and post, not before a day."""
    draft = begin(contract, by=by, at=at, not_before=FIRST)
    reword(draft, "0,75", "1,0", by=by, at=at)
    set_terms(draft, "O-01", quantity=Decimal(1))
    StaffRelease.objects.filter(terms__instrument=draft, terms__obligation__code="O-01").update(share=1)
    sign_amendment(freeze_amendment(draft, by=by, at=at), by=by, at=at)


def remove_words(contract: Instrument, by: User, at: datetime = SECOND_SIGNED) -> None:
    """Remove an Absatz, with effect from a day before the first amendment."""
    draft = begin(contract, by=by, at=at, as_of=SECOND)
    clause = Clause.objects.get(section__instrument=draft, text__startswith="Arbeitsgruppen")
    remove_clause(draft, key=clause.key, revision=clause.revision, by=by, at=at)
    sign_amendment(freeze_amendment(draft, by=by, at=at), by=by, at=at)


def prolong(contract: Instrument, by: User, at: datetime = THIRD_SIGNED) -> None:
    """Add an Absatz, a year and three months of notice, and change the share once more."""
    draft = begin(contract, by=by, at=at, not_before=THIRD)
    add_clause(draft, section_key="p14", after="p14-4", text=ADDED, by=by, at=at)
    reword(draft, "31.03.2028", "31.03.2029", by=by, at=at)
    reword(draft, "mindestens 1,0", "mindestens 0,9", by=by, at=at)
    Instrument.objects.filter(pk=draft.pk).update(ends_on=NEW_END, notice_months=6)
    sign_amendment(freeze_amendment(draft, by=by, at=at), by=by, at=at)
