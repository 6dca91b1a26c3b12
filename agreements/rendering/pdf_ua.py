"""Make WeasyPrint's PDF/A-3a a PDF/UA-1 as well, since it writes one standard at a time.

PDF/UA also requires its identifier in the RDF block of the metadata, page headers and footers as artifacts, and a scope
for each header cell.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pydyf

RDF_END = b"</rdf:RDF>"
UA_METADATA = re.search(
    rb"<rdf:RDF[^>]*>(.*)</rdf:RDF>", Path(__file__).with_name("pdfuaid.xml").read_bytes(), re.DOTALL
)


def make_pdf_ua(pdf: pydyf.PDF) -> None:
    """Complete a tagged PDF/A right before it is written."""
    _add_identifier(pdf)
    elements = list(structure_elements(pdf))
    _scope_header_cells(pdf, elements)
    _mark_page_margins(pdf, {element.number for element in elements})
    _avoid_stray_returns(pdf)


def pdf_object(pdf: pydyf.PDF, reference: Any) -> Any:
    """Return the object of a reference such as „12 0 R“."""
    return pdf.objects[int(reference.split()[0])]


def _add_identifier(pdf: pydyf.PDF) -> None:
    metadata = pdf_object(pdf, pdf.catalog["Metadata"])
    (packet,) = metadata.stream
    if UA_METADATA is None or packet.count(RDF_END) != 1:
        raise ValueError("The metadata of the PDF have no single RDF block to put the PDF/UA identifier in.")
    metadata.stream = [packet.replace(RDF_END, UA_METADATA[1] + RDF_END)]
    metadata.compress = False  # PDF/A requires metadata as plain text


def structure_elements(pdf: pydyf.PDF) -> Iterator[Any]:
    """Yield the elements of the structure tree in reading order."""
    waiting = list(reversed(pdf_object(pdf, pdf.catalog["StructTreeRoot"])["K"]))
    while waiting:
        element = pdf_object(pdf, waiting.pop())
        yield element
        waiting += [kid for kid in reversed(element.get("K", ())) if not isinstance(kid, int)]


def _scope_header_cells(pdf: pydyf.PDF, elements: list[Any]) -> None:
    for cell in elements:
        if cell.get("S") == "/TH":
            group = pdf_object(pdf, pdf_object(pdf, cell["P"])["P"])
            cell["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"


def _mark_page_margins(pdf: pydyf.PDF, reached: set[int]) -> None:
    """Make marked content outside the structure tree, which is that of the page margins, an artifact."""
    numbers = pdf_object(pdf, pdf_object(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
    parents = dict(zip(numbers[::2], numbers[1::2], strict=True))
    for page_number in pdf.pages["Kids"][::3]:
        page = pdf.objects[page_number]
        owners = parents[page["StructParents"]]
        orphans = {mcid for mcid, owner in enumerate(owners) if pdf_object(pdf, owner).number not in reached}
        for mcid in orphans:
            owners[mcid] = "null"
        _turn_into_artifacts(pdf_object(pdf, page["Contents"]).stream, orphans)


def _turn_into_artifacts(operations: list[Any], orphans: set[int]) -> None:
    for place, operation in enumerate(operations):
        properties = operations[place - 1] if operation == b"BDC" else None
        if isinstance(properties, dict) and properties.get("MCID") in orphans:
            operations[place - 2 : place] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]


def _avoid_stray_returns(pdf: pydyf.PDF) -> None:
    """Leave a stream uncompressed if its compressed form would end in a carriage return.

    Together with the line feed before „endstream“ strict validators read that as one line end and a wrong length.
    """
    for stream in pdf.objects:
        if isinstance(stream, pydyf.Stream) and stream.compress:
            stream.compress = not stream.data.endswith(b"\r\nendstream")
