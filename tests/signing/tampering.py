"""Changes of a PDF by an incremental update, which keeps all earlier bytes."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

Change = Callable[[IncrementalPdfFileWriter], Any]
FIELD = "unterschrift-district-1"
OTHER_FIELD = "unterschrift-association-1"


def updated(pdf: bytes, change: Change) -> bytes:
    """Return the PDF with one more revision."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def names(**entries: Any) -> generic.DictionaryObject:
    return generic.DictionaryObject({pdf_name(f"/{key}"): value for key, value in entries.items()})


def page_of(writer: IncrementalPdfFileWriter, number: int = 2) -> Any:
    """Return a page that may be changed."""
    page = writer.find_page_for_modification(number)[0].get_object()
    writer.update_container(page)
    return page


def numbers(*values: float) -> generic.ArrayObject:
    return generic.ArrayObject(generic.FloatObject(value) for value in values)


def paint(writer: IncrementalPdfFileWriter) -> None:
    """Paint over the text of a page."""
    page = page_of(writer)
    white = generic.StreamObject(stream_data=b"q 1 1 1 rg 0 0 600 800 re f Q")
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), writer.add_object(white)])


def annotate(writer: IncrementalPdfFileWriter) -> None:
    """Write something on a page as a note."""
    page = page_of(writer)
    note = names(
        Type=pdf_name("/Annot"),
        Subtype=pdf_name("/FreeText"),
        Rect=numbers(100, 400, 300, 420),
        Contents=pdf_string("128.001,00 EUR"),
        F=generic.NumberObject(4),
    )
    page[pdf_name("/Annots")] = generic.ArrayObject([*page.get("/Annots", ()), writer.add_object(note)])


def attach(writer: IncrementalPdfFileWriter) -> None:
    """Replace the attached content."""
    file = writer.root["/AF"][0].get_object()
    data = writer.add_object(generic.StreamObject(stream_data=b'{"betrag": 1}'))
    file["/EF"][pdf_name("/F")] = data
    writer.update_container(file)


def add_page(writer: IncrementalPdfFileWriter) -> None:
    """Add a page at the end."""
    pages = writer.root["/Pages"]
    page = names(
        Type=pdf_name("/Page"),
        Parent=writer.root.raw_get("/Pages"),
        MediaBox=numbers(0, 0, 595, 842),
        Resources=generic.DictionaryObject(),
    )
    pages["/Kids"].append(writer.add_object(page))
    pages[pdf_name("/Count")] = generic.NumberObject(int(pages["/Count"]) + 1)
    writer.update_container(pages)
    writer.update_container(pages["/Kids"])


def drop_page(writer: IncrementalPdfFileWriter) -> None:
    """Remove the last page."""
    pages = writer.root["/Pages"]
    pages["/Kids"].pop()
    pages[pdf_name("/Count")] = generic.NumberObject(int(pages["/Count"]) - 1)
    writer.update_container(pages)
    writer.update_container(pages["/Kids"])


def on_page(key: str, value: Callable[[], Any]) -> Change:
    """Set an entry of a page."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        page_of(writer)[pdf_name(key)] = value()

    return change


def in_catalog(key: str, value: Callable[[IncrementalPdfFileWriter], Any]) -> Change:
    """Set an entry of the catalog."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        writer.root[pdf_name(key)] = value(writer)
        writer.update_root()

    return change


def script(_: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    """Return an action that runs a script."""
    return names(S=pdf_name("/JavaScript"), JS=pdf_string("app.alert(1)"))


def field_of(writer: IncrementalPdfFileWriter, name: str) -> Any:
    """Return a signature field."""
    fields = [row.get_object() for row in writer.root["/AcroForm"]["/Fields"]]
    return next(row for row in fields if row["/T"] == name)


def in_field(name: str, key: str, value: Callable[[], Any]) -> Change:
    """Set an entry of a signature field."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        field = field_of(writer, name)
        field[pdf_name(key)] = value()
        writer.update_container(field)

    return change


def unsign(writer: IncrementalPdfFileWriter) -> None:
    """Remove a signature from its field."""
    field = field_of(writer, FIELD)
    del field["/V"]
    writer.update_container(field)


def swap_signatures(writer: IncrementalPdfFileWriter) -> None:
    """Copy the first signature into the second field."""
    field = field_of(writer, OTHER_FIELD)
    field[pdf_name("/V")] = field_of(writer, FIELD).raw_get("/V")
    writer.update_container(field)


def drop_field(writer: IncrementalPdfFileWriter) -> None:
    """Remove a signature field from the form."""
    form = writer.root["/AcroForm"]
    form[pdf_name("/Fields")] = generic.ArrayObject(
        row for row in form["/Fields"] if row.get_object()["/T"] != OTHER_FIELD
    )
    writer.update_container(form)
    writer.update_root()


def add_text_field(writer: IncrementalPdfFileWriter) -> None:
    """Add a field with a text of its own."""
    page_ref = writer.find_page_for_modification(2)[0]
    field = names(
        Type=pdf_name("/Annot"),
        Subtype=pdf_name("/Widget"),
        FT=pdf_name("/Tx"),
        T=pdf_string("betrag"),
        V=pdf_string("1 EUR"),
        Rect=numbers(100, 400, 300, 420),
        F=generic.NumberObject(4),
        P=page_ref,
    )
    ref = writer.add_object(field)
    page = page_of(writer)
    page[pdf_name("/Annots")] = generic.ArrayObject([*page.get("/Annots", ()), ref])
    form = writer.root["/AcroForm"]
    form[pdf_name("/Fields")] = generic.ArrayObject([*form["/Fields"], ref])
    writer.update_container(form)
    writer.update_root()


def in_form(key: str, value: Callable[[], Any]) -> Change:
    """Set an entry of the form."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        form = writer.root["/AcroForm"]
        form[pdf_name(key)] = value()
        writer.update_container(form)
        writer.update_root()

    return change


def another_font(writer: IncrementalPdfFileWriter) -> None:
    """Replace a font, so that the same codes draw other letters."""
    fonts = page_of(writer)["/Resources"]["/Font"]
    key = next(iter(fonts))
    fonts[key] = writer.add_object(
        names(Type=pdf_name("/Font"), Subtype=pdf_name("/Type1"), BaseFont=pdf_name("/ZapfDingbats"))
    )
    writer.update_container(fonts)


def another_alternative(writer: IncrementalPdfFileWriter) -> None:
    """Change an alternative text."""
    element = writer.root["/StructTreeRoot"]["/K"][0].get_object()
    element[pdf_name("/ActualText")] = pdf_string("Etwas anderes")
    writer.update_container(element)


def rewritten(pdf: bytes, **how: Any) -> bytes:
    """Return the PDF saved by another program."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as file:
        file.save(out, **how)
    return out.getvalue()
