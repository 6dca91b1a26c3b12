"""The register of personal data: every table, and for each activity why, on which basis, for whom and how long."""

from mitwirkung.privacy.register.accounts import ACCOUNTS, MESSAGES
from mitwirkung.privacy.register.contracts import CEREMONIES, HISTORY, PARTIES, SIGNING
from mitwirkung.privacy.register.operation import OPERATION
from mitwirkung.privacy.register.work import DRAFTING, SEARCH, TRACKING

ACTIVITIES = (
    ACCOUNTS,
    PARTIES,
    SIGNING,
    CEREMONIES,
    DRAFTING,
    TRACKING,
    HISTORY,
    MESSAGES,
    SEARCH,
    OPERATION,
)
