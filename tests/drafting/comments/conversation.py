"""A contract in review, and the conversations around one Absatz of it."""

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
from tests.scenario import Scenario

KEY = "p03-1"
TEXT = "Der Bezirk benennt zwei Personen aus dem Jugendamt. Er berichtet der BVV einmal im Jahr."
SECRET = "Intern: mehr als zwei geben wir nicht zu."
ASKED = "Passt das für den Bezirk?"
AT = factories.FROZEN_AT
SPOT = CommentTarget(clause=KEY)


@dataclass
class Talk:
    """Amira asked twice about § 3 (1): the team, and the district."""

    scenario: Scenario
    contract: Instrument
    team: Thread
    district: Thread

    @property
    def amira(self) -> User:
        """Who coordinates."""
        return self.scenario.amira

    @property
    def bogdan(self) -> User:
        """Who works in the district."""
        return self.scenario.people["staff"]

    @property
    def clause(self) -> Clause:
        """The Absatz as it stands now."""
        return clause_of(self.contract)

    def browser(self, who: str) -> Client:
        """Return the browser of a person."""
        return self.scenario.browser(who)

    def address(self, name: str, *parts: Any) -> str:
        """Return an address below the contract."""
        return reverse(name, args=[self.contract.pk, *parts])

    def page(self, thread: Thread) -> str:
        """Return the address of a thread."""
        return self.address("thread_detail", thread.key)

    def offer(self, text: str = TEXT.replace("zwei", "drei"), base: str | None = None) -> Suggestion:
        """Let the district suggest other words."""
        return suggest(self.district, text=text, base=base, by=self.bogdan, at=AT)

    def rewrite(self, text: str) -> Clause:
        """Let the coordinator change the Absatz."""
        return edit_clause(
            self.contract, key=KEY, text=text, revision=self.clause.revision, by=self.amira, at=AT
        )

    def remove(self) -> None:
        """Let the coordinator remove the Absatz."""
        remove_clause(self.contract, key=KEY, revision=self.clause.revision, by=self.amira, at=AT)

    def last_told(self) -> tuple[str, dict[str, Any]]:
        """Return the last entry of the history."""
        event = self.contract.agreement.events.order_by("-sequence")[0]
        return event.kind, event.data


def talk_about(scenario: Scenario) -> Talk:
    """Return the contract in review with both conversations; no obligation hangs on the Absatz."""
    contract = scenario.contracts[Status.REVIEW]
    contract.terms.filter(clause__key=KEY).update(clause=None)
    Clause.objects.filter(pk=clause_of(contract).pk).update(text=TEXT)
    team, district = (
        open_thread(contract, spot=SPOT, addressee=whom, text=words, by=scenario.amira, at=AT).thread
        for whom, words in ((Addressee.TEAM, SECRET), (Addressee.DISTRICT, ASKED))
    )
    return Talk(scenario, contract, team, district)


def clause_of(contract: Instrument, key: str = KEY) -> Clause:
    """Return an Absatz of a contract."""
    return Clause.objects.get(section__instrument=contract, key=key)


def whole_conversation(scenario: Scenario) -> None:
    """Do everything that can be done in a conversation."""
    talk = talk_about(scenario)
    taken = talk.offer()
    accept_suggestion(taken, revision=talk.clause.revision, by=talk.amira, at=AT)
    decline_suggestion(talk.offer("Ganz anders."), reason="Zu teuer.", by=talk.amira, at=AT)
    answer_thread(talk.district, text="Gut.", by=talk.bogdan, at=AT)
    resolve_thread(talk.district, by=talk.amira, at=AT)
    reopen_thread(talk.district, by=talk.amira, at=AT)
