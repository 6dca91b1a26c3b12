"""Change a value of an obligation where the text shows it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from agreements.choices import DueShape
from agreements.drafting.actions.obligations import TERM_FIELDS, particulars_data
from agreements.drafting.edit_transaction import changes, claim, clean_text, edit_transaction, values
from agreements.due_rule import PeriodYear
from agreements.errors import Outdated
from agreements.events import EventKind
from agreements.models import Instrument, ObligationTerms, StaffRelease
from agreements.tokens import FieldName, FieldToken
from districts.models import User

AMOUNT_FIELDS = ("quantity", "unit", "sense")
DAY_FIELDS = ("due_day", "due_month")
SPAN_FIELDS = ("offset_amount", "offset_unit")
SHARE = "share"


def value_fields(token: FieldToken, terms: ObligationTerms) -> tuple[str, ...]:
    """Return the fields of an obligation that hold the value of a token; none where it has no such value."""
    if token.name == FieldName.AMOUNT:
        return AMOUNT_FIELDS
    if token.name == FieldName.POST:
        return (SHARE,) if post_of(token, terms) else ()
    if terms.shape == DueShape.FIXED:
        return ("due_on",)
    names: tuple[str, ...] = ()
    if terms.shape == DueShape.PERIOD and terms.year == PeriodYear.CALENDAR and terms.due_day:
        names = DAY_FIELDS
    return (*names, *SPAN_FIELDS) if terms.offset_amount else names


def post_of(token: FieldToken, terms: ObligationTerms) -> StaffRelease | None:
    """Return the post that a token counts."""
    return terms.posts.all()[token.post - 1 : token.post].first() if token.post else None


def change_value(
    instrument: Instrument,
    *,
    token: FieldToken,
    given: Mapping[str, Any],
    revision: int,
    by: User,
    at: datetime,
) -> ObligationTerms:
    """Set the fields of a value. Raises ActionRefused, and Outdated also if the obligation has other fields now."""
    with edit_transaction(instrument, by=by, at=at) as change:
        rows = change.instrument.terms.select_related("obligation", "clause")
        row = claim(rows, revision, obligation__code=token.code)
        if set(given) != set(value_fields(token, row)):
            raise Outdated(row)
        before = {**values(row, TERM_FIELDS), **particulars_data(row)}
        post = post_of(token, row)
        for name, value in given.items():
            setattr(post or row, name, clean_text(value) if isinstance(value, str) else value)
        row.save()
        if post:
            post.save()
        after = {**values(row, TERM_FIELDS), **particulars_data(row)}
        change.record(EventKind.OBLIGATION_EDITED, {"code": token.code, "changes": changes(before, after)})
    return row
