"""A ZIP of scans: the files in it by name, whatever program wrote the names, and their bytes as they are. Pure.

Nothing is unpacked to disk, and a file only when a row asks for it.
"""

import io
import re
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from django.conf import settings

from agreements.errors import ActionRefused
from agreements.spreadsheets.sheet import SheetUnreadable

MOST_FILES = 2_000
MOST_UNPACKED = 300 * 1024**2
ENCRYPTED, UTF_8 = 0x1, 0x800  # bits of an entry
# macOS writes UTF-8 without saying so, Windows the page of DOS; the first that fits is shown, each is found
CODE_PAGES = ("utf-8", "cp850", "cp1252", "cp437")
LITTER = frozenset({".ds_store", "thumbs.db", "desktop.ini"})  # what systems add by themselves
REFERENCE = re.compile(r"(?<![A-Z0-9])MW[-_ ](\d{2,3})[-_ ](\d{2,})(?!\d)", re.IGNORECASE)
NO_ZIP = "Die Datei mit den Scans ist keine ZIP-Datei oder beschädigt. Packen Sie sie neu, ohne Kennwort. Es wurde nichts geändert."
NO_ROW = "Diese Datei gehört zu keiner Zeile. Nennen Sie sie in der Spalte „Datei“, oder nehmen Sie sie aus der ZIP-Datei."
LOCKED = "Diese Datei ist mit einem Kennwort verschlüsselt. Packen Sie die ZIP-Datei ohne Kennwort."
BROKEN = "Diese Datei lässt sich nicht auspacken: Sie ist beschädigt oder ungewöhnlich gepackt. Packen Sie die ZIP-Datei neu."


@dataclass(frozen=True)
class Scan:
    """A file in the ZIP; `paths` are the readings of its name with its folders, the first is shown."""

    entry: zipfile.ZipInfo
    paths: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.paths[0]

    @property
    def problem(self) -> str:
        """Why it cannot be taken, in German, empty if it can."""
        limit = settings.UPLOAD_MAX_BYTES
        if self.entry.flag_bits & ENCRYPTED:
            return LOCKED
        if self.entry.file_size > limit:
            return f"Diese Datei ist größer als {limit // 1024**2} MB. Verkleinern Sie sie und packen Sie die ZIP-Datei neu."
        return "" if self.entry.file_size else "Diese Datei ist leer."


class ScanArchive:
    """The files of a ZIP; remembers which of them were taken. Raises SheetUnreadable if it cannot be read as a whole."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
            scans = [Scan(entry, _paths(entry)) for entry in entries if not entry.is_dir()]
        except Exception as error:  # a hostile file breaks anything in the library, one without a name too
            raise SheetUnreadable(NO_ZIP) from error
        if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
            raise SheetUnreadable(
                "Die ZIP-Datei mit den Scans ist entpackt zu groß oder enthält zu viele Dateien. Teilen Sie sie auf und laden "
                "Sie die Tabelle mit jedem Teil hoch. Es wurde nichts geändert."
            )
        self.scans = [scan for scan in scans if not _is_litter(scan.name)]
        if not self.scans:
            raise SheetUnreadable("In der ZIP-Datei mit den Scans ist keine Datei. Es wurde nichts geändert.")
        self._taken: set[int] = set()

    def named(self, cell: str) -> Scan:
        """Return the file that a cell names: with its folders, without them, or without its ending. Raises ActionRefused."""
        wanted = _folded(cell)
        for names in self._names:
            if found := names.get(wanted):
                return _only(found, "Schreiben Sie den Ordner dazu, oder geben Sie ihnen verschiedene Namen.")
        raise ActionRefused("Diese Datei ist nicht in der ZIP-Datei.")

    def of_reference(self, reference: str) -> Scan | None:
        """Return the file with the number of a contract in its name. Raises ActionRefused if there are several."""
        found = self._references.get(reference)
        return _only(found, "Nennen Sie eine in der Spalte „Datei“.") if found else None

    def take(self, scan: Scan) -> bytes:
        """Return the bytes of a file, which counts as taken. Raises ActionRefused."""
        self._taken.add(scan.entry.header_offset)
        return self._read(scan)

    def taken(self) -> Iterator[bytes]:
        """Yield the bytes of each file that was taken and can be read."""
        for scan in self.scans:
            if scan.entry.header_offset in self._taken:
                with suppress(ActionRefused):
                    yield self._read(scan)

    def _read(self, scan: Scan) -> bytes:
        if scan.problem:
            raise ActionRefused(scan.problem)
        try:
            with self._zip.open(scan.entry) as file:
                return file.read(settings.UPLOAD_MAX_BYTES + 1)  # checked again, as any upload
        except Exception as error:  # a hostile file breaks anything in the library
            raise ActionRefused(BROKEN) from error

    def left(self) -> Iterator[tuple[str, str]]:
        """Yield name and German reason of each file that nobody has taken."""
        for scan in self.scans:
            if scan.entry.header_offset not in self._taken:
                yield scan.name, scan.problem or NO_ROW

    @cached_property
    def _names(self) -> list[dict[str, list[Scan]]]:
        """The files by path, by name and by name without ending."""
        by_path: dict[str, list[Scan]] = defaultdict(list)
        by_name: dict[str, list[Scan]] = defaultdict(list)
        by_stem: dict[str, list[Scan]] = defaultdict(list)
        for scan in self.scans:
            readings = [PurePosixPath(_folded(path)) for path in scan.paths]
            for names, keys in (
                (by_path, {str(path) for path in readings}),
                (by_name, {path.name for path in readings}),
                (by_stem, {path.stem for path in readings}),
            ):
                for key in keys:
                    names[key].append(scan)
        return [by_path, by_name, by_stem]

    @cached_property
    def _references(self) -> dict[str, list[Scan]]:
        found: dict[str, list[Scan]] = defaultdict(list)
        for scan in self.scans:
            for district, number in set(REFERENCE.findall(PurePosixPath(scan.name).name)):
                found[f"MW-{district}-{number}"].append(scan)
        return found


def _only(scans: list[Scan], advice: str) -> Scan:
    if len(scans) > 1:
        names = ", ".join(f"„{scan.name}“" for scan in scans)
        raise ActionRefused(f"Das passt auf mehrere Dateien der ZIP-Datei: {names}. {advice}")
    return scans[0]


def _paths(entry: zipfile.ZipInfo) -> tuple[str, ...]:
    """Return the readings of a name; programs write it in the code page of their system and do not say in which."""
    if entry.flag_bits & UTF_8:
        found = [entry.filename]
    else:
        written = entry.filename.encode("cp437")  # as the library has read it
        found = [text for page in CODE_PAGES if (text := _decoded(written, page))]
    return tuple(unicodedata.normalize("NFC", path.replace("\\", "/")) for path in dict.fromkeys(found))


def _decoded(written: bytes, page: str) -> str:
    try:
        return written.decode(page)
    except UnicodeDecodeError:
        return ""


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path.replace("\\", "/")).strip().strip("/").casefold()


def _is_litter(path: str) -> bool:
    folded = PurePosixPath(path.casefold())
    return folded.parts[:1] == ("__macosx",) or folded.name.startswith("._") or folded.name in LITTER
