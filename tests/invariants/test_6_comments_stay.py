"""Invariant 6: comments and suggestions are append-only and decided once, by any route."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from agreements.drafting.comments.actions import answer_thread
from agreements.drafting.comments.suggestions import decline_suggestion
from agreements.models import Mention, Suggestion, Thread
from tests.drafting.comments.conversation import AT, CommentScenario, comment_scenario
from tests.invariants.attempts import refused, sql
from tests.scenario import Scenario


@pytest.fixture
def comments(scenario: Scenario) -> CommentScenario:
    """A conversation with an answer, a name and a suggestion."""
    found = comment_scenario(scenario)
    answer_thread(found.district, text="Ja.", mentioned=[found.amira.pk], by=found.bogdan, at=AT)
    found.suggest()
    return found


def row_of(model: type[models.Model]) -> Any:
    return model._default_manager.order_by("pk")[0]


def test_a_decision_is_taken_once(comments: CommentScenario) -> None:
    offer = row_of(Suggestion)
    decline_suggestion(offer, reason="Zu teuer.", by=comments.amira, at=AT)
    for change in (
        "decision = 'open', reason = '', decided_at = NULL, decided_by_id = NULL",
        "decision = 'accepted'",
        "reason = 'Es war anders.'",
        "decided_at = now()",
    ):
        with refused("wird einmal entschieden"):
            sql(f"UPDATE agreements_suggestion SET {change} WHERE id = {offer.pk}")
    assert row_of(Suggestion).reason == "Zu teuer."


@pytest.mark.parametrize(
    "write",
    [
        lambda comments: comments.district.comments.create(text=" \n", made_at=AT, made_by=comments.amira),
        lambda comments: comments.district.suggestions.create(
            base="", text="\t", made_at=AT, made_by=comments.amira
        ),
        lambda comments: comments.district.suggestions.filter().update(
            decision="declined", reason=" ", decided_at=AT, decided_by=comments.amira
        ),
        lambda comments: comments.district.suggestions.filter().update(decision="accepted"),
        lambda comments: Thread.objects.filter(pk=comments.district.pk).update(resolved_at=AT),
        lambda comments: Thread.objects.filter(pk=comments.district.pk).update(clause_key=""),
        lambda comments: Thread.objects.filter(pk=comments.district.pk).update(addressee="everybody"),
        lambda comments: Mention.objects.create(comment=Mention.objects.get().comment, person=comments.amira),
    ],
)
def test_the_database_keeps_the_form(
    write: Callable[[CommentScenario], object], comments: CommentScenario
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write(comments)
