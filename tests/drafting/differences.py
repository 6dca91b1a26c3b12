"""A contract whose text says something else than its obligation."""

from agreements.drafting.actions.text import edit_clause
from agreements.models import Clause, Instrument
from agreements.signing.freezing.confirmations import confirm_discrepancies
from agreements.texts.discrepancy_facts import discrepancy_facts
from tests import factories

REASON = "Der Bezirk will es im Text höher ansetzen als in der Übersicht."


def rewrite(draft: Instrument, key: str, before: str, after: str) -> None:
    """Replace words of a clause."""
    row = Clause.objects.get(section__instrument=draft, key=key)
    assert before in row.text
    text, by = row.text.replace(before, after), draft.agreement.coordinator
    edit_clause(draft, key=key, text=text, revision=row.revision, by=by, at=factories.FROZEN_AT)


def confirm_differences(draft: Instrument) -> None:
    """Let § 6 (2) say 25 Prozent unless it does, and confirm all that is open."""
    if "‹10›" in Clause.objects.get(section__instrument=draft, key="p06-2").text:
        rewrite(draft, "p06-2", "‹10› Prozent", "25 Prozent")
    confirm_open(draft)


def confirm_open(draft: Instrument) -> None:
    """Confirm whatever is open."""
    found = [one.identity for one in discrepancy_facts(draft).open]
    by, at = draft.agreement.coordinator, factories.FROZEN_AT
    if found:
        confirm_discrepancies(draft, identities=found, reason=REASON, by=by, at=at)
