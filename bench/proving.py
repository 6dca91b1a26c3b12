"""Times what makes and checks proof: the seal, the examination of an upload with three signatures, the bundle.

Keys are elliptic (P-256), the time stamp service answers over HTTP on this machine, and the floors are what the libraries
and the disk need by themselves.
"""

import hashlib
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf

from agreements.documents import store
from agreements.dossier.bundle.archive import write_bundle
from agreements.dossier.bundle.gather import gather
from agreements.models import Agreement
from agreements.sealing.office import office
from agreements.sealing.seal import seal_pdf
from agreements.signing.checking.certificates import read_lists
from agreements.signing.checking.examine import examine
from agreements.signing.checking.sandbox import Request, examine_apart
from bench.measure import in_turns
from bench.printing import Printed
from bench.progress import Progress
from tests.sealing.house import build_house, free_port
from tests.signing.pki import build_pki
from tests.signing.signer import sign


class NotProvenError(Exception):
    """What does not hold is not measured."""


def sealed(issued: bytes, repeat: int, progress: Progress) -> list[Printed]:
    """Time the seal without and with revocation data; the floor is a bare signature of the library."""
    rows = []
    for level, port in (("B-T", 0), ("B-LT", free_port())):
        with TemporaryDirectory() as folder:
            house = build_house(Path(folder), lists_port=port)
            with house.at_work():
                made = seal_pdf(issued, office(), reason="Bank")
                if f"({level})" not in made.level.label:
                    raise NotProvenError(f"The seal is {made.level.label}: {made.level_note}")
                seconds, floor = in_turns(
                    lambda: seal_pdf(issued, office(), reason="Bank"),
                    lambda seal=house.seal: sign(issued, "siegel", seal),  # type: ignore[misc]  # bound in the loop
                    repeat,
                    progress.tick,
                )
        size = len(made.pdf)
        rows.append(Printed(name=f"seal {level}", seconds=seconds, floor_seconds=floor, size=size))
    return rows


def examined(issued: bytes, repeat: int, progress: Progress) -> Printed:
    """Time the examination of three signatures as a page does it; the floor is the same without a process of its own."""
    pki = build_pki()
    signed = issued
    with pikepdf.open(BytesIO(issued)) as pdf:
        fields = [str(field.T) for field in pdf.Root.AcroForm.Fields]
    people = [pki.people[name] for name in ("rosa", "viktor", "other_name")]
    for field, person in zip([*fields, "weitere"], people, strict=False):
        signed = sign(signed, field, person, stamped_by=pki)
    with TemporaryDirectory() as folder:
        base, uploaded, anchors = Path(folder, "base"), Path(folder, "uploaded"), Path(folder, "anchors")
        base.write_bytes(issued)
        uploaded.write_bytes(signed)
        lists = read_lists(pki.anchors(anchors))
        moment = datetime.now(UTC)
        request = Request(base=str(base), uploaded=str(uploaded), moment=moment, anchors=str(anchors))
        verdict = examine_apart(request)
        if not verdict.accepted or len(verdict.signatures) != len(people):
            raise NotProvenError(f"{len(verdict.signatures)} signatures: {verdict.problems}")
        seconds, floor = in_turns(
            lambda: examine_apart(request),
            lambda: examine(issued, signed, lists, moment),
            repeat,
            progress.tick,
        )
    return Printed(name="validation, 3 signatures", seconds=seconds, floor_seconds=floor, size=len(signed))


def bundled(agreement: Agreement, repeat: int, progress: Progress) -> Printed:
    """Time the whole file of an agreement; the floor reads and hashes the stored files that are in it."""
    files = list(gather(agreement).parts.stored.values())

    def write() -> int:
        out = BytesIO()
        write_bundle(gather(agreement), out)
        return len(out.getvalue())

    def read() -> None:
        for file in files:
            hashlib.sha256(store.read(file)).hexdigest()

    size = write()
    seconds, floor = in_turns(write, read, repeat, progress.tick)
    return Printed(name="bundle", seconds=seconds, floor_seconds=floor, size=size)
