"""Locked clauses: what the model text locks cannot be changed in a contract."""

from agreements.errors import ActionRefused
from agreements.models import Clause


def require_unlocked(clause: Clause) -> None:
    """Raise ActionRefused for a locked clause of a contract; in a model text a lock is only a mark."""
    if clause.locked and not clause.section.instrument.agreement.is_model:
        raise ActionRefused(
            "Dieser Absatz ist im Mustertext gesperrt und gilt wörtlich. Es wurde nichts geändert. "
            "Wenn dieser Vertrag davon abweichen muss, halten Sie zuerst eine begründete Abweichung fest."
        )
