"""Triggers for rows that are kept for good: never changed, never deleted."""

import pgtrigger

from districts.triggers.sql import ProtectingTrigger, refuse


def append_only(what: str) -> list[ProtectingTrigger]:
    """Refuse every UPDATE, DELETE and TRUNCATE."""
    sentence = f"{what}: Was festgehalten ist, kann weder geändert noch gelöscht werden."
    return [
        ProtectingTrigger(
            name="append_only", operation=pgtrigger.Update | pgtrigger.Delete, func=refuse(sentence)
        ),
        no_truncate(sentence),
    ]


def no_truncate(sentence: str) -> ProtectingTrigger:
    """Refuse TRUNCATE, which row triggers do not see."""
    return ProtectingTrigger(
        name="no_truncate", level=pgtrigger.Statement, operation=pgtrigger.Truncate, func=refuse(sentence)
    )


def no_delete(what: str) -> list[ProtectingTrigger]:
    """Refuse every DELETE and TRUNCATE."""
    sentence = f"{what}: Löschen ist nicht vorgesehen."
    return [
        ProtectingTrigger(name="no_delete", operation=pgtrigger.Delete, func=refuse(sentence)),
        no_truncate(sentence),
    ]
