"""Actions on the obligations of a contract signed elsewhere, each in one opening of its record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from agreements import content
from agreements.drafting.actions import obligations as write
from agreements.drafting.actions.rows import ObligationWriter, terms_of
from agreements.errors import ActionRefused
from agreements.models import Clause, Instrument, ObligationTerms, Report
from agreements.recording.actions import open_record
from agreements.texts.assembly import raw_copy
from districts.models import User


def record_obligation(instrument: Instrument, *, by: User, at: datetime, **said: Any) -> ObligationTerms:
    """Add an obligation; `said` as for a draft. Raises ActionRefused."""
    with open_record(instrument, reason="Pflicht erfassen", by=by, at=at) as record:
        row = write.add_obligation(record.instrument, **said, by=by, at=at)
        record.what = f"Pflicht {row.obligation.code}"
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class PickedObligation:
    """An obligation as a model text words it, and where it stands in the deed."""

    value: content.Obligation
    place: str
    page: int | None = None


def record_picked(
    instrument: Instrument, picked: Sequence[PickedObligation], *, by: User, at: datetime
) -> list[ObligationTerms]:
    """Add obligations that the contract shares with a model text, in one opening of the record. Raises ActionRefused."""
    if not picked:
        raise ActionRefused("Sie haben keine Pflicht angekreuzt. Es wurde nichts geändert.")
    with open_record(instrument, reason="Pflichten erfassen", by=by, at=at) as record:
        writer, codes, rows = ObligationWriter(record.instrument), _new_codes(record.instrument, picked), []
        for one in picked:
            terms = {**terms_of(one.value), "source_place": one.place, "source_page": one.page}
            if one.value.due.anchor_code:
                terms["anchor_code"] = _counted_from(one.value, codes)
            rows.append(
                write.add_obligation(
                    record.instrument,
                    terms=terms,
                    particulars=writer.particulars(one.value),
                    by=by,
                    at=at,
                )
            )
        place_obligations(record.instrument)
        record.what = f"Pflichten {', '.join(codes.values())}"
    return rows


def place_obligations(instrument: Instrument) -> None:
    """Link obligations that were recorded without an Absatz with the one that they name."""
    labels = {_plain(place): key for key, place in raw_copy(instrument).clause_labels().items()}
    clauses = {row.key: row for row in Clause.objects.filter(section__instrument=instrument)}
    for row in instrument.terms.filter(clause=None).exclude(source_place=""):
        if key := labels.get(_plain(row.source_place)):
            row.clause = clauses[key]
            row.save(update_fields=["clause"])


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


def _new_codes(instrument: Instrument, picked: Sequence[PickedObligation]) -> dict[str, str]:
    """Return the codes that obligations of a model text get here, by those that they have there."""
    first = int(write.next_code(instrument)[2:])
    return {one.value.code: f"O-{number:02d}" for number, one in enumerate(picked, start=first)}


def _counted_from(value: content.Obligation, codes: dict[str, str]) -> str:
    code = codes.get(value.due.anchor_code or "")
    if code is None:
        raise ActionRefused(
            f"„{value.title}“ wird ab der Erfüllung von {value.due.anchor_code} gezählt. Kreuzen Sie diese Pflicht mit an, oder "
            f"erfassen Sie „{value.title}“ einzeln. Es wurde nichts geändert."
        )
    return code


def _plain(place: str) -> str:
    return "".join(place.split())
