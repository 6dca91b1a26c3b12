"""Exceptions of actions. Their German messages say what happened, what is safe and what to do next."""

from collections.abc import Sequence

from django.db.models import Model

from districts.errors import Refused


class ActionRefused(Refused):
    """The action was refused and nothing was changed; the message is shown to the user."""


class Outdated(ActionRefused):
    """The row was changed since the user read it; `current` is its present state, None if it is deleted."""

    def __init__(self, current: Model | None) -> None:
        self.current = current
        super().__init__(
            "Inzwischen hat jemand anderes hier etwas geändert. Ihr Text ist nicht verloren: Er steht noch im Formular."
        )


class StorageRefused(ActionRefused):
    """Files can neither be kept nor read for the moment. A background job waits for it, a form says so."""


class DiskFull(StorageRefused):
    """There is no space left for a file."""

    def __init__(self) -> None:
        super().__init__(
            "Auf dem Server ist kein Platz mehr für Dateien. Es wurde nichts gespeichert; was Sie geschrieben haben, "
            "steht noch im Formular. Bitte sagen Sie dem Betrieb Bescheid und versuchen Sie es später noch einmal."
        )


class FilesUnreachable(StorageRefused):
    """The server on which the files lie does not answer, or refuses."""

    def __init__(self) -> None:
        super().__init__(
            "Die Ablage der Dateien antwortet gerade nicht. Es wurde nichts gespeichert; was Sie geschrieben haben, steht "
            "noch im Formular. Versuchen Sie es in einer Minute noch einmal; hilft das nicht, sagen Sie dem Betrieb Bescheid."
        )


class Incomplete(ActionRefused):
    """Something required is missing; `gaps` names each with its place."""

    def __init__(self, message: str, gaps: Sequence[object]) -> None:
        self.gaps = tuple(gaps)
        super().__init__(message)
