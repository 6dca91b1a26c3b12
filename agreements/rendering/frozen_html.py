"""The view and the HTML of a frozen text, made once: a pure function of the content and of the code that renders it.

Nothing about readers or days is in it: who may see a text is asked before, and marks for a reader are drawn afresh.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.template.loader import render_to_string

from agreements.content import Content
from agreements.rendering.document_view import DocumentView, SectionView, document_view

STORE = "frozen_html"
SECTION = "dossier/section.html"
CODE = (
    "agreements",
    "districts",
    "mitwirkung",
    "templates",
)  # all of it: a list of what renders would be forgotten
LIBRARIES = ("django", "markdown-it-py")


def frozen_view(content: Content) -> DocumentView:
    """Return the view of a content that does not change any more, its sections with their HTML."""
    key, store = key_of(content.fingerprint, code_version()), caches[STORE]
    known = store.get(key)
    if isinstance(known, DocumentView):
        return known
    view = document_view(content)
    view = replace(view, sections=_with_html(view.sections), annexes=_with_html(view.annexes))
    store.set(key, view, None)
    return view


def key_of(fingerprint: str, code: str) -> str:
    """Return the name under which a text is kept."""
    return f"{fingerprint}:{code}"


@cache
def code_version() -> str:
    """Return the hash of the code that this process runs."""
    return hash_of([Path(settings.BASE_DIR) / name for name in CODE])


def hash_of(folders: Iterable[Path]) -> str:
    """Return the SHA-256 over all modules and templates in some folders, with the versions of the libraries."""
    digest = hashlib.sha256(" ".join(version(name) for name in LIBRARIES).encode())
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.suffix in {".py", ".html"}):
            for part in (str(path.relative_to(folder)).encode(), path.read_bytes()):
                digest.update(len(part).to_bytes(8) + part)
    return digest.hexdigest()


def _with_html(sections: Iterable[SectionView]) -> tuple[SectionView, ...]:
    return tuple(replace(one, html=render_to_string(SECTION, {"section": one})) for one in sections)
