"""A signatory with authority, document and term of office, for the tests."""

from datetime import date
from typing import Any

from agreements.choices import Side
from agreements.drafting.actions.people import SIGNATORY_FIELDS, edit_signatory, keep_authority_document
from agreements.models import Instrument, Signatory
from districts.models import User
from tests import factories
from tests.scenario import PNG

PROOF = PNG + b"Wahl zur Bezirksstadtraetin"


def empowered(draft: Instrument, by: User, **more: Any) -> Signatory:
    """Complete the signatory of the district."""
    person = draft.signatories.get(side=Side.DISTRICT)
    values = {name: getattr(person, name) for name in SIGNATORY_FIELDS} | {
        "authority_on": date(2021, 11, 4),
        "office_begins_on": date(2021, 11, 4),
        **more,
    }
    edit_signatory(draft, key=person.key, **values, revision=person.revision, by=by, at=factories.FROZEN_AT)
    return keep_authority_document(
        draft, key=person.key, document=PROOF, revision=person.revision + 1, by=by, at=factories.FROZEN_AT
    )
