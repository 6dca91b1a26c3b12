"""The last touches that make WeasyPrint's PDF/A-3a a PDF/UA-1 as well, in the same file.

WeasyPrint writes one standard at a time. What PDF/UA asks for on top: its identifier in the one RDF block of the
metadata, headers and footers as artifacts that no screen reader reads on every page, and a scope for each header cell.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pydyf
from weasyprint import Document

RDF_END = b"</rdf:RDF>"
UA_METADATA = re.search(
    rb"<rdf:RDF[^>]*>(.*)</rdf:RDF>", Path(__file__).with_name("pdfuaid.xml").read_bytes(), re.DOTALL
)


def finish(document: Document, pdf: pydyf.PDF) -> None:
    """Turn a tagged PDF/A of WeasyPrint into one that is PDF/UA-1 too; called right before it is written."""
    _add_identifier(pdf)
    elements = list(_structure(pdf))
    _scope_header_cells(pdf, elements)
    _hide_page_margins(pdf, {element.number for element in elements})
    _keep_lengths_clear(pdf)


def _object(pdf: pydyf.PDF, reference: Any) -> Any:
    """Follow a reference such as „12 0 R“."""
    return pdf.objects[int(reference.split()[0])]


def _add_identifier(pdf: pydyf.PDF) -> None:
    metadata = _object(pdf, pdf.catalog["Metadata"])
    (packet,) = metadata.stream
    if UA_METADATA is None or packet.count(RDF_END) != 1:
        raise ValueError("The metadata of the PDF have no single RDF block to put the PDF/UA identifier in.")
    metadata.stream = [packet.replace(RDF_END, UA_METADATA[1] + RDF_END)]
    metadata.compress = False  # PDF/A wants metadata that a plain text search finds


def _structure(pdf: pydyf.PDF) -> Iterator[Any]:
    """Yield every element that the structure tree reaches."""
    waiting = list(_object(pdf, pdf.catalog["StructTreeRoot"])["K"])
    while waiting:
        element = _object(pdf, waiting.pop())
        yield element
        waiting += [kid for kid in element.get("K", ()) if not isinstance(kid, int)]


def _scope_header_cells(pdf: pydyf.PDF, elements: list[Any]) -> None:
    for cell in elements:
        if cell.get("S") == "/TH":
            group = _object(pdf, _object(pdf, cell["P"])["P"])
            cell["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"


def _hide_page_margins(pdf: pydyf.PDF, reached: set[int]) -> None:
    """Make marked content that the tree does not reach, that is the page margins, an artifact."""
    numbers = _object(pdf, _object(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
    parents = dict(zip(numbers[::2], numbers[1::2], strict=True))
    for page_number in pdf.pages["Kids"][::3]:
        page = pdf.objects[page_number]
        owners = parents[page["StructParents"]]
        orphans = {mcid for mcid, owner in enumerate(owners) if _object(pdf, owner).number not in reached}
        for mcid in orphans:
            owners[mcid] = "null"
        _turn_into_artifacts(_object(pdf, page["Contents"]).stream, orphans)


def _turn_into_artifacts(operations: list[Any], orphans: set[int]) -> None:
    for place, operation in enumerate(operations):
        properties = operations[place - 1] if operation == b"BDC" else None
        if isinstance(properties, dict) and properties.get("MCID") in orphans:
            operations[place - 2 : place] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]


def _keep_lengths_clear(pdf: pydyf.PDF) -> None:
    """Leave a stream uncompressed if its packed form would end in a carriage return.

    With the line feed before „endstream“ that reads as one line end, and strict checkers find the length wrong.
    """
    for stream in pdf.objects:
        if isinstance(stream, pydyf.Stream) and stream.compress:
            stream.compress = not stream.data.endswith(b"\r\nendstream")
