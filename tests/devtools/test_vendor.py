"""The vendored modules are those that the lock file names, and import only one another."""

import base64
import hashlib
import json
import re

import pytest

from mitwirkung.devtools import vendor

SUM = f"sha512-{base64.b64encode(hashlib.sha512(b'packed').digest()).decode()}"
NAMES = frozenset(json.loads(vendor.LOCK.read_text()))


def test_no_vendored_file_was_changed_by_hand() -> None:
    assert vendor.HASHES.read_text() == vendor.hashes()
    assert {f"{name}.js" for name in NAMES} == {path.name for path in vendor.FOLDER.glob("*.js")}


def test_the_vendored_modules_import_only_what_lies_beside_them() -> None:
    imported = {
        found
        for path in vendor.FOLDER.glob("*.js")
        for found in re.findall(r"^import .* from '(.*)';$", path.read_text(), re.MULTILINE)
    }
    assert imported <= {f"./{name}.js" for name in NAMES}
    assert "./prosemirror-model.js" in imported


def test_a_package_with_other_bytes_is_refused() -> None:
    assert vendor.checked("one", b"packed", SUM) == b"packed"
    with pytest.raises(vendor.WrongPackageError, match="one has the sum"):
        vendor.checked("one", b"other", SUM)


def test_only_names_of_locked_packages_become_paths() -> None:
    names = frozenset({"prosemirror-model"})
    module = "import { Slice } from \"prosemirror-model\";\nconst from = 'left';\n"
    assert vendor.with_paths(module, names) == module.replace(
        '"prosemirror-model"', "'./prosemirror-model.js'"
    )
    with pytest.raises(vendor.WrongPackageError, match="does not name left-pad"):
        vendor.with_paths("import pad from 'left-pad'", names)
