"""Whether there is space, and whether files can be kept."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from agreements.errors import DiskFull, FilesUnreachable
from agreements.files import store
from mitwirkung.checks import nearest_existing
from mitwirkung.operations.health.result import HealthCheck, HealthState, Measured

GIGABYTE = 1024**3
WARN_BELOW, RED_BELOW = 5 * GIGABYTE, GIGABYTE
PLACES = {"files": "Ablage der Dateien", "var": "Arbeitsordner", "temporary": "Zwischenablage"}


@dataclass(frozen=True, slots=True)
class Space:
    """A disk by the first of our folders on it, in bytes."""

    place: str
    free: int
    total: int


def disk_checks() -> list[HealthCheck]:
    return [space_check(space) for space in spaces()]


def space_check(space: Space) -> HealthCheck:
    name = PLACES[space.place]
    state = HealthState.OK
    if space.free < WARN_BELOW:
        state = HealthState.RED if space.free < RED_BELOW else HealthState.WARN
    free, total = (f"{size / GIGABYTE:.1f}".replace(".", ",") for size in (space.free, space.total))
    return HealthCheck(
        key=f"disk_{space.place}",
        name=f"Speicherplatz: {name}",
        state=state,
        sentence=f"Frei sind {free} von {total} GB.",
        advice="Platz schaffen oder den Datenträger vergrößern: Ist er voll, wird nichts mehr gespeichert."
        if state != HealthState.OK
        else "",
        measured=(
            Measured(metric="disk_free_bytes", value=space.free, labels={"place": space.place}),
            Measured(metric="disk_size_bytes", value=space.total, labels={"place": space.place}),
        ),
    )


def files_check() -> HealthCheck:
    problem, advice = writing_problem()
    return HealthCheck(
        key="files",
        name="Ablage der Dateien",
        state=HealthState.RED if problem else HealthState.OK,
        sentence=problem or "Eine Probe wurde geschrieben, gelesen und wieder entfernt.",
        advice=advice,
    )


def writing_problem() -> tuple[str, str]:
    """Return why no file can be kept, and what to do; both empty if one can."""
    safe = " Bis dahin wird kein Upload angenommen; was gespeichert ist, bleibt."
    try:
        store.check_writable()
    except DiskFull:
        return "Der Datenträger der Dateien ist voll.", f"Platz schaffen.{safe}"
    except FilesUnreachable:
        return (
            "Die Ablage der Dateien antwortet nicht.",
            f"Den S3-Dienst, seine Adresse und Schlüssel prüfen.{safe}",
        )
    except store.DamagedFileError:
        return (
            "Eine Probe kam verändert zurück.",
            "Den Datenträger sofort prüfen, dann „manage.py verify_files“ ausführen.",
        )
    except OSError as error:
        return (
            f"In die Ablage der Dateien lässt sich nicht schreiben ({error.strerror or type(error).__name__}).",
            f"Rechte des Kontos prüfen, und ob der Datenträger schreibgeschützt eingehängt ist.{safe}",
        )
    return "", ""


def spaces() -> Iterator[Space]:
    """Yield each disk that our folders lie on, once."""
    folders = {
        **({} if settings.S3_BUCKET else {"files": Path(settings.FILES_ROOT)}),
        "var": Path(settings.VAR_DIR),
        "temporary": Path(tempfile.gettempdir()),
    }
    known = set()
    for place, folder in folders.items():
        there = nearest_existing(folder.absolute())
        if (device := there.stat().st_dev) not in known:
            known.add(device)
            usage = shutil.disk_usage(there)
            yield Space(place, usage.free, usage.total)
