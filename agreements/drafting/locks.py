"""Locked clauses: what the model text locks cannot be changed in a contract."""

from agreements.errors import ActionRefused
from agreements.models import Clause


def is_locked(clause: Clause) -> bool:
    """Return whether a clause of a contract is locked; in a model text a lock is only a mark."""
    return clause.locked and not clause.section.instrument.agreement.is_model


def require_unlocked(clause: Clause) -> None:
    """Raise ActionRefused for a locked clause."""
    if is_locked(clause):
        raise ActionRefused(
            "Dieser Absatz ist im Mustertext gesperrt und gilt wörtlich. Es wurde nichts geändert. "
            "Wenn dieser Vertrag davon abweichen muss, halten Sie zuerst eine begründete Abweichung fest."
        )
