"""A scenario with two threads on one clause of an instrument in review."""

from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse

from agreements.choices import Addressee, Status
from agreements.drafting.actions.text import edit_clause, remove_clause
from agreements.drafting.comments.actions import (
    CommentTarget,
    answer_thread,
    open_thread,
    reopen_thread,
    resolve_thread,
)
from agreements.drafting.comments.suggestions import accept_suggestion, decline_suggestion, suggest
from agreements.models import Clause, Instrument, Suggestion, Thread
from districts.models import User
from tests import factories
from tests.drafting.texts import clause_of
from tests.scenario import Scenario

KEY = "p03-1"
TEXT = "Der Bezirk benennt zwei Personen aus dem Jugendamt. Er berichtet der BVV einmal im Jahr."
SECRET = "Intern: mehr als zwei geben wir nicht zu."
ASKED = "Passt das für den Bezirk?"
AT = factories.FROZEN_AT
TARGET = CommentTarget(clause=KEY)


@dataclass
class CommentScenario:
    """Two threads on § 3 (1), opened by the coordinator: one for the team, one for the district."""

    scenario: Scenario
    contract: Instrument
    team: Thread
    district: Thread

    @property
    def amira(self) -> User:
        return self.scenario.amira

    @property
    def bogdan(self) -> User:
        return self.scenario.people["staff"]

    @property
    def clause(self) -> Clause:
        """The current clause."""
        return clause_of(self.contract)

    def browser(self, who: str) -> Client:
        return self.scenario.browser(who)

    def address(self, name: str, *parts: Any) -> str:
        """Return the URL of a view of the instrument."""
        return reverse(name, args=[self.contract.pk, *parts])

    def page(self, thread: Thread) -> str:
        return self.address("thread_detail", thread.key)

    def open(
        self,
        text: str,
        *,
        by: User,
        target: CommentTarget = TARGET,
        addressee: Addressee = Addressee.DISTRICT,
    ) -> Thread:
        """Open another thread."""
        return open_thread(self.contract, target=target, addressee=addressee, text=text, by=by, at=AT).thread

    def suggest(self, text: str = TEXT.replace("zwei", "drei"), base: str | None = None) -> Suggestion:
        """Suggest a wording as the district."""
        return suggest(self.district, text=text, base=base, by=self.bogdan, at=AT)

    def rewrite(self, text: str) -> Clause:
        return edit_clause(
            self.contract, key=KEY, text=text, revision=self.clause.revision, by=self.amira, at=AT
        )

    def remove(self) -> None:
        remove_clause(self.contract, key=KEY, revision=self.clause.revision, by=self.amira, at=AT)

    def last_event(self) -> tuple[str, dict[str, Any]]:
        """Return kind and data of the last event."""
        event = self.contract.agreement.events.order_by("-sequence")[0]
        return event.kind, event.data


def comment_scenario(scenario: Scenario) -> CommentScenario:
    """Open both threads; the clause has no obligations."""
    contract = scenario.contracts[Status.REVIEW]
    contract.terms.filter(clause__key=KEY).update(clause=None)
    Clause.objects.filter(pk=clause_of(contract).pk).update(text=TEXT)
    team, district = (
        open_thread(contract, target=TARGET, addressee=whom, text=words, by=scenario.amira, at=AT).thread
        for whom, words in ((Addressee.TEAM, SECRET), (Addressee.DISTRICT, ASKED))
    )
    return CommentScenario(scenario, contract, team, district)


def run_every_comment_action(scenario: Scenario) -> None:
    """Run every action on threads and suggestions once."""
    comments = comment_scenario(scenario)
    suggestion = comments.suggest()
    accept_suggestion(suggestion, revision=comments.clause.revision, by=comments.amira, at=AT)
    decline_suggestion(comments.suggest("Ganz anders."), reason="Zu teuer.", by=comments.amira, at=AT)
    answer_thread(comments.district, text="Gut.", by=comments.bogdan, at=AT)
    resolve_thread(comments.district, by=comments.amira, at=AT)
    reopen_thread(comments.district, by=comments.amira, at=AT)
