"""Triggers that hold the invariants in the database itself, whatever route a change takes.

Unlike the library's own triggers these know no switch that ignores them: only somebody who may change the
schema can lift one. Each refuses with a German sentence and SQLSTATE 23514, which Django raises as IntegrityError.
"""

from agreements.triggers.append_only import (
    answer_triggers,
    append_only,
    consent_triggers,
    decided_once,
    mention_triggers,
    no_delete,
    no_truncate,
    photo_triggers,
    round_triggers,
    thread_triggers,
)
from agreements.triggers.archive import archive_triggers
from agreements.triggers.draft import (
    clause_triggers,
    deviation_triggers,
    frozen_with_instrument,
    stays_in_its_instrument,
)
from agreements.triggers.evidence import evidence_triggers
from agreements.triggers.life import agreement_triggers, instrument_triggers
from agreements.triggers.links import code_triggers, link_triggers
from agreements.triggers.proof import (
    declining_triggers,
    delegation_triggers,
    edition_triggers,
    event_triggers,
    proof_check_triggers,
    seal_triggers,
    signature_triggers,
    version_triggers,
)
from agreements.triggers.releases import (
    release_answer_triggers,
    release_line_triggers,
    release_report_triggers,
)
from agreements.triggers.reports import report_answer_triggers, report_triggers
from agreements.triggers.sql import ProtectingTrigger, TriggerSql

__all__ = [
    "ProtectingTrigger",
    "TriggerSql",
    "agreement_triggers",
    "answer_triggers",
    "append_only",
    "archive_triggers",
    "clause_triggers",
    "code_triggers",
    "consent_triggers",
    "decided_once",
    "declining_triggers",
    "delegation_triggers",
    "deviation_triggers",
    "edition_triggers",
    "event_triggers",
    "evidence_triggers",
    "frozen_with_instrument",
    "instrument_triggers",
    "link_triggers",
    "mention_triggers",
    "no_delete",
    "no_truncate",
    "photo_triggers",
    "proof_check_triggers",
    "release_answer_triggers",
    "release_line_triggers",
    "release_report_triggers",
    "report_answer_triggers",
    "report_triggers",
    "round_triggers",
    "seal_triggers",
    "signature_triggers",
    "stays_in_its_instrument",
    "thread_triggers",
    "version_triggers",
]
