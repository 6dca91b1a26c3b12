"""Losses through an update where signing programs may write: title, standards, evidence."""

import hashlib
from collections.abc import Iterator
from itertools import pairwise

from lxml import etree
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

TITLE = "{http://purl.org/dc/elements/1.1/}title"
STANDARDS = {
    "PDF/A": "{http://www.aiim.org/pdfa/ns/id/}part",
    "PDF/UA": "{http://www.aiim.org/pdfua/ns/id/}part",
}
EVIDENCE = ("/Certs", "/CRLs", "/OCSPs")


def loses_something(reader: PdfFileReader, first: int) -> bool:
    """Check whether a revision from `first` on changes the title or drops evidence of the one before."""
    return any(
        _retitled(reader, before, after)
        or not set(_evidence(reader, before)) <= set(_evidence(reader, after))
        for before, after in pairwise(range(first - 1, reader.xrefs.total_revisions))
    )


def lost_standards(before: PdfFileReader, after: PdfFileReader) -> list[str]:
    """Return the standards that a file no longer claims to conform to."""
    was, now = (_metadata(file, file.xrefs.total_revisions - 1) for file in (before, after))
    return [name for name, part in STANDARDS.items() if _says(was, part) and not _says(now, part)]


def _retitled(reader: PdfFileReader, before: int, after: int) -> bool:
    """Check whether PDF readers would show another title; without /Info they show the old one."""
    was, now = (_information(reader, number) for number in (before, after))
    return _titles(reader, after) != _titles(reader, before) or (now is not None and now != was)


def _information(reader: PdfFileReader, number: int) -> str | None:
    trailer = reader.get_historical_resolver(number).trailer_view
    return str(trailer["/Info"].get("/Title", "")) if "/Info" in trailer else None


def _titles(reader: PdfFileReader, number: int) -> list[str]:
    return ["".join(title.itertext()).strip() for title in _metadata(reader, number).iter(TITLE)]


def _metadata(reader: PdfFileReader, number: int) -> etree._Element:
    """Return the metadata; invalid metadata raises, and the file is rejected."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    place = reader.get_historical_root(number).raw_get("/Metadata").reference
    return etree.fromstring(reader.get_object(place, revision=number).data, parser)


def _says(metadata: etree._Element, name: str) -> bool:
    return any(node.tag == name or name in node.attrib for node in metadata.iter())


def _evidence(reader: PdfFileReader, number: int) -> Iterator[tuple[str, str]]:
    """Yield the evidence as hashes of its bytes, since a program may rewrite it at another place."""
    root = reader.get_historical_resolver(number).root
    store = root["/DSS"] if "/DSS" in root else generic.DictionaryObject()
    for kind in EVIDENCE:
        for part in store[kind] if kind in store else ():  # noqa: SIM401  only the brackets follow references
            yield kind, hashlib.sha256(part.get_object().data).hexdigest()
