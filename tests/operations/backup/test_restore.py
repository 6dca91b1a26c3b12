"""A backup comes back whole, into an empty place only, and is proved there; what is damaged is named."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from django.core.management import CommandError
from django.db import connection
from django.utils import timezone

from agreements.files.folder import path_of
from agreements.models import Photo
from agreements.signing.photos.actions import remove_photo
from districts.models import Erasure
from mitwirkung.models import RestoreProof
from mitwirkung.operations.backup.manifest import written
from mitwirkung.operations.backup.sets import BackupTarget
from tests import factories, templates
from tests.operations.backup.places import Place
from tests.operations.backup.test_backup import lose_a_file
from tests.signing.ceremonies import held, photo_of


def flip(path: Path) -> None:
    """Alter one bit in the middle."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def some_file(target: BackupTarget) -> Path:
    return target.file(min(target.read().files), encrypted=False)


def dump(target: BackupTarget) -> Path:
    return target.set_folder(target.names()[0]) / "database.dump"


def manifest(target: BackupTarget) -> Path:
    return target.set_folder(target.names()[0]) / "manifest.json"


def rewritten(target: BackupTarget, **changes: object) -> None:
    """Change the manifest as a program would write it."""
    manifest(target).write_bytes(written(msgspec.structs.replace(target.read(), **changes)))


def of_a_newer_program(target: BackupTarget) -> None:
    database = target.read().database
    later = [*database.migrations, "agreements.0999_later"]
    rewritten(target, database=msgspec.structs.replace(database, migrations=later))


Damage = Callable[[BackupTarget], object]
DAMAGES: dict[str, tuple[Damage, str]] = {
    "dump flipped": (lambda t: flip(dump(t)), r"database\.dump fehlt oder wurde verändert"),
    "dump missing": (lambda t: dump(t).unlink(), r"database\.dump fehlt oder wurde verändert"),
    "file flipped": (lambda t: flip(some_file(t)), r"Datei [0-9a-f]{64} fehlt oder ist verändert"),
    "file missing": (lambda t: some_file(t).unlink(), r"Datei [0-9a-f]{64} fehlt oder ist verändert"),
    "manifest missing": (lambda t: manifest(t).unlink(), "keine vollständige Sicherung"),
    "manifest flipped": (lambda t: flip(manifest(t)), r"Verzeichnis der Sicherung \(manifest.json\)"),
    "manifest cut off": (lambda t: manifest(t).write_bytes(manifest(t).read_bytes()[:-1]), "nicht lesbar"),
    "of a later format": (lambda t: rewritten(t, format=2), "Format 2.*von einem neueren"),
    "of a newer program": (of_a_newer_program, r"neueren Stand des Programms.*0999_later"),
    "of a newer version": (lambda t: rewritten(t, program="999.0"), r"neueren Stand des Programms \(999.0"),
    "list of erased spoilt": (lambda t: t.erased.write_text("["), "Liste des Gelöschten"),
    "nothing there": (lambda t: shutil.rmtree(t.folder), "keine vollständige Sicherung"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_or_foreign_is_refused_and_nothing_is_written(
    damage: str, backup: Path, elsewhere: Place
) -> None:
    harm, words = DAMAGES[damage]
    harm(BackupTarget(backup))
    with pytest.raises(CommandError, match=words):
        elsewhere.run("restore", str(backup))
    assert elsewhere.execute("SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace") == []
    assert not elsewhere.files.exists()


def test_a_place_that_is_not_empty_is_refused(backup: Path, elsewhere: Place) -> None:
    stored = elsewhere.files / "ab" / "something"
    stored.parent.mkdir(parents=True)
    stored.write_text("of somebody")
    with pytest.raises(CommandError, match=r"liegen schon welche.*MITWIRKUNG_FILES"):
        elsewhere.run("restore", str(backup))
    elsewhere.execute("CREATE TABLE of_somebody (id int)")
    with pytest.raises(CommandError, match=r"Die Datenbank .* ist nicht leer.*DATABASE_URL"):
        elsewhere.run("restore", str(backup))
    assert stored.read_text() == "of somebody"


def test_a_role_that_may_not_make_tables_leaves_nothing_behind(
    backup: Path, elsewhere: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with elsewhere.entered():
        templates.set_roles()
    with monkeypatch.context() as patch:
        patch.setitem(connection.settings_dict, "USER", templates.APPLICATION)
        with pytest.raises(CommandError, match=r"pg_restore ist gescheitert: .*permission denied"):
            elsewhere.run("restore", str(backup))
    assert elsewhere.execute("SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace") == []
    assert not elsewhere.files.exists()


def test_everything_comes_back(original: Place, elsewhere: Place, tmp_path: Path) -> None:
    before = original.contents()
    original.run("backup", str(tmp_path / "target"))
    original.remove()
    said = elsewhere.run("restore", str(tmp_path / "target"))
    assert "zurückgespielt und geprüft" in said
    assert "alles unversehrt" in said
    assert elsewhere.contents() == before
    with elsewhere.entered():
        proof = RestoreProof.objects.get()
    assert (proof.for_real, proof.problem) == (True, "")
    assert min(proof.rows, proof.files, proof.histories, proof.triggers, proof.editions) > 0


def test_the_whole_part_of_a_damaged_backup_comes_back_when_asked(backup: Path, elsewhere: Place) -> None:
    flip(lost := some_file(BackupTarget(backup)))
    with pytest.raises(CommandError, match=f"(?s)Datei {lost.name} fehlt.*nicht alles stimmt"):
        elsewhere.run("restore", str(backup), "--despite-damage")
    assert not (elsewhere.files / lost.name[:2] / lost.name).exists()
    whole = {path.name for path in elsewhere.files.rglob("*") if path.is_file()}
    assert whole == set(BackupTarget(backup).read().files) - {lost.name}


def test_what_was_lost_before_the_backup_is_still_missed(
    original: Place, elsewhere: Place, tmp_path: Path
) -> None:
    lost = lose_a_file(original)
    with pytest.raises(CommandError):
        original.run("backup", str(tmp_path / "target"))
    with pytest.raises(CommandError, match=f"Datei {lost} fehlt"):
        elsewhere.run("restore", str(tmp_path / "target"))


TAMPERED = {
    "a trigger switched off": (
        "ALTER TABLE agreements_event DISABLE TRIGGER ALL",
        r"Trigger agreements_event\.\w+ ist abgeschaltet",
    ),
    "a trigger gone": (
        "DO $$ BEGIN EXECUTE (SELECT format('DROP TRIGGER %I ON agreements_version', tgname) FROM pg_trigger "
        "WHERE tgrelid = 'agreements_version'::regclass AND NOT tgisinternal LIMIT 1); END $$",
        r"Trigger agreements_version\.\w+ fehlt",
    ),
    "a history altered": (
        "SET session_replication_role = replica; UPDATE agreements_event SET actor = 'Niemand' WHERE id = "
        "(SELECT min(id) FROM agreements_event); SET session_replication_role = origin",
        "Der Eintrag wurde verändert",
    ),
    "the security log altered": (
        "SET session_replication_role = replica; UPDATE districts_securityevent SET about = 'anders' WHERE sequence = 1; "
        "SET session_replication_role = origin",
        "Sicherheitsprotokoll, Nr. 1: Der Eintrag wurde verändert",
    ),
    "a text altered": (
        "SET session_replication_role = replica; UPDATE agreements_version SET content = content || ' ' WHERE id = "
        "(SELECT min(id) FROM agreements_version); SET session_replication_role = origin",
        "Der Inhalt passt nicht zum Prüfwert",
    ),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_what_was_tampered_with_before_the_backup_is_named(
    what: str, original: Place, elsewhere: Place, tmp_path: Path
) -> None:
    statement, words = TAMPERED[what]
    original.execute(statement)
    original.run("backup", str(tmp_path / "target"))
    with pytest.raises(CommandError, match=words):
        elsewhere.run("restore", str(tmp_path / "target"))


def test_a_backup_of_an_older_program_is_migrated(original: Place, elsewhere: Place, tmp_path: Path) -> None:
    original.execute("DROP TABLE django_session; DELETE FROM django_migrations WHERE app = 'sessions'")
    original.run("backup", str(tmp_path / "target"))
    assert "alles unversehrt" in elsewhere.run("restore", str(tmp_path / "target"))
    assert elsewhere.execute("SELECT count(*) FROM django_session") == [(0,)]


def with_photo(place: Place) -> Photo:
    """Add a photo to a ceremony."""
    with place.entered():
        amira = factories.coordinator()
        return photo_of(held(factories.draft(factories.district("03"), amira), amira), amira)


def removed(place: Place, photo: Photo) -> None:
    with place.entered():
        remove_photo(Photo.objects.get(pk=photo.pk), reason="falsch", by=photo.added_by, at=timezone.now())


@pytest.mark.parametrize("known_by", ["a later backup", "the list"])
def test_what_was_erased_since_is_erased_again(
    known_by: str, original: Place, elsewhere: Place, tmp_path: Path
) -> None:
    target = tmp_path / "target"
    photo = with_photo(original)
    original.run("backup", str(target))
    older = BackupTarget(target).names()[0]
    removed(original, photo)
    command = ["restore", str(target), "--set", older]
    if known_by == "the list":
        (tmp_path / "erased.json").write_text(original.run("list_erased"))
        command += ["--erased", str(tmp_path / "erased.json")]
    else:
        original.run("backup", str(target))
    elsewhere.run(*command)
    with elsewhere.entered():
        row = Photo.objects.get(pk=photo.pk)
        assert (row.removed_at is not None, row.description) == (True, "")
        assert not path_of(photo.file_id).exists()
        assert [row.number for row in Erasure.objects.all()] == [photo.pk]


def test_a_list_that_is_not_there_is_a_sentence(backup: Path, elsewhere: Place, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="gibt es nicht"):
        elsewhere.run("restore", str(backup), "--erased", str(tmp_path / "nowhere"))


def test_an_encrypted_backup_comes_back_with_its_key_only(
    original: Place, elsewhere: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [tmp_path / "key", tmp_path / "other"]
    for key in keys:
        subprocess.run(["age-keygen", "-o", key], check=True, capture_output=True)
    recipient = subprocess.run(
        ["age-keygen", "-y", keys[0]], check=True, capture_output=True, text=True
    ).stdout.strip()
    before = original.contents()
    said = original.run("backup", str(tmp_path / "target"), "--encrypt-to", recipient)
    assert "geheime Schlüssel von age" in said
    stored = [path for path in (tmp_path / "target" / "files").rglob("*") if path.is_file()]
    assert all(path.read_bytes().startswith(b"age-encryption.org") for path in stored)
    with pytest.raises(CommandError, match="--identity"):
        elsewhere.run("restore", str(tmp_path / "target"))
    with pytest.raises(CommandError, match=r"^age ist gescheitert: .*no identity matched"):
        elsewhere.run("restore", str(tmp_path / "target"), "--identity", str(keys[1]))
    elsewhere.run("restore", str(tmp_path / "target"), "--identity", str(keys[0]))
    assert elsewhere.contents() == before
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CommandError, match="fehlt das Programm age"):
        original.run("backup", str(tmp_path / "target"), "--encrypt-to", recipient)


def test_a_proof_is_noted_and_leaves_nothing_behind(original: Place, tmp_path: Path) -> None:
    target, scratch = tmp_path / "target", tmp_path / "scratch"
    scratch.mkdir()
    original.run("backup", str(target))
    said = original.run("prove_backup", str(target), "--scratch", str(scratch))
    assert "lässt sich zurückspielen" in said
    flip(damaged := some_file(BackupTarget(target)))
    with pytest.raises(CommandError, match=f"(?s){damaged.name} fehlt oder ist verändert.*nicht in Ordnung"):
        original.run("prove_backup", str(target), "--scratch", str(scratch))
    with original.entered():
        problem, none = RestoreProof.objects.values_list("problem", flat=True)
        assert damaged.name in problem
        assert none == ""
        assert not RestoreProof.objects.filter(for_real=True).exists()
    assert list(scratch.iterdir()) == []
    assert original.execute("SELECT datname FROM pg_database WHERE datname LIKE 'mitwirkung_proof%'") == []
