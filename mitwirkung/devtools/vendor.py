"""Writes `static/vendor/prosemirror/` anew from the npm packages that its lock file names: `make vendor`.

Needs the npm client; nobody else does. To update, write the new versions and sums into the lock file first.
"""

import base64
import hashlib
import io
import json
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path, PurePosixPath

FOLDER = Path(__file__).resolve().parents[2] / "static" / "vendor" / "prosemirror"
LOCK = FOLDER / "lock.json"
HASHES = FOLDER / "hashes.txt"
IMPORTED = re.compile(r"""(?P<before>\b(?:from|import)\s+)['"](?P<name>[a-z][a-z0-9-]*)['"]""")


class WrongPackageError(Exception):
    """The message is one sentence: what is wrong with a package."""


def checked(name: str, packed: bytes, integrity: str) -> bytes:
    """Return the bytes of a package. Raises WrongPackageError if they are not those of the lock file."""
    found = f"sha512-{base64.b64encode(hashlib.sha512(packed).digest()).decode()}"
    if found != integrity:
        raise WrongPackageError(f"{name} has the sum {found}, not {integrity} as the lock file says.")
    return packed


def taken(packed: bytes) -> tuple[str, str]:
    """Return the module of a package as its author ships it, and its licence."""
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:

        def read(name: str) -> str:
            member = archive.extractfile(str(PurePosixPath("package") / name))
            return member.read().decode() if member else ""

        return read(json.loads(read("package.json"))["module"]), read("LICENSE")


def with_paths(module: str, names: frozenset[str]) -> str:
    """Return a module that imports the others from files beside it. Raises WrongPackageError for a package not locked."""

    def path(match: re.Match[str]) -> str:
        if match["name"] not in names:
            raise WrongPackageError(f"The lock file does not name {match['name']}, which is imported.")
        return f"{match['before']}'./{match['name']}.js'"

    return IMPORTED.sub(path, module)


def hashes() -> str:
    """Return the sums of the files as `sha256sum` writes them."""
    files = sorted(path for path in FOLDER.iterdir() if path != HASHES)
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)


def _pack(name: str, version: str, folder: str) -> bytes:
    command = ["npm", "pack", "--json", f"--pack-destination={folder}", f"{name}@{version}"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  fixed words
    packed: str = json.loads(done.stdout)[0]["filename"]
    return Path(folder, packed).read_bytes()


def main() -> None:
    """Fetch, check and write all packages."""
    lock = json.loads(LOCK.read_text())
    licences: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, entry in lock.items():
            packed = checked(name, _pack(name, entry["version"], folder), entry["integrity"])
            module, licence = taken(packed)
            (FOLDER / f"{name}.js").write_text(with_paths(module, frozenset(lock)))
            licences.setdefault(licence, []).append(name)
    words = (f"{', '.join(names)}:\n\n{licence.strip()}\n" for licence, names in licences.items())
    (FOLDER / "LICENSE").write_text("\n\n".join(words))
    HASHES.write_text(hashes())


if __name__ == "__main__":
    main()
