"""Actions on the obligations of a contract signed elsewhere, each in one opening of its record."""

from datetime import datetime
from typing import Any

from agreements.drafting.actions import obligations as write
from agreements.errors import ActionRefused
from agreements.models import Instrument, ObligationTerms, Report
from agreements.recording.actions import open_record
from districts.models import User


def record_obligation(instrument: Instrument, *, by: User, at: datetime, **said: Any) -> ObligationTerms:
    """Add an obligation; `said` as for a draft. Raises ActionRefused."""
    with open_record(instrument, reason="Pflicht erfassen", by=by, at=at) as record:
        row = write.add_obligation(record.instrument, **said, by=by, at=at)
        record.what = f"Pflicht {row.obligation.code}"
    return row


def correct_obligation(
    instrument: Instrument, *, code: str, by: User, at: datetime, **said: Any
) -> ObligationTerms:
    """Change an obligation; `said` as for a draft. Raises ActionRefused, Outdated."""
    with open_record(instrument, reason=f"Pflicht {code} berichtigen", by=by, at=at) as record:
        row = write.edit_obligation(record.instrument, code=code, **said, by=by, at=at)
        record.what = f"Pflicht {code} berichtigt"
    return row


def drop_obligation(instrument: Instrument, *, code: str, revision: int, by: User, at: datetime) -> None:
    """Remove an obligation that the contract does not have. Raises ActionRefused, also once somebody has reported on it."""
    with open_record(instrument, reason=f"Pflicht {code} entfernen", by=by, at=at) as record:
        if Report.objects.filter(terms__instrument=instrument, obligation__code=code).exists():
            raise ActionRefused(
                f"Zur Pflicht {code} ist schon gemeldet; sie bleibt deshalb stehen. Berichtigen Sie, was an ihr falsch ist. Es "
                "wurde nichts geändert."
            )
        write.remove_obligation(record.instrument, code=code, revision=revision, by=by, at=at)
        record.what = f"Pflicht {code} entfernt"
