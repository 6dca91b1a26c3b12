"""Helpers to edit and publish model texts."""

from typing import Any

from agreements.drafting.actions.obligations import remove_obligation
from agreements.drafting.actions.text import edit_clause
from agreements.drafting.model_texts.actions import (
    add_placeholder,
    edit_clause_rules,
    edit_placeholder,
    open_model,
    publish_model,
    remove_placeholder,
)
from agreements.drafting.model_texts.apply_update import apply_all_changes, decline_change, switch_template
from agreements.drafting.model_texts.block_choices import choose_alternative, exclude_block, include_block
from agreements.drafting.model_texts.deviations import record_deviation, withdraw_deviation
from agreements.drafting.model_texts.queries import draft_model_text
from agreements.drafting.model_texts.updates import ChangedPart
from agreements.models import AgreementTemplate, Clause, Instrument
from districts.models import User
from tests import factories
from tests.scenario import Scenario

AT = factories.SIGNED_AT


def clause(instrument: Instrument, key: str) -> Clause:
    """Return the stored clause."""
    return Clause.objects.select_related("section__instrument__agreement").get(
        section__instrument=instrument, key=key
    )


def write(instrument: Instrument, key: str, text: str, by: User) -> Clause:
    """Edit the text of a clause."""
    return edit_clause(
        instrument, key=key, text=text, revision=clause(instrument, key).revision, by=by, at=AT
    )


def rule(
    instrument: Instrument,
    key: str,
    by: User,
    *,
    locked: bool = False,
    optional: bool = False,
    choice: str = "",
) -> Clause:
    """Edit the rules of a clause."""
    return edit_clause_rules(
        instrument,
        key=key,
        locked=locked,
        optional=optional,
        choice=choice,
        revision=clause(instrument, key).revision,
        by=by,
        at=AT,
    )


def publish(instrument: Instrument, by: User, note: str = "Neues") -> AgreementTemplate:
    """Publish the current state."""
    state = draft_model_text(instrument).state
    return publish_model(instrument, note=note, state=state, by=by, at=AT)


def version_2(model: Instrument, by: User, **texts: str) -> AgreementTemplate:
    """Publish the next version with these texts by clause key, „_“ for „-“."""
    for key, text in texts.items():
        write(model, key.replace("_", "-"), text, by)
    return publish(model, by)


def run_every_model_action(scenario: Scenario) -> None:
    """Run every action on model texts that records an event."""
    amira, draft = scenario.amira, scenario.draft
    model = open_model(factories.template(), by=amira, at=AT)
    who: dict[str, Any] = {"by": amira, "at": AT}
    rule(model, "p03-1", amira, locked=True)
    add_placeholder(model, name="FRIST", label="Frist", kind="text", help="", **who)
    edit_placeholder(model, name="FRIST", label="Die Frist", revision=1, **who)
    remove_placeholder(model, name="FRIST", revision=2, **who)
    exclude_block(draft, key="p12-3", revision=1, **who)
    include_block(draft, key="p12-3", **who)
    for code in ("O-16", "O-17"):
        row = draft.terms.get(obligation__code=code)
        remove_obligation(draft, code=code, revision=row.revision, **who)
    choose_alternative(draft, key="p09-1b", revisions={"p09-1": 1}, **who)
    record_deviation(draft, key="p16-2", reason="Das Rechtsamt verlangt es.", revision=1, **who)
    withdraw_deviation(draft, key="p16-2", revision=2, **who)
    version_2(model, amira, p03_1="Für alle gleich.", p05_1="Der Bezirk steuert.")
    decline_change(draft, version=2, part=ChangedPart.CLAUSE, key="p05-1", **who)
    apply_all_changes(draft, version=2, **who)
    switch_template(draft, version=2, **who)
