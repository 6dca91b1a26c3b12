"""The Zeichnungsfassung has one empty, tagged, labelled field per signatory."""

from dataclasses import replace

import pikepdf
import pytest

from agreements.parties import FIRST_TWO
from agreements.rendering.pdf import PdfKind, write_pdf
from agreements.rendering.signature_fields import STRAY_RETURN, field_name, repack, signatory_key
from tests.rendering.printed import full_pdf, layout_lines, opened, page_texts, render
from tests.rendering.sample import PEOPLE, short_content, signatory


def fields(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    form = pdf.Root.get("/AcroForm")
    return list(form.Fields) if form is not None else []


def overlap(one: list[float], other: list[float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_every_signatory_has_a_field() -> None:
    with opened(full_pdf(PdfKind.EXECUTION)) as pdf:
        made = {str(field.T): field for field in fields(pdf)}
        assert set(made) == {field_name(person.key) for person in PEOPLE}
        for person in PEOPLE:
            field = made[field_name(person.key)]
            assert (field.FT, field.Subtype, int(field.F)) == ("/Sig", "/Widget", 132)
            assert "/V" not in field
            assert str(field.TU) == (
                f"Feld für die elektronische Unterschrift von {person.name}, {person.function}"
            )
            assert field.AP.N.read_bytes() == b""


def test_each_field_is_in_the_structure_tree() -> None:
    with opened(full_pdf(PdfKind.EXECUTION)) as pdf:
        numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        owners = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
        for field in fields(pdf):
            element = owners[int(field.StructParent)]
            assert element.S == "/Form"
            assert element.K.Type == "/OBJR", "alone, not in a list: else later signatures count as changes"
            assert element.K.Obj.objgen == field.objgen
            assert element.P.S != "/Art"
            assert field.objgen in [mark.objgen for mark in field.P.Annots]


@pytest.mark.parametrize("kind", [PdfKind.DRAFT, PdfKind.READING])
def test_only_the_zeichnungsfassung_has_fields(kind: PdfKind) -> None:
    with opened(full_pdf(kind)) as pdf:
        assert fields(pdf) == []


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_fields_are_on_the_page_and_do_not_overlap(count: int) -> None:
    people = [
        signatory(side, order, f"Person {side.label} {order}", "Leitung")
        for side in FIRST_TWO
        for order in range(count)
    ]
    with opened(render(replace(short_content(), signatories=tuple(people)))) as pdf:
        made = fields(pdf)
        assert len(made) == len(people)
        places = [(field.P.objgen, [float(place) for place in field.Rect]) for field in made]
    for index, (page, box) in enumerate(places):
        assert 0 < box[0] < box[2] < 595
        assert 0 < box[1] < box[3] < 842
        assert box[2] - box[0] > 140, "room for a name and a date"
        assert box[3] - box[1] > 30
        for other_page, other in places[index + 1 :]:
            assert page != other_page or not overlap(box, other)


def test_the_space_for_signing_is_empty() -> None:
    pdf = full_pdf(PdfKind.EXECUTION)
    number = next(index for index, text in enumerate(page_texts(pdf), 1) if "Ort, Datum" in text)
    lines = layout_lines(pdf, number)
    start = next(index for index, line in enumerate(lines) if "Ort, Datum" in line)
    after = [line for line in lines[start + 1 :] if line]
    assert after[0].startswith("Unterschrift")


def test_the_key_of_a_field_leads_back_to_the_person() -> None:
    assert signatory_key(field_name("abc")) == "abc"
    assert signatory_key("Signature1") == ""


def test_no_stream_ends_in_a_stray_return() -> None:
    pdf = full_pdf(PdfKind.EXECUTION)
    assert STRAY_RETURN not in pdf
    assert repack(pdf) == repack(pdf)


def test_a_missing_field_is_an_error() -> None:
    page = '<html lang="de"><head><title>Leer</title></head><body><p>Kein Feld.</p></body></html>'
    with pytest.raises(ValueError, match="one place for each signature field"):
        write_pdf(page, fields={"unterschrift-abc": "Feld"})
