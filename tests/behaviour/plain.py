"""Answers as lines of text that can be compared: HTML by tags, PDFs by words, archives by their members."""

import hashlib
import io
import re
import subprocess
import zipfile
from functools import cache
from html import escape
from html.parser import HTMLParser

CSRF = re.compile(r'(name="csrfmiddlewaretoken" [^>]*?value=|value=)"\w{64}"')
# the end of a signed value: when, by the machine's clock, and the signature
SIGNED = re.compile(r'(?::\w{6})?:[\w-]{43}(?=")')
HEADER = re.compile(r"(X-CSRFToken&quot;: &quot;)\w+")
TEXT = ("text/", "application/json", "application/xml", "application/javascript", "image/svg")
TEXT_NAMES = (".json", ".xml", ".txt", ".csv", ".html", ".md", ".xsd", ".css", ".svg")


class Lines(HTMLParser):
    """One line for each tag and each text; what lies in <main> apart from what frames it."""

    def __init__(self) -> None:
        """Begin outside <main>."""
        super().__init__(convert_charrefs=True)
        self.frame: list[str] = []
        self.main: list[str] = []
        self.into = self.frame

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write a tag with its attributes in order of their names."""
        if tag == "main":
            self.into = self.main
        said = "".join(
            f" {name}" if value is None else f' {name}="{escape(" ".join(value.split()))}"'
            for name, value in sorted(attrs, key=lambda pair: pair[0])
        )
        self.into.append(f"<{tag}{said}>")

    def handle_endtag(self, tag: str) -> None:
        """Write the end of a tag."""
        self.into.append(f"</{tag}>")
        if tag == "main":
            self.into = self.frame

    def handle_data(self, data: str) -> None:
        """Write a text, its spaces as one."""
        self.into += [" ".join(line.split()) for line in data.splitlines() if line.strip()]


def blocks(content_type: str, data: bytes) -> dict[str, str]:
    """Return the parts of an answer by name."""
    if content_type.startswith("text/html"):
        lines = Lines()
        lines.feed(data.decode())
        lines.close()
        parts = {"main": lines.main, "frame": lines.frame}
        return {name: _without_tokens("\n".join(part)) for name, part in parts.items() if part}
    return {"content": words(content_type, "", data)} if data else {}


@cache
def words(content_type: str, name: str, data: bytes) -> str:
    """Return a file as text: its words, its members, or how long it is and its hash."""
    if data.startswith(b"%PDF"):
        return pdf_words(data)
    if zipfile.is_zipfile(io.BytesIO(data)):
        return _members(data)
    if content_type.startswith(TEXT) or name.endswith(TEXT_NAMES):
        return _without_tokens("\n".join(line.rstrip() for line in data.decode().splitlines()))
    return f"{len(data)} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}"


def pdf_words(data: bytes) -> str:
    """Return the words of a PDF as they lie on its pages."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True)
    return "\n".join(line.rstrip() for line in done.stdout.decode().split("\n")).rstrip("\n")


def _members(data: bytes) -> str:
    told = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in sorted(archive.infolist(), key=lambda each: each.filename):
            told.append(f"--- {member.filename}\n{words('', member.filename, archive.read(member))}")
    return "\n".join(told)


def _without_tokens(text: str) -> str:
    return SIGNED.sub(":[signed]", HEADER.sub(r"\1[csrf]", CSRF.sub(r'\1"[csrf]"', text)))
