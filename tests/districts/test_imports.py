"""The shipped reference data is valid, errors name the row, loading is idempotent."""

import csv
from pathlib import Path

import pytest

from districts.imports import DATA, DataError, load_reference, read_districts, read_office_types
from districts.models import District, Office

DISTRICTS, OFFICES = DATA / "districts.csv", DATA / "office_types.csv"


def copy_with(folder: Path, original: Path, old: str, new: str) -> Path:
    text = original.read_text(encoding="utf-8")
    assert old in text
    changed = folder / original.name
    changed.write_text(text.replace(old, new, 1), encoding="utf-8")
    return changed


def stored() -> list[tuple[object, ...]]:
    return [*District.objects.order_by("pk").values_list(), *Office.objects.order_by("pk").values_list()]


def test_the_twelve_districts_are_in_official_order():
    assert [(row.number, row.name) for row in read_districts()] == [
        ("01", "Mitte"),
        ("02", "Friedrichshain-Kreuzberg"),
        ("03", "Pankow"),
        ("04", "Charlottenburg-Wilmersdorf"),
        ("05", "Spandau"),
        ("06", "Steglitz-Zehlendorf"),
        ("07", "Tempelhof-Schöneberg"),
        ("08", "Neukölln"),
        ("09", "Treptow-Köpenick"),
        ("10", "Marzahn-Hellersdorf"),
        ("11", "Lichtenberg"),
        ("12", "Reinickendorf"),
    ]


def test_pankow_has_its_facts():
    pankow = read_districts()[2]
    assert pankow.key == "11000003"
    assert pankow.authority == "Bezirksamt Pankow von Berlin"
    assert (pankow.town_hall, pankow.postcode, pankow.city) == ("Rathaus Pankow", "13187", "Berlin")
    assert pankow.website == "https://www.berlin.de/ba-pankow/"


def test_the_offices_that_the_model_agreement_needs_are_there():
    by_code = {row.code: row for row in read_office_types()}
    assert {"abt_jug", "jug", "ges", "soz", "qpk", "spk", "schulsport"} <= set(by_code)
    assert (by_code["qpk"].short_name, by_code["spk"].short_name) == ("QPK", "SPK")
    assert by_code["abt_jug"].kind == "Abteilung"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("number,key", "key,number", r"^districts\.csv: the columns must be number,key,"),
        ("03,11000003", "3,11000003", r"row 4 \(3,11000003\): number must be 01 to 12; key must be 1100003"),
        ("03,11000003", "03,11000004", r"row 4 .*: key must be 11000003"),
        ("03,11000003", "02,11000002", r"row 4 .*: number '02' stands twice; key '11000002' stands twice"),
        ("03,11000003,pankow", "03,11000003,Pankow", r"row 4 .*: slug must be lower-case"),
        (
            "Bezirksamt Pankow",
            "Bezirksamt Weißensee",
            r"row 4 .*: authority must be Bezirksamt Pankow von Berlin",
        ),
        ("Rathaus Pankow", "", r"row 4 .*: town_hall is empty"),
        ("Rathaus Pankow", " Rathaus Pankow", r"row 4 .*: town_hall has spaces around it"),
        (",13187,", ",1318,", r"row 4 .*: postcode must have five digits"),
        ("https://www.berlin.de/ba-pankow/", "javascript:1", r"row 4 .*: website must begin with https://"),
        (",Berlin,https://www.berlin.de/ba-pankow/", "", r"row 4 .*: 8 values for 10 columns"),
    ],
)
def test_an_invalid_district_names_the_row(tmp_path, old, new, message):
    with pytest.raises(DataError, match=message):
        read_districts(copy_with(tmp_path, DISTRICTS, old, new))


def test_a_missing_district_or_an_empty_file_is_refused(tmp_path):
    last = DISTRICTS.read_text(encoding="utf-8").splitlines(keepends=True)[-1]
    with pytest.raises(DataError, match="12 districts, not 11"):
        read_districts(copy_with(tmp_path, DISTRICTS, last, ""))

    empty = tmp_path / "empty.csv"
    empty.touch()
    with pytest.raises(DataError, match="the columns must be"):
        read_districts(empty)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "soz,Amt",
            "Soz,Amt",
            r"^office_types\.csv, row 5 \(Soz,Amt für Soziales\): code must be lower-case",
        ),
        ("ges,", "jug,", r"row 4 .*: code 'jug' stands twice"),
        (
            "ra,Rechtsamt,,Organisationseinheit",
            "ra,Rechtsamt,,Amt",
            r"row 12 .*: kind must be one of Abteilung",
        ),
        ("ra,Rechtsamt,,Organisationseinheit", "ra,,,Organisationseinheit", r"row 12 .*: name is empty"),
    ],
)
def test_an_invalid_office_names_the_row(tmp_path, old, new, message):
    with pytest.raises(DataError, match=message):
        read_office_types(copy_with(tmp_path, OFFICES, old, new))


def test_office_values_fit_into_their_columns():
    for row in read_office_types():
        assert len(row.code) <= Office._meta.get_field("code").max_length
        assert len(row.name) <= Office._meta.get_field("name").max_length
        assert len(row.short_name) <= Office._meta.get_field("short_name").max_length


@pytest.mark.django_db
def test_loading_gives_every_district_all_offices():
    printed: list[str] = []
    load_reference(say=printed.append)
    with DISTRICTS.open(encoding="utf-8", newline="") as file:
        facts = list(csv.DictReader(file))
    assert list(District.objects.values(*facts[0])) == facts
    for district in District.objects.all():
        district.full_clean()
        assert district.offices.count() == 12
    assert printed == ["12 Bezirke geladen.", "144 Ämter und Organisationseinheiten geladen."]


@pytest.mark.django_db
def test_loading_corrects_what_differs_and_leaves_other_rows():
    load_reference()
    pankow = District.objects.get(number="03")
    District.objects.filter(pk=pankow.pk).update(street="Irgendwo 1")
    Office.objects.filter(district=pankow, code="jug").update(name="Amt für Jugend")
    own = Office.objects.create(district=pankow, code="kijub", name="Kinderbüro", kind="Stabsstelle")
    load_reference()
    assert District.objects.get(number="03") == pankow
    assert District.objects.get(number="03").street == "Breite Straße 24a–26"
    assert pankow.offices.get(code="jug").name == "Jugendamt"
    assert pankow.offices.get(code="kijub") == own


@pytest.mark.django_db
def test_loading_again_changes_nothing_with_as_many_queries(django_assert_num_queries):
    with django_assert_num_queries(5):  # savepoint, districts, their keys, offices, release
        load_reference()
    before = stored()
    with django_assert_num_queries(5):
        load_reference()
    assert stored() == before


@pytest.mark.django_db
def test_loading_is_all_or_nothing():
    def refuse(text: str) -> None:
        if "Ämter" in text:
            raise RuntimeError(text)

    with pytest.raises(RuntimeError, match="144 Ämter"):
        load_reference(say=refuse)
    assert stored() == []
