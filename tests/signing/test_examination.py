"""Examination of accepted files: signer, trust list, time, revocation, level."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from pyhanko.sign.fields import MDPPerm

from agreements.choices import LegalForm, Side, SignatureMethod
from agreements.models import Signatory
from agreements.signing.certificates.examination.certificates import AnchorsUnreadableError, read_lists
from agreements.signing.certificates.examination.examine import examine
from agreements.signing.certificates.examination.result import (
    ExaminationResult,
    ExaminedSignature,
    Level,
    Revocation,
    read_result,
    sanitize,
)
from agreements.signing.certificates.matching import is_certain
from agreements.signing.methods import shortfall, shortfall_everywhere
from tests.signing.pki import NOW, Pki, revocation_list
from tests.signing.signer import sign
from tests.signing.tampering import FIELD, OTHER_FIELD


@pytest.fixture(scope="session")
def examine_file(issued: bytes, anchors: Path):
    """Examine a file that extends the issued one."""
    lists = read_lists(anchors)

    def run(uploaded: bytes, moment: datetime | None = None, base: bytes = issued) -> ExaminationResult:
        return examine(base, uploaded, lists, moment or datetime.now(UTC))

    return run


@pytest.mark.parametrize(
    ("person", "level", "list_", "said"),
    [
        ("rosa", Level.QUALIFIED, "qualifiziert", ""),
        ("seal", Level.SEAL, "siegel", ""),
        ("advanced", Level.ADVANCED, "fortgeschritten", "bezeichnet sich nicht als qualifiziert"),
        ("claims_only", Level.ADVANCED, "fortgeschritten", "Die Vertrauensliste für diese Art"),
        ("without_device", Level.ADVANCED, "qualifiziert", "keine qualifizierte Signaturerstellungseinheit"),
    ],
)
def test_the_level_depends_on_the_trust_list(
    person: str, level: Level, list_: str, said: str, issued: bytes, pki: Pki, examine_file
) -> None:
    verdict = examine_file(sign(issued, FIELD, pki.people[person]))
    assert verdict.problems == ()
    (found,) = verdict.signatures
    assert (found.level, found.trusted_by, found.new, found.field) == (level, (list_,), True, FIELD)
    assert found.subject == pki.people[person].asn1.subject.native["common_name"]
    assert said in " ".join(found.unproven)


def test_a_time_is_proven_only_by_a_trusted_time_stamp(
    issued: bytes, pki: Pki, anchors: Path, examine_file
) -> None:
    (claimed,) = examine_file(sign(issued, FIELD, pki.people["rosa"])).signatures
    assert not claimed.time_proven
    assert "Der Zeitpunkt ist die Angabe des Signierprogramms" in " ".join(claimed.unproven)
    stamped = sign(issued, FIELD, pki.people["rosa"], stamped_by=pki)
    (proven,) = examine_file(stamped).signatures
    assert proven.time_proven
    assert "Der Zeitpunkt ist durch einen Zeitstempel bestätigt." in proven.proven
    lists = {name: rows for name, rows in read_lists(anchors).items() if name != "zeitstempel"}
    (unknown,) = examine(issued, stamped, lists, datetime.now(UTC)).signatures
    assert not unknown.time_proven


def test_a_stamped_signature_stays_valid_after_the_certificate_expired(
    issued: bytes, pki: Pki, examine_file
) -> None:
    later = NOW + timedelta(days=850)
    assert examine_file(sign(issued, FIELD, pki.people["rosa"], stamped_by=pki), later).accepted
    much_later = NOW + timedelta(days=2000)
    assert not examine_file(sign(issued, FIELD, pki.people["rosa"]), much_later).accepted


def test_revocation_is_checked_with_embedded_lists(issued: bytes, pki: Pki, examine_file) -> None:
    both = {"trusted": (pki.qualified, pki.times), "stamped_by": pki}
    good = (revocation_list(pki.qualified), revocation_list(pki.times))
    (found,) = examine_file(sign(issued, FIELD, pki.people["rosa"], lists=good, **both)).signatures
    assert found.revocation == Revocation.GOOD
    assert "Das Zertifikat war nach den Nachweisen in der Datei nicht gesperrt." in found.proven
    (found,) = examine_file(sign(issued, FIELD, pki.people["declared"])).signatures
    assert found.revocation == Revocation.UNCHECKED
    assert any(sentence.startswith("Sperrung nicht geprüft") for sentence in found.unproven)


def test_a_revoked_certificate_proves_nothing(issued: bytes, pki: Pki, examine_file) -> None:
    """The list is embedded by the next signature."""
    first = sign(issued, FIELD, pki.people["declared"])
    revoked = revocation_list(pki.qualified, pki.people["declared"])
    second = sign(first, OTHER_FIELD, pki.people["viktor"], lists=(revoked,), trusted=(pki.qualified,))
    verdict = examine_file(second)
    assert "Das Zertifikat von „Rosa Rathaus“ war zum Zeitpunkt der Signatur gesperrt." in verdict.problems
    assert [found.level for found in verdict.signatures] == [Level.NONE, Level.QUALIFIED]


def test_a_certification_allows_further_signatures_unless_it_closes_the_file(
    issued: bytes, pki: Pki, examine_file
) -> None:
    certified = sign(issued, FIELD, pki.people["rosa"], permit=MDPPerm.FILL_FORMS)
    assert examine_file(sign(certified, OTHER_FIELD, pki.people["viktor"]), base=certified).accepted
    closed = examine_file(sign(issued, FIELD, pki.people["rosa"], permit=MDPPerm.NO_CHANGES))
    assert closed.accepted
    assert "schließt die Datei ab" in closed.notes[-1]


def test_only_new_signatures_can_be_rejected(issued: bytes, pki: Pki, examine_file) -> None:
    first = sign(issued, FIELD, pki.people["rosa"])
    verdict = examine_file(sign(first, OTHER_FIELD, pki.people["viktor"]), base=first)
    assert [(found.subject, found.new) for found in verdict.signatures] == [
        ("Rosa Rathaus", False),
        ("Viktor Verein", True),
    ]


def test_an_additional_field_beside_the_text_is_accepted_with_a_note(
    issued: bytes, pki: Pki, examine_file
) -> None:
    aside = examine_file(sign(issued, "eigenes", pki.people["rosa"], box=(2, (10, 10, 50, 25))))
    assert aside.accepted
    assert "nicht für Vorleseprogramme" in aside.notes[-1]
    assert examine_file(sign(issued, "unsichtbar", pki.people["rosa"])).notes == ()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_stamp_with_a_foreign_font_is_accepted_with_a_note(issued: bytes, pki: Pki, examine_file) -> None:
    (note,) = examine_file(sign(issued, FIELD, pki.people["rosa"])).notes
    assert "eine Schrift, die nicht in der Datei enthalten ist" in note
    assert examine_file(sign(issued, FIELD, pki.people["rosa"], visible=True)).notes == ()


def test_a_result_survives_storage(issued: bytes, pki: Pki, examine_file) -> None:
    verdict = examine_file(sign(issued, FIELD, pki.people["rosa"], stamped_by=pki))
    assert asdict(read_result(verdict.stored())) == asdict(verdict)
    with pytest.raises(msgspec.ValidationError):
        read_result({"problems": "keine Liste"})


@pytest.mark.parametrize(
    ("said", "shown"),
    [("Rosa\x00\n\u202eRathaus", "Rosa Rathaus"), ("a" * 500, "a" * 200), (None, ""), ("\ud800x", "x")],
)
def test_text_from_a_file_is_sanitized(said: object, shown: str) -> None:
    assert sanitize(said) == shown


def test_an_invalid_trust_anchor_is_named(tmp_path: Path) -> None:
    (tmp_path / "siegel").mkdir()
    (tmp_path / "siegel" / "falsch.crt").write_bytes(b"\x30\x03\x02\x01\x01")
    with pytest.raises(AnchorsUnreadableError, match=r"siegel/falsch\.crt"):
        read_lists(tmp_path)
    assert read_lists(tmp_path / "fehlt") == {}


@pytest.mark.parametrize(
    ("certified", "listed", "same"),
    [
        ("Rosa Rathaus", "Rosa Rathaus", True),
        ("ROSA RATHAUS", "Dr. Rosa Rathaus", True),
        ("Prof. Dr. Ayse Yildirim", "Ayşe Yildirim", True),
        ("Rosa Maria Rathaus", "Rosa Rathaus", True),
        ("Rosa Rathaus", "Rosa Meier", False),
        ("Rathaus", "Rosa Rathaus", False),
        ("", "Rosa Rathaus", False),
        ("Rosa Meier", "Rosa Meier-Rathaus", True),
    ],
)
def test_matching_of_certificate_and_name(certified: str, listed: str, same: bool) -> None:
    found = ExaminedSignature(field=FIELD, new=True, level=Level.QUALIFIED, subject=certified)
    assert is_certain(found, Signatory(side=Side.DISTRICT, name=listed)) == same


def test_methods_satisfy_legal_forms() -> None:
    others = [side for side in Side if side != Side.DISTRICT]
    allowed = {
        (form, side): {method for method in SignatureMethod if not shortfall(method, side, form)}
        for form in LegalForm
        for side in (Side.DISTRICT, *others)
    }
    ink, qualified, advanced, seal, click = (
        SignatureMethod.INK,
        SignatureMethod.QUALIFIED,
        SignatureMethod.ADVANCED,
        SignatureMethod.SEAL,
        SignatureMethod.CONFIRMATION,
    )
    assert allowed == {
        (LegalForm.PUBLIC_LAW, Side.DISTRICT): {ink, qualified, seal},
        **{(LegalForm.PUBLIC_LAW, side): {ink, qualified} for side in others},
        (LegalForm.PRIVATE_LAW, Side.DISTRICT): {ink, qualified, advanced},
        **{(LegalForm.PRIVATE_LAW, side): {ink, qualified, advanced} for side in others},
        (LegalForm.SIMPLE, Side.DISTRICT): {ink, qualified, advanced, seal, click},
        **{(LegalForm.SIMPLE, side): {ink, qualified, advanced, click} for side in others},
    }
    assert shortfall_everywhere(seal, LegalForm.PUBLIC_LAW) == ""
    assert "§\N{NO-BREAK SPACE}57" in shortfall_everywhere(advanced, LegalForm.PUBLIC_LAW)
