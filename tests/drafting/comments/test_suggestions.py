"""Actions on suggestions: make, accept, merge, decline."""

import pytest
from django.utils import timezone

from agreements.choices import Decision
from agreements.dossier.timeline import timeline
from agreements.drafting.comments.suggestions import (
    MERGED_REASON,
    accept_suggestion,
    decline_suggestion,
    suggest,
)
from agreements.errors import ActionRefused, Outdated
from agreements.models import AgreementTemplate, Clause, Suggestion
from tests.drafting.comments.conversation import AT, TEXT, CommentScenario

PROPOSED = TEXT.replace("zwei", "drei")


def fresh(suggestion: Suggestion) -> Suggestion:
    return Suggestion.objects.get(pk=suggestion.pk)


def test_a_suggestion_does_not_change_the_clause(comments: CommentScenario) -> None:
    suggestion = comments.suggest()
    assert (suggestion.base, suggestion.text, suggestion.decision) == (TEXT, PROPOSED, Decision.OPEN)
    assert comments.clause.text == TEXT
    assert comments.last_event()[0] == "suggestion_made"


def test_accepting_edits_the_clause(comments: CommentScenario) -> None:
    suggestion, revision = comments.suggest(), comments.clause.revision
    accept_suggestion(suggestion, revision=revision, by=comments.amira, at=AT)
    assert (comments.clause.text, comments.clause.revision) == (PROPOSED, revision + 1)
    decided = fresh(suggestion)
    assert (decided.decision, decided.decided_by, decided.reason) == ("accepted", comments.amira, "")
    kinds = list(comments.contract.agreement.events.order_by("-sequence").values_list("kind", flat=True)[:2])
    assert kinds == ["suggestion_accepted", "clause_edited"]


def test_accepting_an_outdated_revision_is_refused(comments: CommentScenario) -> None:
    suggestion, seen = comments.suggest(), comments.clause.revision
    comments.rewrite(TEXT + " Und weiter.")
    with pytest.raises(Outdated):
        accept_suggestion(suggestion, revision=seen, by=comments.amira, at=AT)
    assert comments.clause.text == TEXT + " Und weiter."
    assert fresh(suggestion).decision == Decision.OPEN


def test_a_suggestion_is_merged_with_later_changes(comments: CommentScenario) -> None:
    suggestion = comments.suggest()
    comments.rewrite(TEXT.replace("einmal im Jahr", "zweimal im Jahr"))
    accept_suggestion(suggestion, revision=comments.clause.revision, merge=True, by=comments.amira, at=AT)
    assert comments.clause.text == PROPOSED.replace("einmal im Jahr", "zweimal im Jahr")
    assert fresh(suggestion).reason == MERGED_REASON


def test_conflicting_changes_are_not_merged(comments: CommentScenario) -> None:
    suggestion = comments.suggest()
    comments.rewrite(TEXT.replace("zwei", "vier"))
    with pytest.raises(ActionRefused, match="dieselben Worte"):
        accept_suggestion(suggestion, revision=comments.clause.revision, merge=True, by=comments.amira, at=AT)
    accept_suggestion(suggestion, revision=comments.clause.revision, by=comments.amira, at=AT)
    assert comments.clause.text == PROPOSED


def test_declining_needs_a_reason_that_the_district_reads(comments: CommentScenario) -> None:
    suggestion = comments.suggest()
    for nothing in ("", "  \n "):
        with pytest.raises(ActionRefused, match="begründen"):
            decline_suggestion(suggestion, reason=nothing, by=comments.amira, at=AT)
    decline_suggestion(suggestion, reason="Zu teuer.", by=comments.amira, at=AT)
    decided = fresh(suggestion)
    assert (decided.decision, decided.reason, decided.decided_by) == ("declined", "Zu teuer.", comments.amira)
    assert comments.clause.text == TEXT
    entries = [entry.text for entry in timeline(comments.bogdan, comments.contract.agreement)]
    assert entries[0].endswith("abgelehnt: Zu teuer.")
    assert "Zu teuer." in comments.browser("staff").get(comments.page(comments.district)).content.decode()


def test_a_suggestion_is_decided_once(comments: CommentScenario) -> None:
    suggestion = comments.suggest()
    decline_suggestion(suggestion, reason="Nein.", by=comments.amira, at=AT)
    with pytest.raises(ActionRefused, match="schon entschieden: abgelehnt von Amira"):
        accept_suggestion(suggestion, revision=comments.clause.revision, by=comments.amira, at=AT)
    with pytest.raises(ActionRefused, match="schon entschieden"):
        decline_suggestion(suggestion, reason="Doch nicht.", by=comments.amira, at=AT)
    assert fresh(suggestion).reason == "Nein."
    assert comments.clause.text == TEXT


def test_a_locked_clause_is_not_replaced(comments: CommentScenario) -> None:
    rules = {"locked": {comments.clause.key: TEXT}}
    latest = AgreementTemplate.objects.latest("version")
    AgreementTemplate.objects.create(
        name=latest.name,
        version=latest.version + 1,
        published_on=timezone.localdate(),
        content=latest.content,
        fingerprint=latest.fingerprint,
        rules=rules,
    )
    Clause.objects.filter(pk=comments.clause.pk).update(locked=True)
    suggestion = comments.suggest()
    with pytest.raises(ActionRefused, match="im Mustertext gesperrt"):
        accept_suggestion(suggestion, revision=comments.clause.revision, by=comments.amira, at=AT)
    assert (comments.clause.text, fresh(suggestion).decision) == (TEXT, Decision.OPEN)
    page = comments.browser("coordinator").get(comments.page(comments.district)).content.decode()
    assert "/uebernehmen/" not in page
    assert "erst, wenn eine begründete Abweichung festgehalten ist" in page
    form = (
        comments.browser("staff")
        .get(comments.address("suggestion_new", comments.district.key))
        .content.decode()
    )
    assert "Dieser Absatz ist im Mustertext gesperrt" in form
    decline_suggestion(suggestion, reason="Der Absatz gilt wörtlich.", by=comments.amira, at=AT)


def test_a_thread_on_a_removed_clause_stays_readable(comments: CommentScenario) -> None:
    suggestion = comments.suggest()
    comments.remove()
    for who in ("staff", "coordinator"):
        shown = comments.browser(who).get(comments.page(comments.district)).content.decode()
        assert "Absatz entfernt" in shown
        assert TEXT in shown
        assert PROPOSED in shown
        assert "/uebernehmen/" not in shown
    with pytest.raises(ActionRefused, match="gibt es nicht mehr"):
        accept_suggestion(suggestion, revision=1, by=comments.amira, at=AT)
    with pytest.raises(ActionRefused, match="gibt es nicht mehr"):
        comments.suggest("Noch anders.")
    decline_suggestion(suggestion, reason="Der Absatz ist entfallen.", by=comments.amira, at=AT)
    assert fresh(suggestion).decision == Decision.DECLINED


@pytest.mark.parametrize("text", ["", " \n ", TEXT, f"  {TEXT}\r\n", "⟦gespeichert: zwei⟧ ⟦Ihr Text: drei⟧"])
def test_an_empty_or_unchanged_suggestion_is_refused(text: str, comments: CommentScenario) -> None:
    with pytest.raises(ActionRefused):
        comments.suggest(text)
    assert not comments.district.suggestions.exists()


def test_a_suggestion_keeps_its_base_text(comments: CommentScenario) -> None:
    comments.rewrite(TEXT + " Und weiter.")
    suggestion = suggest(comments.district, text=PROPOSED, base=TEXT, by=comments.bogdan, at=AT)
    assert suggestion.base == TEXT
    shown = comments.browser("coordinator").get(comments.page(comments.district)).content.decode()
    assert "hat sich geändert, seit der Vorschlag gemacht wurde" in shown
    assert "Beides zusammen übernehmen" in shown


def test_suggestions_are_listed_newest_first(comments: CommentScenario) -> None:
    comments.suggest("Erster Wortlaut.")
    comments.suggest("Zweiter Wortlaut.")
    shown = comments.browser("coordinator").get(comments.page(comments.district)).content.decode()
    assert shown.index("Zweiter Wortlaut.") < shown.index("Erster Wortlaut.")
