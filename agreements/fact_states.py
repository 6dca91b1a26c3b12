"""Where a resolution or a milestone stands, with German labels. Pure."""

from django.db.models import TextChoices


class ResolutionState(TextChoices):
    """Only what happened has a date: a resolution that is planned has none."""

    PLANNED = "planned", "angestrebt"
    TAKEN = "taken", "gefasst"
    REJECTED = "rejected", "abgelehnt"
    DEFERRED = "deferred", "zurückgestellt"


class MilestoneState(TextChoices):
    PLANNED = "planned", "geplant"
    DONE = "done", "erledigt"
    POSTPONED = "postponed", "verschoben"
    DROPPED = "dropped", "entfallen"


AHEAD = frozenset({MilestoneState.PLANNED, MilestoneState.POSTPONED})
