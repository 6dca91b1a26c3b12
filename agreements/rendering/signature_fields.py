"""Empty signature fields in the Zeichnungsfassung: made while rendering, so that whoever signs adds nothing of the page.

A field that a signing program draws itself breaks PDF/A or PDF/UA. Ours are tagged, spoken and empty; each stands
where the template left an empty `<article>` with the field's name as its id.
"""

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

import pikepdf
import pydyf
from weasyprint import Document

from agreements.content import Content

PREFIX = "unterschrift-"
POINTS = 0.75  # of a CSS pixel
PRINTED_AND_LOCKED = 4 + 128
STRAY_RETURN = b"\r\nendstream"  # reads as one line end, and strict checkers find the length wrong


def field_name(signatory_key: str) -> str:
    """Return the name of a person's signature field; the page's anchor is called the same."""
    return f"{PREFIX}{signatory_key}"


def signatory_key(name: str) -> str:
    """Return whose field it is, or nothing for a field that is not ours."""
    return name.removeprefix(PREFIX) if name.startswith(PREFIX) else ""


def spoken_names(content: Content) -> dict[str, str]:
    """Return what a screen reader says at each field of a content."""
    return {
        field_name(
            person.key
        ): f"Feld für die elektronische Unterschrift von {person.name}, {person.function}"
        for person in content.signatories
    }


def add_fields(document: Document, pdf: pydyf.PDF, spoken: Mapping[str, str]) -> None:
    """Turn each empty `<article>` into a tagged signature field; called after `finish`, right before writing."""
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    numbers = _object(pdf, root["ParentTree"])["Nums"]
    places = _places(pdf, root)
    fields = pydyf.Array()
    for page, page_number in zip(document.pages, pdf.pages["Kids"][::3], strict=True):
        for name, corners in page.anchors.items():
            if name not in spoken:
                continue
            place, key = next(places), numbers[-2] + 1
            field = _field(pdf, name, spoken[name], _rectangle(corners, page.height), page_number, key)
            numbers.extend((key, place.reference))
            _tag(pdf, place, field, page_number, spoken[name])
            pdf.objects[page_number].setdefault("Annots", pydyf.Array()).append(field.reference)
            fields.append(field.reference)
    if len(fields) != len(spoken):
        raise ValueError("The page has not one place for each signature field.")
    if fields:
        pdf.catalog["AcroForm"] = pydyf.Dictionary({"Fields": fields})


def repack(data: bytes) -> bytes:
    """Return the same PDF with each object on its own: whoever checks signatures reads it many times faster than packed."""
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


def _object(pdf: pydyf.PDF, reference: Any) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _places(pdf: pydyf.PDF, root: Any) -> Iterator[Any]:
    """Yield the elements of the empty articles in reading order, which is that of the anchors."""
    waiting = list(reversed(root["K"]))
    while waiting:
        element = _object(pdf, waiting.pop())
        if element.get("S") == "/Art":
            yield element
        waiting += [kid for kid in reversed(element.get("K", ())) if not isinstance(kid, int)]


def _rectangle(corners: tuple[float, ...], page_height: float) -> pydyf.Array:
    left, top, right, bottom = corners
    places = (left, page_height - bottom, right, page_height - top)
    return pydyf.Array([round(POINTS * place, 2) for place in places])


def _field(
    pdf: pydyf.PDF, name: str, spoken: str, rectangle: pydyf.Array, page_number: int, key: int
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
            "TU": pydyf.String(spoken),
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
    pdf: pydyf.PDF, place: pydyf.Dictionary, field: pydyf.Dictionary, page_number: int, spoken: str
) -> None:
    """Make the element the field's own. Its only kid stands alone: in a list, later signatures count as changes."""
    owner = pydyf.Dictionary(
        {"Type": "/OBJR", "Obj": field.reference, "Pg": pdf.objects[page_number].reference}
    )
    pdf.add_object(owner)
    place["S"] = "/Form"
    place["K"] = owner.reference
    place["Alt"] = pydyf.String(spoken)
