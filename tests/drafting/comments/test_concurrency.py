"""Concurrent decisions on a suggestion."""

import pytest

from agreements import transitions
from agreements.choices import Addressee
from agreements.drafting.comments.actions import open_thread
from agreements.drafting.comments.suggestions import accept_suggestion, decline_suggestion, suggest
from agreements.errors import ActionRefused
from agreements.history import verify
from agreements.models import Event, Suggestion
from districts.roles import Role
from tests import factories
from tests.drafting.comments.conversation import AT, TARGET, clause_of
from tests.invariants.test_concurrency import both

pytestmark = pytest.mark.django_db(transaction=True)


def test_concurrent_decisions_on_a_suggestion_have_one_winner() -> None:
    place = factories.district("03")
    amira, gerda = factories.coordinator(), factories.person(Role.COORDINATOR, name="Gerda")
    contract = factories.draft(place, amira)
    transitions.apply_transition(contract, "open_review", by=amira, at=AT)
    thread = open_thread(
        contract, target=TARGET, addressee=Addressee.DISTRICT, text="Passt das?", by=amira, at=AT
    ).thread
    suggestion = suggest(thread, text="Ganz andere Worte.", by=factories.staff(place), at=AT)
    before = clause_of(contract)
    outcomes = both(
        lambda: accept_suggestion(suggestion, revision=before.revision, by=amira, at=AT),
        lambda: decline_suggestion(suggestion, reason="Nein.", by=gerda, at=AT),
    )
    refusals = [outcome for outcome in outcomes if isinstance(outcome, ActionRefused)]
    assert len(refusals) == 1, outcomes
    assert "schon entschieden" in str(refusals[0])
    decided = Suggestion.objects.get(pk=suggestion.pk)
    assert (clause_of(contract).text == "Ganz andere Worte.") == (decided.decision == "accepted")
    entries = Event.objects.filter(kind__in=["suggestion_accepted", "suggestion_declined"])
    assert [event.kind for event in entries] == [f"suggestion_{decided.decision}"]
    assert verify(contract.agreement) == []
