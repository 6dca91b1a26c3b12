"""Invariant 6: comments and suggestions are append-only and decided once, by any route."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from agreements.drafting.comments.actions import answer_thread
from agreements.drafting.comments.suggestions import decline_suggestion
from agreements.models import Comment, Mention, Suggestion, Thread
from tests.drafting.comments.conversation import AT, CommentScenario, comment_scenario
from tests.invariants.attempts import DISGUISES, disguised, refused, sql, table
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


@disguised
@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Comment, "text = 'Das habe ich nie gesagt.'"),
        (Comment, "made_by_id = made_by_id + 0, made_at = now()"),
        (Suggestion, "text = 'Andere Worte.'"),
        (Suggestion, "base = 'Ein anderer Text.'"),
        (Suggestion, "made_at = now()"),
        (Thread, "addressee = CASE addressee WHEN 'team' THEN 'district' ELSE 'team' END"),
        (Thread, "quote = 'Ein anderer Text.'"),
        (Thread, "opened_at = now()"),
        (Mention, "comment_id = comment_id + 0, person_id = person_id + 1"),
    ],
    ids=str,
)
def test_no_word_is_changed(
    model: type[models.Model], change: str, disguise: str, comments: CommentScenario
) -> None:
    row, kept = row_of(model), list(model._default_manager.order_by("pk").values())
    with DISGUISES[disguise](), refused():
        sql(f"UPDATE {table(model)} SET {change} WHERE id = {row.pk}")
    assert kept == list(model._default_manager.order_by("pk").values())


@disguised
@pytest.mark.parametrize("model", [Thread, Comment, Mention, Suggestion])
def test_nothing_is_taken_back(model: type[models.Model], disguise: str, comments: CommentScenario) -> None:
    count = model._default_manager.count()
    sql("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for the end of the transaction would stand in the way
    with DISGUISES[disguise]():
        with refused():
            sql(f"DELETE FROM {table(model)} WHERE id = {row_of(model).pk}")
        with refused():
            sql(f"TRUNCATE {table(model)} CASCADE")
    assert model._default_manager.count() == count > 0


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
