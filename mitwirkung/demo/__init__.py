"""The demo data: Pankow as publicly documented, the other districts as far as facts are public, one contract invented.

It is created through the actions of the application. Accounts, the association's signatory and the details of the text are
invented and marked as such; dates and names with a source are facts (`sources.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

from agreements.documents import editions
from agreements.drafting.actions.templates import publish_template
from agreements.drafting.model_agreement import MODEL_PURPOSE, read_model_agreement, read_model_rules
from agreements.files import store
from agreements.recording.reading_copy import transcript_pdf
from districts.imports import load_reference
from mitwirkung.demo.clearance import add_clearance
from mitwirkung.demo.comments import add_comments
from mitwirkung.demo.marzahn_hellersdorf import add_marzahn_hellersdorf
from mitwirkung.demo.other_districts import add_drafts, add_reported_agreements
from mitwirkung.demo.pankow import add_pankow
from mitwirkung.demo.people import ACCOUNTS, PASSWORD, create_accounts, record_association


@dataclass(frozen=True)
class DemoResult:
    """The documents by what they are, and one login (role, username, password) per role."""

    pdfs: dict[str, Path]
    logins: list[tuple[str, str, str]]


def create_demo(say: Callable[[str], None]) -> DemoResult:
    """Create the demo data; `say` outputs progress."""
    load_reference(say=say)
    template = publish_template(
        name="Kooperationsvertrag",
        version=1,
        purpose=MODEL_PURPOSE,
        content=read_model_agreement(1),
        rules=read_model_rules(1),
        published_on=date(2023, 1, 2),
    )
    cast = create_accounts()
    record_association(cast)
    say("  Pankow: taken over, resolutions, reports")
    pankow = add_pankow(cast, template)
    say("  Marzahn-Hellersdorf: draft, clearance, signatures")
    written = add_marzahn_hellersdorf(cast, template)
    say("  further districts")
    add_reported_agreements(cast)
    add_drafts(cast, template)
    add_clearance(cast, template)
    add_comments(cast)
    pdfs = {
        "Pankow, signed elsewhere and taken over": _keep("pankow-nacherfassung", transcript_pdf(pankow)),
        "Marzahn-Hellersdorf, written and signed here": _keep(
            "marzahn-hellersdorf-lesefassung", store.read(editions.reading_edition(written).file)
        ),
    }
    return DemoResult(pdfs, [(account.role.label, account.username, PASSWORD) for account in ACCOUNTS])


def _keep(name: str, pdf: bytes) -> Path:
    path = Path(settings.VAR_DIR) / "demo" / f"{name}.pdf"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pdf)
    return path
