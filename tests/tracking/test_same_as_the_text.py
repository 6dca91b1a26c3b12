"""What tracking, overview and comparison say of an amended agreement is what its text in force says, on every day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

import pytest

from agreements.content import Content, Obligation
from agreements.drafting.actions.obligations import remove_obligation
from agreements.drafting.comparison.sources import IN_FORCE, available_sources
from agreements.models import Agreement, Instrument
from agreements.parties import reporting_sides
from agreements.rendering.clause_text import clause_html
from agreements.term_end import notice_months_on
from agreements.texts.in_force import SignedTexts, signed_texts
from agreements.texts.wording import post_words, share_words
from agreements.tracking.agreement_duties import agreement_duties
from agreements.tracking.overview.cached_summary import CachedSummary, rebuild_summaries
from agreements.tracking.presenters.obligation_page import obligation_page
from agreements.tracking.queries.obligations import (
    TrackedObligation,
    all_occurrences,
    newest_terms,
    terms_of,
)
from agreements.tracking.staff_release.queries import Release, release_of
from agreements.tracking.start.district import district_start
from agreements.tracking.start.office_promises import Promise
from districts.models import User
from tests.amending import begin, freeze_amendment, set_terms, sign_amendment
from tests.dossier.amended_contract import FIRST, SECOND, THIRD, three_amendments
from tests.scenario import Scenario
from tests.tracking.report_factories import obligation_of

DAY = timedelta(days=1)
FOURTH, FOURTH_SIGNED = date(2027, 6, 15), datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
FIFTH, FIFTH_SIGNED = date(2027, 10, 1), datetime(2026, 11, 12, 9, 0, tzinfo=UTC)
DAYS = [day + n * DAY for day in (SECOND, FIRST, FOURTH, FIFTH, THIRD) for n in (-1, 0, 1)]
RELEASED, HANDED_OVER, RARER, DROPPED = "O-01", "O-06", "O-08", "O-22"


@dataclass(frozen=True)
class Said:
    """What is signed says on a day: the text in force, and its obligations by code."""

    texts: SignedTexts
    day: date

    @cached_property
    def content(self) -> Content:
        found = self.texts.in_force(self.day)
        assert found is not None
        return found.content

    @cached_property
    def duties(self) -> dict[str, Obligation]:
        return {duty.code: duty for duty in self.content.obligations}

    @cached_property
    def shares(self) -> dict[tuple[str, str, str], str]:
        """The agreed shares in words, by code, office and function."""
        return {
            (duty.code, post.unit, post.function): f"{post.sense.label} {share_words(post.share)}"
            for duty in self.duties.values()
            for post in duty.posts
        }


def hand_over(contract: Instrument, by: User) -> None:
    """Let the other side owe an obligation, and ask for another one half as often."""
    draft = begin(contract, by=by, at=FOURTH_SIGNED, not_before=FOURTH)
    set_terms(draft, HANDED_OVER, owed_by="association")
    set_terms(draft, RARER, period_months=24)
    sign_amendment(freeze_amendment(draft, by=by, at=FOURTH_SIGNED), by=by, at=FOURTH_SIGNED)


def drop(contract: Instrument, by: User) -> None:
    draft = begin(contract, by=by, at=FIFTH_SIGNED, not_before=FIFTH)
    row = draft.terms.get(obligation__code=DROPPED)
    remove_obligation(draft, code=DROPPED, revision=row.revision, by=by, at=FIFTH_SIGNED)
    sign_amendment(freeze_amendment(draft, by=by, at=FIFTH_SIGNED), by=by, at=FIFTH_SIGNED)


@pytest.fixture
def amended(scenario: Scenario) -> Agreement:
    three_amendments(scenario.signed, scenario.amira)
    hand_over(scenario.signed, scenario.amira)
    drop(scenario.signed, scenario.amira)
    return scenario.signed.agreement


def test_every_page_says_what_the_text_in_force_says(scenario: Scenario, amended: Agreement) -> None:
    """One test for all: to sign five amendments takes longer than to read what they make."""
    contract, texts = scenario.signed, signed_texts(amended)
    assert texts is not None
    compared = available_sources(scenario.amira, contract)[IN_FORCE].on
    assert compared is not None
    seen = set()
    for day in DAYS:
        said = Said(texts, day)
        same_obligations(said, all_occurrences(newest_terms().filter(obligation__agreement=amended), day))
        same_summary(said, rebuild_summaries([amended.pk], day)[amended.pk], amended)
        release = release_of(amended, day)
        assert release is not None
        same_shares(said, release, district_start(scenario.people["staff"], day).promises)
        for code in (RELEASED, HANDED_OVER, RARER):
            same_page(said, contract, code, scenario.amira)
        shown = agreement_duties(amended, day)
        for row in (*shown.urgent, *shown.coming):
            assert row.owed_now == said.duties[row.code].owing
        assert compared(day).read() == said.content
        duties = said.duties
        seen.add((duties[RELEASED].posts, duties[HANDED_OVER].owed_by, DROPPED in duties, said.content.term))
    assert len(seen) == 5, "what the amendments change differs between the days"


def same_obligations(said: Said, tracked: Iterable[TrackedObligation]) -> None:
    """Who owes what: by the text of the day; what is due again and again: by the text of the day on which it is."""
    missing = set(said.duties)
    for row in tracked:
        duty, due_on = said.duties.get(row.code), row.status.due_on
        missing.discard(row.code)
        if duty is None:
            assert (row.code, said.day >= FIFTH) == (DROPPED, True)
            assert due_on
            assert due_on < FIFTH, "what was due before it ended stays due"
        else:
            assert (row.code, row.kind, row.owed_now) == (duty.code, duty.kind, duty.owing)
        if due_on and row.terms.recurs:
            then = Said(said.texts, due_on).duties[row.code]
            assert (row.terms.rule, row.terms.quantity, row.owed_by) == (then.due, then.quantity, then.owing)
    assert not missing


def same_summary(said: Said, summary: CachedSummary, agreement: Agreement) -> None:
    """The overview counts for the same sides; until when it runs follows from all that is signed, whatever has begun.

    Its period of notice is that of the text, on every day for which the summary is cached.
    """
    codes = dict(agreement.obligations.values_list("pk", "code"))
    for entry in summary.entries:
        if duty := said.duties.get(codes[entry.obligation_id]):
            assert (entry.kind, entry.whose) == (duty.kind, reporting_sides(duty.owing))
    agreed, facts = said.texts.composed(date.max).content.term, summary.facts
    assert (facts.ends_on, facts.extension_months) == (agreed.ends_on, agreed.extension_months)
    for day in (said.day, min(summary.valid_until, THIRD)):
        months = notice_months_on(day, facts.notice_months, facts.notice_changes)
        assert months == Said(said.texts, day).content.term.notice_months
    assert (said.content.term == agreed) == (said.day >= THIRD)


def same_shares(said: Said, release: Release, promises: Iterable[Promise]) -> None:
    held = {(one.place, one.share) for one in release.agreed if one.applies_on(said.day)}
    held |= {(one.place, one.share) for one in release.pending}
    written = {
        (duty.code, post.unit, post.function, post.share)
        for duty in said.duties.values()
        for post in duty.posts
    }
    assert {(place.code, place.unit, place.function, share) for place, share in held} == written
    found = [((one.code, one.office, one.function), one.share) for one in promises]
    assert sorted(found) == sorted(said.shares.items()), "each once"


def same_page(said: Said, contract: Instrument, code: str, user: User) -> None:
    terms, duty = terms_of(obligation_of(contract, code), said.day), said.duties[code]
    assert terms is not None
    assert terms.owing == duty.owing
    page = obligation_page(user, terms, said.day)
    assert [one.share for one in page.posts] == [post_words(post) for post in duty.posts]
    clauses = {one.key: one.text for section in said.content.sections for one in section.clauses}
    assert not duty.clause_key or str(page.clause) == str(clause_html(clauses[duty.clause_key]))
