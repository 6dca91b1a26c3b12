"""Empty signature fields in the Zeichnungsfassung.

A field added by a signing program breaks PDF/A or PDF/UA. Ours are tagged, labelled and empty; each replaces an empty
`<article>` of the template with the field's name as its id.
"""

from collections.abc import Mapping
from io import BytesIO

import pikepdf
import pydyf
from weasyprint import Document

from agreements.content import Content
from agreements.rendering.pdf_ua import pdf_object, structure_elements

PREFIX = "unterschrift-"
POINTS_PER_PIXEL = 0.75
PRINTED_AND_LOCKED = 4 + 128
STRAY_RETURN = b"\r\nendstream"  # strict validators read it as one line end and a wrong length


def field_name(signatory_key: str) -> str:
    """Return the name of a signatory's field, which is also the anchor on the page."""
    return f"{PREFIX}{signatory_key}"


def signatory_key(name: str) -> str:
    """Return the signatory of a field, or an empty string if it is not ours."""
    return name.removeprefix(PREFIX) if name.startswith(PREFIX) else ""


def field_labels(content: Content) -> dict[str, str]:
    """Return the label of each field for screen readers."""
    return {
        field_name(
            person.key
        ): f"Feld für die elektronische Unterschrift von {person.name}, {person.function}"
        for person in content.signatories
    }


def add_fields(document: Document, pdf: pydyf.PDF, labels: Mapping[str, str]) -> None:
    """Turn each empty `<article>` into a tagged signature field; called after `make_pdf_ua`, before writing."""
    root = pdf_object(pdf, pdf.catalog["StructTreeRoot"])
    numbers = pdf_object(pdf, root["ParentTree"])["Nums"]
    # in reading order, which is that of the anchors
    articles = iter([element for element in structure_elements(pdf) if element.get("S") == "/Art"])
    fields = pydyf.Array()
    for page, page_number in zip(document.pages, pdf.pages["Kids"][::3], strict=True):
        for name, corners in page.anchors.items():
            if name not in labels:
                continue
            article, key = next(articles), numbers[-2] + 1
            field = _field(pdf, name, labels[name], _rectangle(corners, page.height), page_number, key)
            numbers.extend((key, article.reference))
            _tag(pdf, article, field, page_number, labels[name])
            pdf.objects[page_number].setdefault("Annots", pydyf.Array()).append(field.reference)
            fields.append(field.reference)
    if len(fields) != len(labels):
        raise ValueError("The page has not one place for each signature field.")
    if fields:
        pdf.catalog["AcroForm"] = pydyf.Dictionary({"Fields": fields})


def repack(data: bytes) -> bytes:
    """Return the PDF without object streams, which validators of signatures read many times faster."""
    packed = _saved(data, compress=True)
    return packed if STRAY_RETURN not in packed else _saved(data, compress=False)


def _saved(data: bytes, *, compress: bool) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            compress_streams=compress,
            deterministic_id=True,
            fix_metadata_version=False,
        )
    return out.getvalue()


def _rectangle(corners: tuple[float, ...], page_height: float) -> pydyf.Array:
    left, top, right, bottom = corners
    edges = (left, page_height - bottom, right, page_height - top)
    return pydyf.Array([round(POINTS_PER_PIXEL * place, 2) for place in edges])


def _field(
    pdf: pydyf.PDF, name: str, label: str, rectangle: pydyf.Array, page_number: int, key: int
) -> pydyf.Dictionary:
    left, bottom, right, top = rectangle
    appearance = pydyf.Stream(
        [],
        {
            "Type": "/XObject",
            "Subtype": "/Form",
            "BBox": pydyf.Array([0, 0, right - left, top - bottom]),
            "Resources": pydyf.Dictionary(),
        },
    )
    pdf.add_object(appearance)
    field = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String(name),
            "TU": pydyf.String(label),
            "F": PRINTED_AND_LOCKED,
            "Rect": rectangle,
            "P": pdf.objects[page_number].reference,
            "AP": pydyf.Dictionary({"N": appearance.reference}),
            "StructParent": key,
        }
    )
    pdf.add_object(field)
    return field


def _tag(
    pdf: pydyf.PDF, article: pydyf.Dictionary, field: pydyf.Dictionary, page_number: int, label: str
) -> None:
    """Make the article the field's element. Its kid is no list: with one, later signatures count as changes."""
    owner = pydyf.Dictionary(
        {"Type": "/OBJR", "Obj": field.reference, "Pg": pdf.objects[page_number].reference}
    )
    pdf.add_object(owner)
    article["S"] = "/Form"
    article["K"] = owner.reference
    article["Alt"] = pydyf.String(label)
