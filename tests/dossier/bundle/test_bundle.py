"""The bundle of an agreement: complete, in JSON and XML, reproducible."""

import json
import os
import subprocess
import sys
import tracemalloc
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.choices import Side
from agreements.dossier.bundle.collection import collect_bundle
from agreements.dossier.bundle.facts import AgreementFacts, HistoryFacts, Manifest, json_schema
from agreements.dossier.bundle.xml import SCHEMAS, xml_faults
from agreements.dossier.bundle.zip_file import write_bundle
from agreements.files import store
from agreements.files.folder import path_of
from agreements.models import Agreement
from tests import factories
from tests.dossier.bundle.packed import (
    SIGNED_PDF,
    bundle_of,
    faults,
    full_contract,
    pack,
    unpack,
    with_new_manifest,
)
from tests.page import read
from tests.scenario import PNG, Scenario, version_of
from tests.signing.delegates import PROOF, declined, granted


def test_the_bundle_is_complete(scenario: Scenario, tmp_path: Path) -> None:
    contract = full_contract(scenario)
    parts = unpack(bundle_of(contract.agreement))
    taken_back, current = contract.versions.filter(editions__isnull=False).order_by("number")
    old, new = (f"urkunden/0/fassung-{version.number}" for version in (taken_back, current))
    assert set(parts) == {
        "manifest.json",
        "LIESMICH.txt",
        "metadaten.json",
        "metadaten.xml",
        "verlauf.json",
        *(f"schema/{path.name}" for path in SCHEMAS.iterdir()),
        f"{old}/inhalt.json",
        f"{old}/zeichnungsfassung.pdf",
        f"{old}/unterschriften/1-scan.png",
        f"{new}/inhalt.json",
        f"{new}/zeichnungsfassung.pdf",
        f"{new}/pruefungen/1-abgelehnt.pdf",
        f"{new}/pruefungen/1-abgelehnt-befund.json",
    }
    assert parts[f"{old}/unterschriften/1-scan.png"] == PNG
    assert parts[f"{new}/pruefungen/1-abgelehnt.pdf"] == SIGNED_PDF
    assert parts[f"{new}/inhalt.json"] == current.content.encode()
    assert parts[f"{new}/zeichnungsfassung.pdf"] == store.read(current.editions.get().file)
    facts = json.loads(parts["metadaten.json"])
    is_current = {version["number"]: version["is_current"] for version in facts["instruments"][0]["versions"]}
    assert is_current == {taken_back.number: False, current.number: True}
    assert len(json.loads(parts["verlauf.json"])["entries"]) == contract.agreement.events.count()


def test_declinings_and_delegations_are_in_the_bundle_with_their_proof(
    scenario: Scenario, tmp_path: Path
) -> None:
    declined(scenario.signing, scenario.amira)
    made = granted(scenario.signing, scenario.amira)
    factories.sign(scenario.signing, Side.DISTRICT, scenario.amira)
    data = bundle_of(scenario.signing.agreement)
    path = "urkunden/0/fassung-1/vertretungen/1-nachweis.png"
    assert unpack(data)[path] == PROOF
    facts = json.loads(unpack(data)["metadaten.json"])["instruments"][0]["versions"][0]
    assert [row["reason"] for row in facts["declinings"]] == ["Der Stellenanteil fehlt."]
    assert [(row["name"], row["document"]["path"]) for row in facts["delegations"]] == [(made.name, path)]
    assert faults(data, tmp_path) == ""
    words = {b"Stellenanteil fehlt": b"Stellenanteil passt", made.name.encode(): b"Karla Kanzlie"}
    for old, new in words.items():
        parts = unpack(data)
        for name in ("metadaten.json", "metadaten.xml"):
            parts[name] = parts[name].replace(old, new)
        assert "erzählt der Verlauf nicht" in faults(pack(with_new_manifest(parts)), tmp_path)


def test_a_missing_lesefassung_is_rendered(scenario: Scenario) -> None:
    path = f"urkunden/0/fassung-{version_of(scenario.signed).number}/lesefassung.pdf"
    assert unpack(bundle_of(scenario.signed.agreement))[path].startswith(b"%PDF-")


@pytest.mark.parametrize("which", ["draft", "signing", "signed", "reported", "full"])
def test_every_bundle_is_intact_and_reproducible(scenario: Scenario, tmp_path: Path, which: str) -> None:
    agreement: Agreement
    match which:
        case "reported":
            agreement = scenario.reported
        case "full":
            agreement = full_contract(scenario).agreement
        case _:
            agreement = getattr(scenario, which).agreement
    data = bundle_of(agreement)
    assert faults(data, tmp_path) == ""
    assert data == bundle_of(agreement)


@pytest.mark.kills
def test_the_check_needs_no_database(scenario: Scenario, tmp_path: Path) -> None:
    file = tmp_path / "akte.zip"
    file.write_bytes(bundle_of(scenario.signed.agreement))
    environment = {
        "PATH": os.environ["PATH"],
        "MITWIRKUNG_VAR": str(tmp_path),
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
    }

    def run() -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "manage.py", "verify_bundle", str(file)]
        return subprocess.run(
            command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
        )

    good = run()
    assert good.returncode == 0, good.stderr
    head = Agreement.objects.get(pk=scenario.signed.agreement_id).history_head
    assert f"Letzter Prüfwert im Verlauf: {head}" in good.stdout
    file.write_bytes(file.read_bytes().replace(b"Rosa Rathaus", b"Rita Rathaus"))
    bad = run()
    assert bad.returncode == 1
    assert "metadaten.json" in bad.stdout


def test_the_command_reports_faults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "akte.zip"
    file.write_bytes(b"kein Archiv")
    with pytest.raises(CommandError, match="nicht in Ordnung"):
        call_command("verify_bundle", str(file))
    assert "kein lesbares ZIP-Archiv" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("verify_bundle", str(tmp_path / "fehlt.zip"))


@pytest.mark.parametrize(
    ("name", "kind"), [("metadaten", AgreementFacts), ("verlauf", HistoryFacts), ("manifest", Manifest)]
)
def test_the_stored_json_schemas_are_current(
    name: str, kind: type[AgreementFacts] | type[HistoryFacts] | type[Manifest]
) -> None:
    assert (SCHEMAS / f"{name}.schema.json").read_bytes() == json_schema(kind)


def test_the_xml_schema_accepts_only_our_format(scenario: Scenario) -> None:
    written = unpack(bundle_of(full_contract(scenario).agreement))["metadaten.xml"]
    assert xml_faults(written) == []
    assert xml_faults(written.replace(b"<reference>", b"<reference>a</reference><reference>", 1))
    assert xml_faults(b"<agreement/>")
    assert xml_faults(b"<")
    assert xml_faults(b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>')


# --- the download -------------------------------------------------------------------------------------------------


def test_the_download_is_the_bundle(scenario: Scenario) -> None:
    reply = scenario.browser("admin").get(reverse("agreement_bundle", args=[scenario.signed.agreement_id]))
    sent = b"".join(reply)
    assert sent == bundle_of(scenario.signed.agreement)
    name = f"{scenario.signed.agreement.reference}-akte.zip"
    assert reply.headers["Content-Disposition"].endswith(f"; filename*=UTF-8''{name}")
    assert reply.headers["Content-Length"] == str(len(sent))
    assert reply.headers["Cache-Control"] == "private, no-store"


def test_a_damaged_file_stops_the_download(scenario: Scenario) -> None:
    file = path_of(version_of(scenario.signing).signatures.get().scan_id or "")
    original = file.read_bytes()
    try:
        for damage in (lambda: file.write_bytes(original + b"x"), file.unlink):
            damage()
            reply = scenario.browser("coordinator").get(
                reverse("agreement_bundle", args=[scenario.signing.agreement_id]), follow=True
            )
            assert "fehlt oder ist beschädigt" in read(reply).text
    finally:
        file.write_bytes(original)


def test_the_page_links_the_bundle_if_allowed(scenario: Scenario) -> None:
    address = reverse("agreement_bundle", args=[scenario.signed.agreement_id])
    for who, offered in (("coordinator", True), ("admin", True), ("staff", False), ("observer", False)):
        reply = scenario.browser(who).get(reverse("agreement_documents", args=[scenario.signed.agreement_id]))
        assert (address in reply.content.decode()) == offered, who


def test_large_files_are_written_in_chunks(scenario: Scenario, tmp_path: Path) -> None:
    contents = collect_bundle(scenario.signed.agreement)
    large = store.save(b"%PDF-" + bytes(30_000_000), "application/pdf")
    contents.parts.stored["gross.pdf"] = large
    with (tmp_path / "akte.zip").open("w+b") as out:
        tracemalloc.start()
        write_bundle(contents, out)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        with ZipFile(out) as archive:
            assert archive.getinfo("gross.pdf").file_size == 30_000_005
    assert peak < 10_000_000


def test_the_agreement_is_locked_while_it_is_collected(scenario: Scenario) -> None:
    with CaptureQueriesContext(connection) as queries:
        collect_bundle(scenario.signed.agreement)
    assert any(
        "FOR NO KEY UPDATE" in query["sql"] and "agreements_agreement" in query["sql"] for query in queries
    )


def test_the_archive_has_no_timestamps(scenario: Scenario) -> None:
    with ZipFile(BytesIO(bundle_of(scenario.signed.agreement))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any(entry.flag_bits & 0x08 for entry in archive.infolist())
