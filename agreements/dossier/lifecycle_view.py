"""View model of the progress bar on the page of an agreement."""

from dataclasses import dataclass

from agreements.choices import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class LifecycleStep:
    """`state` is done, current or open, as `components/progress_steps.html` reads it."""

    label: str
    state: str


def lifecycle_steps(status: Status) -> tuple[LifecycleStep, ...]:
    path = [Status.DRAFT, Status.REVIEW, Status.SIGNING, Status.SIGNED]
    if status == Status.WITHDRAWN:
        return (LifecycleStep(label=Status.WITHDRAWN.label, state="current"),)
    reached = path.index(status)
    return tuple(
        LifecycleStep(
            label=step.label,
            state="current" if index == reached else "done" if index < reached else "open",
        )
        for index, step in enumerate(path)
    )
