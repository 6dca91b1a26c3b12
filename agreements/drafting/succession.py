"""What a contract takes over from the one that it follows, beside its text."""

from datetime import date
from typing import Any

from agreements.calendar_months import DAY
from agreements.state import last_day
from agreements.texts.in_force import DatedInstrument, contract_facts


def head_of_successor(former: "DatedInstrument | None", as_of: date) -> dict[str, Any]:
    """Return the first values of the form; it begins on the day after the last of the former contract, if that has one."""
    if former is None:
        return {}
    last = last_day(contract_facts(former), as_of)
    return {
        "district": former.agreement.district_id,
        "coordinator": former.agreement.coordinator,
        "legal_form": former.agreement.legal_form,
        "begins_on": last + DAY if last else None,
        "placeholders": former.placeholders,
    }
