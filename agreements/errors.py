"""What an action says when it does not do what was asked: what happened, what is safe, what to do next."""

from collections.abc import Sequence

from django.db.models import Model


class ActionRefused(Exception):  # noqa: N818  a refusal is an answer, not an error of the program
    """The action was not done; nothing was changed. The message is a German sentence for the person."""


class Outdated(ActionRefused):
    """Somebody else changed the row since the person read it; `current` is how it is now, None if it is gone."""

    def __init__(self, current: Model | None) -> None:
        self.current = current
        super().__init__(
            "Inzwischen hat jemand anderes hier etwas geändert. Ihr Text ist nicht verloren: Er steht noch im Formular."
        )


class Incomplete(ActionRefused):
    """Something is missing before the step can be taken; `gaps` names each gap with its place."""

    def __init__(self, message: str, gaps: Sequence[str]) -> None:
        self.gaps = tuple(gaps)
        super().__init__(message)
