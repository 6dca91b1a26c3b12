"""A cold PDF, as a process of its own: python -m bench.cold_pdf <canonical JSON> <PDF file>."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import django

from agreements.content import read_content
from agreements.rendering.pdf import PdfKind, render_pdf

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mitwirkung.settings")
    django.setup()
    content = read_content(Path(sys.argv[1]).read_bytes())
    moment = datetime(2023, 6, 26, 8, 0, tzinfo=UTC)
    Path(sys.argv[2]).write_bytes(render_pdf(content, kind=PdfKind.EXECUTION, moment=moment))
