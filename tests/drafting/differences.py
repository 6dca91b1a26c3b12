"""A contract whose text says something else than its obligation."""

from agreements.drafting.actions.text import edit_clause
from agreements.models import Clause, Instrument
from agreements.signing.freezing.confirmations import confirm_discrepancies
from agreements.texts.discrepancy_facts import discrepancy_facts
from tests import factories
from tests.scenario import Scenario

REASON = "Der Bezirk will es im Text höher ansetzen als in der Übersicht."


def rewrite(draft: Instrument, key: str, before: str, after: str) -> None:
    """Replace words of a clause."""
    row = Clause.objects.get(section__instrument=draft, key=key)
    assert before in row.text
    text, by = row.text.replace(before, after), draft.agreement.coordinator
    edit_clause(draft, key=key, text=text, revision=row.revision, by=by, at=factories.FROZEN_AT)


def confirm_differences(scenario: Scenario) -> None:
    """Let § 6 (2) say 25 Prozent, and confirm all that is open."""
    if "‹10›" in Clause.objects.get(section__instrument=scenario.draft, key="p06-2").text:
        rewrite(scenario.draft, "p06-2", "‹10› Prozent", "25 Prozent")
    found = [one.identity for one in discrepancy_facts(scenario.draft).open]
    confirm_discrepancies(
        scenario.draft, identities=found, reason=REASON, by=scenario.amira, at=factories.FROZEN_AT
    )
