"""Where sets lie in a target: the files of all sets once, by their SHA-256, and one folder a set.

erased.json                       the numbers of what was erased, of all sets together
files/ab/abcd…[.age]              stored files, shared by the sets
sets/2026-11-30T021500Z/          a whole set: database.dump[.age] and manifest.json
sets/2026-11-30T021500Z.part/     one that is being made, or was killed
"""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from mitwirkung.operations.backup.copying import PART, flush_folder
from mitwirkung.operations.backup.errors import BackupRefused
from mitwirkung.operations.backup.manifest import SetManifest, read_manifest

DUMP, MANIFEST, ERASED = "database.dump", "manifest.json", "erased.json"
SEALED = ".age"
NAME = "%Y-%m-%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class BackupTarget:
    """A folder that sets are made in."""

    folder: Path

    @property
    def erased(self) -> Path:
        return self.folder / ERASED

    def file(self, sha256: str, *, encrypted: bool) -> Path:
        """Return the path of a stored file."""
        return self.folder / "files" / sha256[:2] / (sha256 + SEALED * encrypted)

    def names(self) -> list[str]:
        """Return the whole sets, oldest first."""
        folders = (path.parent for path in (self.folder / "sets").glob(f"*/{MANIFEST}"))
        return sorted(folder.name for folder in folders if folder.suffix != PART)

    def set_folder(self, name: str) -> Path:
        return self.folder / "sets" / name

    def read(self, name: str = "") -> SetManifest:
        """Return what a set holds; without a name the latest whole one. Raises BackupRefused."""
        names = self.names()
        if not name and not names:
            raise BackupRefused(f"In {self.folder} liegt keine vollständige Sicherung.")
        path = self.set_folder(name or names[-1]) / MANIFEST
        try:
            return read_manifest(path.read_bytes())
        except OSError as error:
            there = ", ".join(names) or "keine"
            raise BackupRefused(
                f"Die Sicherung {name} fehlt oder ist nicht vollständig ({path}: {error.strerror}). Vollständig: {there}."
            ) from error

    def begin(self, at: datetime) -> tuple[str, Path]:
        """Make the folder of a new set, which is not whole yet; return its name and the folder."""
        self.clean()
        stem = at.astimezone(UTC).strftime(NAME)
        names = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
        name = next(name for name in names if not self.set_folder(name).exists())
        folder = self.set_folder(name + PART)
        folder.mkdir(parents=True)
        return name, folder

    def complete(self, name: str) -> None:
        """Give a set its name: from now on it is whole."""
        self.set_folder(name + PART).rename(self.set_folder(name))
        flush_folder(self.folder / "sets")

    def clean(self) -> None:
        """Remove what a killed backup left behind."""
        for folder in (self.folder / "sets").glob(f"*{PART}"):
            shutil.rmtree(folder)
        for part in (self.folder / "files").glob(f"*/*{PART}"):
            part.unlink()

    def drop(self, names: list[str]) -> None:
        """Remove sets, then the files that no other set names. An unreadable manifest keeps all files."""
        for name in names:
            folder = self.set_folder(name)
            folder.rename(folder.with_name(name + PART))
        self.clean()
        kept = [self.read(name) for name in self.names()]
        named = {self.file(sha256, encrypted=one.encrypted).name for one in kept for sha256 in one.files}
        for path in (self.folder / "files").glob("??/*"):
            if path.name not in named:
                path.unlink()
