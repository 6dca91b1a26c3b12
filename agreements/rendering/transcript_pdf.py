"""The PDF of what was typed from a deed signed elsewhere, to be read: nobody signed it, so it has neither code nor fingerprint."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from django.template.loader import render_to_string

from agreements.content import Content
from agreements.parties import bare_name
from agreements.rendering.document_view import document_view
from agreements.rendering.glyphs import UnprintableError, unprintable_characters
from agreements.rendering.pdf import write_pdf
from agreements.rendering.signature_fields import repack
from agreements.texts.wording import enumerated, short_title

KIND = "Nacherfassung – nicht das Original"


def render_transcript(content: Content, *, notice: str, facts: Mapping[str, str], moment: datetime) -> bytes:
    """Return the PDF; raises UnprintableError. `notice` says what it is, `facts` what is known of the deed, in German."""
    texts = [*content.texts(), *facts.items(), ("Hinweis", notice)]
    if found := list(unprintable_characters(texts)):
        raise UnprintableError(found)
    name, view = short_title(content.name), document_view(content)
    own = {section.key for section in content.sections}
    # tables that no annex of the deed holds are none of its annexes
    annexes = tuple(one if one.key in own else replace(one, label="") for one in view.annexes)
    html = render_to_string(
        "rendering/transcript.html",
        {
            "view": replace(view, annexes=annexes, signatures=()),
            "kind": KIND,
            "notice": notice,
            "facts": facts,
            "running": {"name": name, "version": f"{name} · Erfassung {content.version}"},
            "meta": {
                "title": f"{content.name} ({KIND})",
                "author": enumerated(bare_name(party.short) for party in content.parties),
                "moment": f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            },
        },
    )
    return repack(write_pdf(html))
