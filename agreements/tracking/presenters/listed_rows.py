"""Entries of a listing as the rows of a page: what does not depend on the reader is remembered."""

from collections.abc import Collection
from functools import partial
from typing import TypeAlias

from agreements.models import Instrument
from agreements.situation_cache import remembered
from agreements.tracking.list_entries import ListEntry
from agreements.tracking.listing import Listing
from agreements.tracking.presenters.occurrences import (
    KnownOccurrence,
    OccurrenceRow,
    known_occurrence,
    signed_texts_of,
)
from agreements.tracking.queries.obligations import districts_with_several, latest_reports
from districts.models import User

OccurrenceKey: TypeAlias = tuple[int, str]  # obligation and key


def listed_rows(user: User, listed: Listing, entries: Collection[ListEntry]) -> list[OccurrenceRow]:
    """Return entries as rows, in their order. Two queries, and ten if this process does not know all of them."""
    heads = listed.heads_of(entries)
    names = {(one.obligation_id, one.key): heads[one.obligation_id] for one in entries}
    known = remembered("occurrence", names, listed.as_of, partial(_known, listed, entries))
    rows = [found for one in entries if (found := known.get((one.obligation_id, one.key)))]
    instruments = Instrument.objects.select_related("agreement__district").in_bulk(
        {row.instrument_id for row in rows}
    )
    several = districts_with_several({one.agreement.district_id for one in instruments.values()})
    return [row.seen_by(user, instruments[row.instrument_id], several) for row in rows]


def _known(
    listed: Listing, entries: Collection[ListEntry], keys: Collection[OccurrenceKey]
) -> dict[OccurrenceKey, KnownOccurrence]:
    obligations = listed.obligations([one for one in entries if (one.obligation_id, one.key) in keys])
    texts, reports = signed_texts_of(obligations), latest_reports(obligations)
    return {
        (one.obligation_id, one.key): known_occurrence(
            one, texts[one.instrument_id], reports.get((one.obligation_id, one.key)), listed.as_of
        )
        for one in obligations
    }
