"""Triggers that hold the invariants in the database itself, whatever route a change takes.

Unlike the library's own triggers these know no switch that ignores them: only somebody who may change the
schema can lift one. Each refuses with a German sentence and SQLSTATE 23514, which Django raises as IntegrityError.
"""

from agreements.guards.archive import archive_guards
from agreements.guards.draft import (
    clause_guards,
    deviation_guards,
    frozen_with_instrument,
    stays_in_its_instrument,
)
from agreements.guards.evidence import evidence_guards
from agreements.guards.kept import (
    answer_guards,
    append_only,
    consent_guards,
    decided_once,
    mention_guards,
    no_delete,
    no_truncate,
    photo_guards,
    round_guards,
    thread_guards,
)
from agreements.guards.life import agreement_guards, instrument_guards
from agreements.guards.links import code_guards, link_guards
from agreements.guards.proof import (
    declining_guards,
    delegation_guards,
    edition_guards,
    event_guards,
    proof_check_guards,
    seal_guards,
    signature_guards,
    version_guards,
)
from agreements.guards.releases import (
    release_answer_guards,
    release_line_guards,
    release_report_guards,
)
from agreements.guards.reports import report_answer_guards, report_guards
from agreements.guards.sql import Guard, GuardSql

__all__ = [
    "Guard",
    "GuardSql",
    "agreement_guards",
    "answer_guards",
    "append_only",
    "archive_guards",
    "clause_guards",
    "code_guards",
    "consent_guards",
    "decided_once",
    "declining_guards",
    "delegation_guards",
    "deviation_guards",
    "edition_guards",
    "event_guards",
    "evidence_guards",
    "frozen_with_instrument",
    "instrument_guards",
    "link_guards",
    "mention_guards",
    "no_delete",
    "no_truncate",
    "photo_guards",
    "proof_check_guards",
    "release_answer_guards",
    "release_line_guards",
    "release_report_guards",
    "report_answer_guards",
    "report_guards",
    "round_guards",
    "seal_guards",
    "signature_guards",
    "stays_in_its_instrument",
    "thread_guards",
    "version_guards",
]
