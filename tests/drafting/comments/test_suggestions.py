"""Other words from the district: made, taken with or without what changed meanwhile, declined, once."""

import pytest
from django.utils import timezone

from agreements.choices import Decision
from agreements.dossier.timeline import timeline
from agreements.drafting.comments.suggestions import (
    TOGETHER,
    accept_suggestion,
    decline_suggestion,
    suggest,
)
from agreements.errors import ActionRefused, Outdated
from agreements.models import AgreementTemplate, Clause, Suggestion
from tests.drafting.comments.conversation import AT, TEXT, Talk

OFFERED = TEXT.replace("zwei", "drei")


def fresh(offer: Suggestion) -> Suggestion:
    return Suggestion.objects.get(pk=offer.pk)


def test_a_suggestion_changes_nothing_until_it_is_taken(talk: Talk) -> None:
    offer = talk.offer()
    assert (offer.base, offer.text, offer.decision) == (TEXT, OFFERED, Decision.OPEN)
    assert talk.clause.text == TEXT
    assert talk.last_told()[0] == "suggestion_made"


def test_what_is_taken_becomes_the_text_by_the_ordinary_way(talk: Talk) -> None:
    offer, revision = talk.offer(), talk.clause.revision
    accept_suggestion(offer, revision=revision, by=talk.amira, at=AT)
    assert (talk.clause.text, talk.clause.revision) == (OFFERED, revision + 1)
    decided = fresh(offer)
    assert (decided.decision, decided.decided_by, decided.reason) == ("accepted", talk.amira, "")
    kinds = list(talk.contract.agreement.events.order_by("-sequence").values_list("kind", flat=True)[:2])
    assert kinds == ["suggestion_accepted", "clause_edited"]


def test_a_text_that_nobody_saw_is_not_replaced(talk: Talk) -> None:
    offer, seen = talk.offer(), talk.clause.revision
    talk.rewrite(TEXT + " Und weiter.")
    with pytest.raises(Outdated):
        accept_suggestion(offer, revision=seen, by=talk.amira, at=AT)
    assert talk.clause.text == TEXT + " Und weiter."
    assert fresh(offer).decision == Decision.OPEN


def test_both_changes_are_taken_together_where_they_fit(talk: Talk) -> None:
    offer = talk.offer()
    talk.rewrite(TEXT.replace("einmal im Jahr", "zweimal im Jahr"))
    accept_suggestion(offer, revision=talk.clause.revision, together=True, by=talk.amira, at=AT)
    assert talk.clause.text == OFFERED.replace("einmal im Jahr", "zweimal im Jahr")
    assert fresh(offer).reason == TOGETHER


def test_both_changes_of_the_same_words_are_not_taken_together(talk: Talk) -> None:
    offer = talk.offer()
    talk.rewrite(TEXT.replace("zwei", "vier"))
    with pytest.raises(ActionRefused, match="dieselben Worte"):
        accept_suggestion(offer, revision=talk.clause.revision, together=True, by=talk.amira, at=AT)
    accept_suggestion(offer, revision=talk.clause.revision, by=talk.amira, at=AT)
    assert talk.clause.text == OFFERED


def test_a_reason_is_given_and_read(talk: Talk) -> None:
    offer = talk.offer()
    for nothing in ("", "  \n "):
        with pytest.raises(ActionRefused, match="Begründung"):
            decline_suggestion(offer, reason=nothing, by=talk.amira, at=AT)
    decline_suggestion(offer, reason="Zu teuer.", by=talk.amira, at=AT)
    decided = fresh(offer)
    assert (decided.decision, decided.reason, decided.decided_by) == ("declined", "Zu teuer.", talk.amira)
    assert talk.clause.text == TEXT
    told = [entry.text for entry in timeline(talk.bogdan, talk.contract.agreement)]
    assert told[0].endswith("abgelehnt: Zu teuer.")
    assert "Zu teuer." in talk.browser("staff").get(talk.page(talk.district)).content.decode()


def test_it_is_decided_once(talk: Talk) -> None:
    offer = talk.offer()
    decline_suggestion(offer, reason="Nein.", by=talk.amira, at=AT)
    with pytest.raises(ActionRefused, match="schon entschieden: abgelehnt von Amira"):
        accept_suggestion(offer, revision=talk.clause.revision, by=talk.amira, at=AT)
    with pytest.raises(ActionRefused, match="schon entschieden"):
        decline_suggestion(offer, reason="Doch nicht.", by=talk.amira, at=AT)
    assert fresh(offer).reason == "Nein."
    assert talk.clause.text == TEXT


def test_what_the_model_text_locks_is_not_replaced(talk: Talk) -> None:
    rules = {"locked": {talk.clause.key: TEXT}}
    latest = AgreementTemplate.objects.latest("version")
    AgreementTemplate.objects.create(
        name=latest.name,
        version=latest.version + 1,
        published_on=timezone.localdate(),
        content=latest.content,
        fingerprint=latest.fingerprint,
        rules=rules,
    )
    Clause.objects.filter(pk=talk.clause.pk).update(locked=True)
    offer = talk.offer()
    with pytest.raises(ActionRefused, match="im Mustertext gesperrt"):
        accept_suggestion(offer, revision=talk.clause.revision, by=talk.amira, at=AT)
    assert (talk.clause.text, fresh(offer).decision) == (TEXT, Decision.OPEN)
    page = talk.browser("coordinator").get(talk.page(talk.district)).content.decode()
    assert "/uebernehmen/" not in page
    assert "erst, wenn eine begründete Abweichung festgehalten ist" in page
    form = talk.browser("staff").get(talk.address("suggestion_new", talk.district.key)).content.decode()
    assert "Dieser Absatz ist im Mustertext gesperrt" in form
    decline_suggestion(offer, reason="Der Absatz gilt wörtlich.", by=talk.amira, at=AT)


def test_a_removed_absatz_leaves_quote_and_words(talk: Talk) -> None:
    offer = talk.offer()
    talk.remove()
    for who in ("staff", "coordinator"):
        shown = talk.browser(who).get(talk.page(talk.district)).content.decode()
        assert "Absatz entfernt" in shown
        assert TEXT in shown
        assert OFFERED in shown
        assert "/uebernehmen/" not in shown
    with pytest.raises(ActionRefused, match="gibt es nicht mehr"):
        accept_suggestion(offer, revision=1, by=talk.amira, at=AT)
    with pytest.raises(ActionRefused, match="gibt es nicht mehr"):
        talk.offer("Noch anders.")
    decline_suggestion(offer, reason="Der Absatz ist entfallen.", by=talk.amira, at=AT)
    assert fresh(offer).decision == Decision.DECLINED


@pytest.mark.parametrize("text", ["", " \n ", TEXT, f"  {TEXT}\r\n", "⟦gespeichert: zwei⟧ ⟦Ihr Text: drei⟧"])
def test_words_that_are_no_suggestion(text: str, talk: Talk) -> None:
    with pytest.raises(ActionRefused):
        talk.offer(text)
    assert not talk.district.suggestions.exists()


def test_a_suggestion_remembers_what_was_shown(talk: Talk) -> None:
    talk.rewrite(TEXT + " Und weiter.")
    offer = suggest(talk.district, text=OFFERED, base=TEXT, by=talk.bogdan, at=AT)
    assert offer.base == TEXT
    shown = talk.browser("coordinator").get(talk.page(talk.district)).content.decode()
    assert "hat sich geändert, seit der Vorschlag gemacht wurde" in shown
    assert "Beides zusammen übernehmen" in shown


def test_several_stand_newest_first(talk: Talk) -> None:
    talk.offer("Erster Wortlaut.")
    talk.offer("Zweiter Wortlaut.")
    shown = talk.browser("coordinator").get(talk.page(talk.district)).content.decode()
    assert shown.index("Zweiter Wortlaut.") < shown.index("Erster Wortlaut.")
