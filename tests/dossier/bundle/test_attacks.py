"""Attacks on a bundle: every change is reported, nothing is extracted."""

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.dossier.bundle.packed import (
    Parts,
    as_json,
    bundle_of,
    changed,
    faults,
    full_contract,
    pack,
    unpack,
    with_new_manifest,
)
from tests.scenario import Scenario

CACHE: list[bytes] = []


@pytest.fixture
def whole(scenario: Scenario) -> bytes:
    """One bundle for all attacks: it takes a while, and no attack needs the database afterwards."""
    if not CACHE:
        CACHE.append(bundle_of(full_contract(scenario).agreement))
    return CACHE[0]


@pytest.fixture
def parts(whole: bytes) -> Parts:
    return unpack(whole)


def path_like(parts: Parts, end: str) -> str:
    return next(path for path in sorted(parts) if path.endswith(end))


def test_the_unchanged_parts_are_intact(parts: Parts, tmp_path: Path) -> None:
    assert faults(pack(parts), tmp_path) == ""
    assert faults(pack(with_new_manifest(parts)), tmp_path) == ""


def test_a_byte_changed_anywhere_is_found(parts: Parts, tmp_path: Path) -> None:
    for path, data in parts.items():
        place = len(data) // 2
        altered = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        assert path in faults(pack({**parts, path: altered}), tmp_path), path


def test_a_file_removed_is_found(parts: Parts, tmp_path: Path) -> None:
    for path in parts:
        rest = {name: data for name, data in parts.items() if name != path}
        assert path in faults(pack(rest), tmp_path), path


def test_a_file_removed_from_the_manifest_as_well_is_found(parts: Parts, tmp_path: Path) -> None:
    for path in set(parts) - {"manifest.json", "LIESMICH.txt"}:
        if path.startswith("schema/"):
            continue
        rest = {name: data for name, data in parts.items() if name != path}
        assert path in faults(pack(with_new_manifest(rest)), tmp_path), path


def test_a_file_added_is_found(parts: Parts, tmp_path: Path) -> None:
    text = faults(pack(parts, ("urkunden/0/fassung-9/mehr.pdf", b"%PDF-")), tmp_path)
    assert "mehr.pdf: Diese Datei steht nicht im Manifest." in text


@pytest.mark.parametrize(
    "name",
    [
        "../boese.txt",
        "urkunden/../../boese.txt",
        "/etc/boese.txt",
        "C:/boese.txt",
        "..\\boese.txt",
        "ordner/",
        "./boese.txt",
        "a//b",
        "böse.txt",
    ],
)
def test_an_unsafe_path_is_refused(parts: Parts, tmp_path: Path, name: str) -> None:
    (tmp_path / "tief").mkdir()
    text = faults(pack(with_new_manifest({**parts, name: b"x"})), tmp_path / "tief")
    assert "Dieser Pfad führt aus dem Archiv hinaus" in text


def test_links_duplicates_and_compressed_parts_are_refused(parts: Parts, tmp_path: Path) -> None:
    assert "keine gewöhnliche Datei" in faults(pack(parts, mode=stat.S_IFLNK), tmp_path)
    assert "zweimal" in faults(pack(parts, ("MANIFEST.JSON", b"{}")), tmp_path)
    assert "gepackt" in faults(pack(parts, compression=ZIP_DEFLATED), tmp_path)
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = pack(parts, ("verlauf.json", b"{}"))
    assert "zweimal" in faults(twice, tmp_path)


@pytest.mark.parametrize("path", ["manifest.json", "metadaten.json", "verlauf.json"])
@pytest.mark.parametrize(
    "written", [b"", b"{", b"[]", b"{}", b"null", b"\xff\xfe", b"[" * 100_000, b'{"schema": "eins"}']
)
def test_parts_that_do_not_fit_their_schema_are_refused(
    parts: Parts, tmp_path: Path, path: str, written: bytes
) -> None:
    assert path in faults(pack({**parts, path: written}), tmp_path)


def test_an_additional_fact_is_refused(parts: Parts, tmp_path: Path) -> None:
    more = changed(parts, "metadaten.json", lambda facts: facts.update(mehr=1))
    assert "mehr oder anderes, als ihr Schema vorsieht" in faults(pack(more), tmp_path)


# --- with a matching manifest -------------------------------------------------------------------------------------


def swap(entries: list[Any]) -> None:
    entries[2], entries[3] = entries[3], entries[2]


HISTORY: dict[str, tuple[Callable[[list[Any]], object], str]] = {
    "swapped": (swap, "schließt nicht an den vorigen an"),
    "removed": (lambda entries: entries.pop(2), "gehört Nr. 3 hin"),
    "cut off": (lambda entries: entries.pop(), "Am Ende fehlen Einträge"),
    "doubled": (lambda entries: entries.append(dict(entries[-1])), "gehört Nr."),
    "altered": (lambda entries: entries[1].update(actor="Niemand"), "Eintrag 2: Der Eintrag wurde verändert"),
    "moved in time": (lambda entries: entries[1].update(at="2020-01-01T00:00:00Z"), "Eintrag 2"),
    "emptied": (lambda entries: entries.clear(), "Am Ende fehlen Einträge"),
}


@pytest.mark.parametrize("attack", HISTORY)
def test_the_history_cannot_be_changed(parts: Parts, tmp_path: Path, attack: str) -> None:
    change, fault = HISTORY[attack]
    forged = changed(parts, "verlauf.json", lambda history: change(history["entries"]))
    assert fault in faults(pack(forged), tmp_path)


def test_a_pdf_cannot_be_exchanged_even_if_the_facts_are_forged_too(parts: Parts, tmp_path: Path) -> None:
    path = path_like(parts, "zeichnungsfassung.pdf")
    forged = with_new_manifest({**parts, path: b"%PDF- anders"})
    assert "In metadaten.json steht ein anderer SHA-256" in faults(pack(forged), tmp_path)
    sha256 = next(f["sha256"] for f in json.loads(forged["manifest.json"])["files"] if f["path"] == path)
    was = next(f["sha256"] for f in json.loads(parts["manifest.json"])["files"] if f["path"] == path)
    for name in ("metadaten.json", "metadaten.xml"):
        forged[name] = forged[name].replace(was.encode(), sha256.encode())
    text = faults(pack(with_new_manifest(forged)), tmp_path)
    assert "Von dieser Zeichnungsfassung erzählt der Verlauf nicht." in text


def test_the_content_cannot_be_exchanged(parts: Parts, tmp_path: Path) -> None:
    path = path_like(parts, "inhalt.json")
    text = parts[path].replace(b"Rosa Rathaus", b"Rita Rathaus")
    assert "Der Prüfwert gehört nicht zu diesem Inhalt." in faults(
        pack(with_new_manifest({**parts, path: text})), tmp_path
    )
    spaced = json.dumps(json.loads(parts[path])).encode()
    assert "gültigen Form" in faults(pack(with_new_manifest({**parts, path: spaced})), tmp_path)
    assert path in faults(pack(with_new_manifest({**parts, path: b"{}"})), tmp_path)


def test_a_signature_cannot_be_invented_or_dropped(parts: Parts, tmp_path: Path) -> None:
    def versions(facts: Any) -> Any:
        return facts["instruments"][0]["versions"]

    def invent(facts: Any) -> None:
        old, new = versions(facts)
        new["signatures"] = [{**old["signatures"][0], "fingerprint": new["fingerprint"], "scan_path": ""}]

    invented = faults(pack(changed(parts, "metadaten.json", invent)), tmp_path)
    assert "Von der Unterschrift von Viktor Verein erzählt der Verlauf nicht." in invented
    dropped = changed(parts, "metadaten.json", lambda facts: versions(facts)[0]["signatures"].clear())
    assert "steht im Verlauf und fehlt in metadaten.json" in faults(pack(dropped), tmp_path)


def test_xml_and_json_cannot_say_different_things(parts: Parts, tmp_path: Path) -> None:
    xml = parts["metadaten.xml"].replace(b"Rosa Rathaus", b"Rita Rathaus").replace(b"Viktor", b"Victor")
    text = faults(pack(with_new_manifest({**parts, "metadaten.xml": xml})), tmp_path)
    assert "sagt etwas anderes als metadaten.json" in text
    broken = with_new_manifest({**parts, "metadaten.xml": b"<agreement/>"})
    assert "metadaten.xml: " in faults(pack(broken), tmp_path)


def test_malformed_event_data_does_not_break_the_check(parts: Parts, tmp_path: Path) -> None:
    def odd(history: Any) -> None:
        for entry in history["entries"]:
            entry["data"] = {"fingerprint": 1.5, "instrument": [1], "scan": [], "version": {"a": None}}

    assert "Der Eintrag wurde verändert" in faults(pack(changed(parts, "verlauf.json", odd)), tmp_path)


def test_another_reference_or_head_in_the_manifest_is_found(parts: Parts, tmp_path: Path) -> None:
    for key, value in (("reference", "MW-99-99"), ("history_head", "0" * 64)):
        manifest = {**json.loads(parts["manifest.json"]), key: value}
        text = faults(pack({**parts, "manifest.json": as_json(manifest)}), tmp_path)
        assert "passen nicht zu metadaten.json" in text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_archive_never_passes_and_never_crashes(
    whole: bytes, tmp_path: Path, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(whole) - 1))
    match data.draw(st.sampled_from(["cut", "flip", "double"])):
        case "cut":
            damaged = whole[:place]
        case "flip":
            damaged = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
        case _:
            damaged = whole[:place] + whole[place : place + 64] + whole[place:]
    text = faults(damaged, tmp_path)
    before = unpack(whole)
    if not text:  # a byte that no reader of the archive ever looks at
        assert unpack(damaged) == before
