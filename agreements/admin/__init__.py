"""The Django admin of the agreements, split by noun. Importing the modules registers them."""

from agreements.admin import (
    agreement,
    ceremonies,
    clearance,
    comments,
    dated_facts,
    evidence,
    freezing,
    instrument,
    mail,
    obligations,
    particulars,
    read_only,
    reports,
    signatories,
    staff_release,
    text,
)

__all__ = [
    "agreement",
    "ceremonies",
    "clearance",
    "comments",
    "dated_facts",
    "evidence",
    "freezing",
    "instrument",
    "mail",
    "obligations",
    "particulars",
    "read_only",
    "reports",
    "signatories",
    "staff_release",
    "text",
]
