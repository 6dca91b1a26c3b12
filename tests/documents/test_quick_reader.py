"""The quick reader says the same as the library's own strict one, of good files and of damaged ones."""

from io import BytesIO

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError, PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader

from agreements.documents.pdf import PdfKind
from agreements.documents.quick_reader import QuickReader
from tests.documents.printed import full_pdf


@pytest.fixture(scope="module")
def packed() -> bytes:
    """The model agreement, most of whose objects lie in containers."""
    return full_pdf(PdfKind.EXECUTION)


def objects(reader: PdfFileReader) -> dict[int, str]:
    """Return every object of a file as it is written, or the kind of its fault."""
    return {number: told(reader, number) for number in range(1, int(reader.trailer["/Size"]))}


def told(reader: PdfFileReader, number: int) -> str:
    try:
        out = BytesIO()
        reader.get_object(generic.Reference(number, 0, reader)).write_to_stream(out)
        return out.getvalue().decode("latin-1")
    except (PdfError, StopIteration, KeyError) as error:
        return type(error).__name__


def damaged(**changes: int) -> bytes:
    """Return a small file with one container, whose table of contents says something wrong."""
    said = {"first_number": 4, "second_number": 5, "offset": 0, "count": 2, "index": 0} | changes
    head = f"{said['first_number']} {said['offset']} {said['second_number']} 9 ".encode()
    body = head + b"(first)  (second) "
    container = b"<</Type/ObjStm/N %d/First %d/Length %d>>stream\n%s\nendstream" % (
        said["count"],
        len(head),
        len(body),
        body,
    )
    parts, places = [b"%PDF-1.7\n"], []
    for number, data in ((1, b"<</Type/Catalog/Pages 2 0 R>>"), (2, b"<</Kids[]/Count 0>>"), (3, container)):
        places.append(sum(map(len, parts)))
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, data))
    begin = sum(map(len, parts))
    rows = [(0, 0, 0), *((1, place, 0) for place in places), (2, 3, said["index"]), (2, 3, 1), (1, begin, 0)]
    table = b"".join(bytes([kind]) + place.to_bytes(3, "big") + bytes([last]) for kind, place, last in rows)
    parts.append(
        b"6 0 obj\n<</Type/XRef/Size 7/W[1 3 1]/Root 1 0 R/Length %d>>stream\n%s\nendstream\nendobj\n"
        % (len(table), table)
    )
    return b"".join(parts) + b"startxref\n%d\n%%%%EOF\n" % begin


def test_it_reads_every_object_as_the_library_does(packed: bytes) -> None:
    theirs, ours = PdfFileReader(BytesIO(packed)), QuickReader(BytesIO(packed))
    assert objects(ours) == objects(theirs)
    with pikepdf.open(BytesIO(packed)) as pdf:
        assert len(pdf.objects) > 1000, "there are many objects to read"


@pytest.mark.parametrize(
    ("changes", "is_good"),
    [
        ({}, True),
        ({"first_number": 9}, False),
        ({"second_number": 4}, False),
        ({"index": 1}, False),
        ({"index": 7}, False),
        ({"count": 1}, False),
        ({"offset": 500}, False),
    ],
)
def test_it_refuses_what_the_library_refuses(changes: dict[str, int], is_good: bool) -> None:
    file = damaged(**changes)
    theirs, ours = objects(PdfFileReader(BytesIO(file))), objects(QuickReader(BytesIO(file)))
    assert ours == theirs
    assert (theirs[4], theirs[5]) == ("(first)", "(second)") if is_good else "Error" in theirs[4] + theirs[5]


def test_a_container_that_promises_too_much_is_refused_whole() -> None:
    """Here we are stricter: the library reads on until it finds what it looks for."""
    answers = objects(QuickReader(BytesIO(damaged(count=3))))
    assert answers[4] == answers[5] == "PdfStrictReadError"


def test_a_container_that_is_none_is_refused() -> None:
    file = damaged().replace(b"/ObjStm", b"/Other1")
    with pytest.raises(PdfReadError, match="container that is none"):
        QuickReader(BytesIO(file)).get_object(generic.Reference(4, 0))
