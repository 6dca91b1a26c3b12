"""All static files used by pages exist and are our own."""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from pytest_django import Settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def test_production_can_collect_and_hash_all_files(tmp_path: Path, settings: Settings) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    hashed = {path.name for path in (tmp_path / "css").glob("mitwirkung.*.css")}
    assert len(hashed) == 1


def test_templates_name_files_and_icons_that_exist_and_no_other_host() -> None:
    sprite = (ROOT / "static" / "icons.svg").read_text(encoding="utf-8")
    for template in TEMPLATES:
        text = template.read_text(encoding="utf-8")
        for name in re.findall(r"{% static '([^']+)' %}", text):
            assert finders.find(name), (template.name, name)
        for name in re.findall(r'(?:{% icon |icon=)"([a-z-]+)"', text):
            assert f'id="{name}"' in sprite, (template.name, name)
        assert not re.search(r'(?:src|href)="(?:https?:)?//', text), template.name
