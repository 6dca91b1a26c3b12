"""The action that makes links of what a draft says in plain words."""

from datetime import datetime

from agreements.drafting.actions.text import CLAUSE_LIMIT, clauses_of
from agreements.drafting.edit_transaction import edit_transaction
from agreements.drafting.locks import is_locked
from agreements.events import EventKind
from agreements.models import Instrument
from agreements.references.links import linked
from agreements.texts.assembly import raw_copy
from districts.models import User


def link_references(instrument: Instrument, *, by: User, at: datetime) -> int:
    """Make links of all plain references that point somewhere; return in how many clauses. Locked ones stay.

    What is printed does not change. Raises ActionRefused.
    """
    with edit_transaction(instrument, by=by, at=at) as change:
        content = linked(raw_copy(change.instrument), longest=CLAUSE_LIMIT)
        texts = {clause.key: clause.text for section in content.sections for clause in section.clauses}
        count = 0
        for clause in clauses_of(change).select_related("section__instrument__agreement"):
            text = texts[clause.key]
            if text == clause.text or is_locked(clause):
                continue
            before, clause.text = clause.text, text
            clause.revision += 1
            clause.save(update_fields=["text", "revision"])
            data = {"clause": clause.key, "before": before, "after": text}
            change.record(EventKind.CLAUSE_EDITED, data)
            count += 1
    return count
