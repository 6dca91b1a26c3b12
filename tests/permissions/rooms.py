"""What the sweeps ask of packages whose tests keep their own: arguments of addresses, answers, pages."""

from collections.abc import Iterator

from tests.accounts.pages import ACCOUNT_ARGUMENTS
from tests.four_eyes.pages import FOUR_EYES_ARGUMENTS, four_eyes_pages
from tests.people.pages import PEOPLE_ARGUMENTS, PEOPLE_TABLE, people_pages
from tests.privacy.pages import PRIVACY_ARGUMENTS, privacy_pages
from tests.scenario import Scenario
from tests.spreadsheets.exchange import TABLE_ARGUMENTS

ROOM_ARGUMENTS = (
    TABLE_ARGUMENTS | PRIVACY_ARGUMENTS | ACCOUNT_ARGUMENTS | FOUR_EYES_ARGUMENTS | PEOPLE_ARGUMENTS
)
ROOM_TABLES = PEOPLE_TABLE


def room_pages(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield who opens which page, and its address."""
    for pages in (privacy_pages, four_eyes_pages, people_pages):
        yield from pages(scenario)
