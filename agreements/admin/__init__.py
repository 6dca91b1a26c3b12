"""The Django admin of the agreements, split by noun. Importing the modules registers them."""

from agreements.admin import (
    agreement,
    ceremonies,
    clearing,
    evidence,
    freezing,
    instrument,
    kept,
    mails,
    obligations,
    particulars,
    people,
    records,
    releases,
    reports,
    talk,
    text,
)

__all__ = [
    "agreement",
    "ceremonies",
    "clearing",
    "evidence",
    "freezing",
    "instrument",
    "kept",
    "mails",
    "obligations",
    "particulars",
    "people",
    "records",
    "releases",
    "reports",
    "talk",
    "text",
]
