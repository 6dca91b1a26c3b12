"""After how many months of vacancy a substitute is asked for: what the text in force says, whoever changed it."""

from datetime import UTC, date, datetime

from agreements.tracking.staff_release.queries import release_of
from tests.amending import begin, freeze_amendment, reword, sign_amendment
from tests.scenario import Scenario

AT = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)


def test_the_limit_follows_the_words_from_their_first_day_on(scenario: Scenario) -> None:
    draft = begin(scenario.signed, by=scenario.amira, at=AT, not_before=date(2027, 2, 1))
    reword(
        draft,
        "länger als drei Monate unbesetzt",
        "länger als sechs Monate unbesetzt",
        by=scenario.amira,
        at=AT,
    )
    sign_amendment(freeze_amendment(draft, by=scenario.amira, at=AT), by=scenario.amira, at=AT)
    releases = [release_of(scenario.signed.agreement, day) for day in (date(2027, 1, 31), date(2027, 2, 1))]
    assert [release.limit for release in releases if release] == [3, 6]
