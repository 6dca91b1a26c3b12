"""Says where two recordings differ: `python -m tests.behaviour.compare OLD NEW`; ends with 1 if they do."""

import sys
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path


def differences(old: Path, new: Path) -> Iterator[str]:
    """Yield the lines that differ, file by file."""
    before, after = (_files(folder) for folder in (old, new))
    for name in sorted(before.keys() | after.keys()):
        if name not in after:
            yield f"only before: {name}"
        elif name not in before:
            yield f"only after: {name}"
        elif before[name].read_bytes() != after[name].read_bytes():
            was, now = (files[name].read_text(encoding="utf-8").splitlines() for files in (before, after))
            yield from unified_diff(was, now, f"old/{name}", f"new/{name}", n=2, lineterm="")


def _files(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}


def main() -> None:
    """Write the differences, and at the end how many files have them."""
    old, new = map(Path, sys.argv[1:3])
    if not _files(old) or not _files(new):
        sys.exit("Nothing is recorded in one of these folders.")
    told = list(differences(old, new))
    sys.stdout.writelines(f"{line}\n" for line in told)
    changed = sum(line.startswith(("--- old/", "only ")) for line in told)
    sys.exit(f"{changed} files differ." if changed else 0)


if __name__ == "__main__":
    main()
